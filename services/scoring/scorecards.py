"""What scoring returns: results, notes, and the scorecard they make up. Integers in base units."""

from dataclasses import dataclass

from services.scoring.rulebook import Grade, Group, Item

Measure = int | tuple[int, int]  # a pair is (second measure, measure): height, weight


@dataclass(frozen=True, slots=True)
class Note:
    """Something the reader must know: a code, and the values that fill its sentence."""

    code: str
    values: tuple[tuple[str, str | tuple[str, ...]], ...] = ()

    def __init__(self, code, **values):
        object.__setattr__(self, "code", code)
        object.__setattr__(self, "values", tuple(sorted(values.items())))

    def get(self, name):
        return dict(self.values).get(name)


@dataclass(frozen=True, slots=True)
class Next:
    """The next row up, in base units: its points (None if pass/fail), its threshold, and how far it is."""

    points: int | None
    measure: int
    gap: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One exercise: the measure as it counts and as it was taken, and what it earned.

    ``reached`` is false below the last row, and None where there is no table.
    """

    exercise: str
    measure: Measure
    raw: Measure
    points: int | None = None
    passed: bool | None = None
    reached: bool | None = None
    next: Next | None = None
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard:
    age: int
    group: Group | None
    results: tuple[Result, ...]
    total: int | None
    grade: Grade | None
    passed: bool | None
    complete: bool
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """A category that is answered with one item: ``items`` are (item, whether the group has a table for
    it).
    """

    category: str
    items: tuple[tuple[Item, bool], ...]

    @property
    def is_open(self):
        return any(has_table for _, has_table in self.items)
