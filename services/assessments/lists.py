"""Lists of assessments: those in which somebody has a part, and how far each has come."""

from functools import reduce
from operator import or_

from peewee import JOIN, fn

from models import Assessment, Sheet, SheetVersion, Station, Training, TrainingInstructor, Unit
from services import access, assessments

PAGE = assessments.PAGE


def held(actor, *, page=1):
    """A page of the assessments this actor has a part in, newest first, and how many in all."""
    query = assessments.loaded().where(_seen(actor))
    total = query.count()
    newest = query.order_by(Training.starts_at.desc(), Assessment.id.desc())
    return list(newest.paginate(max(1, page), PAGE)), total


def _seen(actor):
    examined = Station.select(Station.assessment).where(Station.examiner == actor.person_id)
    led = TrainingInstructor.select(TrainingInstructor.training).where(
        TrainingInstructor.person == actor.person_id
    )
    seen = [
        Assessment.chief == actor.person_id,
        Assessment.id.in_(examined),
        Assessment.training.in_(led),
        *(Unit.path.startswith(path) for path in actor.paths(*access.DESK)),
    ]
    return reduce(or_, seen)


def counts(assessment_ids):
    """{assessment id: (sheets, settled sheets)}; one query."""
    rows = (
        Sheet.select(
            Sheet.assessment,
            fn.COUNT(fn.DISTINCT(Sheet.id)).alias("opened"),
            fn.COUNT(fn.DISTINCT(SheetVersion.sheet)).alias("settled"),
        )
        .join(SheetVersion, JOIN.LEFT_OUTER)
        .where(Sheet.assessment.in_(list(assessment_ids)))
        .group_by(Sheet.assessment)
    )
    return {row.assessment_id: (row.opened, row.settled) for row in rows}
