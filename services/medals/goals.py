"""The badges beside the fitness medal that a person could still earn: what each asks, and how far they are.

Only badges are shown for which this person can do something: none that is hidden or given by hand, no
instructors' badge for someone who never leads, none that waits for a number the bureau has not set.
"""

from dataclasses import dataclass

from models import AssessmentKind, Attendance, Role, TrainingKind
from services import badges, clock, seasons, trainings
from services.attendance import histories
from services.awards import doings
from services.badges import FITNESS, Kind
from services.badges.rules import ATTENDED, COURSE, GRADED, LED, PLACED, RECORD, SEASONS
from services.medals import wall
from services.words import gettext as _
from services.words import ngettext

CAME = (Attendance.PRESENT, Attendance.LATE)
FOUR = 4


@dataclass(frozen=True, slots=True)
class Goal:
    """A badge in reach (``is_near``), or one to be shown as a silhouette; ``value`` of ``full`` draws a
    bar.
    """

    kind: Kind
    text: str
    is_near: bool = False
    value: int = 0
    full: int = 0


@dataclass(frozen=True, slots=True)
class Doings:
    """What the goals of one person are worked out from."""

    actor: object
    season: object
    of_year: tuple
    wall: wall.Wall
    attended: tuple

    def has(self, code, **facts):
        """Whether the person holds the badge already, in a season or a year."""
        mine = (m for m in self.wall.medals if m.badge == code)
        return any(all(getattr(m, name) == value for name, value in facts.items()) for m in mine)


def of(actor, own_wall) -> list[Goal]:
    """The goals of the actor, for their own wall. A fixed number of queries; none outside all seasons."""
    season = seasons.on(clock.today())
    if season is None:
        return []
    since, until = clock.day(season.first_on)[0], clock.day(season.last_on)[1]
    known = Doings(
        actor=actor,
        season=season,
        of_year=tuple(seasons.of_year(season.year)),
        wall=own_wall,
        attended=tuple(histories.of_person(actor.person_id, since=since, until=until)),
    )
    kinds = [k for k in badges.every() if k.gives and not k.badge.is_hidden and k.code != FITNESS]
    found = (GOALS[kind.rule.event](kind, known) for kind in kinds if kind.rule.event in GOALS)
    return [goal for goal in found if goal]


def _record(kind, known):
    if known.has(kind.code, year=known.season.year, season=known.season.kind):
        return None
    last = known.wall.last
    if last is None:
        return Goal(kind, _("先测一次体测，以后有一项或总分超过自己就有"))
    if last.snapshot.total is None:
        return Goal(kind, _("再测一次，有一项超过自己以往最好就有"), is_near=True)
    text = _("再测一次，有一项或总分超过自己以往最好就有（上次总分 %(n)s）", n=last.snapshot.total)
    return Goal(kind, text, is_near=True)


def _attended(kind, known):
    if known.has(kind.code, year=known.season.year, season=known.season.kind):
        return None
    expected = [one for one in known.attended if not one.is_walk_in]
    done = [one for one in expected if trainings.is_final(one.training)]
    if any(one.standing.attendance is Attendance.ABSENT for one in done):
        return Goal(kind, _("这一季缺过一次，下一季再来：该参加的都到就有"))
    came = sum(one.standing.attendance in CAME for one in expected)
    if not expected:
        return Goal(kind, _("这一季排了你的训练，都到就有；请假不算缺"))
    text = ngettext(
        "这一季 %(came)s / %(n)s 场，都到就有",
        "这一季 %(came)s / %(n)s 场，都到就有",
        len(expected),
        came=came,
    )
    return Goal(kind, text, is_near=True, value=came, full=len(expected))


def _seasons(kind, known):
    if known.has(kind.code, year=known.season.year):
        return None
    year = known.wall.year(known.season.year)
    earned = year.earned if year else 0
    missed = [place for place in (year.places if year else ()) if place.state == wall.MISSED]
    if missed or len(known.of_year) < FOUR:
        return Goal(kind, _("明年四季的体测章都拿到就有"))
    text = _("今年四季的体测章，已有 %(n)s 枚", n=earned)
    return Goal(kind, text, is_near=True, value=earned, full=FOUR)


def _led(kind, known):
    if known.has(kind.code, year=known.season.year):
        return None
    me, season_ids = known.actor.person_id, {s.id for s in known.of_year}
    led = len(doings.facts_of(LED, [me], season_ids)[me].led)
    if not led and not known.actor.holds(Role.INSTRUCTOR):
        return None
    full = kind.rule.at_least
    text = ngettext(
        "今年带满 %(full)s 场训练，已带 %(n)s 场", "今年带满 %(full)s 场训练，已带 %(n)s 场", led, full=full
    )
    return Goal(kind, text, is_near=bool(led), value=min(led, full), full=full)


def _course(kind, known):
    """A goal while a course goes on or is still to come."""
    mine = [one.training for one in known.attended if one.training.kind is TrainingKind.COURSE]
    open_still = [training for training in mine if not trainings.is_final(training)]
    if not open_still:
        return None
    title, share = open_still[-1].title, kind.rule.at_least
    text = _("“%(title)s”出勤满 %(n)s%% 就有", title=title, n=share)
    return Goal(kind, text, is_near=True)


def _graded(kind, known):
    """A goal while a shooting test is still to come."""
    if kind.rule.kind is not AssessmentKind.FIREARMS:
        return None
    if known.has(kind.code, year=known.season.year, season=known.season.kind):
        return None
    coming = wall.coming_of(known.actor.person_id, after=clock.now(), kind=kind.rule.kind)
    if coming is None:
        return None
    return Goal(kind, _("“%(title)s”评上优秀就有", title=coming.title), is_near=True)


def _placed(kind, known):
    """A goal while a contest is still to come."""
    coming = wall.coming_of(known.actor.person_id, after=clock.now(), kind=kind.rule.kind)
    if coming is None:
        return None
    return Goal(kind, _("“%(title)s”得前三名就有", title=coming.title), is_near=True)


GOALS = {
    RECORD: _record,
    ATTENDED: _attended,
    SEASONS: _seasons,
    LED: _led,
    COURSE: _course,
    GRADED: _graded,
    PLACED: _placed,
}
