"""Marks: what was recorded at an assessment, folded into tries, points and grades, and kept frozen once
settled.

Here all sheets of an assessment are marked; ``marked_sheets`` marks one. ``recordings`` reads entries,
``attempts`` and ``tries`` fold them (pure), ``scores`` and ``remarks`` write the snapshot as plain
values, ``completion`` asks the tables who has done what. Not here: the rules from measures to points
(``scoring``, pure), settling and correcting (``sheets.settling``), reading frozen sheets of many
assessments (``assessments.settled_sheets``).

Live marks and a frozen snapshot have one form. No order of delivery matters.
"""

import json
from dataclasses import dataclass

from peewee import fn

from models import Enrolment, Person, Sheet, SheetVersion, Unit
from services import assessments, people
from services.assessments import settled_sheets
from services.marks import completion, marked_sheets
from services.marks.recordings import Recorded

PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One sheet in a list: its marks, and the number of its settled versions."""

    sheet: Sheet
    snapshot: dict
    versions: int

    @property
    def state(self):
        return marked_sheets.state_of(self.snapshot, self.versions)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an assessment has come, in numbers of people."""

    expected: int
    arrived: int
    settled: int
    done: dict[str, int]  # exercise → people with an attempt or a time that stands


def changes_of(assessment_id):
    """A value that changes with every sheet opened and every entry, for a live screen to compare."""
    opened, changed = (
        Sheet.select(fn.COUNT(Sheet.id), fn.SUM(Sheet.changes))
        .where(Sheet.assessment == assessment_id)
        .tuples()
        .get()
    )
    return f"{assessment_id}.{opened}.{changed or 0}"


def progress(assessment) -> Progress:
    """How far an assessment has come. Four queries, however many people."""
    expected = Enrolment.select().where(Enrolment.training == assessment.training_id).count()
    arrived = Sheet.select().where(Sheet.assessment == assessment.id).count()
    settled = (
        SheetVersion.select(fn.COUNT(fn.DISTINCT(SheetVersion.sheet)))
        .join(Sheet)
        .where(Sheet.assessment == assessment.id)
        .scalar()
    )
    return Progress(expected, arrived, settled, completion.counts(assessment.id))


def page(assessment, *, text="", page=1):
    """A page of sheets with their marks, by number, and how many there are. Nine queries."""
    query = sheets_at(assessment.id)
    if text := text.strip():
        query = query.where(matching(text))
    total = query.count()
    return lines(assessment, list(query.order_by(Sheet.number).paginate(max(1, page), PAGE))), total


def matching(text):
    """The condition that a sheet's number is ``text``, or that its person bears it as name or police
    number.
    """
    condition = people.matching(text)
    if text.isascii() and text.isdigit() and len(text) <= 5:
        condition |= Sheet.number == int(text)
    return condition


def sheets():
    """Every sheet with its person and the unit they belonged to then: a query, for callers to narrow."""
    return Sheet.select(Sheet, Person, Unit).join(Person).switch(Sheet).join(Unit)


def sheets_at(assessment_id):
    """``sheets`` of one assessment."""
    return sheets().where(Sheet.assessment == assessment_id)


def sheets_of(assessment_id, sheet_ids):
    """Some sheets of an assessment with their people and units, by number."""
    return list(sheets_at(assessment_id).where(Sheet.id.in_(list(sheet_ids))).order_by(Sheet.number))


def open_sheets_of(assessment_id, person_ids):
    """The sheets of some people that are not settled, by number."""
    query = sheets_at(assessment_id).where(Sheet.person.in_(list(person_ids)), ~settled_sheets.has_version())
    return list(query.order_by(Sheet.number))


def lines(assessment, found) -> list[Line]:
    """These sheets with their marks; settled ones as they were frozen."""
    frozen, numbers = _frozen([sheet.id for sheet in found])
    rules = assessments.rules_of(assessment)
    live = [sheet.person_id for sheet in found if sheet.id not in frozen]
    recorded = Recorded(assessment, live) if live else None
    made = []
    for sheet in found:
        snapshot = frozen.get(sheet.id)
        if snapshot is None:
            snapshot = marked_sheets.live(sheet, assessment, rules, recorded)
        made.append(Line(sheet, snapshot, numbers.get(sheet.id, 0)))
    return made


def _frozen(sheet_ids):
    rows = SheetVersion.select().where(SheetVersion.sheet.in_(sheet_ids)).order_by(SheetVersion.version)
    newest = {row.sheet_id: row for row in rows}
    snapshots = {sheet_id: json.loads(row.snapshot) for sheet_id, row in newest.items()}
    return snapshots, {sheet_id: row.version for sheet_id, row in newest.items()}


def complete_ids(assessment) -> list[int]:
    """The sheets that wait for nothing but settling, by number."""
    waiting = sheets_at(assessment.id).where(~settled_sheets.has_version()).order_by(Sheet.number)
    return [line.sheet.id for line in lines(assessment, list(waiting)) if line.state == "complete"]
