"""Connections to PostgreSQL that stay open from test to test: a new one has to read up on every table."""

import models
from services import store

#: {address: its database, with the connections that are open}
_kept = {}


def bind(url):
    """``store.bind``, but on the connections to PostgreSQL of earlier tests."""
    if url in _kept:
        models.database.initialize(_kept[url])
        return
    store.bind(url)
    if url.startswith("postgres"):
        _kept[url] = models.database.obj


def give_back():
    """Leave no connection in use: a thread of the test may have kept one, and with it a lock."""
    store.close_connection()
    if models.database.obj not in _kept.values() or models.database._in_use:
        release()


def release():
    """Close what the pool of the last PostgreSQL database keeps open."""
    store.close_connection()
    getattr(models.database, "close_all", lambda: None)()
