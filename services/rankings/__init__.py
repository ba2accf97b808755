"""Who is first: places by total, then exercise by exercise, then shared; and the totals of teams.

This file is pure. ``placings`` reads places from settled sheets (for medals too), ``contests`` says who
sees which list, ``ranking_sheet`` and ``pdf`` write it. Not here: points (``scoring``), medals of a contest
(``awards.earning``).

Two who share the first place are both first, and the next is third. Only complete, settled sheets have a
place.
"""

from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby

from services.scoring.measures import UNITS
from services.scoring.rulebook import LOWER, PASS_FAIL, Standard

#: What an exercise without a result is worth: less than any result.
NOTHING = (0, 0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contestant:
    """A complete sheet. ``results`` stand in the order that breaks ties, the larger the better."""

    sheet_id: int
    person_id: int
    unit_id: int
    total: int
    results: tuple[tuple[int, int, int], ...] = ()

    @property
    def worth(self):
        return self.total, self.results


@dataclass(frozen=True, slots=True)
class Placed:
    place: int
    who: Contestant


@dataclass(frozen=True, slots=True)
class Team:
    """A unit's best. ``place`` and ``total`` are None where it has fewer people than count."""

    unit_id: int
    place: int | None
    total: int | None
    best: tuple[Placed, ...]


def tie_break(standard: Standard, *, time_first=False) -> list[str]:
    """The exercises that decide between equal totals: in the standard's order, or timed ones first."""
    items = standard.items
    if time_first:
        items = sorted(items, key=lambda item: UNITS[item.scale.unit][0] != "ms")
    return [item.exercise for item in items]


def results(standard: Standard, order, marks):
    """What breaks a person's ties: for each exercise of ``order`` its points, then its measure.

    ``marks`` are those of the person's sheet. A weight is neither better nor worse without the height
    beside it: there the points decide alone.
    """
    found = {mark.exercise: mark for mark in marks if mark.counts}
    return tuple(_worth(standard.item(e), found[e]) if e in found else NOTHING for e in order)


def _worth(item, mark):
    points = int(bool(mark.passed)) if item.kind == PASS_FAIL else mark.points or 0
    if item.second is not None or mark.measure is None:
        return 1, points, 0
    return 1, points, -mark.measure if item.direction == LOWER else mark.measure


def ranked(contestants) -> list[Placed]:
    """Everyone with their place, the first first; people who share a place stand in the order of their
    sheets.
    """
    ordered = sorted(contestants, key=lambda one: one.sheet_id)
    ordered.sort(key=lambda one: one.worth, reverse=True)
    found = []
    for _worth_of_all, some in groupby(ordered, key=lambda one: one.worth):
        place = len(found) + 1
        found += [Placed(place, one) for one in some]
    return found


def teams(placed, size) -> list[Team]:
    """The units by the sum of their ``size`` best people; equal sums share a place.

    A unit with too few people has no place and comes last. Which of several people with one place is taken
    for a unit does not matter: the sum is the same.
    """
    units = defaultdict(list)
    for one in placed:
        units[one.who.unit_id].append(one)
    full = {unit: tuple(some[:size]) for unit, some in units.items() if len(some) >= size}
    totals = {unit: sum(one.who.total for one in some) for unit, some in full.items()}
    found = []
    for unit in sorted(totals, key=lambda unit: (-totals[unit], full[unit][0].place, unit)):
        place = 1 + sum(total > totals[unit] for total in totals.values())
        found.append(Team(unit, place, totals[unit], full[unit]))
    few = sorted((unit for unit in units if unit not in full), key=lambda unit: (units[unit][0].place, unit))
    return found + [Team(unit, None, None, tuple(units[unit])) for unit in few]
