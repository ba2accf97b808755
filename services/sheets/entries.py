"""What is recorded at an assessment on the server: attempts, voids and choices. Rows are added, never
changed.

Every entry bears an id that the browser made, so that an entry sent twice is kept once.
"""

from models import Entry, EntryKind, Finish, database
from services import assessments, audit, clock, scoring, sheets, standards
from services.errors import DomainError, Forbidden, Invalid, NotFound
from services.marks import marked_sheets, tries
from services.scoring import typed_measures
from services.words import gettext as _
from services.words import lazy as _l


class Settled(DomainError):
    message = _l("这张表已定表，不能再记。要改请主考更正")


class OtherExercise(DomainError):
    message = _l("这个站测的不是这一项，请刷新")


class Conflict(DomainError):
    message = _l("同一编号已记过别的内容，没有再记")


class TriesSpent(DomainError):
    message = _l("这一项只能测 %(n)s 次，已测满。要重测先作废一次")


class AlreadyMeasured(DomainError):
    message = _l("这一类已经测过，改选请找主考")


@database.atomic()
def record(station_id, sheet_id, *, text, exercise, entry_id, actor):
    """Keep an attempt at a station's exercise. For whoever may enter there.

    The same entry id is answered as the first time. Refused, changing nothing: another exercise, a text
    that is no measure, an implausible measure, tries spent, a settled sheet.
    """
    station = assessments.station(station_id)
    sheet, assessment = _writable(sheet_id)
    _require_entry(actor, assessment, station)
    if sheet.assessment_id != station.assessment_id:
        raise NotFound
    if exercise != station.exercise:
        raise OtherExercise
    item = standards.load(assessment.standard).item(exercise)
    second, measure = typed_measures.read(item, text)
    wanted = {
        "kind": EntryKind.ATTEMPT,
        "exercise": exercise,
        "station": station.id,
        "measure": measure,
        "second": second,
    }
    if known := repeated(entry_id, sheet, wanted):
        return known
    require_open(sheet)
    _require_tries(sheet, assessment, item)
    return keep(sheet, entry_id, actor, **wanted)


@database.atomic()
def void(target_id, *, reason, entry_id, actor):
    """Strike an attempt out, with a reason. For whoever may enter at its station. It stays readable."""
    target = _attempt(target_id)
    found = sheets.of_person(target.assessment_id, target.person_id)
    if found is None:
        raise NotFound
    sheet, assessment = _writable(found.id)
    station = target.station_id and assessments.station(target.station_id)
    _require_entry(actor, assessment, station)
    wanted = {
        "kind": EntryKind.VOID,
        "exercise": target.exercise,
        "station": target.station_id,
        "target": target_id,
        "reason": required_reason(reason),
    }
    if known := repeated(entry_id, sheet, wanted):
        return known
    require_open(sheet)
    return keep(sheet, entry_id, actor, **wanted)


def _attempt(target_id):
    """The attempt with that id, or the place in a heat whose tap has it."""
    entry = Entry.get_or_none(Entry.entry_id == target_id)
    if entry and entry.kind is EntryKind.ATTEMPT and entry.person_id:
        return entry
    place = entry and entry.heat and Finish.get_or_none(Finish.heat == entry.heat, Finish.tap == target_id)
    if not place or not place.person_id:
        raise NotFound
    return place


@database.atomic()
def choose(sheet_id, exercise, *, entry_id, actor):
    """Choose an item where the standard says "one of". The newest choice holds.

    For the person, until something in that category is measured, and for whoever may enter.
    """
    sheet, assessment = _writable(sheet_id)
    part = assessments.part_of(actor, assessment)
    if sheet.person_id != actor.person_id and not part.may_watch:
        raise Forbidden
    standard = standards.load(assessment.standard)
    _require_choice(standard, sheet, assessment, exercise)
    wanted = {"kind": EntryKind.CHOOSE, "exercise": exercise}
    if known := repeated(entry_id, sheet, wanted):
        return known
    require_open(sheet)
    category = standard.item(exercise).category
    tried = (standard.item(e).category for e in marked_sheets.folded_of(sheet, assessment).tried)
    if category in tried and not (part.is_chief or part.is_instructor):
        raise AlreadyMeasured
    return keep(sheet, entry_id, actor, **wanted)


def _require_choice(standard, sheet, assessment, exercise):
    group = scoring.group_of(
        standard, sheet.person.sex.value, sheet.person.born_on, assessments.on(assessment)
    )
    found = [c for c in scoring.choices(standard, group) if len(c.items) > 1] if group else []
    if not any(item.exercise == exercise for choice in found for item, _has_table in choice.items):
        raise Invalid({"exercise": _("这一项不能选")})


def _writable(sheet_id):
    """(the sheet, locked; its assessment). Refused where the training was cancelled or the assessment
    is closed.
    """
    sheet, assessment = sheets.writable(sheet_id)
    if assessment.closed_at:
        raise assessments.Closed
    return sheet, assessment


def _require_entry(actor, assessment, station):
    part = assessments.part_of(actor, assessment)
    if not (part.may_enter(station) if station else part.is_chief or part.is_instructor):
        raise Forbidden


def require_open(sheet):
    if sheets.is_settled(sheet.id):
        raise Settled


def required_reason(reason):
    if not reason.strip():
        raise Invalid({"reason": _("请写原因")})
    return reason.strip()[:200]


def repeated(entry_id, sheet, wanted):
    """The entry kept under this id, if it says the same; None for a new id.

    Other content under a known id is refused (``Conflict``).
    """
    if not entry_id or len(entry_id) > Entry.entry_id.max_length:
        raise Invalid({"value": _("请求不完整，请返回重试")})
    known = Entry.get_or_none(entry_id=entry_id)
    if known is None:
        return None
    same = known.person_id == sheet.person_id and known.assessment_id == sheet.assessment_id
    if not same or any(_kept(known, name) != value for name, value in wanted.items()):
        raise Conflict
    return known


def _kept(entry, name):
    return entry.station_id if name == "station" else getattr(entry, name)


def _require_tries(sheet, assessment, item):
    folded = marked_sheets.folded_of(sheet, assessment)
    most = tries.allowed(item, item.exercise, folded.said)
    if tries.used(folded.tries.get(item.exercise, ()), item.exercise, folded.said) >= most:
        raise TriesSpent(n=most)


def keep(sheet, entry_id, actor, **row):
    """Write an entry on a locked sheet, and tell its screens."""
    now = clock.now()
    made = Entry.create(
        entry_id=entry_id,
        assessment=sheet.assessment_id,
        person=sheet.person_id,
        actor=actor.account_id,
        measured_at=now,
        received_at=now,
        **row,
    )
    sheets.touch(sheet.id)
    audit.note(f"entry.{made.kind.value}", "entry", made.id, actor_id=actor.account_id, sheet=sheet.id)
    return made
