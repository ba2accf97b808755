"""Where phones hand over what they kept: claims in JSON, each answered by itself."""

import json
import re

from flask import Blueprint, current_app, request
from flask_login import current_user
from werkzeug.exceptions import RequestEntityTooLarge

from pwa import devices, stamps
from pwa.sign_in import actor
from services import clock
from services.checkins import deliveries
from services.checkins.claims import Claim
from services.checkins.deliveries import Broken
from services.checkins.sightings import Sight
from services.trainings import codes
from services.trainings.policies import Phase

bp = Blueprint("sync", __name__)

LARGEST = 256 * 1024  # bytes of fifty claims, many times over
LONGEST_ID = 36
ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
PASS = re.compile(r"[A-Z2-7]{20}")
MOST_ROW = 2**63 - 1
LAST_MS = 4102444800000  # the year 2100
MOST_GAP = 2**31 - 1


class Malformed(Exception):
    """What was sent is no batch of claims."""


@bp.get("/sync")
def look():
    """The server's time, a stamp of it and who is signed in. Open to everyone."""
    return stamps.answer(owner=_owner(), build=current_app.config["BUILD"])


def _owner():
    return actor().account_id if current_user.is_authenticated else None


@bp.post("/sync")
def deliver():
    """Deliver claims for whoever is signed in; to anyone else, receipts that keep their time.

    Never a redirect: it is a script that reads the answer. Nothing is done where the queue is another's.
    """
    try:
        owner, sent = _batch()
    except Malformed:
        owner, sent = None, None
    if not current_user.is_authenticated:
        return _refused("signed_out", 401, receipts=_receipts(sent or ()))
    if sent is None:
        return _refused("malformed", 400)
    if owner != actor().account_id:
        return _refused("owner", 409, owner=actor().account_id)
    answers = deliveries.deliver([_claim(one) for one in sent], actor())
    names = deliveries.names(answers)
    return stamps.answer(owner=owner, answers=[_told(answer, names) for answer in answers])


def _refused(word, status, **facts):
    return stamps.answer(status, refused=word, **facts)


def _batch():
    """(owner, claims) as sent: every claim an object with an id to answer to."""
    sent = _json()
    claims = sent.get("claims") if isinstance(sent, dict) else None
    if not isinstance(claims, list) or len(claims) > deliveries.MOST:
        raise Malformed
    if not all(isinstance(one, dict) and _is_name(one.get("id")) for one in claims):
        raise Malformed
    owner = sent.get("owner")
    if owner is not None and type(owner) is not int:
        raise Malformed
    return owner, claims


def _json():
    request.max_content_length = LARGEST
    if request.mimetype != "application/json":
        raise Malformed
    try:
        return json.loads(request.get_data())
    except (ValueError, RecursionError, RequestEntityTooLarge):
        raise Malformed from None


def _is_name(text):
    return isinstance(text, str) and 0 < len(text) <= LONGEST_ID


def _receipts(sent):
    """{claim id: receipt} for the codes among the claims; one that came with a good receipt keeps it."""
    claims = [claim for claim in map(_claim, sent) if isinstance(claim, Claim) and claim.code]
    return {claim.id: stamps.receipt(claim.id, claim.code.text, claim.received_at) for claim in claims}


def _claim(sent):
    """What was sent as a claim, a sight, or something broken that is answered as such."""
    readers = {"scan": _scan, "tick": _sight, "pass": _sight}
    kind = sent.get("kind")
    try:
        if not ID.fullmatch(sent["id"]) or not isinstance(kind, str):
            raise Malformed
        return readers[kind](sent)
    except (Malformed, KeyError, ValueError):
        return Broken(sent["id"])


def _scan(sent):
    text = sent["code"]
    if not isinstance(text, str) or len(text) > stamps.LONGEST:
        raise Malformed
    code = codes.read(text)
    first_seen = code and stamps.received_at(sent.get("receipt"), sent["id"], code.text)
    return Claim(
        id=sent["id"],
        code=code,
        received_at=first_seen or clock.now(),
        device=devices.current()["id"],
        synced_at=stamps.time_of(sent.get("stamp")),
    )


def _sight(sent):
    gap = sent.get("gap")
    by = {"person_id": _row_id(sent["person"])} if sent["kind"] == "tick" else _pass(sent)
    return Sight(
        id=sent["id"],
        training_id=_row_id(sent["training"]),
        phase=Phase(sent["phase"]),
        at=stamps.moment(_milliseconds(sent["at"], 0, LAST_MS)),
        # A phone that never heard the server's time may be off by anything.
        clock_gap=MOST_GAP if gap is None else min(abs(_milliseconds(gap, -LAST_MS, LAST_MS)), MOST_GAP),
        **by,
    )


def _pass(sent):
    text = sent["pass"]
    if not isinstance(text, str) or not PASS.fullmatch(text.upper()):
        raise Malformed
    return {"pass_text": text.upper()}


def _row_id(number):
    if type(number) is not int or not 0 < number <= MOST_ROW:
        raise Malformed
    return number


def _milliseconds(number, low, high):
    """A time as an integer; scripts count in floats."""
    if type(number) not in (int, float) or not low <= number <= high:
        raise Malformed
    return round(number)


def _told(answer, names):
    verdict, training = answer.verdict, answer.training
    return {
        "id": answer.id,
        "outcome": answer.outcome,
        "reason": answer.reason,
        "message": answer.message,
        "training": training and training.id,
        "title": training.title if training else "",
        "phase": verdict and verdict.phase.value,
        "credited_at": verdict and clock.ms(verdict.credited_at),
        "received_at": verdict and clock.ms(verdict.received_at),
        "grade": verdict and verdict.grade,
        "counts": verdict and verdict.counts,
        "person": answer.person_id,
        "name": names.get(answer.person_id),
    }
