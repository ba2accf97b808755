"""An instructor's word on weak evidence, and decisions on attendance. Nothing is deleted."""

from models import Amendment, Evidence, Person, Review, database
from services import access, audit, clock, people, presence, trainings
from services.errors import Invalid, NotFound
from services.words import lazy as _l


def waiting(training, *, actor, limit=200):
    """The evidence that waits for a word, oldest first: [(evidence with person, Graded)]."""
    access.require_run(actor, training)
    pending = {
        graded.piece.claim_id: graded
        for standing in presence.standings(training).values()
        for graded in standing.pending
    }
    rows = (
        Evidence.select(Evidence, Person)
        .join(Person)
        .where(Evidence.training == training.id)
        .order_by(Evidence.credited_at, Evidence.id)
    )
    return [(row, pending[row.claim_id]) for row in rows if row.claim_id in pending][:limit]


@database.atomic()
def rule(evidence_id, counts, *, actor, reason=""):
    """Say that a piece of evidence counts or does not; a later word replaces this one."""
    evidence = Evidence.get_or_none(Evidence.id == evidence_id)
    if evidence is None:
        raise NotFound
    access.require_run(actor, trainings.get(evidence.training_id))
    Review.create(
        evidence=evidence.id, counts=counts, reason=reason[:200], actor=actor.account_id, at=clock.now()
    )
    trainings.touch(evidence.training_id)
    audit.note("review.rule", "evidence", evidence.id, actor_id=actor.account_id, counts=counts)
    return evidence


@database.atomic()
def amend(training_id, person_id, attendance, *, actor, reason):
    """Decide a person's attendance above all evidence, with a reason that stays on record."""
    training = trainings.get(training_id)
    access.require_run(actor, training)
    if not reason.strip():
        raise Invalid({"reason": _l("请写明原因")})
    person = people.by_id(person_id)
    Amendment.create(
        training=training.id,
        person=person.id,
        attendance=attendance,
        reason=reason.strip()[:200],
        actor=actor.account_id,
        at=clock.now(),
    )
    trainings.touch(training.id)
    audit.note(
        "review.amend",
        "training",
        training.id,
        actor_id=actor.account_id,
        person=person.id,
        attendance=attendance,
    )
