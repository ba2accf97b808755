"""A scanned code, held in a signed cookie from the first request until its owner has signed in."""

import uuid
from datetime import UTC, datetime

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from pwa import cookies, devices
from services import clock, codes
from services.claims import Claim
from services.errors import DomainError
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
    received_at = datetime.fromtimestamp(kept["at"] / 1000, UTC)
    return Claim(id=kept["id"], code=codes.Code(kept["code"]), received_at=received_at, device=device)


def hold(response, code, claim):
    """Hold a code. The same code read again keeps its first time and its claim id."""
    if claim and claim.code.text == code.text:
        return response
    kept = {
        "id": str(uuid.uuid4()),
        "code": code.text,
        "at": int(clock.now().timestamp() * 1000),
        "device": devices.current()["id"],
    }
    return devices.remember(cookies.put(response, COOKIE, _serializer().dumps(kept), life=LIFE))


def drop(response):
    response.delete_cookie(COOKIE)
    return response
