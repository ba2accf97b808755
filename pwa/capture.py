"""A scanned code, held in a signed cookie from the first request until its owner has signed in."""

import uuid

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from pwa import cookies, devices, stamps
from services import clock
from services.checkins.claims import Claim
from services.errors import DomainError
from services.trainings import codes
from services.words import lazy as _l

COOKIE = "capture"
LIFE = 600


class Lapsed(DomainError):
    message = _l("扫码已超过 10 分钟，请再扫一次")


def _serializer():
    return URLSafeTimedSerializer(current_app.secret_key, salt="capture")


def held():
    """The claim this browser holds, or None. Carried to another browser, the cookie is worth nothing."""
    try:
        kept = _serializer().loads(request.cookies.get(COOKIE, ""), max_age=LIFE)
    except BadSignature:
        return None
    device = devices.current()["id"]
    if kept.get("device") != device:
        return None
    return Claim(
        id=kept["id"],
        code=codes.Code(kept["code"]),
        received_at=stamps.moment(kept["at"]),
        device=device,
        synced_at=stamps.moment(kept["seen"]) if kept.get("seen") else None,
    )


def hold(response, code, claim):
    """Hold a code. The same code read again keeps its first time and its claim id.

    With it goes when this browser last heard from us, this answer not counted: one that has been in
    touch since a code was shown got that code from elsewhere.
    """
    if claim and claim.code.text == code.text:
        return response
    seen_at = stamps.seen_at()
    kept = {
        "id": str(uuid.uuid4()),
        "code": code.text,
        "at": clock.ms(clock.now()),
        "seen": seen_at and clock.ms(seen_at),
        "device": devices.current()["id"],
    }
    return devices.remember(cookies.put(response, COOKIE, _serializer().dumps(kept), life=LIFE))


def drop(response):
    response.delete_cookie(COOKIE)
    return response
