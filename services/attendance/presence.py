"""Who is here: evidence read from the tables and folded by ``attendance``."""

from dataclasses import dataclass
from datetime import datetime

from models import Amendment, Attendance, Evidence, Leave, Person, Phase, Review, Training
from services import clock, trainings
from services.attendance import Gathering, Standing, absences, fold, headcounts
from services.attendance.grading import HEADCOUNT, Piece, grade
from services.trainings import enrolments

LATEST = 8


@dataclass(frozen=True, slots=True)
class Present:
    """One line of a roster: a person, the unit they came from then, and where they stand."""

    person: Person
    unit_name: str
    is_walk_in: bool
    standing: Standing


@dataclass(frozen=True, slots=True)
class Tally:
    """The counts of a board. ``expected`` leaves walk-ins out; the other counts include them."""

    expected: int
    present: int
    late: int
    on_leave: int
    absent: int
    waiting: int

    @property
    def came(self):
        return self.present + self.late


@dataclass(frozen=True, slots=True)
class Board:
    """A training as its screen shows it: the counts, and the newest arrivals with their instants."""

    training: Training
    tally: Tally
    latest: list[tuple[Present, datetime]]


def gathering_of(training, policy, enrolled, heads=None):
    """What the fold must know of a training. ``enrolled`` is {person id: whether they walked in}, ``heads``
    the count of heads by phase.
    """
    return Gathering(
        starts_at=training.starts_at,
        ends_at=training.ends_at,
        policy=policy,
        finalised_at=training.finalised_at,
        admits_walk_ins=training.admits_walk_ins,
        listed=frozenset(person for person, is_walk_in in enrolled.items() if not is_walk_in),
        heads=heads or {},
    )


def graded_of(training, evidence):
    """What one piece of evidence is worth."""
    return graded_among(training, [evidence])[evidence.claim_id]


def graded_among(training, rows):
    """What some pieces are worth: {claim id: Graded}, of these and of the others read for it.

    Judging a piece takes the other pieces of its device, and everyone's where more people came than heads
    were counted.
    """
    known, heads = Evidence.training == training.id, headcounts.exceeded([training.id]).get(training.id)
    if not heads:
        same = Evidence.id.in_([row.id for row in rows])
        devices = {row.device for row in rows} - {None}
        known &= same | Evidence.device.in_(devices) if devices else same
    found = pieces(known)
    enrolled = enrolments.walk_ins(training.id, among={piece.person_id for piece in found})
    graded = grade(found, gathering_of(training, trainings.policy_of(training), enrolled, heads))
    return {g.piece.claim_id: g for g in graded}


def standings(training, *, at=None):
    """Where everyone of a training stands: {person id: Standing}. Seven queries, however many people."""
    return _standings(training, enrolments.walk_ins(training.id), at)


def _standings(training, enrolled, at):
    heads = headcounts.newest([training.id]).get(training.id)
    return fold(
        pieces(Evidence.training == training.id),
        gathering_of(training, trainings.policy_of(training), enrolled, heads),
        people=enrolled,
        amendments=amendments_of(Amendment.training == training.id),
        leaves=absences.approved(Leave.training == training.id).get(training.id),
        at=at or clock.now(),
    )


def roster(training, *, at=None):
    """Every line of a training's roster, by unit and number. Seven queries, however many people."""
    rows = enrolments.of(training.id)
    stands = _standings(training, {row.person_id: row.is_walk_in for row in rows}, at)
    return [Present(row.person, row.unit.name, row.is_walk_in, stands[row.person_id]) for row in rows]


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


def claimed(lines) -> dict[Phase, int]:
    """How many people claim each phase: those credited, and those whom a headcount put in doubt."""
    found = {phase: 0 for phase in Phase}
    for line in lines:
        doubted = {g.piece.phase for g in line.standing.pending if HEADCOUNT in g.reasons}
        for phase in doubted.union(line.standing.credits):
            found[phase] += 1
    return found


def latest(lines, limit=LATEST):
    """The newest arrivals, as (line, instant), newest first."""
    arrived = [(line, line.standing.arrived_at) for line in lines if line.standing.arrived_at]
    return sorted(arrived, key=lambda pair: pair[1], reverse=True)[:limit]


def board(training) -> Board:
    """A training as its screen shows it now; as many queries as its roster takes."""
    lines = roster(training)
    return Board(training, tally(lines), latest(lines))


#: The columns of a piece of evidence, in the order of ``Piece``. A hall of 1,200 is read every two
#: seconds: rows as tuples take a third of the time of rows as models.
COLUMNS = (
    Evidence.claim_id,
    Evidence.person,
    Evidence.phase,
    Evidence.means,
    Evidence.credited_at,
    Evidence.received_at,
    Evidence.synced_at,
    Evidence.device,
    Evidence.clock_gap,
)


def pieces(condition):
    """The evidence that meets a condition, for the fold."""
    return [piece for _training_id, piece in _pieces(condition)]


def pieces_by_training(condition):
    """The evidence that meets a condition, as {training id: pieces}."""
    grouped = {}
    for training_id, piece in _pieces(condition):
        grouped.setdefault(training_id, []).append(piece)
    return grouped


def _pieces(condition):
    rulings = _rulings(condition)
    rows = Evidence.select(Evidence.id, Evidence.training, *COLUMNS).where(condition).order_by(Evidence.id)
    for evidence_id, training_id, *facts in rows.tuples():
        yield training_id, Piece(*facts, ruling=rulings.get(evidence_id))


def _rulings(condition):
    """The newest review of each piece of evidence: {evidence id: counts}."""
    rows = Review.select(Review.evidence, Review.counts).join(Evidence).where(condition).order_by(Review.id)
    return {row.evidence_id: row.counts for row in rows}


def amendments_of(condition, *, by_training=False):
    """{person id: the newest decision on them}; ``by_training`` {training id: …}, for one person."""
    rows = Amendment.select().where(condition).order_by(Amendment.id)
    return {(row.training_id if by_training else row.person_id): row.attendance for row in rows}
