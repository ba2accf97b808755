"""An instructor's word on weak evidence, and decisions on attendance. Nothing is deleted."""

from models import Amendment, Evidence, Person, Review, database
from services import access, audit, clock, enrolments, presence, trainings
from services.errors import Invalid, NotFound
from services.words import lazy as _l


def waiting(training, *, actor, limit=200):
    """The evidence that waits for a word, oldest first: [(evidence with person, Graded)]."""
    access.require_run(actor, training)
    stands = presence.standings(training).values()
    pending = sorted(
        (graded for standing in stands for graded in standing.pending),
        key=lambda graded: (graded.piece.credited_at, graded.piece.claim_id),
    )[:limit]
    claim_ids = [graded.piece.claim_id for graded in pending]
    rows = Evidence.select(Evidence, Person).join(Person).where(Evidence.claim_id.in_(claim_ids))
    by_claim = {row.claim_id: row for row in rows}
    return [(by_claim[graded.piece.claim_id], graded) for graded in pending]


@database.atomic()
def rule(evidence_id, counts, *, actor, reason="", training_id=None):
    """Say that a piece of evidence counts or does not; a later word replaces this one.

    For who runs the evidence's training, which ``training_id``, where given, must name.
    """
    evidence = Evidence.get_or_none(Evidence.id == evidence_id)
    if evidence is None or training_id not in (None, evidence.training_id):
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
    """Decide a person's attendance above all evidence, with a reason that stays on record.

    For who runs the training. A person who was not on its list is then a walk-in of it.
    """
    training = trainings.get(training_id)
    access.require_run(actor, training)
    if not reason.strip():
        raise Invalid({"reason": _l("请写明原因")})
    person = enrolments.person_for(training, person_id, actor)
    enrolments.admit(training.id, person.id, person.unit_id)
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
