"""Attendance: a pure fold over a set of evidence, and the acts and lists around it.

Pure are the fold, which is here, what each piece is worth (``grading``), minutes (``credit``) and
half-days (``blocks``). ``presence`` and ``histories`` read the tables and fold, for a training and for a
person; ``leaves`` asks for and decides leave, ``absences`` reads it back; ``headcounts`` keeps heads
counted; ``attendance_sheet`` and its ``sheet_*`` files write the list that is signed. Not here: checking
in and rulings on evidence (``checkins``), the list of people expected (``trainings.enrolments``), closing
a training (``planning.closing``).

An instructor's decision stands above approved leave, leave above evidence, evidence above absence. The
order of delivery cannot matter. No total is stored.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from models import Attendance, Means, Phase
from services.attendance import blocks, credit
from services.attendance.grading import Graded, grade
from services.trainings import policies
from services.trainings.policies import Policy


@dataclass(frozen=True, slots=True)
class Credit:
    """What a person has for one phase: the earliest credited time and the best grade."""

    at: datetime
    grade: str
    means: Means


@dataclass(frozen=True, slots=True)
class Away:
    """An approved leave: the blocks it is for, and when it was ended early (销假), if it was."""

    blocks: frozenset[str]
    ended_at: datetime | None = None

    def covers(self, block):
        """Whether the leave is for this block. Ended early, it no longer covers blocks that begin after its
        end.
        """
        return block.id in self.blocks and (self.ended_at is None or block.starts_at < self.ended_at)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one person stands at one training.

    ``is_provisional`` says that an absence may still be mended by evidence on its way;
    ``away`` names the blocks that approved leave covers.
    """

    attendance: Attendance
    is_provisional: bool = False
    is_amended: bool = False
    credits: dict[Phase, Credit] = field(default_factory=dict)
    pending: tuple[Graded, ...] = ()
    minutes: int = 0
    away: tuple[str, ...] = ()

    @property
    def arrived_at(self):
        return self.credits[Phase.IN].at if Phase.IN in self.credits else None


@dataclass(frozen=True, slots=True)
class Gathering:
    """What the fold must know of a training. ``closed_at`` is when its attendance becomes final.

    ``heads`` are the newest counts of heads in the room, for the phases that were counted.
    """

    starts_at: datetime
    ends_at: datetime
    policy: Policy
    finalised_at: datetime | None = None
    admits_walk_ins: bool = True
    listed: frozenset[int] = frozenset()
    heads: Mapping[Phase, int] = field(default_factory=dict)

    @property
    def closed_at(self):
        return self.finalised_at or self.ends_at + policies.OPEN_AFTER_END

    @property
    def whole(self):
        return ((self.starts_at, self.ends_at),)


def fold(pieces, gathering, *, people, amendments=None, leaves=None, at):
    """Where each of ``people`` stands: {person id: Standing}.

    ``amendments`` maps a person to the newest decision on them; ``leaves`` to their approved
    leaves, each an ``Away``.
    """
    by_person = defaultdict(list)
    for graded in grade(pieces, gathering):
        by_person[graded.piece.person_id].append(graded)
    amendments, leaves = amendments or {}, leaves or {}
    return {
        person: stand(
            by_person[person],
            gathering,
            amended=amendments.get(person),
            leaves=leaves.get(person, ()),
            at=at,
        )
        for person in people
    }


def stand(graded, gathering, *, amended=None, leaves=(), at):
    """One person's standing from their own graded evidence."""
    away, rest = _away(gathering, leaves) if leaves else ((), gathering.whole)
    credits = _credits(graded, gathering, rest)
    attendance = amended or _attendance(credits, gathering, rest)
    open_still = attendance is Attendance.ABSENT and not amended and at < gathering.closed_at
    # Whoever had leave throughout and was decided to be here counts as here throughout.
    expected = rest or gathering.whole
    is_over = at >= gathering.ends_at
    return Standing(
        attendance=attendance,
        is_provisional=open_still,
        is_amended=amended is not None,
        credits=credits,
        pending=tuple(g for g in graded if g.awaits_review and _matters(g.piece, credits)),
        minutes=credit.minutes(attendance, credits, gathering, expected) if is_over else 0,
        away=away,
    )


def _matters(piece, credits):
    """Whether a ruling on this weak piece could change anything.

    It cannot where the phase is credited as early already: a second scan, an old page opened again.
    """
    credited = credits.get(piece.phase)
    return credited is None or piece.credited_at < credited.at


def _away(gathering, leaves):
    """The ids of the blocks that leave covers, and the stretches in which the person is expected."""
    all_of = blocks.of(gathering.starts_at, gathering.ends_at)
    covered = {block.id for block in all_of if any(leave.covers(block) for leave in leaves)}
    rest = blocks.runs(block for block in all_of if block.id not in covered)
    return tuple(block.id for block in all_of if block.id in covered), rest


def _credits(graded, gathering, rest):
    phases = defaultdict(list)
    for one in graded:
        if one.counts and not _is_beside(one.piece, gathering, rest):
            phases[one.piece.phase].append(one)
    return {phase: _best(counted) for phase, counted in phases.items()}


def _is_beside(piece, gathering, rest):
    """Whether someone on leave for part of a training came in outside the stretches they were expected in.

    Such a check-in says nothing about those stretches.
    """
    if piece.phase is not Phase.IN or rest == gathering.whole or not rest:
        return False
    early = timedelta(minutes=gathering.policy.opens_before)
    return not any(begins - early <= piece.credited_at <= ends for begins, ends in rest)


def _best(counted):
    earliest = min(counted, key=lambda g: (g.piece.credited_at, g.piece.claim_id))
    return Credit(earliest.piece.credited_at, min(g.grade for g in counted), earliest.piece.means)


def _attendance(credits, gathering, rest):
    if not rest:
        return Attendance.ON_LEAVE
    if Phase.IN not in credits:
        return Attendance.ABSENT
    grace = timedelta(minutes=gathering.policy.late_grace)
    late = credits[Phase.IN].at > rest[0][0] + grace
    return Attendance.LATE if late else Attendance.PRESENT
