"""Heads counted in the room, by phase. The newest count of a phase holds; none is deleted."""

from dataclasses import dataclass
from datetime import datetime

from peewee import fn

from models import Account, Evidence, Headcount, Person, Phase, database
from services import audit, clock, trainings
from services.errors import Invalid
from services.words import lazy as _l

MOST = 5000


@dataclass(frozen=True, slots=True)
class Counted:
    """The count of one phase that holds, with who counted and when."""

    heads: int
    by: str
    at: datetime


@database.atomic()
def put(training_id, phase, heads, *, actor):
    """Write down how many heads were in the room. For whoever runs the training, until it is final.

    Fewer heads than people checked in puts the weakest evidence of that phase up for review.
    """
    training = trainings.open_for_change(training_id, actor)
    if not trainings.policy_of(training).asks(phase):
        raise Invalid({"phase": _l("这场训练没有这个环节")})
    Headcount.create(training=training.id, phase=phase, heads=heads, actor=actor.account_id, at=clock.now())
    trainings.touch(training.id)
    audit.note("headcount.put", "training", training.id, actor_id=actor.account_id, phase=phase, heads=heads)


def of(training_id):
    """The counts that hold at a training, for readers: {phase: Counted}."""
    rows = (
        Headcount.select(Headcount, Account, Person)
        .join(Account)
        .join(Person)
        .where(Headcount.training == training_id)
        .order_by(Headcount.id)
    )
    return {row.phase: Counted(row.heads, row.actor.person.name, row.at) for row in rows}


def newest(training_ids) -> dict[int, dict[Phase, int]]:
    """The counts that hold, of trainings where any were made: {training id: {phase: heads}}."""
    rows = (
        Headcount.select(Headcount.training, Headcount.phase, Headcount.heads)
        .where(Headcount.training.in_(list(training_ids)))
        .order_by(Headcount.id)
    )
    found = {}
    for training_id, phase, heads in rows.tuples():
        found.setdefault(training_id, {})[phase] = heads
    return found


def exceeded(training_ids) -> dict[int, dict[Phase, int]]:
    """The counts that hold, of trainings where more people than heads sent evidence for a phase.

    At all other trainings a count cannot affect anyone, so that one person's standing can be read without
    reading everyone's evidence.
    """
    counted = newest(training_ids)
    if not counted:
        return {}
    people = fn.COUNT(Evidence.person.distinct())
    rows = (
        Evidence.select(Evidence.training, Evidence.phase, people)
        .where(Evidence.training.in_(list(counted)))
        .group_by(Evidence.training, Evidence.phase)
    )
    over = {
        training_id
        for training_id, phase, came in rows.tuples()
        if phase in counted[training_id] and came > counted[training_id][phase]
    }
    return {training_id: heads for training_id, heads in counted.items() if training_id in over}
