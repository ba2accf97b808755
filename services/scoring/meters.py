"""Where a measure stands among the rows of its table, as numbers for a drawing. Pure.

The rows are the table's own, each as wide as it is; what the standard does not grade is not graded here.
"""

from dataclasses import dataclass
from fractions import Fraction

from services.scoring.measures import write
from services.scoring.rulebook import LOWER

WIDTH = 300
GAP = 1.5  # between two rows


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the drawing. ``state`` is ``have``, ``next`` or ``far``."""

    x: float
    width: float
    points: int | None
    threshold: str
    state: str


@dataclass(frozen=True, slots=True)
class Meter:
    rows: tuple[Row, ...]
    pin: float
    low: str
    high: str


def draw(bands, item, measure) -> Meter | None:
    """The meter of a measure over rows given best first; None where there are no rows.

    Left is worse. The first and last stretch (below the last row, above the first) take the
    mean width of a row, and a measure beyond them sits at the edge.
    """
    if not bands:
        return None
    sign = -1 if item.direction == LOWER else 1
    steps = sorted(sign * band.threshold for band in bands)
    margin = max(item.scale.step, (steps[-1] - steps[0]) // max(len(steps) - 1, 1) or abs(steps[0]) // 10)
    edges = [steps[0] - margin, *steps, steps[-1] + margin]

    def place(value):
        inside = min(max(sign * value if value is not None else edges[0], edges[0]), edges[-1])
        return float(Fraction(WIDTH * (inside - edges[0]), edges[-1] - edges[0]))

    ordered = [None, *reversed(bands)]
    above = [b for b in ordered[1:] if sign * b.threshold > sign * measure]
    rows = []
    for n, band in enumerate(ordered):
        left, right = (place(sign * edges[n]), place(sign * edges[n + 1]))
        state = "have" if band and sign * band.threshold <= sign * measure else "far"
        state = "next" if above and band is above[0] else state
        rows.append(
            Row(
                round(left, 1),
                round(max(right - left - GAP, 0.8), 1),
                band.points if band else 0,
                write(band.threshold, item.scale) if band else "",
                state,
            )
        )
    low, high = write(bands[-1].threshold, item.scale), write(bands[0].threshold, item.scale)
    return Meter(tuple(rows), round(min(max(place(measure), 7), WIDTH - 7), 1), low, high)
