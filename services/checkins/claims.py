"""A claim to have been at a training: kept as evidence once, and the verdict on it."""

from dataclasses import dataclass
from datetime import datetime

from models import Evidence, Means, Phase, Training, database
from services import audit, sheets, trainings
from services.attendance import presence
from services.errors import Forbidden, NotFound
from services.trainings import codes, enrolments
from services.words import lazy as _l


@dataclass(frozen=True, slots=True)
class Claim:
    """One act of checking in, named by the browser that made it.

    ``received_at`` is the server's time of the first request that carried the code; ``synced_at`` is the
    newest server time that the browser had seen when it made the claim.
    """

    id: str
    code: codes.Code
    received_at: datetime
    device: str | None = None
    synced_at: datetime | None = None


class Taken(Forbidden):
    message = _l("这条记录是别人的")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a claim: it ``counts``, or it waits for review for ``reasons``."""

    claim_id: str
    training: Training
    person_id: int
    phase: Phase
    means: Means
    credited_at: datetime
    received_at: datetime
    grade: str
    reasons: tuple[str, ...]
    counts: bool
    is_repeat: bool


def earlier(claim_id, person_id):
    """The verdict on a claim id that was kept before; None for a new id. Refuses another person's claim."""
    evidence = Evidence.get_or_none(claim_id=claim_id)
    if evidence is None:
        return None
    if evidence.person_id != person_id:
        raise Taken
    return verdict_of(evidence, trainings.get(evidence.training_id), is_repeat=True)


def kept(claim_ids):
    """The evidence that these claim ids became: {claim id: evidence}."""
    return {row.claim_id: row for row in Evidence.select().where(Evidence.claim_id.in_(list(claim_ids)))}


@database.atomic()
def keep(training, **claim):
    """Write a claim down once, put its owner on the list and, at an assessment, open their sheet.

    Two sends at once meet in the unique claim id; the second is answered as by ``earlier``.
    """
    row = write(training, **claim)
    if row is None:
        return earlier(claim["claim_id"], claim["person"])
    note([row])
    admit_and_tell(training.id, {claim["person"]: claim["unit"]})
    return verdict_of(Evidence.get(Evidence.claim_id == claim["claim_id"]), training)


def write(training, **claim):
    """Add the row, in the caller's transaction, which must then call ``note`` and ``admit_and_tell``.

    Returns what ``note`` takes, or None where the claim id is taken.
    """
    row = Evidence.insert(training=training.id, **claim).on_conflict_ignore().returning(Evidence.id)
    for (evidence_id,) in row.tuples().execute():
        return evidence_id, claim["means"], claim.get("actor")
    return None


def note(written):
    """Log rows that were written, those of one actor at once."""
    for actor_id in {actor_id for _id, _means, actor_id in written}:
        rows = [(id, {"means": means}) for id, means, actor in written if actor == actor_id]
        audit.note_all("check_in.keep", "evidence", rows, actor_id=actor_id)


def admit_and_tell(training_id, came):
    """Put people who sent evidence on the list, open their sheets, and tell the screens. ``came`` is
    {person id: unit id}.

    Evidence that comes after the closing waits for review, and opens no sheet at an assessment that is
    over.
    """
    enrolments.admit_all(training_id, came)
    if trainings.assessment_of(training_id) and not trainings.is_final(trainings.get(training_id)):
        for person_id in came:
            sheets.arrive(training_id, person_id)
    trainings.touch(training_id)


def verdict_of(evidence, training, *, is_repeat=False):
    """What a piece of evidence is worth today, given everything known at its training."""
    return _verdict(evidence, training, presence.graded_of(training, evidence), is_repeat)


def verdicts(rows):
    """{claim id: the verdict on it} for these pieces of evidence, read a training at a time."""
    found, by_training = {}, {}
    for row in rows:
        by_training.setdefault(row.training_id, []).append(row)
    for training_id, rows in by_training.items():
        training = trainings.get(training_id)
        graded = presence.graded_among(training, rows)
        found |= {row.claim_id: _verdict(row, training, graded[row.claim_id], False) for row in rows}
    return found


def _verdict(evidence, training, graded, is_repeat):
    return Verdict(
        claim_id=evidence.claim_id,
        training=training,
        person_id=evidence.person_id,
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
