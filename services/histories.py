"""One person's trainings over a time, each with where they stood."""

from dataclasses import dataclass
from datetime import datetime

from models import Amendment, Enrolment, Evidence, Training
from services import clock, presence, trainings
from services.attendance import Standing, fold


@dataclass(frozen=True, slots=True)
class Attended:
    """One training in a person's record."""

    training: Training
    standing: Standing
    is_walk_in: bool


def of_person(person_id, *, since: datetime, until: datetime, at=None):
    """A person's trainings that begin in a time, newest first, each with their standing.

    Cancelled ones are left out. A fixed number of queries, however many trainings.
    """
    rows = list(
        Enrolment.select(Enrolment, Training)
        .join(Training)
        .where(
            Enrolment.person == person_id,
            Training.starts_at >= since,
            Training.starts_at < until,
            Training.cancelled_at.is_null(),
        )
        .order_by(Training.starts_at.desc(), Training.id.desc())
    )
    stands = _standings_of_person(person_id, rows, at or clock.now())
    return [Attended(row.training, stands[row.training_id], row.is_walk_in) for row in rows]


def one(person_id, training, *, at=None):
    """A person's part in one training, or None where they are not enrolled."""
    row = Enrolment.get_or_none(person=person_id, training=training.id)
    if row is None:
        return None
    row.training = training
    stands = _standings_of_person(person_id, [row], at or clock.now())
    return Attended(training, stands[training.id], row.is_walk_in)


def _standings_of_person(person_id, rows, at):
    ids = [row.training_id for row in rows]
    mine = Evidence.select(Evidence.device).where(
        Evidence.person == person_id, Evidence.device.is_null(False)
    )
    pieces = presence.pieces_by_training(
        Evidence.training.in_(ids) & ((Evidence.person == person_id) | Evidence.device.in_(mine))
    )
    rules = trainings.policies_of(ids)
    amendments = presence.amendments_of(
        Amendment.training.in_(ids) & (Amendment.person == person_id), by_training=True
    )
    found = {}
    for row in rows:
        training = row.training
        stands = fold(
            pieces.get(training.id, []),
            presence.gathering_of(training, rules[training.id], {person_id: row.is_walk_in}),
            people=[person_id],
            amendments={person_id: amendments[training.id]} if training.id in amendments else None,
            at=at,
        )
        found[training.id] = stands[person_id]
    return found
