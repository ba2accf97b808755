"""Fitness assessments with settled sheets, made straight in the tables for tests of what follows them."""

import json
from datetime import UTC, datetime
from itertools import count

from models import (
    Assessment,
    AssessmentKind,
    Enrolment,
    Evidence,
    Means,
    Phase,
    Season,
    SeasonKind,
    Sheet,
    SheetVersion,
    Training,
    TrainingKind,
    TrainingPolicy,
    database,
)
from services import clock, standard_files, standards
from services.awards import earning
from services.trainings import policies

_numbers = count(1)
DAYS = {
    SeasonKind.SPRING: ((3, 1), (5, 31)),
    SeasonKind.SUMMER: ((6, 1), (8, 31)),
    SeasonKind.AUTUMN: ((9, 1), (10, 31)),
    SeasonKind.WINTER: ((11, 1), (12, 31)),
}
RECRUIT, PHYSIQUE = "police-recruit-2011", "physique-2003"


def make_season(kind=SeasonKind.AUTUMN, year=2026):
    first, last = DAYS[kind]
    days = {"first_on": datetime(year, *first).date(), "last_on": datetime(year, *last).date()}
    return Season.get_or_create(year=year, kind=kind, defaults=days)[0]


def make_training(unit, *, season=None, at=None, minutes=120, **fields):
    n = next(_numbers)
    begin = at or datetime(2026, 10, 18, 0, 30, tzinfo=UTC)
    defaults = {"title": f"训练{n}", "kind": TrainingKind.ASSESSMENT, "place": "田径场"}
    training = Training.create(
        number=n,
        key=b"k" * 32,
        unit=unit,
        season=season,
        starts_at=begin,
        ends_at=datetime.fromtimestamp(begin.timestamp() + minutes * 60, UTC),
        **defaults | fields,
    )
    TrainingPolicy.create(
        training=training, version=1, rules=policies.Policy().to_text(), created_at=clock.now()
    )
    return training


def attend(training, person, *, late=0):
    """Enrol a person and check them in at the start, or ``late`` minutes after it."""
    Enrolment.create(training=training, person=person, unit=person.unit)
    moment = datetime.fromtimestamp(training.starts_at.timestamp() + late * 60, UTC)
    Evidence.create(
        claim_id=f"claim-{next(_numbers)}",
        training=training,
        person=person,
        unit=person.unit,
        phase=Phase.IN,
        means=Means.SCAN,
        credited_at=moment,
        received_at=moment,
    )


def make_assessment(unit, *, code=PHYSIQUE, kind=AssessmentKind.FITNESS, **training):
    version = standards.keep(standard_files.shipped(code))
    return Assessment.create(training=make_training(unit, **training), kind=kind, standard=version.id)


def make_sheet(assessment, person):
    n = Sheet.select().where(Sheet.assessment == assessment).count() + 1
    return Sheet.create(assessment=assessment, person=person, unit=person.unit_id, number=n)


def snapshot(metal=None, *, total=30, results=(), notes=()):
    grade = {"gold": "优秀", "silver": "良好", "bronze": "合格"}.get(metal, "")
    return {
        "total": total,
        "grade": grade,
        "grade_en": {"gold": "Excellent", "silver": "Good", "bronze": "Pass"}.get(metal, ""),
        "passed": metal is not None,
        "metal": metal,
        "notes": list(notes),
        "results": list(results),
    }


@database.atomic()
def settle(sheet, metal, *, signer, at=None, **facts):
    """Settle a sheet, or correct it, as the assessment does: the version and the medal in one transaction."""
    n = SheetVersion.select().where(SheetVersion.sheet == sheet).count() + 1
    version = SheetVersion.create(
        sheet=sheet,
        version=n,
        snapshot=json.dumps(snapshot(metal, **facts)),
        standard=sheet.assessment.standard_id,
        signer=signer,
        settled_at=at or clock.now(),
    )
    return version, earning.follow_sheet(version, actor_id=signer)
