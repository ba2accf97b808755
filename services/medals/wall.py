"""The medal wall: what was earned, what is in reach, and what each locked place asks for."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from models import (
    Assessment,
    AssessmentKind,
    Enrolment,
    Metal,
    Person,
    Season,
    SeasonKind,
    StandardVersion,
    Training,
)
from services import awards, clock
from services.assessments import settled_sheets
from services.awards import Medal
from services.badges import FITNESS
from services.medals import reach
from services.medals.reach import Reach

# The states of a place on the wall.
EARNED, NEAR, AHEAD, MISSED = "earned", "near", "ahead", "missed"


@dataclass(frozen=True, slots=True)
class Coming:
    """The next fitness assessment a person is enrolled in."""

    assessment_id: int
    training_id: int
    title: str
    place: str
    starts_at: datetime
    season: SeasonKind | None
    season_id: int | None
    standard: StandardVersion

    @property
    def held_on(self):
        return clock.local(self.starts_at).date()


@dataclass(frozen=True, slots=True)
class Place:
    """One season on the wall. ``coming`` and ``reach`` are set on the place in reach alone."""

    year: int
    season: SeasonKind
    first_on: date | None
    last_on: date | None
    state: str
    medal: Medal | None = None
    coming: Coming | None = None
    reach: Reach | None = None
    was_tested: bool = False


@dataclass(frozen=True, slots=True)
class Year:
    year: int
    places: tuple[Place, ...]

    #: Medals of the year that are no season's fitness medal.
    others: tuple[Medal, ...] = ()

    @property
    def earned(self):
        return sum(place.state == EARNED for place in self.places)

    def has(self, metal):
        return any(place.medal and place.medal.metal == metal for place in self.places)


@dataclass(frozen=True, slots=True)
class Wall:
    """A person's wall, newest year and season first."""

    years: tuple[Year, ...]
    medals: tuple[Medal, ...]
    by_metal: dict[Metal, int]
    kinds: dict[str, str]
    last: settled_sheets.Settled | None
    coming: Coming | None

    @property
    def near(self):
        """The place in reach, or None."""
        places = (place for year in self.years for place in year.places)
        return next((place for place in places if place.state == NEAR), None)

    def year(self, number):
        return next((year for year in self.years if year.year == number), None)


def of(person_id, *, on=None) -> Wall:
    """A person's wall on a day. A fixed number of queries, however many medals."""
    on = on or clock.today()
    medals = awards.of_person(person_id)
    sheets = [s for s in settled_sheets.of_person(person_id) if s.kind is AssessmentKind.FITNESS]
    coming = coming_of(person_id, after=clock.now())
    seasons = _seasons({on.year, *(m.year for m in medals)}, on)
    fitness = [m for m in medals if m.badge == FITNESS]
    near = _near(seasons, fitness, on)
    last = sheets[0] if sheets else None
    places = [_place(s, fitness, sheets, on) for s in seasons if s != near]
    if near:
        places.append(_in_reach(near, person_id, coming, last, on))
    return Wall(
        years=_years(places, [m for m in medals if m.badge != FITNESS]),
        medals=tuple(medals),
        by_metal=Counter(m.metal for m in fitness),
        kinds={m.badge: m.name for m in reversed(medals)},
        last=last,
        coming=coming,
    )


def coming_of(person_id, *, after, kind=AssessmentKind.FITNESS):
    """The next assessment of a kind that a person is enrolled in, or None; one query."""
    row = (
        Enrolment.select(Enrolment, Training, Season, Assessment, *settled_sheets.names(StandardVersion))
        .join(Training)
        .left_outer_join(Season)
        .join_from(Training, Assessment, attr="assessment")
        .join(StandardVersion)
        .where(
            Enrolment.person == person_id,
            Training.ends_at > after,
            Training.cancelled_at.is_null(),
            Assessment.kind == kind,
        )
        .order_by(Training.starts_at)
        .first()
    )
    if row is None:
        return None
    training = row.training
    return Coming(
        assessment_id=training.assessment.id,
        training_id=training.id,
        title=training.title,
        place=training.place,
        starts_at=training.starts_at,
        season=training.season.kind if training.season_id else None,
        season_id=training.season_id,
        standard=training.assessment.standard,
    )


def _seasons(years, on):
    """The seasons of these years, and the next one to come wherever it lies."""
    found = list(Season.select().where(Season.year.in_(years) | (Season.last_on >= on)))
    ahead = [s for s in found if s.year not in years]
    soonest = min(ahead, key=lambda s: s.first_on, default=None)
    return [s for s in found if s.year in years or s == soonest]


def _near(seasons, medals, on):
    """The first season without a medal yet, of today's and those to come; None where there is none."""
    earned = {(m.year, m.season) for m in medals}
    still = [s for s in seasons if s.last_on >= on and (s.year, s.kind) not in earned]
    return min(still, key=lambda s: s.first_on, default=None)


def _place(season, medals, sheets, on):
    medal = next((m for m in medals if (m.year, m.season) == (season.year, season.kind)), None)
    state = EARNED if medal else AHEAD if season.last_on >= on else MISSED
    tested = any((s.season_year, s.season) == (season.year, season.kind) for s in sheets)
    days = season.first_on, season.last_on
    return Place(season.year, season.kind, *days, state=state, medal=medal, was_tested=tested)


def _in_reach(season, person_id, coming, last, on):
    """The place of a season, and what this person can do for its medal by the standard of the next test."""
    standard = coming.standard if coming else last.standard if last else None
    person = Person.get_by_id(person_id)
    day = coming.held_on if coming else max(on, season.first_on)
    return Place(
        year=season.year,
        season=season.kind,
        first_on=season.first_on,
        last_on=season.last_on,
        state=NEAR,
        coming=coming if coming and coming.season_id == season.id else None,
        reach=reach.of(person, standard, last, on=day) if standard else Reach(reach.PASS),
    )


def _years(places, others):
    numbers = sorted({*(p.year for p in places), *(m.year for m in others)}, reverse=True)
    return tuple(
        Year(number, _of_year(places, number), tuple(m for m in others if m.year == number))
        for number in numbers
    )


def _of_year(places, number):
    mine = (place for place in places if place.year == number)
    return tuple(sorted(mine, key=lambda place: place.first_on, reverse=True))
