"""Entries that do not count until somebody rules on them, grouped by what one ruling would settle."""

from dataclasses import dataclass

from models import Entry, EntryKind, Finish, Sheet
from services.intake import holds
from services.intake.holds import LATE
from services.rulings import desk
from services.rulings.desk import Waiting

SHOWN = 200


@dataclass(frozen=True, slots=True)
class Group:
    """Entries that need one ruling. ``sheet`` is the settled sheet they would correct, if they would."""

    why: str
    rows: tuple[Waiting, ...]
    sheet: Sheet | None


@dataclass(frozen=True, slots=True)
class Held:
    """The groups that are shown, and how many entries wait in all."""

    groups: list[Group]
    total: int


def read(assessment) -> Held:
    """Everything held at an assessment, the first measured first. A fixed number of queries."""
    said = desk.targets(assessment.id, EntryKind.ADMIT, EntryKind.VOID)
    query = desk.rows(assessment.id).where(Entry.held != "", Entry.entry_id.not_in(said))
    found = desk.waiting(assessment.id, list(query.limit(SHOWN)))
    beyond = desk.beyond(assessment)
    settled = _settled(assessment.id, found)
    return Held(_groups([*found, *beyond], settled), query.count() + len(beyond))


def _settled(assessment_id, found):
    """{entry id: the settled sheet for which it is late}. A tap is late for the settled person placed
    first in its heat.
    """
    people = holds.settled(assessment_id)
    late = [row for row in found if row.entry.held == LATE]
    runs = {row.entry.heat for row in late if row.entry.heat}
    places = Finish.select(Finish.heat, Finish.person).where(
        Finish.assessment == assessment_id, Finish.heat.in_(runs), Finish.person.in_(people)
    )
    of_heat = {}
    for heat, person in places.order_by(Finish.place.desc()).tuples():
        of_heat[heat] = person
    whose = {row.entry.entry_id: row.entry.person_id or of_heat.get(row.entry.heat) for row in late}
    sheets = Sheet.select().where(Sheet.assessment == assessment_id, Sheet.person.in_(set(whose.values())))
    by_person = {sheet.person_id: sheet for sheet in sheets if sheet.person_id in people}
    return {entry_id: by_person[person] for entry_id, person in whose.items() if person in by_person}


def _groups(found, settled):
    """The entries in groups: those that correct a sheet by sheet, the others by reason and device."""
    groups = {}
    for row in found:
        sheet, why = settled.get(row.entry.entry_id), row.entry.held
        about = ("sheet", sheet.id) if sheet else (why, row.entry.stream_id)
        groups.setdefault(about, (why, sheet, []))[2].append(row)
    return [Group(why, tuple(members), sheet) for why, sheet, members in groups.values()]
