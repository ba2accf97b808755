"""How one training counts. A policy is never changed: what was decided under one keeps it."""

import json
from dataclasses import asdict, dataclass
from datetime import timedelta

from models import Phase

#: How long after its end a training stays open to late evidence, unless closed by hand.
OPEN_AFTER_END = timedelta(hours=72)

#: What a planner may set each number to. A step of no minutes would round to nothing.
BOUNDS = {
    "opens_before": (0, 240),
    "late_grace": (0, 31 * 24 * 60),
    "out_before": (0, 240),
    "out_after": (0, 240),
    "early_grace": (0, 240),
    "missing_out": (0, 100),
    "missing_mid": (0, 100),
    "rounding": (1, 240),
}


@dataclass(frozen=True, slots=True)
class Policy:
    """Times are whole minutes. ``rule`` names the version of the function that counts minutes.

    ``missing_out`` is the share of the time, in percent, that a person keeps who never checked out of a
    training that asks for it. ``missing_mid`` is the same for the half-way check-in; by default it takes
    nothing away.
    """

    rule: int = 1
    phases: tuple[str, ...] = (Phase.IN.value,)
    opens_before: int = 30
    late_grace: int = 0
    out_before: int = 15
    out_after: int = 30
    early_grace: int = 0
    missing_out: int = 50
    missing_mid: int = 100
    rounding: int = 1
    counts: tuple[str, ...] = ("A", "B", "C")

    def asks(self, phase):
        return phase.value in self.phases

    def window(self, phase, starts_at, ends_at):
        """The instants between which a slot of this phase is credited, both inside; None for a phase
        not asked.
        """
        if not self.asks(phase):
            return None
        if phase is Phase.IN:
            return starts_at - _minutes(self.opens_before), ends_at
        if phase is Phase.MID:
            return starts_at, ends_at
        return ends_at - _minutes(self.out_before), ends_at + _minutes(self.out_after)

    def to_text(self):
        return json.dumps(asdict(self), sort_keys=True)


def from_text(text):
    rules = json.loads(text)
    return Policy(**rules | {"phases": tuple(rules["phases"]), "counts": tuple(rules["counts"])})


def _minutes(n):
    return timedelta(minutes=n)
