"""A database connection for each request that needs one, and a number to find it by in the log."""

import secrets

from flask import g, request

from services import audit, store


def register(app):
    @app.before_request
    def open_connection():
        g.request_id = secrets.token_hex(4).upper()
        audit.request_id.set(g.request_id)
        if request.endpoint != "static":
            store.open_connection()

    @app.teardown_request
    def close_connection(_error):
        store.close_connection()
