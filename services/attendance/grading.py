"""What each piece of evidence is worth, judged by the whole set it belongs to. Pure: no clock, no table."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from models import Means, Phase
from services.trainings.codes import SLOT

EARLY = timedelta(seconds=10)
GRACE = timedelta(seconds=30)

# Why a piece of evidence is weak.
TYPED, SHARED, RELAYED = "typed", "shared_device", "relayed"
EARLY_CODE, UNLISTED, AFTER_CLOSE = "early", "unlisted", "after_close"
CLOCK, HEADCOUNT = "clock", "headcount"

#: Evidence that rests on an instructor's eyes.
SEEN = {Means.TICK, Means.PASS}
#: How far an instructor's two clocks may disagree before the time needs a ruling, in milliseconds.
CLOCKS_AGREE = 5000
#: The grades that a headcount may put in doubt, weakest first. Whom an instructor saw was counted.
WEAKEST_FIRST = "DCB"


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


def grade(pieces, gathering):
    """Grade every piece by the whole set: a list of ``Graded`` in the order given."""
    owners = _owners(pieces, gathering.closed_at)
    graded = [_graded(piece, owners, gathering) for piece in pieces]
    return _less_excess(graded, gathering.heads) if gathering.heads else graded


def _owners(pieces, closed_at):
    """{device: the person it checked in first}, who is its owner as far as we can tell.

    Evidence that came after the closing is looked at last, however early its code: it must not change what
    was final.
    """
    first = {}
    for piece in sorted(pieces, key=lambda p: (p.received_at > closed_at, p.credited_at, p.claim_id)):
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


def _less_excess(graded, heads):
    """The pieces, but where more people are credited than heads were counted, the weakest wait for a
    ruling.
    """
    by_phase = defaultdict(list)
    for one in graded:
        if one.counts:
            by_phase[one.piece.phase].append(one)
    opened = {(phase, person) for phase, n in heads.items() for person in _opened(by_phase[phase], n)}
    return [
        replace(one, reasons=(*one.reasons, HEADCOUNT), counts=False)
        if one.counts and (one.piece.phase, one.piece.person_id) in opened
        else one
        for one in graded
    ]


def _opened(counted, heads):
    """The people whose credit in one phase a headcount puts in doubt: whole grades, weakest first.

    A person is judged by their best piece. Whoever has a ruling is left out.
    """
    best, sure = {}, set()
    for one in counted:
        person = one.piece.person_id
        best[person] = min(best.get(person, one.grade), one.grade)
        if one.piece.ruling:
            sure.add(person)
    opened = set()
    for letter in WEAKEST_FIRST:
        if len(best) - len(opened) <= heads:
            break
        opened |= {person for person, its in best.items() if its == letter and person not in sure}
    return opened
