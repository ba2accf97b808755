"""Taking evidence of presence, and saying what became of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from models import Evidence, Means, Phase, Training, database
from services import (
    access,
    audit,
    clock,
    codes,
    enrolments,
    people,
    presence,
    reviews,
    sheets,
    throttle,
    trainings,
)
from services.errors import DomainError, Forbidden, NotFound
from services.words import lazy as _l


class UnknownCode(DomainError):
    status = 404
    message = _l("这不是本系统的签到码")


class OutsideWindow(DomainError):
    message = _l("不在签到时间内")


class WrongDigits(DomainError):
    status = 422
    message = _l("6 位码不对，或已换新码")


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


def accept(claim, actor):
    """Keep a claim as evidence for its owner, once, and say what became of it.

    The same claim id answers as it did the first time, however often it is sent and in
    whatever order: attendance is folded from the evidence, never updated in place.
    Refused: an unknown code, a code outside its phase's window, a cancelled training.
    """
    training = genuine(claim.code)
    require_window(training, claim.code.phase, claim.code.starts_at)
    return _keep(
        training,
        claim_id=claim.id,
        person=actor.person_id,
        unit=actor.unit_id,
        phase=claim.code.phase,
        means=Means.SCAN,
        credited_at=claim.code.starts_at,
        received_at=claim.received_at,
        synced_at=claim.synced_at,
        device=claim.device,
        display=claim.code.display,
    )


def genuine(code):
    """The training a code was made for. Raises ``UnknownCode`` or ``Cancelled``."""
    training = code and trainings.by_number(code.number)
    if not training or not codes.is_genuine(bytes(training.key), code):
        raise UnknownCode
    if training.cancelled_at:
        raise trainings.Cancelled
    return training


def require_window(training, phase, credited_at):
    """Refuse a time that the phase's window does not touch."""
    window = trainings.policy_of(training).window(phase, training.starts_at, training.ends_at)
    if window is None or not window[0] - codes.SLOT < credited_at <= window[1]:
        raise OutsideWindow


def type_digits(training_id, typed, actor, *, claim_id, device):
    """Check in by the six digits on the screen: live only, and weak evidence by design.

    Five wrong tries a person and training, then a wait.
    """
    training = trainings.get(training_id)
    if training.cancelled_at:
        raise trainings.Cancelled
    if earlier := Evidence.get_or_none(claim_id=claim_id):
        return verdict_of(earlier, training, is_repeat=True)
    key = f"{training.id}|{actor.person_id}"
    throttle.require_calm("digits", key, free=5, hold=timedelta(minutes=15))
    now = clock.now()
    found = _typed(training, "".join(typed.split()), now)
    if found is None:
        throttle.count("digits", key, forget_after=timedelta(minutes=15))
        raise WrongDigits
    phase, slot = found
    return _keep(
        training,
        claim_id=claim_id,
        person=actor.person_id,
        unit=actor.unit_id,
        phase=phase,
        means=Means.TYPED,
        credited_at=codes.starts_at(slot),
        received_at=now,
        device=device,
    )


def _typed(training, typed, now):
    """The phase and slot of the digits, among the phases whose window is open now."""
    for phase in Phase:
        slot = codes.slot_typed(bytes(training.key), training.number, phase, typed, at=now)
        if slot is not None:
            require_window(training, phase, codes.starts_at(slot))
            return phase, slot
    return None


def tick(training_id, person_id, *, actor, claim_id, phase=Phase.IN):
    """An instructor's word that a person is here, now. For who runs the training."""
    training = trainings.get(training_id)
    access.require_run(actor, training)
    if training.cancelled_at:
        raise trainings.Cancelled
    now = clock.now()
    require_window(training, phase, now)
    person = people.by_id(person_id)
    return _keep(
        training,
        claim_id=claim_id,
        person=person.id,
        unit=person.unit_id,
        phase=phase,
        means=Means.TICK,
        credited_at=now,
        received_at=now,
        actor=actor.account_id,
    )


def untick(claim_id, *, actor):
    """Take one's own tick back: it stays on record and counts no more."""
    evidence = Evidence.get_or_none(claim_id=claim_id, actor=actor.account_id, means=Means.TICK)
    if evidence is None:
        raise NotFound
    reviews.rule(evidence.id, False, actor=actor)


@database.atomic()
def _keep(training, **claim):
    """Write a claim down unless it is known. Two sends at once meet in the unique claim id."""
    kept = Evidence.insert(training=training.id, **claim).on_conflict_ignore().as_rowcount().execute()
    evidence = Evidence.get(Evidence.claim_id == claim["claim_id"])
    if evidence.person_id != claim["person"]:
        raise Forbidden
    if kept:
        enrolments.admit(training.id, claim["person"], claim["unit"])
        sheets.arrive(training.id, claim["person"])
        trainings.touch(training.id)
        audit.note(
            "check_in.keep", "evidence", evidence.id, actor_id=claim.get("actor"), means=claim["means"]
        )
    return verdict_of(evidence, training, is_repeat=not kept)


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
