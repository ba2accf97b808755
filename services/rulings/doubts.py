"""存疑: two devices wrote different things of one try, and the chief decides which of them holds."""

from dataclasses import dataclass

from models import Entry, EntryKind, Finish, Sheet, database
from services import assessments, marks, sheets
from services.errors import DomainError, NotFound
from services.marks import marked_sheets
from services.marks.attempts import Attempt
from services.marks.recordings import Recorded
from services.sheets import entries, settling
from services.words import lazy as _l


class NoDoubt(DomainError):
    message = _l("这一次没有存疑，请刷新")


@dataclass(frozen=True, slots=True)
class Doubt:
    """One try of one person, with what was written of it. ``labels`` is {stream id: label of its device}."""

    sheet: Sheet
    exercise: str
    declared: int
    attempts: tuple[Attempt, ...]
    labels: dict


def open_at(assessment) -> list[Doubt]:
    """The doubts on sheets that are not settled, by number of the sheet. A fixed number of queries."""
    people = _suspects(assessment.id)
    found = marks.open_sheets_of(assessment.id, people)
    recorded = Recorded(assessment, [sheet.person_id for sheet in found])
    return [
        Doubt(sheet, exercise, declared, tuple(attempts), recorded.labels)
        for sheet in found
        for (exercise, declared), attempts in recorded.folded(sheet.person_id).doubts.items()
    ]


def _suspects(assessment_id):
    """People of whose same try more than one stream wrote."""
    streams = {}
    for row in (
        *_claims(Entry, assessment_id).where(Entry.kind == EntryKind.ATTEMPT).tuples(),
        *_claims(Finish, assessment_id).where(~Finish.is_check).tuples(),
    ):
        person, exercise, declared, stream = row
        streams.setdefault((person, exercise, declared), set()).add(stream)
    return {person for (person, *_try), found in streams.items() if len(found) > 1}


def _claims(table, assessment_id):
    columns = table.person, table.exercise, table.declared, table.stream
    return (
        table.select(*columns)
        .where(
            table.assessment == assessment_id,
            table.person.is_null(False),
            table.declared.is_null(False),
            table.stream.is_null(False),
        )
        .distinct()
    )


@database.atomic()
def decide(sheet_id, *, keep, reason, entry_id, actor):
    """Let one of the attempts in doubt stand and void the others, with a reason. For the chief and the
    desk.

    ``entry_id`` names the decision: sent twice it is made once. Only while the sheet is not settled; after
    that it takes a correction.
    """
    sheet, assessment = settling.locked_for_settling(sheet_id)
    assessments.require_settle(actor, assessment)
    reason = entries.required_reason(reason)
    if known := Entry.get_or_none(entry_id=entry_id):
        return _repeated(known, sheet)
    entries.require_open(sheet)
    folded = marked_sheets.folded_of(sheet, assessment)
    doubt = next((found for found in folded.doubts.values() if keep in {a.entry_id for a in found}), None)
    if doubt is None:
        raise NoDoubt
    others = [attempt for attempt in doubt if attempt.entry_id != keep]
    for n, attempt in enumerate(others):
        entries.keep(
            sheet,
            f"{entry_id[:30]}.{n}" if n else entry_id,
            actor,
            kind=EntryKind.VOID,
            exercise=attempt.exercise,
            station=attempt.station_id,
            target=attempt.entry_id,
            reason=reason,
        )
    return sheets.get(sheet.id)


def _repeated(known, sheet):
    if known.person_id != sheet.person_id or known.assessment_id != sheet.assessment_id:
        raise NotFound
    return sheets.get(sheet.id)
