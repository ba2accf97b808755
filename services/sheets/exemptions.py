"""免测, 补测, 退出, and tries without a measure (犯规, 未完成, 未到): entries with a reason, by the staff."""

from models import Entry, EntryKind, database
from services import assessments, sheets, standards
from services.errors import DomainError, Forbidden, Invalid, NotFound
from services.marks import marked_sheets
from services.sheets import entries, log
from services.words import gettext as _
from services.words import lazy as _l

FOUL, DNF, DNS, NOCOUNT = FAULTS = ("foul", "dnf", "dns", "nocount")
#: Kinds of remarks that a void may take back.
REMARKS = (EntryKind.EXEMPT, EntryKind.WITHDRAW, EntryKind.RETEST, EntryKind.FAULT)


class AlreadyTried(DomainError):
    message = _l("这一项已有成绩。要免测先把成绩作废")


class AlreadyExempt(DomainError):
    message = _l("这一项已经免测")


class AlreadyWithdrawn(DomainError):
    message = _l("这个人已经退出")


class TakenBack(DomainError):
    message = _l("这一条已经撤销了")


def standing(said):
    """The remarks that nobody took back, of what was said of a sheet, in order."""
    taken = {one.target for one in log.of_kind(said, EntryKind.VOID)}
    return [one for one in log.of_kind(said, *REMARKS) if one.entry_id not in taken]


@database.atomic()
def exempt(sheet_id, exercise, *, reason, entry_id, actor):
    """Let a person off an item. For chief, instructors and desk. Refused where a result of it stands."""
    sheet, assessment = _staffed(sheet_id, actor)
    wanted = _wanted(EntryKind.EXEMPT, reason, exercise=_item(assessment, exercise))
    if known := _known(entry_id, sheet, assessment, wanted):
        return known
    if marked_sheets.folded_of(sheet, assessment).standing(exercise):
        raise AlreadyTried
    if _stands(sheet, EntryKind.EXEMPT, exercise):
        raise AlreadyExempt
    return entries.keep(sheet, entry_id, actor, **wanted)


@database.atomic()
def retest(sheet_id, exercise, *, reason, entry_id, actor):
    """Grant one more try at an item. For chief, instructors and desk."""
    sheet, assessment = _staffed(sheet_id, actor)
    wanted = _wanted(EntryKind.RETEST, reason, exercise=_item(assessment, exercise))
    return _known(entry_id, sheet, assessment, wanted) or entries.keep(sheet, entry_id, actor, **wanted)


@database.atomic()
def withdraw(sheet_id, *, reason, entry_id, actor):
    """Write down that a person goes no further. For chief, instructors and desk."""
    sheet, assessment = _staffed(sheet_id, actor)
    wanted = _wanted(EntryKind.WITHDRAW, reason)
    if known := _known(entry_id, sheet, assessment, wanted):
        return known
    if _stands(sheet, EntryKind.WITHDRAW):
        raise AlreadyWithdrawn
    return entries.keep(sheet, entry_id, actor, **wanted)


@database.atomic()
def fault(sheet_id, exercise, word, *, reason, entry_id, actor):
    """Keep a try without a measure; ``word`` is one of ``FAULTS``. For whoever may enter at a station
    of that item.
    """
    sheet, assessment = sheets.writable(sheet_id)
    station = station_for(assessments.part_of(actor, assessment), assessment, exercise)
    if word not in FAULTS:
        raise Invalid({"word": _("请选择")})
    wanted = _wanted(EntryKind.FAULT, reason, exercise=_item(assessment, exercise)) | {
        "word": word,
        "station": station and station.id,
    }
    return _known(entry_id, sheet, assessment, wanted) or entries.keep(sheet, entry_id, actor, **wanted)


@database.atomic()
def take_back(sheet_id, target, *, reason, entry_id, actor):
    """Void an exemption, retest, withdrawal or fault, with a reason. For chief, instructors and desk.

    It stays readable.
    """
    sheet, assessment = _staffed(sheet_id, actor)
    of_sheet = {"assessment": sheet.assessment_id, "person": sheet.person_id}
    found = Entry.get_or_none(entry_id=target, **of_sheet)
    if found is None or found.kind not in REMARKS:
        raise NotFound
    wanted = _wanted(EntryKind.VOID, reason, exercise=found.exercise) | {"target": target}
    if known := _known(entry_id, sheet, assessment, wanted):
        return known
    if all(one.entry_id != target for one in standing(log.said_of(sheet))):
        raise TakenBack
    return entries.keep(sheet, entry_id, actor, **wanted)


def station_for(part, assessment, exercise):
    """A station of the item at which the actor may enter; None for a chief or instructor without one.

    Refuses everyone else.
    """
    here = [s for s in assessments.stations_of(assessment.id) if s.exercise == exercise]
    found = next((station for station in here if part.may_enter(station)), None)
    if found is None and not (part.is_chief or part.is_instructor):
        raise Forbidden
    return found


def require_grant(sheet_id, actor):
    """The sheet, locked. Refuses whoever may neither let someone off nor grant a retest."""
    return _staffed(sheet_id, actor)[0]


def _staffed(sheet_id, actor):
    sheet, assessment = sheets.writable(sheet_id)
    assessments.require_staff(actor, assessment)
    return sheet, assessment


def _item(assessment, exercise):
    if standards.load(assessment.standard).item(exercise) is None:
        raise Invalid({"exercise": _("标准中没有项目 %(exercise)s", exercise=exercise)})
    return exercise


def _wanted(kind, reason, *, exercise=""):
    return {"kind": kind, "exercise": exercise, "reason": entries.required_reason(reason)}


def _known(entry_id, sheet, assessment, wanted):
    """The entry kept under this id, or None. A new entry is refused once the sheet is settled or the
    assessment closed.
    """
    known = entries.repeated(entry_id, sheet, wanted)
    if known is None:
        entries.require_open(sheet)
        if assessment.closed_at:
            raise assessments.Closed
    return known


def _stands(sheet, kind, exercise=""):
    said = standing(log.said_of(sheet))
    return any(one.kind is kind and one.exercise == exercise for one in said)
