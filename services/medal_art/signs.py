"""The middle of the other medals: one large sign each, in metal on enamel.

Things of training, abstract on purpose; what ``emblem`` forbids is forbidden here too.
"""

from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageChops

from . import text
from .design import SEASONS
from .emblem import SIGNS, raised
from .outline import bezier, flame, polar
from .press import CENTRE, Casting, Pen, square, tint

X, Y = CENTRE
BOX = square(200)
CENTRE_SIDE = 288  # a bureau's picture: its corners stay inside the lip
PLACES = {"gold": "1", "silver": "2", "bronze": "3"}


def _stopwatch(pen: Pen):
    middle = X, Y + 24
    pen.ring(98, 126, centre=middle)
    pen.polygon([(X - 17, Y - 100), (X + 17, Y - 100), (X + 17, Y - 134), (X - 17, Y - 134)])
    pen.rounded((X - 36, Y - 160, X + 36, Y - 128), 12)
    knob = polar(148, 42, middle)
    pen.line([polar(118, 42, middle), knob], 20)
    pen.disc(17, centre=knob)
    for bearing in range(0, 360, 30):
        pen.line([polar(78 if bearing % 90 else 68, bearing, middle), polar(88, bearing, middle)], 8, 170)
    pen.stroke([polar(24, 225, middle), polar(74, 45, middle)], 15)
    pen.disc(19, centre=middle)


def _tick(pen: Pen):
    """A tick in a closed ring of days."""
    for i in range(16):
        pen.disc(16, centre=polar(164, i * 22.5))
    pen.stroke([(X - 86, Y + 4), (X - 26, Y + 66), (X + 88, Y - 62)], 44)
    pen.disc(22, centre=(X - 26, Y + 66))


def _seasons(pen: Pen):
    """The four signs, each in its quarter."""
    for season, bearing in zip(SIGNS, (315, 45, 135, 225), strict=True):
        SIGNS[season](pen, polar(118, bearing), 54)
    for bearing in (0, 90, 180, 270):
        pen.line([CENTRE, polar(204, bearing)], 12)


def _whistle(pen: Pen):
    middle = X - 34, Y + 36
    pen.polygon([(X - 40, Y - 50), (X + 140, Y - 50), (X + 140, Y + 14), (X + 46, Y + 14), (X + 20, Y + 46)])
    pen.disc(86, centre=middle)
    pen.disc(44, 90, middle)
    pen.disc(30, centre=middle)
    pen.polygon([(X + 22, Y - 52), (X + 66, Y - 52), (X + 40, Y - 18), (X + 12, Y - 18)], 0)
    pen.ring(16, 28, centre=(X - 118, Y - 44))
    for bearing in (18, 44, 70):
        pen.stroke([polar(100, bearing, (X + 36, Y - 32)), polar(134, bearing, (X + 36, Y - 32))], 11)


def _book(pen: Pen):
    """An open book with lines."""
    for side in (-1, 1):
        top = [
            *bezier((X, Y - 62), (X + side * 40, Y - 104), (X + side * 96, Y - 104), (X + side * 146, Y - 82))
        ]
        pen.polygon([*top, *((x, y + 176) for x, y in reversed(top))])
        for i in range(4):
            lower = [(x, y + 34 + i * 34) for x, y in top[3:-2]]
            pen.line(lower, 9, 120)
    pen.line([(X, Y - 62), (X, Y + 114)], 10, 0)


def _target(pen: Pen):
    for r, ink in ((142, 255), (122, 0), (98, 255), (78, 0), (54, 255), (36, 0), (20, 255)):
        pen.disc(r, ink)
    for bearing in (0, 90, 180, 270):
        pen.line([polar(112, bearing), polar(180, bearing)], 16)


def _cup(pen: Pen):
    for side in (-1, 1):
        handle = bezier(
            (X + side * 84, Y - 106), (X + side * 190, Y - 120), (X + side * 150, Y + 30), (X, Y + 32)
        )
        pen.line([*handle], 18)
    bowl = bezier((X + 98, Y - 128), (X + 98, Y + 20), (X + 62, Y + 52), (X, Y + 62))
    right = [*bowl, (X, Y + 62)]
    pen.polygon([*right, *((2 * X - x, y) for x, y in reversed(right))])
    pen.rounded((X - 112, Y - 142, X + 112, Y - 116), 12)
    pen.polygon([(X - 16, Y + 50), (X + 16, Y + 50), (X + 24, Y + 112), (X - 24, Y + 112)])
    pen.rounded((X - 70, Y + 104, X + 70, Y + 142), 10)


def _torch(pen: Pen):
    pen.polygon(flame((X, Y - 56), 84))
    pen.polygon(flame((X + 4, Y - 26), 40), 0)
    pen.rounded((X - 66, Y + 30, X + 66, Y + 54), 12)
    pen.polygon([(X - 44, Y + 54), (X + 44, Y + 54), (X + 17, Y + 170), (X - 17, Y + 170)])
    for side in (-1, 1):
        pen.line([(X + side * 15, Y + 62), (X + side * 6, Y + 160)], 5, 120)


DRAWN = {
    "stopwatch": _stopwatch,
    "tick": _tick,
    "seasons": _seasons,
    "whistle": _whistle,
    "book": _book,
    "target": _target,
    "own": _torch,
}


@lru_cache(maxsize=8)
def sign(name: str) -> Casting:
    pen = Pen(BOX)
    DRAWN[name](pen)
    return raised(pen)


@lru_cache(maxsize=3)
def place(metal: str) -> Casting:
    """The cup with the place on it."""
    pen = Pen(BOX)
    _cup(pen)
    text.line(pen, PLACES[metal], centre=(X, Y - 36), size=124, face=text.NUMERALS, ink=0)
    return raised(pen)


def quarters(ground: Casting) -> Casting:
    """The ground in the enamels of all four seasons, clockwise from the upper left."""
    half = ground.tone.width // 2
    tone = Image.new("RGB", ground.tone.size)
    corners = ((0, 0), (half, 0), (half, half), (0, half))
    for season, (x, y) in zip(SEASONS.values(), corners, strict=True):
        box = x, y, x + half, y + half
        tone.paste(tint(ground.tone.crop(box), season.enamel), box)
    return Casting(ground.box, tone, ground.mask)


def picture(png: bytes) -> Casting:
    """A bureau's own picture, as it is."""
    image = Image.open(BytesIO(png), formats=["PNG"]).convert("RGBA")
    image = image.resize((CENTRE_SIDE, CENTRE_SIDE), Image.Resampling.LANCZOS)
    box = square(CENTRE_SIDE // 2)
    disc = Pen(box)
    disc.disc(196)
    return Casting(box, image.convert("RGB"), ImageChops.multiply(image.getchannel("A"), disc.smooth()))
