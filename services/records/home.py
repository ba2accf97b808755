"""What someone sees first: the next thing to do, the next assessment, the medals and hours of this year."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from models import Person, Training
from services import access, clock, records, stations, trainings
from services.attendance import histories
from services.attendance.histories import Attended
from services.checkins import displays
from services.medals import wall
from services.records import Hours
from services.words import gettext as _

AHEAD = timedelta(days=30)
LONG = timedelta(days=1)
MOST = 3


@dataclass(frozen=True, slots=True)
class Home:
    """``hero`` is the training of now or next, ``due`` the windows to check in to there; ``leads`` are
    trainings they run today.
    """

    at: datetime
    hero: Attended | None
    due: tuple[displays.Window, ...]
    instructors: tuple[Person, ...]
    others_today: int
    wall: wall.Wall
    hours: Hours
    leads: tuple[Training, ...]
    leads_total: int
    examines: tuple[stations.Post, ...]
    has_desk: bool

    @property
    def strip(self):
        """The places of this year, in the order of the seasons."""
        year = self.wall.year(clock.local(self.at).year)
        return year.places[::-1] if year else ()


def of(actor, *, at=None) -> Home:
    """The first page of the actor. A fixed number of queries."""
    at = at or clock.now()
    today = clock.local(at).date()
    start, end = clock.day(today)
    since, until = records.bounds(today.year)
    mine = histories.of_person(actor.person_id, since=since, until=max(until, at + AHEAD), at=at)
    hero = _hero(mine, at)
    has_desk = actor.holds(*access.PLANNERS)
    leads, total = trainings.desk(actor, since=today, until=today) if has_desk else ([], 0)
    person = Person.get_by_id(actor.person_id)
    of_year = [one for one in mine if one.training.starts_at < until]
    return Home(
        at=at,
        hero=hero,
        due=tuple(displays.due(hero.training, hero.standing, at=at)) if hero else (),
        instructors=tuple(trainings.instructors_of(hero.training)) if hero else (),
        others_today=sum(start <= one.training.starts_at < end for one in mine if one is not hero),
        wall=wall.of(actor.person_id, on=today),
        hours=records.hours_of(person, today.year, of_year),
        leads=tuple(one for one in leads if not one.cancelled_at)[:MOST],
        leads_total=total,
        examines=stations.today(actor),
        has_desk=has_desk,
    )


def _hero(mine, at):
    """What to do next: of today's trainings the first not yet checked in to, else the next to come."""
    still = [one for one in mine if one.training.ends_at > at and one.training.starts_at < at + AHEAD]
    tonight = clock.day(clock.local(at).date())[1]
    today = [one for one in still if one.training.starts_at < tonight]
    return min(today or still, key=_urgency, default=None)


def _urgency(one):
    """The order of trainings: one that is open for weeks comes after those of the day."""
    is_long = one.training.ends_at - one.training.starts_at > LONG
    return one.standing.arrived_at is not None, is_long, one.training.starts_at


def greeting(home: Home, name) -> str:
    """A sentence about what is next, with its day and time of day."""
    if home.hero is None:
        return _("%(name)s，最近没有训练", name=name)
    begins = clock.local(home.hero.training.starts_at)
    days = (begins.date() - clock.local(home.at).date()).days
    if home.hero.training.starts_at <= home.at:
        return _("%(name)s，正在训练", name=name)
    if days == 0 and begins.hour < 12:
        return _("%(name)s，上午有训练", name=name)
    if days == 0:
        return (
            _("%(name)s，下午有训练", name=name) if begins.hour < 18 else _("%(name)s，晚上有训练", name=name)
        )
    if days == 1:
        return _("%(name)s，明天有训练", name=name)
    return _("%(name)s，%(n)s 天后有训练", name=name, n=days)
