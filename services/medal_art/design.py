"""What a medal can be: its seasons, its metals, its colours."""

from dataclasses import dataclass
from typing import NamedTuple

Ramp = tuple[tuple[int, str], ...]  # grey level -> colour, in rising order

NAVY: Ramp = ((0, "#050d20"), (120, "#12295a"), (225, "#5878b8"), (255, "#ffffff"))
WHITE: Ramp = ((0, "#ffffff"), (255, "#ffffff"))


class Metal(NamedTuple):
    ramp: Ramp
    reach: int  # how far the eight points stand out: the grade for small sizes and for colour-blind eyes


class Season(NamedTuple):
    name: str
    english: str
    enamel: Ramp
    ribbon: str


def _enamel(deep: str, mid: str, light: str) -> Ramp:
    return (0, deep), (120, mid), (225, light), (255, "#ffffff")


def _thick(enamel: Ramp) -> Ramp:
    deep, mid, light, _white = (colour for _grey, colour in enamel)
    return (0, deep), (182, mid), (255, light)


METALS = {
    "gold": Metal(
        (
            (0, "#241200"),
            (58, "#6b4009"),
            (112, "#b67d1d"),
            (160, "#e8ba4a"),
            (205, "#fce69e"),
            (255, "#fffbea"),
        ),
        52,
    ),
    "silver": Metal(
        (
            (0, "#0e1116"),
            (58, "#434b57"),
            (112, "#838d9b"),
            (160, "#b9c2cd"),
            (205, "#e6ebf1"),
            (255, "#ffffff"),
        ),
        34,
    ),
    "bronze": Metal(
        (
            (0, "#140403"),
            (58, "#45170c"),
            (112, "#7d351c"),
            (160, "#ab5a38"),
            (205, "#d7906f"),
            (255, "#ffdcc8"),
        ),
        12,
    ),
}
#: What a bureau may choose for its own badge.
COLOURS = {
    "navy": NAVY,
    "red": _enamel("#2c0309", "#8f1226", "#e8707d"),
    "green": _enamel("#08230a", "#2b6b1f", "#93cc7c"),
    "purple": _enamel("#160a2c", "#45287c", "#a58ad8"),
    "teal": _enamel("#022430", "#07697f", "#62c0d2"),
    "black": _enamel("#050607", "#1d2126", "#767e88"),
}
SEASONS = {
    "spring": Season("春训", "SPRING", _enamel("#04321f", "#0f7a4d", "#5fd39b"), "#128a57"),
    "summer": Season("夏练", "SUMMER", _enamel("#4a0d05", "#c23a16", "#ff9a5c"), "#d8431c"),
    "autumn": Season("秋赛", "AUTUMN", _enamel("#26061a", "#73203f", "#d8808f"), "#d6981b"),
    "winter": Season("冬考", "WINTER", _enamel("#06294a", "#2c82b8", "#b4e6ff"), "#5db3de"),
}


class Shape(NamedTuple):
    """A kind of medal: the plate behind the disc, what stands in the middle, its legend, its enamels.

    An enamel is a key of ``COLOURS``, or None for the season's own.
    """

    outline: str
    sign: str
    legend: str
    band: str | None = None
    ground: str | None = None


SHAPES = {
    "fitness": Shape("rays", "fitness", "", band="navy"),
    "personal_best": Shape("hexagon", "stopwatch", "个人最好成绩", ground="navy"),
    "full_attendance": Shape("scallop", "tick", "训练全勤纪念", ground="teal"),
    "four_seasons": Shape("quatrefoil", "seasons", "春训夏练秋赛冬考"),
    "gold_instructor": Shape("octagon", "whistle", "金牌教官", ground="purple"),
    "course": Shape("shield", "book", "课程结业纪念", ground="navy"),
    "marksman": Shape("points", "target", "神枪手", ground="black"),
    "contest": Shape("wreath", "cup", "竞赛名次纪念", ground="navy"),
    "own": Shape("", "own", ""),
}
OUTLINES = ("round", "shield", "octagon", "scallop")


@dataclass(frozen=True, slots=True)
class Parts:
    """The look of a bureau's own badge; ``centre`` is a square RGBA PNG that we made, or none."""

    outline: str
    colour: str
    centre: bytes | None = None

    def __post_init__(self):
        if self.outline not in OUTLINES:
            raise ValueError(f"no such outline: {self.outline}")
        if self.colour not in COLOURS:
            raise ValueError(f"no such colour: {self.colour}")


@dataclass(frozen=True, slots=True)
class Design:
    """What the die is drawn from; two equal designs give the same die."""

    season: str
    metal: str
    year: int
    shape: str = "fitness"
    title: str | None = None
    parts: Parts | None = None

    def __post_init__(self):
        for name, known in (("season", SEASONS), ("metal", METALS), ("shape", SHAPES)):
            if getattr(self, name) not in known:
                raise ValueError(f"no such {name}: {getattr(self, name)}")
        if (self.shape == "own") != (self.parts is not None):
            raise ValueError("parts are for the shape own, and that needs them")

    @property
    def ring_text(self) -> str:
        return self.title or SHAPES[self.shape].legend or f"{SEASONS[self.season].name}体能测试纪念"

    @property
    def outline(self) -> str:
        return self.parts.outline if self.parts else SHAPES[self.shape].outline

    @property
    def band(self) -> Ramp:
        """The enamel of the band: the season's own is laid thicker here, so that the letters stand out."""
        ramp = self._enamel(SHAPES[self.shape].band)
        return _thick(ramp) if ramp is SEASONS[self.season].enamel else ramp

    @property
    def ground(self) -> Ramp:
        return self._enamel(SHAPES[self.shape].ground)

    def _enamel(self, colour) -> Ramp:
        colour = self.parts.colour if self.parts else colour
        return COLOURS[colour] if colour else SEASONS[self.season].enamel
