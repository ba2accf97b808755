"""The plate behind the disc. Its outline tells kinds of medals apart, even at 64 pixels."""

import math
from functools import lru_cache

from PIL import ImageChops

from .outline import leaf, polar, turn
from .press import NEUTRAL, Casting, Pen, like, lit, relief, scaled, square
from .texture import polished

BOX = square(372)
DISC = 302
REACH = 54  # how far an outline may stand out from the disc
RAYS = 96


def backing(outline: str, reach: int) -> Casting:
    """The plate of an outline. ``reach`` is how far rays, points and leaves stand out, which depends on the
    metal; other outlines ignore it.
    """
    return _drawn(outline, reach if outline in GRADED else REACH)


@lru_cache(maxsize=8)
def _drawn(outline: str, reach: int) -> Casting:
    if outline in GRADED:
        return GRADED[outline](reach)
    return _plate(lambda pen, less: PLATES[outline](pen, DISC + reach - less))


def _plate(draw) -> Casting:
    """A polished plate with a raised edge."""
    outer, inner = Pen(BOX, fine=3), Pen(BOX, fine=3)
    draw(outer, 0)
    draw(inner, 13)
    mask = outer.smooth()
    height = ImageChops.subtract(mask, scaled(inner.smooth(), 0.5))
    tone = lit(polished(BOX, 64, 226), relief(height, 1.2, 1, 1.2), relief(mask, 5, 4, 0.7))
    return Casting(BOX, tone, mask)


def _round(pen: Pen, r: float):
    pen.polygon(turn(lambda a: r - 14 + 3 * math.cos(math.radians(a * 60)), steps=960))


def _scallop(pen: Pen, r: float):
    pen.polygon(turn(lambda a: r - 42 + 42 * abs(math.cos(math.radians(a * 7))) ** 0.7, steps=840))


def _polygon(corners: int, first: float):
    def draw(pen: Pen, r: float):
        pen.polygon([polar(r, first + i * 360 / corners) for i in range(corners)])

    return draw


def _quatrefoil(pen: Pen, r: float):
    for bearing in (45, 135, 225, 315):
        pen.disc(r - 154, centre=polar(154, bearing))
    pen.disc(r - 60)


def _shield(pen: Pen, r: float):
    """Wide shoulders, so that they show beside the disc, and a point below."""
    k = r / (DISC + REACH)
    half = [(0, -296), (178, -318), (330, -292), (338, -60), (292, 130), (196, 262), (0, 356)]
    right = [(512 + x * k, 652 + y * k) for x, y in half]
    pen.polygon(right + [(1024 - x, y) for x, y in reversed(right)])


def _points(reach: int) -> Casting:
    """Four points on the diagonals, as around the middle of a sight."""

    def draw(pen: Pen, less: float):
        pen.disc(DISC + 14 - less)
        for bearing in (45, 135, 225, 315):
            foot = [polar(DISC - less, bearing + side) for side in (-15, 15)]
            pen.polygon([foot[0], polar(DISC + 22 + reach * 0.8 - less * 1.8, bearing), foot[1]])

    return _plate(draw)


def _wreath(reach: int) -> Casting:
    """Laurel leaves around the disc, from the foot up both sides."""
    shape, veins = Pen(BOX, fine=3), Pen(BOX, fine=3)
    shape.disc(DISC)
    for side in (-1, 1):
        for i in range(17):
            bearing = 180 - side * (10 + i * 9.6)
            base, tip = polar(DISC - 14, bearing), polar(DISC + 16 + reach * 0.78, bearing - side * 19)
            shape.polygon(leaf(base, tip, 16, 0.9))
            veins.line([base, tip], 2.5)
    mask = shape.smooth()
    height = ImageChops.subtract(mask, scaled(veins.smooth(), 0.5))
    tone = lit(like(mask, 150), relief(height, 1, 1, 0.9), relief(mask, 4, 3, 1.2))
    return Casting(BOX, tone, mask)


def _rays(reach: int) -> Casting:
    """Narrow bevelled rays that stand out in eight points."""
    tone, mask = Pen(BOX, NEUTRAL, fine=3), Pen(BOX, fine=3)
    for i in range(RAYS):
        bearing = i * 360 / RAYS
        r = 303 + reach * abs((bearing % 45) / 22.5 - 1) ** 2
        for side in (-1, 1):
            # Only what the rim leaves visible: from 280 outwards.
            edge = bearing + side * 180 / RAYS
            face = [polar(280, edge), polar(280, bearing), polar(r, bearing), polar(r - 8, edge)]
            light = math.radians(bearing + side * 70 - 90)
            tone.polygon(face, int(140 - 88 * (0.62 * math.cos(light) + 0.78 * math.sin(light))))
            mask.polygon(face)
    mask.disc(281)
    shape = mask.smooth()
    return Casting(BOX, lit(tone.smooth(), relief(shape, 1.6, 2, 0.8), relief(shape, 5, 4, 0.6)), shape)


GRADED = {"rays": _rays, "points": _points, "wreath": _wreath}
PLATES = {
    "round": _round,
    "scallop": _scallop,
    "octagon": _polygon(8, 22.5),
    "hexagon": _polygon(6, 30),
    "quatrefoil": _quatrefoil,
    "shield": _shield,
}
