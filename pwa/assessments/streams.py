"""Where devices hand over what was recorded in the field: entries in JSON, each answered by itself."""

import json

from flask import Blueprint, request
from flask_login import current_user
from werkzeug.exceptions import RequestEntityTooLarge

from pwa import stamps
from pwa.sign_in import actor
from services import intake
from services.assessments import entry_fields, leases
from services.errors import DomainError, Forbidden
from services.intake import Sent

bp = Blueprint("streams", __name__)

LARGEST = 4 * 1024 * 1024  # bytes of a request, many times over
MOST_STREAMS = 200
MOST_CARRIED = 5000  # entries of one file
LONGEST_LABEL = 40


class Malformed(Exception):
    """What was sent is not what devices send."""


@bp.post("/streams")
def deliver():
    """Take entries and the heads of their streams, for whoever is signed in and owns them.

    Never a redirect: it is a script that reads the answer. Nothing is done where the queue is another's.
    """
    if not current_user.is_authenticated:
        return _refused("signed_out", 401)
    try:
        owner, sent = _handed_over()
    except Malformed:
        return _refused("malformed", 400)
    if owner != actor().account_id:
        return _refused("owner", 409, owner=actor().account_id)
    answers, reports = intake.deliver(sent, actor())
    return _answer(answers, reports)


@bp.post("/streams/carried")
def carry():
    """Take a queue that was exported as a file, its owner kept. For the staff of its assessment."""
    if not current_user.is_authenticated:
        return _refused("signed_out", 401)
    try:
        owner, sent = _carried()
        answers, reports = intake.carry(sent, owner, actor())
    except Malformed:
        return _refused("malformed", 400)
    except DomainError as refusal:
        return _said(refusal)
    return _answer(answers, reports)


@bp.post("/stations/<int:station_id>/leases")
def take_lease(station_id):
    """Make a device ready for a station. For whoever may enter results there."""
    if not current_user.is_authenticated:
        return _refused("signed_out", 401)
    try:
        sent = _object(_body())
    except Malformed:
        sent = {}
    try:
        lease = leases.make_ready(station_id, sent.get("device"), sent.get("label") or "", actor=actor())
    except DomainError as refusal:
        return _said(refusal)
    return stamps.answer(owner=actor().account_id, stream=lease.stream_id, lease=lease.id)


def _refused(word, status, **facts):
    return stamps.answer(status, refused=word, **facts)


def _said(refusal):
    word = "forbidden" if isinstance(refusal, Forbidden) else "refused"
    return _refused(word, refusal.status, message=str(refusal))


def _answer(answers, reports):
    told = [
        {"id": one.id, "outcome": one.outcome, "reason": one.reason, "message": one.message}
        for one in answers
    ]
    streams = [
        {
            "device": one.device,
            "assessment": one.assessment_id,
            "kept": one.kept,
            "missing": one.missing,
            "closed": one.closed,
        }
        for one in reports
    ]
    return stamps.answer(owner=actor().account_id, answers=told, streams=streams)


def _body():
    request.max_content_length = LARGEST
    try:
        if request.mimetype == "multipart/form-data":
            file = request.files.get("file")
            return file.read() if file else b""
        return request.get_data() if request.mimetype == "application/json" else b""
    except RequestEntityTooLarge:
        raise Malformed from None


def _object(raw):
    try:
        sent = json.loads(raw)
    except (ValueError, RecursionError):
        raise Malformed from None
    if not isinstance(sent, dict):
        raise Malformed
    return sent


def _handed_over():
    """(owner, streams) as sent."""
    sent = _object(_body())
    found = sent.get("streams")
    if not isinstance(found, list) or len(found) > MOST_STREAMS:
        raise Malformed
    streams = [_stream(one) for one in found]
    if sum(len(one.texts) for one in streams) > intake.MOST:
        raise Malformed
    return _row(sent.get("owner")), streams


def _carried():
    sent = _object(_body())
    if sent.get("yizhang") != "queue" or sent.get("v") != 1:
        raise Malformed
    stream = _stream(sent)
    if len(stream.texts) > MOST_CARRIED:
        raise Malformed
    return _row(sent.get("owner")), stream


def _stream(sent):
    if not isinstance(sent, dict) or not entry_fields.UUID.fullmatch(_text(sent.get("device"))):
        raise Malformed
    head = sent.get("head") or {}
    if not isinstance(head, dict) or not isinstance(head.get("hash", ""), str):
        raise Malformed
    seq, digest = head.get("seq", 0), head.get("hash", "")
    is_head = type(seq) is int and 0 <= seq <= entry_fields.MOST_SMALL
    if not is_head or bool(seq) != bool(entry_fields.HASH.fullmatch(digest)):
        raise Malformed
    return Sent(
        device=sent["device"],
        assessment_id=_row(sent.get("assessment")),
        label=" ".join(_text(sent.get("label")).replace("\0", "").split())[:LONGEST_LABEL],
        seq=seq,
        hash=digest,
        closing=tuple(map(_row, _list(sent.get("closing")))),
        texts=tuple(map(_text, _list(sent.get("entries")))),
    )


def _list(found):
    if found is not None and not isinstance(found, list):
        raise Malformed
    return found or []


def _text(found):
    if found is not None and not isinstance(found, str):
        raise Malformed
    return found or ""


def _row(number):
    if type(number) is not int or not 0 < number <= entry_fields.MOST_ROW:
        raise Malformed
    return number
