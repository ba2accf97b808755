"""The training year: 春训 · 夏练 · 秋赛 · 冬考, with days set by the bureau."""

from models import Season, SeasonKind
from services.errors import NotFound

ORDER = list(SeasonKind)


def of_year(year):
    """The seasons of a year that are set, in their order."""
    return sorted(Season.select().where(Season.year == year), key=lambda s: ORDER.index(s.kind))


def on(day):
    """The season a day falls in, or None."""
    return Season.select().where(Season.first_on <= day, Season.last_on >= day).order_by(Season.id).first()


def get(season_id):
    found = Season.get_or_none(Season.id == season_id)
    if found is None:
        raise NotFound
    return found
