"""采纳: rulings that let held entries count or set them aside; and corrections by what came late."""

from models import Entry, EntryKind, Finish, database
from services import assessments, audit, clock, sheets
from services.errors import DomainError, NotFound
from services.intake import consequences, finishes, holds
from services.marks import marked_sheets
from services.sheets import entries, settling
from services.sheets.entries import Settled
from services.trainings import enrolments
from services.words import lazy as _l


class Nobody(DomainError):
    message = _l("不知道是谁的，不能采纳。可以不采纳，再另记一次")


class NothingLate(DomainError):
    message = _l("这张表没有迟到的记录等着处理，请刷新")


@database.atomic()
def admit(assessment_id, targets, *, reason, entry_id, actor):
    """Let held entries count. For the chief and the desk, with a reason.

    Late entries of people whose sheets are settled are left to ``readopt``. People not on the list are put
    there, if the actor may write them down. ``entry_id`` names the ruling: sent twice it is made once.
    """
    assessment, found = _held(assessment_id, targets, actor)
    reason = entries.required_reason(reason)
    if Entry.get_or_none(entry_id=entry_id):
        return
    settled = holds.settled(assessment.id)
    people = holds.about(assessment.id, set(targets))
    if any(people[entry.entry_id] & settled for entry in found):
        raise Settled
    heats = {entry.heat for entry in found if entry.heat}
    before = finishes.frozen(assessment.id, heats)
    _welcome(assessment, found, actor)
    _say(assessment, EntryKind.ADMIT, found, reason, entry_id, actor)
    if _moved(before, finishes.frozen(assessment.id, heats)):
        raise Settled


@database.atomic()
def dismiss(assessment_id, targets, *, reason, entry_id, actor):
    """Set held entries aside, with a reason; they stay readable. For the chief and the desk."""
    assessment, found = _held(assessment_id, targets, actor)
    reason = entries.required_reason(reason)
    if not Entry.get_or_none(entry_id=entry_id):
        _say(assessment, EntryKind.VOID, found, reason, entry_id, actor)


def _held(assessment_id, targets, actor):
    """The assessment, under its lock, and the entries named. Raises ``NotFound`` where one of them is
    not here.
    """
    assessments.lock(assessments.get(assessment_id).id)
    assessment = assessments.get(assessment_id)
    assessments.require_settle(actor, assessment)
    wanted = list(dict.fromkeys(targets))
    found = list(
        Entry.select()
        .where(Entry.assessment == assessment.id, Entry.entry_id.in_(wanted), Entry.stream.is_null(False))
        .order_by(Entry.id)
    )
    if not found or len(found) < len(wanted):
        raise NotFound
    return assessment, found


def _welcome(assessment, found, actor):
    """Put people on the list who are not; raises ``NotFound`` for a person whom the actor may not write
    down.
    """
    needs = {entry.person_id for entry in found if entry.held == holds.UNKNOWN}
    if None in needs:
        raise Nobody
    for person_id in sorted(needs - set(enrolments.walk_ins(assessment.training_id, among=list(needs)))):
        person = enrolments.person_for(assessment.training, person_id, actor)
        enrolments.admit(assessment.training_id, person.id, person.unit_id)


def _say(assessment, kind, found, reason, entry_id, actor):
    """Write one ruling for each entry, and do all that follows from it."""
    now, rows = clock.now(), []
    for n, entry in enumerate(found):
        rows.append(
            {
                "entry_id": f"{entry_id[:30]}.{n}" if n else entry_id,
                "assessment": assessment.id,
                "station": entry.station_id,
                "person": entry.person_id,
                "kind": kind,
                "exercise": entry.exercise,
                "target": entry.entry_id,
                "reason": reason,
                "actor": actor.account_id,
                "measured_at": now,
                "received_at": now,
            }
        )
    Entry.insert_many(rows).execute()
    people = [entry.person_id for entry in found if entry.person_id]
    sheets.open_all(assessment, list(dict.fromkeys(people)) if kind is EntryKind.ADMIT else [])
    moved = finishes.rewrite(assessment.id, {entry.heat for entry in found if entry.heat})
    consequences.touch(assessment, rows, moved)
    ids = [entry.id for entry in found]
    audit.note(f"entries.{kind.value}", "assessment", assessment.id, actor_id=actor.account_id, entries=ids)


def lates(sheet) -> list[Entry]:
    """Entries about a settled sheet's person that came after the settling and wait for a ruling; by
    time.

    Taps name nobody: those of a heat count as this person's where the person has a place in it, or a late
    entry names them in it.
    """
    waiting = _waiting(sheet.assessment_id)
    own = [entry for entry in waiting if entry.person_id == sheet.person_id]
    heats = {entry.heat for entry in own if entry.heat} | _heats(sheet)
    return [e for e in waiting if e in own or (e.person_id is None and e.heat in heats and e.heat)]


def _heats(sheet):
    rows = Finish.select(Finish.heat).where(
        Finish.assessment == sheet.assessment_id, Finish.person == sheet.person_id
    )
    return {row.heat for row in rows}


def _waiting(assessment_id):
    word = Entry.alias()
    said = word.select(word.target).where(
        word.assessment == assessment_id,
        word.kind.in_((EntryKind.ADMIT, EntryKind.VOID)),
        word.held == "",
    )
    rows = Entry.select().where(
        Entry.assessment == assessment_id, Entry.held == holds.LATE, Entry.entry_id.not_in(said)
    )
    return list(rows.order_by(Entry.measured_at, Entry.entry_id))


@database.atomic()
def readopt(sheet_id, *, reason, entry_id, actor, targets=None):
    """Correct a settled sheet by what came late: its late entries, or those of them in ``targets``,
    count from now on.

    For the chief and the desk, with a reason. A further version is made and the award follows it, for
    everyone settled whose place in a heat moves. ``entry_id`` names the ruling: sent twice it is made once.
    """
    sheet = sheets.get(sheet_id)
    assessments.lock(sheet.assessment_id)
    assessment = assessments.get(sheet.assessment_id)
    assessments.require_settle(actor, assessment)
    reason = entries.required_reason(reason)
    versions = marked_sheets.versions_of(sheet.id)
    if not versions:
        raise settling.NotSettled
    if Entry.get_or_none(entry_id=entry_id):
        return versions[-1]
    found = [late for late in lates(sheet) if targets is None or late.entry_id in targets]
    if not found:
        raise NothingLate
    heats = {entry.heat for entry in found if entry.heat}
    before = finishes.frozen(assessment.id, heats)
    _say(assessment, EntryKind.ADMIT, found, reason, entry_id, actor)
    changed = _moved(before, finishes.frozen(assessment.id, heats)) | {sheet.person_id}
    changed |= {e.person_id for e in found if e.person_id in holds.settled(assessment.id)}
    return _again(assessment, changed, sheet, reason, actor)


def _moved(before, after):
    """The people who have another tap than before in one of the heats, or none any more."""
    pairs = [(before.get(heat, {}), after.get(heat, {})) for heat in {*before, *after}]
    return {p for was, now in pairs for p in {*was, *now} if was.get(p) != now.get(p)}


def _again(assessment, person_ids, sheet, reason, actor):
    """Make a further version of each of these people's sheets, and return that of ``sheet``."""
    found = {s.id: s for p in person_ids if (s := sheets.of_person(assessment.id, p))}
    made = {}
    for sheet_id in sorted(found):
        one = sheets.locked_sheet(sheet_id)
        versions = marked_sheets.versions_of(one.id)
        made[sheet_id] = settling.freeze_again(one, assessment, versions, reason=reason, actor=actor)
    return made[sheet.id]
