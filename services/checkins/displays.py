"""What a check-in screen shows: codes for a stretch of a phase's window."""

from dataclasses import dataclass
from datetime import datetime

from models import Phase
from services import access, trainings
from services.documents import matrices
from services.errors import Invalid, NotFound
from services.trainings import codes
from services.words import lazy as _l

MOST = 60
SIZE = matrices.SIZE


@dataclass(frozen=True, slots=True)
class Window:
    """The instants, both inside, between which one phase of a training can be checked in to."""

    phase: Phase
    opens_at: datetime
    closes_at: datetime

    def is_open(self, at):
        return self.opens_at <= at <= self.closes_at


def windows(training):
    """The windows of the phases that a training asks for, in their order."""
    policy = trainings.policy_of(training)
    found = ((phase, policy.window(phase, training.starts_at, training.ends_at)) for phase in Phase)
    return [Window(phase, *window) for phase, window in found if window]


def due(training, standing, *, at):
    """The windows open at that instant in which a person of this standing has no credit yet."""
    return [w for w in windows(training) if w.is_open(at) and w.phase not in standing.credits]


def current(training, *, at):
    """The window open at that instant, else the next to open, else the last."""
    all_of = windows(training)
    still = [w for w in all_of if w.closes_at >= at]
    return still[0] if still else all_of[-1]


def pack(training, phase, *, display, first, count, address, actor):
    """Codes for up to ``count`` slots from slot ``first`` on, within the phase's window.

    ``address`` is the public address with which codes begin. For whoever runs the training: whoever holds a
    pack can relay it, as the threat table says.
    """
    access.require_run(actor, training)
    if training.cancelled_at:
        raise trainings.Cancelled
    window = next((w for w in windows(training) if w.phase is phase), None)
    if window is None or len(display) != 2 or not set(display) <= set(codes.ALPHABET):
        raise Invalid({"phase": _l("这场训练没有这个环节")})
    first = max(first, codes.slot_of(window.opens_at))
    last = min(first + min(count, MOST) - 1, codes.slot_of(window.closes_at))
    return [_one(training, phase, slot, display, address) for slot in range(first, last + 1)]


def _one(training, phase, slot, display, address):
    key = bytes(training.key)
    code = codes.make(key, training.number, phase, slot, display=display)
    return {
        "slot": slot,
        "digits": codes.digits(key, training.number, phase, slot),
        "matrix": matrices.packed(link(address, code)),
    }


def link(address, code):
    """The address a code stands for, in capitals, which a QR code writes shortest."""
    return f"{address}/C/{code}".upper()


def phase_named(text):
    try:
        return Phase(text)
    except ValueError:
        raise NotFound from None
