"""The training year: 春训 · 夏练 · 秋赛 · 冬考, with days set by the bureau."""

from models import Season, SeasonKind, database
from services import access, audit
from services.errors import Invalid, NotFound
from services.words import lazy as _l

ORDER = list(SeasonKind)


def of_year(year):
    """The seasons of a year in their order, those that are set."""
    return sorted(Season.select().where(Season.year == year), key=lambda s: ORDER.index(s.kind))


def on(day):
    """The season a day falls in, or None."""
    return Season.select().where(Season.first_on <= day, Season.last_on >= day).order_by(Season.id).first()


def get(season_id):
    found = Season.get_or_none(Season.id == season_id)
    if found is None:
        raise NotFound
    return found


def recent(limit=12):
    return list(Season.select().order_by(Season.first_on.desc()).limit(limit))


@database.atomic()
def put(year, kind, first_on, last_on, *, actor=None):
    """Set the days of a season. Seasons do not overlap. ``actor`` is None for the command line."""
    if actor is not None:
        access.require(actor, *access.DESK, path="/")
    if last_on < first_on:
        raise Invalid({"last_on": _l("结束日期早于开始日期")})
    overlap = Season.select().where(Season.first_on <= last_on, Season.last_on >= first_on)
    if overlap.where((Season.year != year) | (Season.kind != kind)).exists():
        raise Invalid({"first_on": _l("和另一季的日期重叠")})
    days = {"first_on": first_on, "last_on": last_on}
    season, _ = Season.get_or_create(year=year, kind=kind, defaults=days)
    Season.update(**days).where(Season.id == season.id).execute()
    audit.note("season.put", "season", season.id, actor_id=actor and actor.account_id)
    return get(season.id)
