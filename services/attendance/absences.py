"""Leave read back: one request with its steps, a person's requests, those at a training, and what the fold
needs to know of them.
"""

from dataclasses import dataclass

from peewee import fn

from models import Account, Leave, LeaveState, LeaveStep, Person, Photo, Training
from services import access, trainings
from services.attendance import Away, blocks
from services.errors import NotFound

SHOWN = 100


@dataclass(frozen=True, slots=True)
class Asked:
    """A request for leave as it stands; ``steps`` come oldest first, each with who took it."""

    leave: Leave
    steps: tuple[LeaveStep, ...]

    @property
    def state(self):
        return self.steps[-1].state

    @property
    def is_waiting(self):
        return self.state is LeaveState.REQUESTED

    @property
    def block_ids(self):
        return tuple(self.leave.blocks.split())

    def can_end(self, at):
        """Whether ending it now would free a block."""
        training = self.leave.training
        later = (b.id for b in blocks.of(training.starts_at, training.ends_at) if b.starts_at >= at)
        return self.state is LeaveState.APPROVED and not set(self.block_ids).isdisjoint(later)


def training_of(leave, actor):
    """The training of a leave. For the person and for whoever runs it; to others the leave does not exist."""
    training = trainings.get(leave.training_id)
    if leave.person_id != actor.person_id and not access.may_run(actor, training):
        raise NotFound
    return training


def get(leave_id, *, actor) -> Asked:
    """One request with its steps. For the person and for whoever runs the training."""
    found = _asked(Leave.id == leave_id)
    if not found:
        raise NotFound
    training_of(found[0].leave, actor)
    return found[0]


def photo(leave_id, *, actor) -> bytes:
    """What was attached, as JPEG. For the person and for whoever runs the training."""
    leave = Leave.get_or_none(Leave.id == leave_id)
    if leave is None or leave.photo_id is None:
        raise NotFound
    training_of(leave, actor)
    return bytes(Photo.get_by_id(leave.photo_id).jpeg)


def of_person(training, person_id):
    """What a person asked for at a training, newest first."""
    return _asked((Leave.training == training.id) & (Leave.person == person_id))


def at_training(training, *, actor):
    """The requests for a training, those that wait first, the rest newest first. For whoever runs it."""
    access.require_run(actor, training)
    found = _asked(Leave.training == training.id)
    return sorted(found, key=lambda asked: not asked.is_waiting)[:SHOWN]


def waiting_at(training):
    """How many requests wait at a training. One query."""
    newest = LeaveStep.select(fn.MAX(LeaveStep.id)).join(Leave).where(Leave.training == training.id)
    newest = newest.group_by(LeaveStep.leave)
    waits = LeaveStep.state == LeaveState.REQUESTED
    return LeaveStep.select().where(LeaveStep.id.in_(newest), waits).count()


def _asked(condition):
    """Two queries, however many requests."""
    rows = list(
        Leave.select(Leave, Person, Training)
        .join(Person)
        .switch(Leave)
        .join(Training)
        .where(condition)
        .order_by(Leave.id.desc())
    )
    steps = {row.id: [] for row in rows}
    taken = LeaveStep.select(LeaveStep, Account, Person).join(Account).join(Person)
    for step in taken.where(LeaveStep.leave.in_(list(steps))).order_by(LeaveStep.id):
        steps[step.leave_id].append(step)
    return [Asked(row, tuple(steps[row.id])) for row in rows]


def approved(condition):
    """The leaves the fold must know: {training id: {person id: (Away, …)}}. One query."""
    newest = {}
    shown = Leave.id, Leave.training, Leave.person, Leave.blocks, LeaveStep.state, LeaveStep.at
    rows = LeaveStep.select(*shown).join(Leave).where(condition).order_by(LeaveStep.id)
    for leave_id, *facts in rows.tuples():
        newest[leave_id] = facts
    found = {}
    for training_id, person_id, block_ids, state, at in newest.values():
        if state in (LeaveState.APPROVED, LeaveState.ENDED):
            away = Away(frozenset(block_ids.split()), at if state is LeaveState.ENDED else None)
            found.setdefault(training_id, {}).setdefault(person_id, []).append(away)
    return found
