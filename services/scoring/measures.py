"""What people write, to base units and back: ``3:38``, ``13″1`` and ``2.45 m`` to 218000, 13100 and 2450."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

#: Unit → (base unit, how many of it make one).
UNITS = {
    "s": ("ms", 1000),
    "ms": ("ms", 1),
    "m": ("mm", 1000),
    "cm": ("mm", 10),
    "mm": ("mm", 1),
    "kg": ("g", 1000),
    "g": ("g", 1),
    "L": ("mL", 1000),
    "mL": ("mL", 1),
    "count": ("count", 1),
    "index": ("tenth", 10),
}
UP, DOWN = "up", "down"
LONGEST = 24  # characters; nobody writes a longer measure
NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
#: 3:38, 3:38.5, 13″1, 3′38″, 3′38″5, 3′5″
CLOCK = re.compile(r"(?:([0-9]+):([0-9]{2}(?:\.[0-9]+)?))|(?:([0-9]+)′)?(?:([0-9]+(?:\.[0-9]+)?)″([0-9]+)?)?")
MARKS = str.maketrans({"’": "′", "‘": "′", "'": "′", "`": "′", "´": "′", "”": "″", "“": "″", '"': "″",
                       "−": "-", "–": "-", "分": "′", "秒": "″", "∶": ":"})  # fmt: skip
WRITTEN_UNITS = {
    "s": "s", "ms": "ms", "毫秒": "ms", "m": "m", "米": "m", "cm": "cm", "厘米": "cm", "mm": "mm",
    "毫米": "mm", "kg": "kg", "公斤": "kg", "千克": "kg", "g": "g", "克": "g", "l": "L", "升": "L",
    "ml": "mL", "毫升": "mL", "次": "count", "个": "count", "环": "count",
}  # fmt: skip
LONGEST_FIRST = "|".join(sorted(WRITTEN_UNITS, key=len, reverse=True))
SUFFIX = re.compile(rf"(?<=[0-9]) ?({LONGEST_FIRST})$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Scale:
    """How one measure is read: unit, decimals, rounding, and the range a person could plausibly reach."""

    unit: str
    decimals: int
    rounding: str
    low: int
    high: int

    @property
    def base(self):
        return UNITS[self.unit][0]

    @property
    def step(self):
        """The smallest difference the scale shows, in base units."""
        return UNITS[self.unit][1] // 10**self.decimals

    def counted(self, raw: int) -> int:
        """The raw measure as it counts: to the scale's last decimal, in its direction of rounding."""
        below = raw // self.step * self.step
        return below + self.step if self.rounding == UP and below < raw else below

    def is_plausible(self, raw: int) -> bool:
        return self.low <= raw <= self.high


class Malformed(ValueError):
    """The text is no measure of this unit, or finer than the unit can be."""


def parse(text: str, unit: str, rounding: str = DOWN) -> int:
    """The measure in base units. Digits finer than the base unit are rounded in the given direction.

    Raises ``Malformed`` for seconds of 60 and more beside minutes, parts of a count, units of another kind,
    exponents, NaN, and everything else that is not plainly a measure.
    """
    written, unit = _without_unit(tidied(text), unit)
    base, factor = UNITS[unit]
    is_clock = base == "ms" and not NUMBER.fullmatch(written)
    exact = (_seconds(written) if is_clock else _number(written)) * factor
    if base == "count" and exact != int(exact):
        raise Malformed(text)
    return int(exact.to_integral_value(ROUND_CEILING if rounding == UP else ROUND_FLOOR))


def parse_pair(text: str, second: Scale, scale: Scale) -> tuple[int, int]:
    """Two measures as written ``172.5/68.0``: the second one (height) first."""
    left, slash, right = unicodedata.normalize("NFKC", text).partition("/")
    if not slash:
        raise Malformed(text)
    return parse(left, second.unit, second.rounding), parse(right, scale.unit, scale.rounding)


def write(measure: int, scale: Scale) -> str:
    """The measure for readers: ``3′38″``, ``13.2″``, ``2.45 m``, ``4635 mL``, ``12``."""
    amount = number(measure, scale)
    if scale.base == "ms" and scale.unit == "s":
        return _clock(amount)
    sign = "−" if amount < 0 else ""
    return f"{sign}{abs(amount)}{'' if scale.unit in ('count', 'index') else ' ' + scale.unit}"


def number(measure: int, scale: Scale) -> Decimal:
    """The measure in the scale's unit, with as many decimals as the scale has (more if it is finer)."""
    exact = Decimal(measure) / UNITS[scale.unit][1]
    shown = exact.quantize(Decimal(1).scaleb(-scale.decimals))
    return shown if shown == exact else exact


def tidied(text: str) -> str:
    """One spelling for full-width digits, primes, quotes and minus signs; no outer space."""
    if len(text) > LONGEST:
        raise Malformed(text)
    marked = unicodedata.normalize("NFKC", text.translate(MARKS)).translate(MARKS)
    return marked.replace("′′", "″").strip()


def _without_unit(written, unit):
    """(the number, its unit): its own suffix where that is of the same kind as ``unit``, else ``unit``."""
    suffix = SUFFIX.search(written)
    if not suffix:
        return written, unit
    own = WRITTEN_UNITS[suffix[1].lower()]
    if UNITS[own][0] != UNITS[unit][0]:
        raise Malformed(written)
    return written[: suffix.start()], own


def _number(written):
    if not NUMBER.fullmatch(written):
        raise Malformed(written)
    return Decimal(written)


def _seconds(written):
    """Minutes and seconds, or seconds alone with their sign: ``13″1`` is 13.1."""
    found = CLOCK.fullmatch(written.replace(" ", ""))
    if not found or not written:
        raise Malformed(written)
    minutes = found[1] or found[3]
    seconds = Decimal(_after_mark(found[2] or found[4] or "0", found[5]))
    if minutes and seconds >= 60:
        raise Malformed(written)
    return int(minutes or 0) * 60 + seconds


def _after_mark(seconds, decimals):
    if not decimals:
        return seconds
    if "." in seconds:
        raise Malformed(seconds)
    return f"{seconds}.{decimals}"


def _clock(seconds):
    sign = "−" if seconds < 0 else ""
    minutes, rest = divmod(abs(seconds), 60)
    if not minutes:
        return f"{sign}{rest}″"
    whole = f"0{rest}" if rest < 10 else f"{rest}"
    return f"{sign}{minutes:.0f}′{whole}″"
