"""异议: a person doubts what stands on their sheet; and the chief's ruling on it (复核). Both are entries.

An objection is never taken back or struck out. It may be made of a settled sheet too: only its marks are
frozen.
"""

from dataclasses import dataclass

from models import Entry, EntryKind, database
from services import assessments, sheets
from services.errors import DomainError, Forbidden, Invalid, NotFound
from services.marks import marked_sheets
from services.sheets import entries, log
from services.sheets.log import Said
from services.words import lazy as _l

UPHELD, DISMISSED = "upheld", "dismissed"  # 成立, 不成立


class AlreadyObjected(DomainError):
    message = _l("对这一项的异议还在等主考复核")


class AlreadyRuled(DomainError):
    message = _l("这条异议已经复核过了")


class OwnObjection(DomainError):
    status = 403
    message = _l("自己的异议不能自己复核")


@dataclass(frozen=True, slots=True)
class Objection:
    """What a person objected to, and the ruling on it, if there is one."""

    said: Said
    ruling: Said | None

    @property
    def is_open(self):
        return self.ruling is None

    @property
    def is_upheld(self):
        return self.ruling is not None and self.ruling.word == UPHELD


def found_in(said) -> list[Objection]:
    """The objections in what was said of a sheet, oldest first. The newest ruling on each holds."""
    rulings = {one.target: one for one in log.of_kind(said, EntryKind.RULE)}
    return [Objection(one, rulings.get(one.entry_id)) for one in log.of_kind(said, EntryKind.OBJECT)]


def of(sheet) -> list[Objection]:
    """The objections to a sheet, oldest first."""
    return found_in(log.said_of(sheet))


@database.atomic()
def make(sheet_id, *, target, reason, entry_id, actor):
    """Object to a try on one's own sheet, or to the whole sheet where ``target`` is empty.

    For the person alone, before and after settling, with a reason. The same entry id again is answered as
    the first time. Refused: a try that is not on the sheet, and a second objection to it while one waits.
    """
    sheet, assessment = sheets.writable(sheet_id)
    if sheet.person_id != actor.person_id:
        raise Forbidden
    wanted = {
        "kind": EntryKind.OBJECT,
        "exercise": _exercise(sheet, assessment, target) if target else "",
        "target": target,
        "reason": entries.required_reason(reason),
    }
    if known := entries.repeated(entry_id, sheet, wanted):
        return known
    if any(one.is_open and one.said.target == target for one in of(sheet)):
        raise AlreadyObjected
    return entries.keep(sheet, entry_id, actor, **wanted)


def _exercise(sheet, assessment, target):
    snapshot = marked_sheets.of(sheet, assessment).snapshot
    rows = [*snapshot["results"], *snapshot["struck"]]
    found = next((row for row in rows for one in row["attempts"] if one["id"] == target), None)
    if found is None:
        raise NotFound
    return found["exercise"]


@database.atomic()
def rule(sheet_id, objection_id, word, *, reason, entry_id, actor):
    """Rule that an objection is upheld or dismissed (``word``), with a reason. For chief and desk,
    never one's own.

    The ruling changes no mark: what an upheld objection asks for is done by a void or a correction. Ruled
    once.
    """
    sheet, assessment = sheets.writable(sheet_id)
    assessments.require_settle(actor, assessment)
    objection = _objection(sheet, objection_id)
    if sheet.person_id == actor.person_id:
        raise OwnObjection
    if word not in (UPHELD, DISMISSED):
        raise Invalid({"word": _l("请选择")})
    wanted = {
        "kind": EntryKind.RULE,
        "exercise": objection.exercise,
        "target": objection.entry_id,
        "word": word,
        "reason": entries.required_reason(reason),
    }
    if known := entries.repeated(entry_id, sheet, wanted):
        return known
    if any(not one.is_open and one.said.entry_id == objection_id for one in of(sheet)):
        raise AlreadyRuled
    return entries.keep(sheet, entry_id, actor, **wanted)


def _objection(sheet, objection_id):
    found = Entry.get_or_none(
        entry_id=objection_id,
        kind=EntryKind.OBJECT,
        assessment=sheet.assessment_id,
        person=sheet.person_id,
    )
    if found is None:
        raise NotFound
    return found
