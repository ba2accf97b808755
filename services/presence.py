"""Who is here: evidence read from the tables and folded by ``services/attendance.py``."""

from dataclasses import dataclass

from models import Amendment, Attendance, Enrolment, Evidence, Person, Review
from services import clock, enrolments, trainings
from services.attendance import Gathering, Piece, Standing, fold, grade

LATEST = 8


@dataclass(frozen=True, slots=True)
class Present:
    """One line of a roster: a person, their unit of then, and where they stand."""

    person: Person
    unit_name: str
    is_walk_in: bool
    standing: Standing


@dataclass(frozen=True, slots=True)
class Tally:
    """The counts of a board. ``expected`` leaves walk-ins out, the others do not."""

    expected: int
    present: int
    late: int
    on_leave: int
    absent: int
    waiting: int

    @property
    def came(self):
        return self.present + self.late


def gathering_of(training, *, among=None):
    """What the fold must know of a training, for everyone or for the people in ``among``."""
    return Gathering(
        starts_at=training.starts_at,
        ends_at=training.ends_at,
        policy=trainings.policy_of(training),
        finalised_at=training.finalised_at,
        admits_walk_ins=training.admits_walk_ins,
        listed=enrolments.expected_ids(training.id, among=among),
    )


def graded_of(training, evidence):
    """What one piece is worth: it takes its own device's other pieces to say so."""
    same = Evidence.id == evidence.id
    if evidence.device:
        same |= Evidence.device == evidence.device
    known = pieces((Evidence.training == training.id) & same)
    graded = grade(known, gathering_of(training, among={piece.person_id for piece in known}))
    return next(g for g in graded if g.piece.claim_id == evidence.claim_id)


def standings(training, *, at=None):
    """Where everyone of a training stands: {person id: Standing}. Five queries, however many people."""
    rows = Enrolment.select(Enrolment.person).where(Enrolment.training == training.id)
    return fold(
        pieces(Evidence.training == training.id),
        gathering_of(training),
        people=[row.person_id for row in rows],
        amendments=amendments_of(Amendment.training == training.id),
        at=at or clock.now(),
    )


def roster(training, *, at=None):
    """Every line of a training's roster, by unit and number."""
    stands = standings(training, at=at)
    return [
        Present(row.person, row.unit.name, row.is_walk_in, stands[row.person_id])
        for row in enrolments.of(training.id)
    ]


def tally(lines):
    """The counts over roster lines."""
    found = {state: 0 for state in Attendance}
    for line in lines:
        if not line.is_walk_in or line.standing.attendance is not Attendance.ABSENT:
            found[line.standing.attendance] += 1
    return Tally(
        expected=sum(not line.is_walk_in for line in lines),
        present=found[Attendance.PRESENT],
        late=found[Attendance.LATE],
        on_leave=found[Attendance.ON_LEAVE],
        absent=found[Attendance.ABSENT],
        waiting=sum(bool(line.standing.pending) for line in lines),
    )


def latest(lines, limit=LATEST):
    """The newest arrivals, as (line, instant), newest first."""
    arrived = [(line, line.standing.arrived_at) for line in lines if line.standing.arrived_at]
    return sorted(arrived, key=lambda pair: pair[1], reverse=True)[:limit]


def pieces(condition, *, by_training=False):
    rows = list(Evidence.select().where(condition).order_by(Evidence.id))
    rulings = _rulings(condition)
    if not by_training:
        return [_piece(row, rulings) for row in rows]
    grouped = {}
    for row in rows:
        grouped.setdefault(row.training_id, []).append(_piece(row, rulings))
    return grouped


def _piece(row, rulings):
    return Piece(
        claim_id=row.claim_id,
        person_id=row.person_id,
        phase=row.phase,
        means=row.means,
        credited_at=row.credited_at,
        received_at=row.received_at,
        synced_at=row.synced_at,
        device=row.device,
        ruling=rulings.get(row.id),
    )


def _rulings(condition):
    """The newest review of each piece of evidence: {evidence id: counts}."""
    rows = Review.select(Review.evidence, Review.counts).join(Evidence).where(condition).order_by(Review.id)
    return {row.evidence_id: row.counts for row in rows}


def amendments_of(condition, *, by_training=False):
    """The newest decision on each person (or, for one person, at each training)."""
    rows = Amendment.select().where(condition).order_by(Amendment.id)
    return {(row.training_id if by_training else row.person_id): row.attendance for row in rows}
