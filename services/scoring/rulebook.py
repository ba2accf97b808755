"""What a scoring standard is: age groups, items, tables and grades. Immutable, integers only.

Every measure and threshold is an integer in the base unit of its exercise (see ``measures``).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from services.scoring.measures import Scale

HIGHER, LOWER = "higher", "lower"
POINTS, PASS_FAIL, BY_SECOND = "points", "pass_fail", "by_second"
BEST, LAST = "best", "last"
EVERY_ITEM = "every_item"  # failing any one item fails the test
BY_GRADE = "grade"  # the grade says whether it is a pass
FROM_TOTAL, WHEN_PASSED, BUREAU_SETTING = "total", "passed", "setting"
FIREARMS, CONTEST = "firearms", "contest"  # what a standard is for, where not for fitness


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    """The people whom a row is for. No sex means both, no age no bound; ages are full years, inclusive."""

    sex: str | None = None
    age_min: int | None = None
    age_max: int | None = None

    def is_of_sex(self, sex):
        return sex is None or self.sex in (None, sex)

    def covers(self, age: int) -> bool:
        return (self.age_min is None or self.age_min <= age) and (self.age_max is None or age <= self.age_max)

    def ages(self):
        """The bounds as numbers, open ends included."""
        low = -1 if self.age_min is None else self.age_min
        return low, 999 if self.age_max is None else self.age_max

    def overlaps(self, other) -> bool:
        (low, high), (other_low, other_high) = self.ages(), other.ages()
        return self.is_of_sex(other.sex) and low <= other_high and other_low <= high

    def includes(self, other) -> bool:
        """Whether everyone in ``other`` is in this cohort too."""
        (low, high), (other_low, other_high) = self.ages(), other.ages()
        return self.sex in (None, other.sex) and low <= other_low and other_high <= high


def code_of_ages(age_min, age_max):
    """The code of a group to which its standard gives none: 20-24, -30, 31-, all."""
    if age_min is None and age_max is None:
        return "all"
    return f"{'' if age_min is None else age_min}-{'' if age_max is None else age_max}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group(Cohort):
    """年龄组."""

    code: str
    name: str
    name_en: str = ""
    note: str = ""
    note_en: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Second:
    """The measure that chooses a row in the table of another one: height, for weight."""

    name: str
    name_en: str
    scale: Scale


@dataclass(frozen=True, slots=True, kw_only=True)
class Item(Cohort):
    """One exercise as a standard tests it. The cohort says who is tested in it.

    ``rounding_source`` and ``attempts_source`` are ``source`` where the standard itself says so, and
    ``default`` where it is silent and the value is ours.
    """

    exercise: str
    name: str
    name_en: str
    category: str
    category_name: str
    category_name_en: str
    kind: str
    direction: str
    scale: Scale
    rounding_source: str
    attempts: int
    attempts_source: str
    counts: str
    second: Second | None = None


@dataclass(frozen=True, slots=True)
class Band:
    """评分档: whoever reaches the threshold earns the points; a pass/fail table has no points."""

    points: int | None
    threshold: int


@dataclass(frozen=True, slots=True)
class Span:
    """The points of a measure from low to high, both inclusive."""

    points: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class SecondBand:
    """One row of a table by a second measure: nested spans, and the points outside all of them."""

    second_low: int
    second_high: int
    outside: int
    spans: tuple[Span, ...]

    def points(self, measure: int) -> int:
        return max((s.points for s in self.spans if s.low <= measure <= s.high), default=self.outside)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table(Cohort):
    """The rows of one item for one cohort: best first; in a table by a second measure, the lowest first."""

    exercise: str
    bands: tuple[Band, ...] | tuple[SecondBand, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade(Cohort):
    """等级: the least total it needs (None where passing alone decides), and whether it is a pass."""

    name: str
    name_en: str
    minimum: int | None
    passes: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """One immutable version of a scoring standard."""

    code: str
    title: str
    title_en: str
    source: str
    source_en: str = ""
    version: str
    effective_on: date | None
    pass_rule: str
    grade_rule: str
    ungraded_below: bool  # below the last row of any item: no grade
    groups: tuple[Group, ...]
    items: tuple[Item, ...]
    tables: tuple[Table, ...]
    grades: tuple[Grade, ...]
    kind: str = ""  # of the assessments it is for; empty for fitness

    @property
    def has_total(self):
        """Whether there are points to add up."""
        return any(item.kind != PASS_FAIL for item in self.items)

    def group(self, sex: str, age: int) -> Group | None:
        return first(g for g in self.groups if g.sex == sex and g.covers(age))

    def item(self, exercise: str) -> Item | None:
        return first(i for i in self.items if i.exercise == exercise)

    def table(self, group: Group, exercise: str) -> Table | None:
        return first(t for t in self.tables if t.exercise == exercise and t.includes(group))


def first(found: Iterable):
    return next(iter(found), None)
