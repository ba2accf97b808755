"""People whom an instructor saw without a network: ticked by name, or known by the pass they held up."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from models import Means, Phase
from services import checkins, clock, trainings
from services.checkins import OutsideWindow
from services.errors import DomainError, Forbidden, NotFound
from services.trainings import enrolments
from services.words import lazy as _l

#: How far ahead of ours an instructor's clock may run.
AHEAD = timedelta(minutes=2)


class UnknownPass(DomainError):
    status = 404
    message = _l("不认识这张个人码")


@dataclass(frozen=True, slots=True)
class Sight:
    """One person seen. ``at`` is the instructor's time; the person is named by id or by the text of a pass.

    ``clock_gap`` is by how many milliseconds the two clocks of the phone disagreed.
    """

    id: str
    training_id: int
    phase: Phase
    at: datetime
    clock_gap: int | None = None
    person_id: int | None = None
    pass_text: str | None = None

    @property
    def means(self):
        return Means.TICK if self.pass_text is None else Means.PASS


def as_row(sight, actor, lookups):
    """(the training, the row of evidence that a sight makes), or a refusal. Writes nothing.

    For whoever runs the training now. The time credited is the instructor's own, and late by design: only a
    time to come is refused. A pass may be anyone's in the bureau, for a walk-in holds one up too. A tick
    reaches no further than on the training's screen.
    """
    training = _run_by(actor, sight.training_id, lookups)
    now = clock.now()
    if training.cancelled_at:
        raise trainings.Cancelled(training=training)
    if sight.at > now + AHEAD:
        raise OutsideWindow(training=training)
    checkins.require_window(training, sight.phase, sight.at, lookups)
    person_id, unit_id = _whom(sight, training, actor, lookups)
    return training, {
        "claim_id": sight.id,
        "person": person_id,
        "unit": unit_id,
        "phase": sight.phase,
        "means": sight.means,
        "credited_at": sight.at,
        "received_at": now,
        "clock_gap": sight.clock_gap,
        "actor": actor.account_id,
    }


def _run_by(actor, training_id, lookups):
    """The training, for whoever runs it. One that does not exist is refused like one that others run."""
    try:
        training = lookups.training(training_id)
    except NotFound:
        raise Forbidden from None
    lookups.require_run(actor, training)
    return training


def _whom(sight, training, actor, lookups):
    """(id of the person seen, id of their unit of today)."""
    if sight.pass_text is not None:
        owner = lookups.passes.owner(sight.pass_text, training.id, clock.local(sight.at).date())
        if owner is None:
            raise UnknownPass(training=training)
        return owner
    listed = lookups.reach(training.id)
    if sight.person_id in listed:
        return sight.person_id, listed[sight.person_id]
    person = enrolments.person_for(training, sight.person_id, actor)
    return person.id, person.unit_id
