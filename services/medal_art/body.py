"""The disc: rim, lettered band, enamel ground and number plate."""

import math
from functools import lru_cache

from PIL import Image, ImageChops

from . import text
from .outline import lozenge, polar, turn
from .press import Casting, Pen, blur, like, lit, relief, square
from .ribbon import plaque
from .texture import brushed, glass, polished

BEADS = 96
LINK = (462, 256, 562, 372)
PLATE = (412, 892, 612, 964)
NUMBER = (512, 927)


@lru_cache(maxsize=1)
def link() -> Casting:
    """The two rings between ribbon and disc."""
    pen = Pen(LINK)
    pen.ring(24, 35, centre=(512, 306))
    pen.disc(19, 255, (512, 338))
    pen.disc(8, 0, (512, 338))
    rings = pen.smooth()
    return Casting(LINK, lit(like(rings, 150), relief(rings, 2.2, 2, 1.2)), rings)


@lru_cache(maxsize=1)
def rim() -> Casting:
    box = square(312)
    mask, height = Pen(box, fine=3), Pen(box, fine=3)
    mask.disc(302)
    for r, level in ((302, 235), (288, 120), (286, 150), (284, 90), (214, 235), (203, 90)):
        height.disc(r, level)
    for i in range(BEADS):
        height.disc(5.2, 255, polar(291.5, i * 360 / BEADS))
    h = height.smooth()
    return Casting(box, lit(polished(box), relief(h, 1.1, 1, 1.25), relief(h, 4, 4, 0.45)), mask.smooth())


@lru_cache(maxsize=1)
def band() -> Casting:
    """Enamel over interlaced engine turning."""
    box = square(290)
    mask, lines = Pen(box, fine=2), Pen(box, fine=2)
    mask.ring(216, 282)
    for i in range(9):
        for phase in (0, math.pi):
            wave = turn(lambda a, p=phase + i * 0.7: 249 + 30 * math.sin(math.radians(a * 18) + p), steps=400)
            lines.line(wave, 1.1, 80)
    shape = mask.smooth()
    return Casting(box, glass(shape, relief(lines.smooth(), 0.6, 1, 0.8), 300), shape)


def legend(title: str, year: int, english: str) -> Casting:
    """The raised letters of the band."""
    pen = Pen(square(290), fine=2)
    text.arc(pen, title, size=56, radius=248.5, span=200, gap=1.0)
    for bearing in (-112, 112):
        pen.polygon(lozenge(polar(248.5, bearing), 11, bearing))
    text.arc(pen, str(year), size=36, radius=248.5, middle=-140, span=40, gap=0.08, inward=True)
    text.arc(pen, english, size=28, radius=248.5, middle=140, span=40, gap=0.1, inward=True)
    letters = pen.smooth()
    return Casting(pen.box, lit(like(letters, 180), relief(letters, 0.8, 1, 0.85)), letters)


@lru_cache(maxsize=1)
def ground() -> Casting:
    """Enamel over a guilloche rosette; curves on purpose, never rays."""
    box = square(210)
    mask, lines = Pen(box, fine=3), Pen(box, fine=2)
    mask.disc(202)
    for i in range(26):
        lines.line(turn(lambda a, p=i * 360 / 26: 132 + 74 * math.sin(math.radians(a * 8 + p))), 1.5, 90)
    shape = mask.smooth()
    return Casting(box, glass(shape, relief(lines.smooth(), 0.7, 1, 0.9), 202), shape)


@lru_cache(maxsize=1)
def lip() -> Casting:
    """The wall that keeps the enamel in."""
    pen = Pen(square(222), fine=3)
    pen.ring(201, 213)
    ring = pen.smooth()
    return Casting(pen.box, lit(polished(pen.box, 70, 238), relief(ring, 2.2, 2, 1.15)), ring)


@lru_cache(maxsize=1)
def plate() -> Casting:
    """The number plate, still blank."""
    pen = plaque(PLATE, (420, 900, 604, 956), radius=12, inset=6, floor=205)
    mask = pen.image.point([0] + [255] * 255).reduce(pen.fine)
    for x in (434, 590):
        pen.disc(4.5, 255, (x, 928))
    return Casting(PLATE, lit(brushed(PLATE, 178, 44, 12), relief(pen.smooth(), 1, 1, 1.1)), mask)


def numbered(edition: int) -> Casting:
    """The number plate with an edition cut into it."""
    pen = Pen(PLATE)
    text.line(pen, f"№ {edition:06d}", centre=NUMBER, size=30, face=text.NUMERALS)
    return cut_into(plate(), pen)


def cut_into(blank: Casting, pen: Pen) -> Casting:
    """A part with letters cut into it: dark, with a bright lower lip."""
    cut = pen.smooth()
    tone = lit(blank.tone, relief(cut.point([255 - v for v in range(256)]), 1, 1, 0.6))
    tone.paste(34, (0, 0), cut)
    return Casting(blank.box, tone, blank.mask)


@lru_cache(maxsize=1)
def gloss() -> Casting:
    """One broad highlight over the whole disc, strongest at the top."""
    pen = Pen(square(310), fine=2)
    pen.disc(300)
    pen.disc(420, 0, (682, 902))
    fade = Image.linear_gradient("L").point([max(0, 38 - v // 4) for v in range(256)])
    mask = ImageChops.multiply(blur(pen.smooth(), 2), fade.resize((620, 620)))
    return Casting(pen.box, like(mask, 255), mask)
