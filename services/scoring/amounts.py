"""Distances to the next row or grade, in words: 还差 7 秒到 85 分."""

from services.scoring import measures
from services.words import gettext as _
from services.words import ngettext


def amount(measure, scale) -> str:
    """An amount with its unit, as it is spoken: 7 秒, 1 分 12 秒, 0.05 米, 2 个."""
    n = measures.number(measure, scale)
    if scale.unit == "s" and n >= 60:
        minutes, seconds = divmod(n, 60)
        return _("%(m)s 分 %(s)s 秒", m=int(minutes), s=seconds)
    said = {
        "s": lambda: _("%(n)s 秒", n=n),
        "ms": lambda: _("%(n)s 毫秒", n=n),
        "m": lambda: _("%(n)s 米", n=n),
        "cm": lambda: _("%(n)s 厘米", n=n),
        "mm": lambda: _("%(n)s 毫米", n=n),
        "kg": lambda: _("%(n)s 公斤", n=n),
        "g": lambda: _("%(n)s 克", n=n),
        "L": lambda: _("%(n)s 升", n=n),
        "mL": lambda: _("%(n)s 毫升", n=n),
        "count": lambda: ngettext("%(n)s 个", "%(n)s 个", int(n)),
    }
    return said[scale.unit]() if scale.unit in said else str(n)


def unit_word(scale) -> str:
    """The unit as the label of a field names it."""
    said = {
        "s": lambda: _("秒"),
        "ms": lambda: _("毫秒"),
        "m": lambda: _("米"),
        "cm": lambda: _("厘米"),
        "mm": lambda: _("毫米"),
        "kg": lambda: _("公斤"),
        "g": lambda: _("克"),
        "L": lambda: _("升"),
        "mL": lambda: _("毫升"),
        "count": lambda: _("个"),
    }
    return said[scale.unit]() if scale.unit in said else ""


def to_next(row, scale) -> str:
    """How far the next row is. ``row`` is a result's ``next`` as a snapshot keeps it."""
    gap = amount(row["gap"], scale)
    if row["points"] is None:
        return _("还差 %(gap)s达标", gap=gap)
    return ngettext("还差 %(gap)s到 %(n)s 分", "还差 %(gap)s到 %(n)s 分", row["points"], gap=gap)
