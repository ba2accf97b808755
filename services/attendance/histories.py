"""One person's trainings in a span of time, each with where the person stood."""

from dataclasses import dataclass
from datetime import datetime

from models import Amendment, Enrolment, Evidence, Leave, Training
from services import clock, trainings
from services.attendance import Standing, absences, fold, headcounts, presence


@dataclass(frozen=True, slots=True)
class Attended:
    """One training in a person's record."""

    training: Training
    standing: Standing
    is_walk_in: bool


def of_person(person_id, *, since: datetime, until: datetime, at=None):
    """A person's trainings that begin in a span of time, newest first, each with their standing.

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
    """What ``presence.standings`` would say of this person, from less evidence: their own and that of their
    devices; everyone's only where more people came than heads were counted.
    """
    ids = [row.training_id for row in rows]
    heads = headcounts.exceeded(ids)
    pieces = presence.pieces_by_training(_touching(person_id, ids, list(heads)))
    listed = _enrolled(list(heads))
    rules = trainings.policies_of(ids)
    amendments = presence.amendments_of(
        Amendment.training.in_(ids) & (Amendment.person == person_id), by_training=True
    )
    leaves = absences.approved(Leave.training.in_(ids) & (Leave.person == person_id))
    found = {}
    for row in rows:
        key = row.training_id
        enrolled = listed.get(key, {}) | {person_id: row.is_walk_in}
        found[key] = fold(
            pieces.get(key, []),
            presence.gathering_of(row.training, rules[key], enrolled, heads.get(key)),
            people=[person_id],
            amendments={person_id: amendments.get(key)},
            leaves=leaves.get(key),
            at=at,
        )[person_id]
    return found


def _touching(person_id, training_ids, counted_ids):
    """The condition for evidence that can change where one person stands."""
    own_devices = Evidence.select(Evidence.device).where(
        Evidence.person == person_id, Evidence.device.is_null(False)
    )
    near = (Evidence.person == person_id) | Evidence.device.in_(own_devices)
    near = Evidence.training.in_(training_ids) & near
    return near | Evidence.training.in_(counted_ids) if counted_ids else near


def _enrolled(training_ids):
    """{training id: {person id: whether they walked in}}; nothing is asked where none is named."""
    if not training_ids:
        return {}
    found = {}
    shown = Enrolment.training, Enrolment.person, Enrolment.is_walk_in
    for training_id, person, is_walk_in in (
        Enrolment.select(*shown).where(Enrolment.training.in_(training_ids)).tuples()
    ):
        found.setdefault(training_id, {})[person] = is_walk_in
    return found
