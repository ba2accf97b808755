"""Cookies of our own: never for scripts, never for another site's requests."""

from flask import current_app


def put(response, name, value, *, life):
    """Set a cookie that the browser keeps for ``life`` seconds, and return the response.

    Secure wherever the public address is: behind a proxy the request itself may look plain.
    """
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    response.set_cookie(name, value, max_age=life, secure=secure, httponly=True, samesite="Lax")
    return response
