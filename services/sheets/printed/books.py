"""Sheets taken out of the system: one, some, or all of an assessment's. The log keeps that they were."""

from dataclasses import dataclass

from models import Account, Assessment, Person, SheetVersion
from services import assessments, audit, marks, sheets, standards
from services.errors import NotFound
from services.marks import marked_sheets
from services.sheets.printed.form import Form, form_of

MOST = 200  # sheets in one file: two seconds of drawing


@dataclass(frozen=True, slots=True)
class Book:
    """All sheets of an assessment, with the settled versions of each and the names of whoever entered."""

    assessment: Assessment
    lines: list[marks.Line]
    versions: dict[int, list[SheetVersion]]
    names: dict[int, str]


def one(sheet_id, form, *, actor) -> Form:
    """One sheet, to be taken out as ``form``, which the log keeps.

    For the person, the staff, and the desk of the person's unit.
    """
    sheet, assessment, _part = sheets.visible(sheet_id, actor)
    audit.note("sheet.export", "sheet", sheet.id, actor_id=actor.account_id, form=form)
    return of_sheets(assessment, [sheet])[0]


def require(assessment_id, actor):
    """The assessment, for whoever may take all its sheets out: its chief, its instructors, the desk."""
    assessment = assessments.get(assessment_id)
    assessments.require_staff(actor, assessment)
    return assessment


def part(assessment_id, number, *, actor) -> list[Form]:
    """The sheets of the ``number``-th file, where an assessment's are split. Raises ``NotFound`` beyond
    the last.
    """
    assessment = require(assessment_id, actor)
    found = sheets.listed(assessment.id)[max(0, number - 1) * MOST : number * MOST]
    if not found:
        raise NotFound
    _noted(assessment, actor, form="pdf", part=number)
    return of_sheets(assessment, found)


def book(assessment_id, *, actor) -> Book:
    """Everything on every sheet of an assessment. Six queries, however many sheets."""
    assessment = require(assessment_id, actor)
    lines = marks.lines(assessment, sheets.listed(assessment.id))
    _noted(assessment, actor, form="xlsx")
    versions = versions_of([line.sheet.id for line in lines])
    return Book(assessment, lines, versions, names_of(line.snapshot for line in lines))


def _noted(assessment, actor, **detail):
    audit.note("sheets.export", "assessment", assessment.id, actor_id=actor.account_id, **detail)


def of_sheets(assessment, found) -> list[Form]:
    """The forms of these sheets, in their order. Six queries, however many sheets."""
    versions = versions_of([sheet.id for sheet in found])
    standard = standards.load(assessment.standard)
    lines = marks.lines(assessment, found)
    names = names_of(line.snapshot for line in lines)
    return [
        form_of(
            marked_sheets.Marked(
                sheet=line.sheet,
                assessment=assessment,
                standard=standard,
                snapshot=line.snapshot,
                versions=tuple(versions.get(line.sheet.id, ())),
            ),
            names,
        )
        for line in lines
    ]


def versions_of(sheet_ids):
    """{sheet id: its settled versions with their signers, oldest first}; one query."""
    found = {}
    for row in marked_sheets.signed_versions(sheet_ids):
        found.setdefault(row.sheet_id, []).append(row)
    return found


def names_of(snapshots):
    """{account id: name}, for everyone who entered an attempt of these snapshots; one query."""
    ids = {
        attempt["by"]
        for snapshot in snapshots
        for row in (*snapshot["results"], *snapshot["struck"])
        for attempt in row["attempts"]
    }
    rows = Account.select(Account.id, Person.name).join(Person).where(Account.id.in_(list(ids)))
    return dict(rows.tuples())
