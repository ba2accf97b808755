"""The admin's page of settings: what only the bureau can say, checked before it is kept.

Each setting is a further row: what was decided before keeps the setting it was decided under.
"""

from dataclasses import dataclass

from models import PersonKind, Season, SeasonKind, Training, database
from services import access, audit, bureau, clock, seasons, standards
from services.errors import Invalid
from services.scoring.rulebook import BUREAU_SETTING, CONTEST
from services.standards import GRADES_EN
from services.words import gettext as _

#: The grades that have a metal, best first.
GRADES = ("优秀", "良好", "合格")
MOST_HOURS = 2000
YEARS = (2000, 2100)


@dataclass(frozen=True, slots=True)
class Lines:
    """The cut-offs of one standard: grade and its least total, None where it is not set."""

    code: str
    title: str
    title_en: str
    minimums: tuple[tuple[str, int | None], ...]

    @property
    def are_set(self):
        return any(minimum is not None for _grade, minimum in self.minimums)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the bureau has said of itself, for one year."""

    year: int
    name: str
    name_en: str
    minutes: dict[PersonKind, int | None]
    lines: tuple[Lines, ...]
    seasons: dict[SeasonKind, Season | None]
    has_marksmen: bool


def of_year(year, *, actor) -> Facts:
    """All settings as they stand. For admins of the bureau."""
    access.require_admin(actor)
    known = {season.kind: season for season in seasons.of_year(year)}
    return Facts(
        year=year,
        name=bureau.get(bureau.NAME) or "",
        name_en=bureau.get(bureau.NAME_EN) or "",
        minutes={kind: bureau.get(bureau.hours_setting(year, kind)) for kind in PersonKind},
        lines=tuple(_lines()),
        seasons={kind: known.get(kind) for kind in SeasonKind},
        has_marksmen=bureau.get(bureau.MARKSMEN) is True,
    )


def _lines():
    """The standards that leave their cut-offs to the bureau, each once, with what the bureau set."""
    found = {offer.standard.code: offer.standard for offer in reversed(standards.offered())}
    for code, standard in sorted(found.items()):
        # A contest gives places: its standard may have grades, but the bureau is not asked for any.
        if standard.grade_rule != BUREAU_SETTING or standard.kind == CONTEST:
            continue
        kept = dict(bureau.get(f"grades.{code}") or ())
        minimums = tuple((grade, kept.get(grade)) for grade in GRADES)
        yield Lines(code, standard.title, standard.title_en, minimums)


@database.atomic()
def put_name(name, name_en, *, actor):
    """Set the name that stands on the check page as the issuer of medals. For admins of the bureau."""
    access.require_admin(actor)
    if not name:
        raise Invalid({"name": _("请填写")})
    _put_changed({bureau.NAME: name, bureau.NAME_EN: name_en or None}, actor)


@database.atomic()
def put_hours(year, minutes, *, actor):
    """Set the minutes a year asks of each kind of person: {kind: minutes, or None to unset}. For admins of
    the bureau.
    """
    access.require_admin(actor)
    _require_year(year)
    wrong = [kind for kind, n in minutes.items() if n is not None and not 0 < n <= MOST_HOURS * 60]
    if wrong:
        raise Invalid({kind.value: _("请填写 1 到 %(n)s", n=MOST_HOURS) for kind in wrong})
    _put_changed({bureau.hours_setting(year, kind): n for kind, n in minutes.items()}, actor)


@database.atomic()
def put_lines(code, minimums, *, actor):
    """Set the cut-offs of a standard that leaves them to the bureau: {grade: least total or None}. For
    admins of the bureau.

    Every sheet settled before keeps the grade it has. All empty unsets the cut-offs.
    """
    access.require_admin(actor)
    if code not in {line.code for line in _lines()}:
        raise Invalid({"code": _("这个标准自带等级线，或没有这个标准")})
    lines = [(grade, minimums.get(grade)) for grade in GRADES if minimums.get(grade) is not None]
    if lines and lines[-1][0] != GRADES[-1]:
        raise Invalid({GRADES_EN[GRADES[-1]]: _("设了等级线就要有合格线")})
    for (_better, above), (grade, minimum) in zip(lines, lines[1:], strict=False):
        if minimum >= above:
            raise Invalid({GRADES_EN[grade]: _("要比上一等低")})
    _put_changed({f"grades.{code}": [list(line) for line in lines] or None}, actor)


@database.atomic()
def put_marksmen(is_on, *, actor):
    """Turn lists of the best marksmen on or off. For admins of the bureau."""
    access.require_admin(actor)
    _put_changed({bureau.MARKSMEN: is_on or None}, actor)


def _put_changed(values, actor):
    for name, value in values.items():
        if bureau.get(name) != value:
            bureau.put(name, value, actor_id=actor.account_id)


@database.atomic()
def put_seasons(year, days, *, actor):
    """Set the days of a year's seasons, all at once: {kind: (first day, last day)}; a season left out
    stays. For admins of the bureau.

    Trainings that lay outside all seasons and now lie in one belong to it from now on.
    """
    access.require_admin(actor)
    _require_year(year)
    _refuse_disorder(year, days)
    for kind, (first_on, last_on) in days.items():
        span = {"first_on": first_on, "last_on": last_on}
        season, _is_new = Season.get_or_create(year=year, kind=kind, defaults=span)
        Season.update(**span).where(Season.id == season.id).execute()
        _adopt(season.id, first_on, last_on)
    audit.note("season.put", "season", actor_id=actor.account_id, year=year)


def _adopt(season_id, first_on, last_on):
    since, until = clock.day(first_on)[0], clock.day(last_on)[1]
    orphans = Training.season.is_null() & (Training.starts_at >= since) & (Training.starts_at < until)
    Training.update(season=season_id).where(orphans).execute()


def _require_year(year):
    if not YEARS[0] <= year <= YEARS[1]:
        raise Invalid({"year": _("年份不对")})


def _refuse_disorder(year, days):
    others = Season.select().where((Season.year != year) | Season.kind.not_in(list(days)))
    taken = [(None, s.first_on, s.last_on) for s in others]
    taken += [(kind, *span) for kind, span in days.items()]
    errors = {}
    for kind, (first, last) in days.items():
        if any(other != kind and begin <= last and first <= end for other, begin, end in taken):
            errors[f"{kind.value}_first"] = _("和另一季的日期重叠")
        if last < first:
            errors[f"{kind.value}_last"] = _("结束日期早于开始日期")
    if errors:
        raise Invalid(errors)
