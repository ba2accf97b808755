"""一组: the fold of a heat's entries into places. Pure; the order of delivery does not matter.

A tap says when somebody finished and nothing of who; an assignment names a place and nothing of when.
So a tap that is dropped or put in shifts who stands where, and never a time. The browser's twin is
``static/js/station/rules/heats.js``, and both are held against ``tests/data/heats.json``.
"""

from dataclasses import dataclass, field

START, TAP, DROP, MISSED, ASSIGN = "start", "tap", "drop", "missed", "assign"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """An entry of a heat, as far as its places need it. ``at`` and ``steady`` are milliseconds."""

    id: str
    kind: str
    at: int
    seq: int = 0
    steady: int | None = None
    place: int | None = None
    person: int | None = None
    declared: int | None = None
    target: str = ""
    flags: list = field(default_factory=list)

    @property
    def order(self):
        return self.at, self.seq, self.id


@dataclass(frozen=True, slots=True)
class Place:
    """The n-th to finish. Without a tap (``""``) nobody knows when; without a person, nobody knows who."""

    place: int
    tap: str
    measure: int | None
    person: int | None
    declared: int | None
    flags: list


def fold(steps) -> list[Place]:
    """The places of one heat, in order; none as long as its start is missing."""
    ordered = sorted(steps, key=lambda step: step.order)
    gone = _dropped(ordered)
    start = _start(ordered, gone)
    if start is None:
        return []
    line = _line(ordered, gone)
    holders = _holders(ordered, len(line))
    return [_placed(n, step, start, holders.get(n)) for n, step in enumerate(line, start=1)]


def start_of(steps) -> Step | None:
    """The start that a heat's times are taken from: the first that was not dropped."""
    ordered = sorted(steps, key=lambda step: step.order)
    return _start(ordered, _dropped(ordered))


def _start(ordered, gone):
    return next((s for s in ordered if s.kind == START and s.id not in gone), None)


def _dropped(ordered):
    """Ids of entries that a drop takes out. A later drop may take a drop itself back."""
    gone = set()
    for step in reversed(ordered):
        if step.kind == DROP and step.id not in gone:
            gone.add(step.target)
    return gone


def _line(ordered, gone):
    """The taps by their time, and each missed finish after the tap that it followed, even where that tap
    was dropped.

    A missed finish before all taps names none; one whose tap has not come yet stands at the end.
    """
    moments = {s.id: (s.steady, s.seq) for s in ordered if s.kind == TAP} | {"": (float("-inf"), 0)}
    last = float("inf"), 0
    placed = []
    for step in ordered:
        if step.kind == TAP and step.id not in gone:
            placed.append((moments[step.id], 0, step.at, step.id, step))
        if step.kind == MISSED and step.id not in gone:
            placed.append((moments.get(step.target, last), 1, step.at, step.id, step))
    return [step for *_key, step in sorted(placed, key=lambda one: one[:4])]


def _holders(ordered, count):
    """{place: assignment}: the newest one for a place and, where several name one person, only the newest
    of those.
    """
    newest = {s.place: s for s in ordered if s.kind == ASSIGN and 1 <= s.place <= count}
    last = {s.person: s for s in sorted(newest.values(), key=lambda s: s.order)}
    return {place: s for place, s in newest.items() if s.person is not None and last[s.person] is s}


def _placed(n, step, start, holder):
    is_tap = step.kind == TAP
    return Place(
        place=n,
        tap=step.id if is_tap else "",
        measure=step.steady - start.steady if is_tap else None,
        person=holder and holder.person,
        declared=holder and holder.declared,
        flags=step.flags if is_tap else [],
    )
