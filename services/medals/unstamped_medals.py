"""待签章: what a person has earned on complete fitness sheets that the chief has not settled yet."""

from dataclasses import dataclass

from peewee import fn

from models import Assessment, AssessmentKind, Metal, Person, Season, SeasonKind, Sheet, Training
from services import assessments, labels
from services.assessments import settled_sheets
from services.marks import marked_sheets

MOST = 5  # unsettled sheets looked at, the newest


@dataclass(frozen=True, slots=True)
class Unstamped:
    """A medal that will be given if the chief settles the sheet as it stands."""

    sheet_id: int
    year: int
    season: SeasonKind
    metal: Metal

    @property
    def label(self):
        """What a list calls it: season and grade."""
        return labels.medal(self.year, self.season, labels.of(self.metal))


def of_person(person_id) -> list[Unstamped]:
    """A person's medals to come, the newest first.

    A fixed number of queries for each unsettled sheet; there is rarely more than one.
    """
    rows = _unsettled(person_id).order_by(Training.starts_at.desc()).limit(MOST)
    return [found for row in rows if (found := _unstamped(row))]


def _unstamped(sheet):
    metal = marked_sheets.of(sheet, assessments.get(sheet.assessment_id)).snapshot["metal"]
    season = sheet.assessment.training.season
    return Unstamped(sheet.id, season.year, season.kind, Metal(metal)) if metal else None


def changes_of(person_id):
    """A value that changes with every entry on an unsettled sheet, for a live wall to compare. One query."""
    count, changes = (
        _unsettled(person_id).select(fn.COUNT(Sheet.id), fn.COALESCE(fn.SUM(Sheet.changes), 0)).tuples().get()
    )
    return f"{count}.{changes}"


def _unsettled(person_id):
    return (
        Sheet.select(Sheet, Person, Assessment, Training, Season)
        .join(Person)
        .switch(Sheet)
        .join(Assessment)
        .join(Training)
        .join(Season)
        .where(
            Sheet.person == person_id,
            ~settled_sheets.has_version(),
            Assessment.kind == AssessmentKind.FITNESS,
            Training.cancelled_at.is_null(),
        )
    )
