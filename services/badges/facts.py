"""What a person did and which medals they hold, as badge rules see it: plain values. Pure."""

from dataclasses import dataclass, field
from datetime import date

from models import AssessmentKind, AwardState, Metal, SeasonKind


@dataclass(frozen=True, slots=True)
class When:
    """The season to which a doing or a medal belongs."""

    season_id: int
    year: int
    kind: SeasonKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Sat:
    """A settled sheet. ``values`` pair ``total`` and each exercise with a number: the larger the better."""

    sheet_id: int
    version_id: int
    unit_id: int
    kind: AssessmentKind
    held_on: date
    when: When | None
    standard: str
    metal: Metal | None
    total: int | None
    values: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Through:
    """A season's trainings at which a person was expected. ``open`` ones are not final yet."""

    when: When
    last_on: date
    is_over: bool
    came: int = 0
    missed: int = 0
    excused: int = 0
    open: int = 0


@dataclass(frozen=True, slots=True)
class Led:
    """A training led, once it is final."""

    training_id: int
    on: date
    when: When


@dataclass(frozen=True, slots=True)
class Course:
    """A course once it is final; ``share`` is the credited part of its time in per cent."""

    training_id: int
    on: date
    when: When | None
    share: int


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a contest that is closed, with the sheet that took it."""

    place: int
    sheet: Sat


@dataclass(frozen=True, slots=True)
class Held:
    """A valid fitness medal."""

    when: When
    earned_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """A person's doings, each list oldest first; a kind that was not read is empty."""

    sheets: tuple[Sat, ...] = ()
    seasons: tuple[Through, ...] = ()
    led: tuple[Led, ...] = ()
    courses: tuple[Course, ...] = ()
    places: tuple[Place, ...] = ()
    held: tuple[Held, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One of a person's medals of a badge, as its newest version has it."""

    award_id: int
    version_id: int
    version: int
    term: str
    season_id: int
    edition: int
    state: AwardState
    is_withdrawn: bool
    metal: Metal
    sheet_id: int | None
    training_id: int | None
    total: int | None
    at_least: int | None

    @property
    def is_valid(self):
        return self.state is AwardState.VALID


@dataclass(slots=True, kw_only=True)
class Book:
    """What there is to know of one person for one badge: doings, medals by term, and sheets bound to a
    season.

    ``pinned`` maps each sheet that one of these medals ever rested on to the season of that medal.
    """

    person_kind: str
    facts: Facts
    standing: dict[str, Standing] = field(default_factory=dict)
    pinned: dict[int, When] = field(default_factory=dict)
