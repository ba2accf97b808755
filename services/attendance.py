"""Attendance as a pure fold over a set of evidence: the order of delivery cannot matter.

Nothing here reads a clock or a table. A piece of evidence is worth what the whole set says
it is worth, so grades are computed here and stored nowhere.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from models import Attendance, Means, Phase
from services import credit
from services.codes import SLOT
from services.policies import Policy

EARLY = timedelta(seconds=10)
GRACE = timedelta(seconds=30)
#: How long after its end a training is still open to late evidence by itself.
OPEN_AFTER_END = timedelta(hours=72)

# Why a piece of evidence is weak.
TYPED, SHARED, RELAYED = "typed", "shared_device", "relayed"
EARLY_CODE, UNLISTED, AFTER_CLOSE = "early", "unlisted", "after_close"
CLOCK = "clock"

#: Evidence that rests on an instructor's eyes.
SEEN = {Means.TICK, Means.PASS}
#: How far an instructor's two clocks may disagree before the time needs a word, in milliseconds.
CLOCKS_AGREE = 5000


@dataclass(frozen=True, slots=True)
class Piece:
    """One row of evidence, as the fold sees it. ``ruling`` is the newest review, if any."""

    claim_id: str
    person_id: int
    phase: Phase
    means: Means
    credited_at: datetime
    received_at: datetime
    synced_at: datetime | None = None
    device: str | None = None
    clock_gap: int | None = None
    ruling: bool | None = None


@dataclass(frozen=True, slots=True)
class Graded:
    """A piece with its grade (A best), why it is weak, and whether it counts."""

    piece: Piece
    grade: str
    reasons: tuple[str, ...]
    counts: bool

    @property
    def awaits_review(self):
        return not self.counts and self.piece.ruling is None


@dataclass(frozen=True, slots=True)
class Credit:
    """What a person has for one phase: the earliest credited time and the best grade."""

    at: datetime
    grade: str
    means: Means


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one person stands at one training.

    ``is_provisional`` says that an absence may still be mended by evidence on its way.
    """

    attendance: Attendance
    is_provisional: bool = False
    is_amended: bool = False
    credits: dict[Phase, Credit] = field(default_factory=dict)
    pending: tuple[Graded, ...] = ()
    minutes: int = 0

    @property
    def arrived_at(self):
        return self.credits[Phase.IN].at if Phase.IN in self.credits else None


@dataclass(frozen=True, slots=True)
class Gathering:
    """What the fold must know of a training. ``closed_at`` is the effective finalising."""

    starts_at: datetime
    ends_at: datetime
    policy: Policy
    finalised_at: datetime | None = None
    admits_walk_ins: bool = True
    listed: frozenset[int] = frozenset()

    @property
    def closed_at(self):
        return self.finalised_at or self.ends_at + OPEN_AFTER_END


def grade(pieces, gathering):
    """Grade every piece by the whole set: a list of ``Graded`` in the order given."""
    owners = _owners(pieces)
    return [_graded(piece, owners, gathering) for piece in pieces]


def _owners(pieces):
    """The first person each device checked in: its owner as far as we can tell."""
    first = {}
    for piece in sorted(pieces, key=lambda p: (p.credited_at, p.claim_id)):
        if piece.device and piece.means not in SEEN:
            first.setdefault(piece.device, piece.person_id)
    return first


def _graded(piece, owners, gathering):
    letter, reasons = _worth(piece, owners)
    counts = letter in gathering.policy.counts
    if piece.means not in SEEN and not _is_listed(piece, gathering):
        reasons, counts = (*reasons, UNLISTED), False
    if abs(piece.clock_gap or 0) > CLOCKS_AGREE:
        reasons, counts = (*reasons, CLOCK), False
    if piece.received_at > gathering.closed_at:
        reasons, counts = (*reasons, AFTER_CLOSE), False
    if piece.ruling is not None:
        counts = piece.ruling
    return Graded(piece, letter, reasons, counts)


def _is_listed(piece, gathering):
    return gathering.admits_walk_ins or piece.person_id in gathering.listed


def _worth(piece, owners):
    if piece.means in SEEN:
        return "A", ()
    weak = _weaknesses(piece, owners)
    if weak:
        return "D", weak
    is_live = piece.received_at < piece.credited_at + SLOT + GRACE
    return ("B" if is_live else "C"), ()


def _weaknesses(piece, owners):
    until = piece.credited_at + SLOT + GRACE
    found = {
        TYPED: piece.means is Means.TYPED,
        SHARED: piece.device is not None and owners.get(piece.device) != piece.person_id,
        RELAYED: piece.synced_at is not None and piece.synced_at > until,
        # A code shown before its time came out of a display's stock.
        EARLY_CODE: piece.received_at < piece.credited_at - EARLY,
    }
    return tuple(reason for reason, holds in found.items() if holds)


def fold(pieces, gathering, *, people, amendments=None, at):
    """Where each of ``people`` stands: {person id: Standing}.

    ``amendments`` maps a person to the newest decision on them; it stands above all evidence.
    """
    by_person = defaultdict(list)
    for graded in grade(pieces, gathering):
        by_person[graded.piece.person_id].append(graded)
    amendments = amendments or {}
    return {
        person: stand(by_person[person], gathering, amended=amendments.get(person), at=at)
        for person in people
    }


def stand(graded, gathering, *, amended=None, at):
    """One person's standing from their own graded evidence."""
    credits = _credits(graded)
    attendance = amended or _attendance(credits, gathering)
    open_still = attendance is Attendance.ABSENT and not amended and at < gathering.closed_at
    minutes = credit.minutes(attendance, credits, gathering) if at >= gathering.ends_at else 0
    return Standing(
        attendance=attendance,
        is_provisional=open_still,
        is_amended=amended is not None,
        credits=credits,
        pending=tuple(g for g in graded if g.awaits_review),
        minutes=minutes,
    )


def _credits(graded):
    phases = defaultdict(list)
    for one in graded:
        if one.counts:
            phases[one.piece.phase].append(one)
    return {phase: _best(counted) for phase, counted in phases.items()}


def _best(counted):
    earliest = min(counted, key=lambda g: (g.piece.credited_at, g.piece.claim_id))
    return Credit(earliest.piece.credited_at, min(g.grade for g in counted), earliest.piece.means)


def _attendance(credits, gathering):
    if Phase.IN not in credits:
        return Attendance.ABSENT
    grace = timedelta(minutes=gathering.policy.late_grace)
    late = credits[Phase.IN].at > gathering.starts_at + grace
    return Attendance.LATE if late else Attendance.PRESENT
