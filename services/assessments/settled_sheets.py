"""Settled sheets read back. Snapshots are frozen, so older ones may lack what newer ones hold."""

import json
from dataclasses import dataclass
from datetime import date, datetime

from peewee import fn

from models import (
    Assessment,
    AssessmentKind,
    Metal,
    Season,
    SeasonKind,
    Sheet,
    SheetVersion,
    StandardVersion,
    Training,
)
from services import clock
from services.words import pick


@dataclass(frozen=True, slots=True)
class Mark:
    """One exercise of a settled sheet. Measures are in base units, ``shown`` is the measure as people write
    it.

    ``counts`` is false for an exercise that was measured but is no part of the total.
    """

    exercise: str
    name: str
    name_en: str
    measure: int | None
    second: int | None
    shown: str
    points: int | None
    passed: bool | None
    counts: bool

    @property
    def title(self):
        return pick(self.name, self.name_en) or self.exercise


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What was on the sheet when it was settled. ``notes`` are codes."""

    total: int | None
    grade: str
    grade_en: str
    passed: bool | None
    metal: Metal | None
    notes: tuple[str, ...]
    marks: tuple[Mark, ...]

    @property
    def grade_title(self):
        return pick(self.grade, self.grade_en)


@dataclass(frozen=True, slots=True)
class Settled:
    """The newest version of one person's sheet, with where and when it was made."""

    sheet_id: int
    version: int
    settled_at: datetime
    assessment_id: int
    kind: AssessmentKind
    title: str
    starts_at: datetime
    season: SeasonKind | None
    season_year: int | None
    standard: StandardVersion
    snapshot: Snapshot

    @property
    def held_on(self) -> date:
        return clock.local(self.starts_at).date()


def read(text) -> Snapshot:
    """The facts of a snapshot's JSON; what the snapshot does not hold is None or empty."""
    facts = json.loads(text)
    return Snapshot(
        total=facts.get("total"),
        grade=facts.get("grade") or "",
        grade_en=facts.get("grade_en") or "",
        passed=facts.get("passed"),
        metal=Metal(facts["metal"]) if facts.get("metal") else None,
        notes=tuple(note["code"] for note in facts.get("notes") or ()),
        marks=tuple(_mark(result) for result in facts.get("results") or ()),
    )


def _mark(result):
    return Mark(
        exercise=result["exercise"],
        name=result.get("name") or "",
        name_en=result.get("name_en") or "",
        measure=result.get("measure"),
        second=result.get("second"),
        shown=result.get("shown") or "",
        points=result.get("points"),
        passed=result.get("passed"),
        counts=result.get("counts", True),
    )


def of_person(person_id, *, since=None, until=None):
    """A person's settled sheets, the latest first, of assessments that began in a span of time; one query."""
    query = newest().where(Sheet.person == person_id)
    if since:
        query = query.where(Training.starts_at >= since)
    if until:
        query = query.where(Training.starts_at < until)
    return [_settled(row) for row in query.order_by(Training.starts_at.desc(), SheetVersion.id.desc())]


def newest():
    """The newest version of every settled sheet: a query, for callers to narrow."""
    later = SheetVersion.alias()
    last = later.select(fn.MAX(later.version)).where(later.sheet == SheetVersion.sheet)
    return (
        SheetVersion.select(SheetVersion, Sheet, Assessment, Training, Season, *names(StandardVersion))
        .join(Sheet)
        .join(Assessment)
        .join(Training)
        .left_outer_join(Season)
        .join_from(SheetVersion, StandardVersion)
        .where(SheetVersion.version == last)
    )


def names(version):
    """The columns of a standard's version, without its text, which is long."""
    return version.id, version.code, version.version, version.title, version.title_en, version.digest


def _settled(row):
    assessment = row.sheet.assessment
    training = assessment.training
    season = training.season if training.season_id else None
    return Settled(
        sheet_id=row.sheet_id,
        version=row.version,
        settled_at=row.settled_at,
        assessment_id=assessment.id,
        kind=assessment.kind,
        title=training.title,
        starts_at=training.starts_at,
        season=season and season.kind,
        season_year=season and season.year,
        standard=row.standard,
        snapshot=read(row.snapshot),
    )


def has_version():
    """The condition that a sheet is settled, for queries over sheets."""
    return fn.EXISTS(SheetVersion.select(SheetVersion.id).where(SheetVersion.sheet == Sheet.id))
