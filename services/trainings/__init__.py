"""A training: finding it, its list, its codes, what it counts by, and a calendar of one's own.

``enrolments`` is the list of people expected, ``codes`` what a check-in code is, ``policies`` how a
training counts, ``calendars`` the file a phone fetches. Not here: planning, changing and closing a training
(``planning``), checking in (``checkins``), attendance (``attendance``), assessments held there
(``assessments``).

A cancelled or final training takes no more changes (``open_for_change``).
"""

from datetime import timedelta

from peewee import JOIN

from models import (
    Assessment,
    Person,
    Season,
    Subject,
    Training,
    TrainingInstructor,
    TrainingPolicy,
    Unit,
    locked,
)
from services import access, clock
from services.errors import DomainError, NotFound
from services.trainings import policies
from services.trainings.policies import OPEN_AFTER_END
from services.words import lazy as _l

PAGE = 50


class Cancelled(DomainError):
    message = _l("这场训练已取消")


class AlreadyFinalised(DomainError):
    message = _l("这场训练已定稿，不能再改")


def get(training_id):
    """A training with its unit, subject and season. Raises ``NotFound``."""
    training = _with_names().where(Training.id == training_id).get_or_none()
    if training is None:
        raise NotFound
    return training


def by_number(number):
    """The training whose number a code bears, or None."""
    return _with_names().where(Training.number == number).get_or_none()


def _with_names():
    return (
        Training.select(Training, Unit, Subject, Season)
        .join(Unit)
        .switch(Training)
        .join(Subject, JOIN.LEFT_OUTER)
        .switch(Training)
        .join(Season, JOIN.LEFT_OUTER)
    )


def policy_of(training):
    """The newest policy of a training."""
    row = (
        TrainingPolicy.select()
        .where(TrainingPolicy.training == training.id)
        .order_by(TrainingPolicy.version.desc())
        .first()
    )
    return policies.from_text(row.rules)


def policies_of(training_ids):
    """{training id: its newest policy}; one query."""
    rows = (
        TrainingPolicy.select()
        .where(TrainingPolicy.training.in_(list(training_ids)))
        .order_by(TrainingPolicy.version)
    )
    return {row.training_id: policies.from_text(row.rules) for row in rows}


def instructors_of(training):
    """The instructors who lead a training, in the order they were named."""
    return list(
        Person.select()
        .join(TrainingInstructor)
        .where(TrainingInstructor.training == training.id)
        .order_by(TrainingInstructor.id)
    )


def open_for_change(training_id, actor):
    """A training that may still be changed, for its instructors and its desk. Call it in a transaction.

    Locked, so that it cannot be finalised between this check and the change.
    """
    locked(Training.select(Training.id).where(Training.id == training_id)).get_or_none()
    training = get(training_id)
    access.require_run(actor, training)
    if training.cancelled_at:
        raise Cancelled
    if is_final(training):
        raise AlreadyFinalised
    return training


def is_final(training):
    """Whether the attendance is closed: by hand, or by itself 72 h after the training's end. Stored
    nowhere.
    """
    return clock.now() >= (training.finalised_at or training.ends_at + OPEN_AFTER_END)


def touch(training_id):
    """Tell every live screen of this training that something changed."""
    Training.update(changes=Training.changes + 1).where(Training.id == training_id).execute()


def changes_of(training_id):
    return Training.select(Training.changes).where(Training.id == training_id).scalar()


def desk(actor, *, kind=None, since=None, until=None, text="", page=1):
    """A page of the trainings that this actor plans or leads, newest first, and how many in all."""
    query = _with_names().where(_runnable(actor))
    if kind:
        query = query.where(Training.kind == kind)
    if since:
        query = query.where(Training.starts_at >= clock.at(since))
    if until:
        query = query.where(Training.starts_at < clock.at(until + timedelta(days=1)))
    if text.strip():
        query = query.where(Training.title.contains(text.strip()))
    total = query.count()
    return list(query.order_by(Training.starts_at.desc(), Training.id.desc()).paginate(page, PAGE)), total


def _runnable(actor):
    led = TrainingInstructor.select(TrainingInstructor.training).where(
        TrainingInstructor.person == actor.person_id
    )
    condition = Training.id.in_(led)
    for path in actor.paths(*access.DESK):
        condition |= Unit.path.startswith(path)
    return condition


def subjects():
    return list(Subject.select().order_by(Subject.id))


def require_subject(subject_id):
    """Refuse a subject that does not exist; no subject at all is accepted."""
    if subject_id is not None and not Subject.select().where(Subject.id == subject_id).exists():
        raise NotFound


def assessment_of(training_id):
    """The id of the assessment held at a training, or None."""
    return Assessment.select(Assessment.id).where(Assessment.training == training_id).scalar()
