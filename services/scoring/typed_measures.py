"""What an examiner types, read as a measure of one item."""

from services.errors import Invalid
from services.scoring import measures
from services.scoring.rulebook import BY_SECOND
from services.words import gettext as _


def read(item, text):
    """(second measure or None, measure) in base units. Raises ``Invalid`` for the field ``value``."""
    text = text.strip()
    if not text:
        raise Invalid({"value": _("请填成绩")})
    try:
        if item.kind == BY_SECOND:
            second, measure = measures.parse_pair(text, item.second.scale, item.scale)
        else:
            second, measure = None, measures.parse(text, item.scale.unit, item.scale.rounding)
    except measures.Malformed:
        raise Invalid({"value": _malformed(item, text)}) from None
    is_plausible = item.scale.is_plausible(measure)
    if second is not None:
        is_plausible = is_plausible and item.second.scale.is_plausible(second)
    if not is_plausible:
        raise Invalid({"value": _implausible(item, text)})
    return second, measure


def _malformed(item, text):
    if item.scale.base == "ms":
        return _("“%(typed)s”不是时间。这样写：3:38、3′38″ 或 218", typed=text)
    return _("“%(typed)s”不是成绩，请填数字", typed=text)


def _implausible(item, text):
    return _(
        "“%(typed)s”不像是这一项的成绩（%(low)s 到 %(high)s），没有记下",
        typed=text,
        low=measures.write(item.scale.low, item.scale),
        high=measures.write(item.scale.high, item.scale),
    )
