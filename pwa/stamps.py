"""Signed words of the server's own time, which browsers keep and hand back.

A *stamp* says what time it was when the server last answered this browser, a *receipt* when the
server first saw a code from this device. Cookie ``seen`` is the stamp of a browser without our scripts.
"""

from datetime import UTC, datetime, timedelta

from flask import current_app, jsonify, make_response, request
from itsdangerous import BadSignature, URLSafeSerializer

from pwa import cookies, devices
from services import clock

SEEN = "seen"
SEEN_LIFE = 400 * 24 * 3600
#: Ordinary answers renew the cookie no oftener: a relay is not noticed a minute earlier or later.
SEEN_EVERY = timedelta(minutes=1)
RECEIPT_LIFE = timedelta(days=7)
LONGEST = 500


def _serializer(salt):
    return URLSafeSerializer(current_app.secret_key, salt=salt)


def stamp(at):
    return _serializer("stamp").dumps(clock.ms(at))


def time_of(text):
    """The server time that a stamp proves, or None for whatever is not one of ours."""
    at = _read("stamp", text)
    return moment(at) if type(at) is int else None


def receipt(claim_id, code, received_at):
    """Proof that this device showed us that code, for that claim, at ``received_at``."""
    kept = [claim_id, code, devices.current()["id"], clock.ms(received_at)]
    return _serializer("receipt").dumps(kept)


def received_at(text, claim_id, code):
    """When a receipt says that the code was first seen: None if it is another's, or a week old."""
    kept = _read("receipt", text)
    if not isinstance(kept, list) or kept[:3] != [claim_id, code, devices.current()["id"]]:
        return None
    at = moment(kept[3])
    return at if clock.now() - at <= RECEIPT_LIFE else None


def _read(salt, text):
    if not isinstance(text, str) or len(text) > LONGEST:
        return None
    try:
        return _serializer(salt).loads(text)
    except BadSignature:
        return None


def moment(milliseconds):
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def seen_at():
    """The newest server time this browser had seen before this request; None at a first contact."""
    return time_of(request.cookies.get(SEEN))


def answer(status=200, **facts):
    """An answer of ours as JSON, with the time and a stamp of it. A captive portal says no ``yizhang``."""
    now = clock.now()
    response = make_response(jsonify(yizhang=1, now=clock.ms(now), stamp=stamp(now), **facts), status)
    return devices.remember(_see(response, now))


def _see(response, now):
    return cookies.put(response, SEEN, stamp(now), life=SEEN_LIFE)


def register(app):
    app.after_request(let_be_seen)


def let_be_seen(response):
    """Let a browser keep the time of its newest page. What may be kept for others carries no cookie."""
    is_page = response.mimetype == "text/html" and response.status_code < 500
    if not is_page or response.cache_control.public:
        return response
    before, now = seen_at(), clock.now()
    return response if before and now - before < SEEN_EVERY else _see(response, now)
