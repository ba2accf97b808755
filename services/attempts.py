"""The fold of entries: what was tried, what was voided, what was chosen. Pure; the order does not matter."""

from dataclasses import dataclass
from datetime import datetime

from models import EntryKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One try. ``n`` counts a person's tries at the exercise, the voided ones too."""

    n: int
    entry_id: str
    exercise: str
    measure: int
    second: int | None
    at: datetime
    by: int
    station_id: int | None
    is_void: bool
    reason: str

    @property
    def value(self):
        """The measure as scoring takes it."""
        return self.measure if self.second is None else (self.second, self.measure)


@dataclass(frozen=True, slots=True)
class Folded:
    """``tries``: exercise → attempts in order; ``picks``: the exercises chosen, the newest choice last."""

    tries: dict[str, tuple[Attempt, ...]]
    picks: tuple[str, ...]

    def standing(self, exercise):
        """The tries that were not voided."""
        return [attempt for attempt in self.tries.get(exercise, ()) if not attempt.is_void]

    @property
    def tried(self):
        """Exercises with a try that stands."""
        return [exercise for exercise in self.tries if self.standing(exercise)]


def fold(entries) -> Folded:
    """Everything one person did at one assessment. Attempts are numbered by the time they were measured."""
    ordered = sorted(entries, key=lambda entry: (entry.measured_at, entry.entry_id))
    voids = {entry.target: entry.reason for entry in ordered if entry.kind is EntryKind.VOID}
    tries = {}
    for entry in ordered:
        if entry.kind is EntryKind.ATTEMPT:
            known = tries.setdefault(entry.exercise, [])
            known.append(_attempt(entry, len(known) + 1, voids))
    picks = tuple(entry.exercise for entry in ordered if entry.kind is EntryKind.CHOOSE)
    return Folded({exercise: tuple(found) for exercise, found in tries.items()}, picks)


def _attempt(entry, n, voids):
    return Attempt(
        n=n,
        entry_id=entry.entry_id,
        exercise=entry.exercise,
        measure=entry.measure,
        second=entry.second,
        at=entry.measured_at,
        by=entry.actor_id,
        station_id=entry.station_id,
        is_void=entry.entry_id in voids,
        reason=voids.get(entry.entry_id, ""),
    )


def chosen(standard, folded) -> dict[str, str]:
    """Category → the exercise chosen in it, by the newest choice."""
    items = [standard.item(exercise) for exercise in folded.picks]
    return {item.category: item.exercise for item in items if item}


def counting(standard, group, folded) -> list[str]:
    """The exercises that make up the total: the chosen one of each category, else what was tried in it.

    Where several were tried and none is chosen, one that has a table goes before one that has not.
    """
    picks, by_category = chosen(standard, folded), {}
    for exercise in folded.tried:
        by_category.setdefault(standard.item(exercise).category, []).append(exercise)
    return [
        e
        for category, tried in by_category.items()
        for e in _of_category(standard, group, picks.get(category), tried)
    ]


def _of_category(standard, group, pick, tried):
    if pick:
        return [pick] if pick in tried else []
    with_table = [e for e in tried if group and standard.table(group, e) and standard.item(e).includes(group)]
    return with_table or tried
