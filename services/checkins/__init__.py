"""Checking in: by a code, by six digits, or by an instructor's tick; and what is refused.

``claims`` keeps what was claimed, as evidence, and says what became of it; ``deliveries`` takes a batch
from a phone's outbox, ``sightings`` what an instructor saw without a network. ``lookups`` is what
``claims`` looks up. ``displays`` are the codes a screen shows, ``passes`` personal codes, ``rolls`` the
list an instructor takes along, ``roll_call`` its page, ``reviews`` an instructor's rulings on evidence
and attendance. Not here: what a code is (``trainings.codes``), what evidence is worth and where a person
stands (``attendance``).

Evidence is added and never edited; the same claim id again is answered as the first time.
"""

from datetime import timedelta

from models import Evidence, Means, Phase, database
from services import access, clock, texts, throttle, trainings
from services.checkins import claims, reviews
from services.checkins.claims import Claim, Verdict
from services.checkins.lookups import Lookups
from services.errors import DomainError, NotFound
from services.trainings import codes, enrolments
from services.words import lazy as _l

#: How many wrong six digits a person may type for a training, and how long they wait then.
TRIES = {"free": 5, "hold": timedelta(minutes=15), "forget_after": timedelta(minutes=15)}


class UnknownCode(DomainError):
    status = 404
    message = _l("这不是本系统的签到码")


class OutsideWindow(DomainError):
    message = _l("不在签到时间内")


class WrongDigits(DomainError):
    status = 422
    message = _l("6 位码不对，或已换新码。看着大屏再输一次")


@database.atomic()
def accept(claim: Claim, actor) -> Verdict:
    """Keep a claim as evidence for its owner, once, and say what became of it.

    A claim id that was kept is answered as kept, however often it is sent and whatever changed since:
    attendance is folded from the evidence, never updated in place. Refused: an unknown code, a code outside
    its phase's window, a cancelled training, someone else's claim id.
    """
    if known := claims.earlier(claim.id, actor.person_id):
        return known
    training, row = as_row(claim, actor, Lookups())
    return claims.keep(training, **row)


def as_row(claim, actor, lookups):
    """(the training that a scan is for, the row it makes), or a refusal. Writes nothing."""
    training = genuine(claim.code, lookups)
    require_window(training, claim.code.phase, claim.code.starts_at, lookups)
    return training, {
        "claim_id": claim.id,
        "person": actor.person_id,
        "unit": actor.unit_id,
        "phase": claim.code.phase,
        "means": Means.SCAN,
        "credited_at": claim.code.starts_at,
        # What is final is not changed by a code that was seen before and is delivered now.
        "received_at": clock.now() if lookups.is_final(training) else claim.received_at,
        "synced_at": claim.synced_at,
        "device": claim.device,
        "display": claim.code.display,
    }


def genuine(code, lookups=None):
    """The training a code was made for. Raises ``UnknownCode`` or ``Cancelled``."""
    training = code and (lookups or Lookups()).training_numbered(code.number)
    if not training or not codes.is_genuine(bytes(training.key), code):
        raise UnknownCode
    if training.cancelled_at:
        raise trainings.Cancelled(training=training)
    return training


def require_window(training, phase, credited_at, lookups=None):
    """Refuse a time outside the phase's window (``OutsideWindow``)."""
    policy = (lookups or Lookups()).policy(training)
    window = policy.window(phase, training.starts_at, training.ends_at)
    if window is None or not window[0] - codes.SLOT < credited_at <= window[1]:
        raise OutsideWindow(training=training)


def type_digits(training_id, typed, actor, *, claim_id, device):
    """Check in by the six digits on the screen: live only, and weak evidence by design.

    A repeat and the refusals are as for ``accept``. Five wrong tries for each person and training, then a
    wait; a try is counted before the digits are looked at, so that a hundred at once gain nothing.
    """
    if known := claims.earlier(claim_id, actor.person_id):
        return known
    training = trainings.get(training_id)
    if training.cancelled_at:
        raise trainings.Cancelled
    key = f"{training.id}|{actor.person_id}"
    throttle.count_or_refuse("digits", key, **TRIES)
    now = clock.now()
    found = _typed(training, texts.plain(typed).replace(" ", ""), now)
    if found is None:
        raise WrongDigits
    throttle.give_back("digits", key)
    phase, slot = found
    require_window(training, phase, codes.starts_at(slot))
    return claims.keep(
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
    """The phase and slot the digits stand for, or None."""
    for phase in Phase:
        slot = codes.slot_typed(bytes(training.key), training.number, phase, typed, at=now)
        if slot is not None:
            return phase, slot
    return None


def tick(training_id, person_id, *, actor, claim_id, phase=Phase.IN):
    """Keep an instructor's word that a person is here now. For whoever runs the training.

    A repeat and the refusals are as for ``accept``.
    """
    training = trainings.get(training_id)
    access.require_run(actor, training)
    if known := claims.earlier(claim_id, person_id):
        return known
    if training.cancelled_at:
        raise trainings.Cancelled
    now = clock.now()
    require_window(training, phase, now)
    person = enrolments.person_for(training, person_id, actor)
    return claims.keep(
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
    """Take one's own tick back: it stays on record and no longer counts. ``NotFound`` for another's."""
    evidence = Evidence.get_or_none(claim_id=claim_id, actor=actor.account_id, means=Means.TICK)
    if evidence is None:
        raise NotFound
    reviews.rule(evidence.id, False, actor=actor)
