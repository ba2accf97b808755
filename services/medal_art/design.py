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
        51,
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
        38,
    ),
    "bronze": Metal(
        (
            (0, "#160603"),
            (58, "#4a1f10"),
            (112, "#894527"),
            (160, "#bd7650"),
            (205, "#e8b394"),
            (255, "#ffeadb"),
        ),
        24,
    ),
}
SEASONS = {
    "spring": Season("春训", "SPRING", _enamel("#04321f", "#0f7a4d", "#5fd39b"), "#128a57"),
    "summer": Season("夏练", "SUMMER", _enamel("#4a0d05", "#c23a16", "#ff9a5c"), "#d8431c"),
    "autumn": Season("秋赛", "AUTUMN", _enamel("#26061a", "#73203f", "#d8808f"), "#d6981b"),
    "winter": Season("冬考", "WINTER", _enamel("#06294a", "#2c82b8", "#b4e6ff"), "#5db3de"),
}


@dataclass(frozen=True, slots=True)
class Design:
    """What the die needs to know; two equal designs are the same die."""

    season: str
    metal: str
    year: int
    shape: str = "fitness"
    title: str | None = None

    def __post_init__(self):
        if self.season not in SEASONS:
            raise ValueError(f"no such season: {self.season}")
        if self.metal not in METALS:
            raise ValueError(f"no such metal: {self.metal}")

    @property
    def ring_text(self) -> str:
        return self.title or f"{SEASONS[self.season].name}体能测试纪念"
