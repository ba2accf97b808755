"""The middle of the fitness medal: grain ears, shield, the season's sign, one star.

Abstract on purpose. It is not, and must not become, the police emblem or the national
emblem; no five-star group, no Great Wall, no pine branch, no rayed sun.
"""

import math
from functools import lru_cache

from PIL import ImageChops

from .outline import flame, ginkgo, leaf, polar, shield, star
from .press import NEUTRAL, Casting, Pen, like, lit, relief, scaled, square
from .texture import glass, polished

MIDDLE = (512, 660)
STAR = (512, 506)
SIGN = (512, 660)
SHIELD = (392, 524, 632, 796)


@lru_cache(maxsize=1)
def ears() -> Casting:
    shape, veins = Pen(square(208), fine=3), Pen(square(208), fine=3)
    for side in (-1, 1):
        stem = [polar(170, 180 - side * a) for a in range(12, 141, 4)]
        shape.stroke(stem, 4.4)
        for base, tip, width in _grains(side):
            shape.polygon(leaf(base, tip, width, 0.8))
            veins.line([_between(base, tip, 0.16), _between(base, tip, 0.8)], 1.6)
    mask = shape.smooth()
    height = ImageChops.subtract(mask, scaled(veins.smooth(), 0.42))
    tone = lit(like(mask, 142), relief(height, 0.8, 1, 0.75), relief(mask, 3, 2, 1.4))
    return Casting(shape.box, tone, mask)


def _grains(side: int):
    """Fourteen pairs of grains along the stem, smaller towards the tip, and one at the tip."""
    for j in range(14):
        t = j / 13
        bearing = 180 - side * (30 + 104 * t)
        for off, lean in ((5, 24), (-6, -36)):
            base = polar(170 + off, bearing)
            yield base, polar(32 - 7 * t, bearing + side * (lean - 90), base), 8.4 - 2.2 * t
    tip = polar(170, 180 - side * 139)
    yield tip, polar(26, 180 - side * (139 + 96), tip), 6


def _between(a, b, t):
    return a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t


@lru_cache(maxsize=1)
def rim() -> Casting:
    outer, inner = Pen(SHIELD), Pen(SHIELD)
    outer.polygon(shield(MIDDLE, 216, 250))
    inner.polygon(shield(MIDDLE, 180, 212))
    mask = outer.smooth()
    height = ImageChops.subtract(mask, scaled(inner.smooth(), 0.5))
    tone = lit(polished(SHIELD, 70, 238), relief(height, 1.2, 1, 1.2), relief(mask, 5, 4, 0.9))
    return Casting(SHIELD, tone, mask)


@lru_cache(maxsize=1)
def field() -> Casting:
    """Navy enamel over running-track lanes."""
    pen, lanes = Pen(SHIELD), Pen(SHIELD)
    pen.polygon(shield(MIDDLE, 180, 212))
    for r in range(70, 250, 20):
        x, y, wide = MIDDLE[0], MIDDLE[1] + 150, 2
        (x0, y0), (x1, y1) = lanes.at([(x - r, y - r), (x + r, y + r)])
        lanes.draw.ellipse((x0, y0, x1, y1), outline=110, width=wide * lanes.fine)
    mask = pen.smooth()
    return Casting(SHIELD, glass(mask, relief(lanes.smooth(), 0.8, 1, 0.8), 150), mask)


def _sprout(pen: Pen, centre, r):
    x, y = centre
    pen.stroke([(x, y + r), (x, y - r * 0.1)], r * 0.15)
    pen.polygon(leaf((x, y + r * 0.22), (x - r * 0.98, y - r * 0.78), r * 0.36))
    pen.polygon(leaf((x, y - r * 0.02), (x + r * 0.98, y - r * 0.78), r * 0.36))


def _flame(pen: Pen, centre, r):
    x, y = centre
    pen.polygon(flame((x, y + r * 0.04), r * 1.08))
    pen.polygon(flame((x + r * 0.04, y + r * 0.42), r * 0.5), 0)


def _ginkgo(pen: Pen, centre, r):
    x, y = centre
    foot = x, y + r * 0.42
    pen.polygon(ginkgo(foot, r * 1.28))
    pen.stroke([foot, (x + r * 0.02, y + r * 0.75), (x + r * 0.12, y + r * 1.05)], r * 0.13)
    for bearing in (-58, -42, -27, -14, 14, 27, 42, 58):
        pen.line([polar(r * 0.42, bearing, foot), polar(r * 1.02, bearing, foot)], r * 0.035, 120)


def _crystal(pen: Pen, centre, r):
    for bearing in range(0, 360, 60):
        pen.stroke([centre, polar(r * 1.04, bearing, centre)], r * 0.15)
        for out, length in ((0.46, 0.30), (0.74, 0.26)):
            knot = polar(r * out, bearing, centre)
            for side in (-52, 52):
                pen.stroke([knot, polar(r * length, bearing + side, knot)], r * 0.12)


SIGNS = {"spring": _sprout, "summer": _flame, "autumn": _ginkgo, "winter": _crystal}


@lru_cache(maxsize=4)
def sign(season: str) -> Casting:
    pen = Pen(square(90, SIGN))
    SIGNS[season](pen, SIGN, 58)
    return raised(pen)


def raised(pen: Pen) -> Casting:
    """What a pen drew, as raised metal. Paler ink is lower, not absent."""
    height = pen.smooth()
    mask = height.point([min(255, v * 3) for v in range(256)])
    tone = lit(like(height, 160), relief(height, 0.9, 1, 0.9), relief(mask, 3, 3, 0.8))
    return Casting(pen.box, tone, mask)


@lru_cache(maxsize=1)
def crest() -> Casting:
    """The star over the shield, cut in ten facets."""
    mask, tone = Pen(square(52, STAR)), Pen(square(52, STAR), NEUTRAL)
    points = star(STAR, 42, 0.4)
    mask.polygon(points)
    for i in range(10):
        a, b = points[i], points[(i + 1) % 10]
        side = math.atan2((a[1] + b[1]) / 2 - STAR[1], (a[0] + b[0]) / 2 - STAR[0]) + (0.5 if i % 2 else -0.5)
        tone.polygon([STAR, a, b], int(150 - 92 * (0.55 * math.cos(side) + 0.83 * math.sin(side))))
    shape = mask.smooth()
    return Casting(mask.box, lit(tone.smooth(), relief(shape, 0.9, 1, 0.5)), shape)
