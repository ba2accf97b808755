"""A claim to have been there: kept as evidence once, and the verdict on it."""

from dataclasses import dataclass
from datetime import datetime

from models import Evidence, Means, Phase, Training, database
from services import audit, codes, enrolments, presence, sheets, trainings
from services.errors import Forbidden, NotFound


@dataclass(frozen=True, slots=True)
class Claim:
    """One act of checking in, named by the browser that made it.

    ``received_at`` is the server's time of the first request that carried the code;
    ``synced_at`` the newest server time that browser had seen by then.
    """

    id: str
    code: codes.Code
    received_at: datetime
    device: str | None = None
    synced_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a claim: it ``counts``, or waits for review for ``reasons``."""

    claim_id: str
    training: Training
    phase: Phase
    means: Means
    credited_at: datetime
    received_at: datetime
    grade: str
    reasons: tuple[str, ...]
    counts: bool
    is_repeat: bool


def earlier(claim_id, person_id):
    """The verdict on a claim that was kept before; None for a new one. Refuses another person's."""
    evidence = Evidence.get_or_none(claim_id=claim_id)
    if evidence is None:
        return None
    if evidence.person_id != person_id:
        raise Forbidden
    return verdict_of(evidence, trainings.get(evidence.training_id), is_repeat=True)


@database.atomic()
def keep(training, **claim):
    """Write a claim down once, with its owner on the list and, at an assessment, a sheet of theirs.

    Two sends at once meet in the unique claim id; the second answers as ``earlier`` does.
    """
    if not Evidence.insert(training=training.id, **claim).on_conflict_ignore().as_rowcount().execute():
        return earlier(claim["claim_id"], claim["person"])
    evidence = Evidence.get(Evidence.claim_id == claim["claim_id"])
    enrolments.admit(training.id, claim["person"], claim["unit"])
    sheets.arrive(training.id, claim["person"])
    trainings.touch(training.id)
    audit.note("check_in.keep", "evidence", evidence.id, actor_id=claim.get("actor"), means=claim["means"])
    return verdict_of(evidence, training)


def verdict_of(evidence, training, *, is_repeat=False):
    """What a piece of evidence is worth today, with all that is known at its training."""
    graded = presence.graded_of(training, evidence)
    return Verdict(
        claim_id=evidence.claim_id,
        training=training,
        phase=evidence.phase,
        means=evidence.means,
        credited_at=evidence.credited_at,
        received_at=evidence.received_at,
        grade=graded.grade,
        reasons=graded.reasons,
        counts=graded.counts,
        is_repeat=is_repeat,
    )


def own(claim_id, actor):
    """The verdict on one of the actor's own claims. Raises ``NotFound``."""
    evidence = Evidence.get_or_none(claim_id=claim_id, person=actor.person_id)
    if evidence is None:
        raise NotFound
    return verdict_of(evidence, trainings.get(evidence.training_id))
