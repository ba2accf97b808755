"""What only the fold holds, for the chief to look at: tries beyond those allowed, unlikely times."""

from dataclasses import dataclass

from models import Entry, EntryKind, Finish, Sheet
from services import marks, standards
from services.marks.attempts import Attempt
from services.marks.recordings import Recorded


@dataclass(frozen=True, slots=True)
class Odd:
    """An attempt that does not count until it is admitted; ``attempt.held`` says why."""

    sheet: Sheet
    attempt: Attempt
    device: str


def odd(assessment) -> list[Odd]:
    """The attempts held by the fold on sheets that are not settled, by number. A fixed number of
    queries.

    ``admissions.admit`` lets one count and ``admissions.dismiss`` sets it aside, by the attempt's id.
    """
    found = marks.open_sheets_of(assessment.id, _suspects(assessment))
    recorded = Recorded(assessment, [sheet.person_id for sheet in found])
    return [
        Odd(sheet, attempt, recorded.labels.get(attempt.stream_id, ""))
        for sheet in found
        for attempts in recorded.folded(sheet.person_id).tries.values()
        for attempt in attempts
        if attempt.held and not attempt.is_void
    ]


def _suspects(assessment):
    """People of whom devices wrote more tries than an item allows, or an unlikely measure; and all with
    a fault.
    """
    standard, counts, people = standards.load(assessment.standard), {}, set()
    for person, exercise, measure in _measures(assessment.id):
        item = standard.item(exercise)
        counts[person, exercise] = counts.get((person, exercise), 0) + 1
        if item is None or not item.scale.is_plausible(measure) or counts[person, exercise] > item.attempts:
            people.add(person)
    with_faults = Entry.select(Entry.person).where(
        Entry.assessment == assessment.id, Entry.kind == EntryKind.FAULT, Entry.person.is_null(False)
    )
    return people | {row.person_id for row in with_faults}


def _measures(assessment_id):
    attempts = Entry.select(Entry.person, Entry.exercise, Entry.measure).where(
        Entry.assessment == assessment_id, Entry.kind == EntryKind.ATTEMPT, Entry.person.is_null(False)
    )
    places = Finish.select(Finish.person, Finish.exercise, Finish.measure).where(
        Finish.assessment == assessment_id,
        Finish.person.is_null(False),
        Finish.measure.is_null(False),
        ~Finish.is_check,
    )
    return [*attempts.tuples(), *places.tuples()]
