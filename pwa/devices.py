"""The browser's own name: a signed cookie that outlives signing out."""

import uuid

from flask import current_app, g, request
from itsdangerous import BadSignature, URLSafeSerializer

from pwa import cookies

COOKIE = "device"
YEAR = 400 * 24 * 3600  # the longest that browsers keep one
MOST_ACCOUNTS = 20


def _serializer():
    return URLSafeSerializer(current_app.secret_key, salt="device")


def current():
    """``{"id": …, "known": [account ids that signed in here]}``, the same all through a request."""
    if "device" not in g:
        g.device = _read()
    return g.device


def _read():
    try:
        return _serializer().loads(request.cookies.get(COOKIE, ""))
    except BadSignature:
        return {"id": str(uuid.uuid4()), "known": []}


def knows(account_id):
    return account_id in current()["known"]


def remember(response, account_id=None):
    """Keep this browser's name, and that an account signed in on it."""
    device = current()
    if account_id is not None:
        others = [known for known in device["known"] if known != account_id]
        device["known"] = [*others, account_id][-MOST_ACCOUNTS:]
    return cookies.put(response, COOKIE, _serializer().dumps(device), life=YEAR)
