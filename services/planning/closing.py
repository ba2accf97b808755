"""Closing a training, so that absences stand, and an assessment, so that nothing more is taken."""

from models import Assessment, Lease, Station, Stream, Training, database
from services import assessments, audit, clock, trainings
from services.awards import earning
from services.errors import DomainError
from services.words import gettext as _
from services.words import lazy as _l


class NotOver(DomainError):
    message = _l("训练还没有结束，不能定稿")


@database.atomic()
def finalise(training_id, *, actor):
    """Close the attendance of a training: absences stand, and later evidence waits for review."""
    training = trainings.open_for_change(training_id, actor)
    if clock.now() < training.ends_at:
        raise NotOver
    Training.update(finalised_at=clock.now(), changes=Training.changes + 1).where(
        Training.id == training.id
    ).execute()
    audit.note("training.finalise", "training", training.id, actor_id=actor.account_id)
    # Last, as with a settling: it holds people and counters until the commit.
    earning.attended(training.id, actor_id=actor.account_id)


class StillOpen(DomainError):
    message = _l("这些设备还占着站，先关站或释放：%(devices)s")


def close_assessment(assessment_id, *, actor):
    """Take nothing more at an assessment, and give a contest's medals. What devices still bring is held as
    late.

    For the chief and the desk. Refused while a device made ready for a station is neither done there nor
    released. A repeat changes nothing.
    """
    with database.atomic():
        assessments.lock(assessments.get(assessment_id).id)
        assessment = assessments.get(assessment_id)
        assessments.require_settle(actor, assessment)
        if waiting := _open_devices(assessment.id):
            raise StillOpen(devices=_("、").join(waiting))
        if not assessment.closed_at:
            facts = {"closed_at": clock.now(), "closed_by": actor.account_id}
            Assessment.update(facts).where(Assessment.id == assessment.id).execute()
            audit.note("assessment.close", "assessment", assessment.id, actor_id=actor.account_id)
            # Last: the counter of editions is held until the commit.
            earning.place(assessment.id, actor_id=actor.account_id)
    return assessments.get(assessment_id)


def _open_devices(assessment_id):
    rows = (
        Lease.select(Lease, Stream, Station)
        .join(Station)
        .switch(Lease)
        .join(Stream)
        .where(Station.assessment == assessment_id, Lease.closed_at.is_null(), Lease.released_at.is_null())
        .order_by(Station.number)
    )
    return [f"{row.stream.label or row.stream.device[:8]}({row.station.number})" for row in rows]
