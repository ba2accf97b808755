"""The ribbon and the bar it hangs from."""

import math
from functools import lru_cache

from PIL import Image, ImageChops, ImageDraw

from . import text
from .design import METALS, SEASONS
from .press import Box, Casting, Pen, blur, lit, relief, rgb, tint
from .texture import brushed

BOX = (376, 40, 648, 326)
EDGE = [(384, 46), (640, 46), (640, 226), (556, 318), (468, 318), (384, 226)]
NAVY = "#1c3874"  # lighter than the band: it must not vanish on a dark page
BAR = (360, 22, 664, 76)


@lru_cache(maxsize=4)
def ribbon(season: str, metal: str) -> Casting:
    """Navy edges, the season's colour, a white heart; lines in the medal's metal."""
    pen = Pen(BOX)
    pen.polygon(EDGE)
    threads = _threads(SEASONS[season].ribbon, metal)
    cloth = ImageChops.overlay(threads, Image.merge("RGB", [_drape()] * 3))
    return Casting(BOX, cloth, pen.smooth())


def _threads(colour: str, metal: str) -> Image.Image:
    trim = tint(Image.new("L", (1, 1), 188), METALS[metal].ramp).getpixel((0, 0))
    row = Image.new("RGB", (BOX[2] - BOX[0], 1), colour)
    draw = ImageDraw.Draw(row)
    stripes = [(376, 430, rgb(NAVY)), (376, 387, trim), (430, 437, trim), (494, 500, rgb(NAVY))]
    for left, right, ink in stripes:
        draw.line((left - BOX[0], 0, right - 1 - BOX[0], 0), ink)
        draw.line((1024 - right - BOX[0], 0, 1023 - left - BOX[0], 0), ink)
    draw.line((500 - BOX[0], 0, 523 - BOX[0], 0), "#f6f7f9")
    return row.resize((row.width, BOX[3] - BOX[1]))


@lru_cache(maxsize=1)
def _drape() -> Image.Image:
    """Weave, soft folds, and the turn of the cloth at its foot."""
    width, height = BOX[2] - BOX[0], BOX[3] - BOX[1]
    fall = [(x - 8) / 255 for x in range(width)]
    row = bytes(
        round(128 + 26 * math.cos((t - 0.34) * math.pi * 2.1) - 116 * abs(t - 0.5) ** 2) for t in fall
    )
    cloth = Image.frombytes("L", (width, 1), row).resize((width, height))
    weave = Image.frombytes("L", (1, height), bytes(126 - 6 * (y % 4 > 1) for y in range(height)))
    return lit(cloth, weave.resize((width, height)), _fold())


def _fold() -> Image.Image:
    pen = Pen(BOX, ground=128, fine=1)
    pen.polygon([(384, 226), (468, 318), (500, 318), (430, 226)], 92)
    pen.polygon([(640, 226), (556, 318), (524, 318), (594, 226)], 80)
    pen.polygon([(376, 40), (648, 40), (648, 76), (376, 76)], 70)
    return blur(pen.smooth(), 7)


def plaque(box: Box, frame: Box, *, radius: float, inset: int, floor: int) -> Pen:
    """A rounded plate with a raised rim, as the pen that drew its height, so that more can be drawn on it."""
    pen = Pen(box)
    pen.rounded(frame, radius)
    x0, y0, x1, y1 = frame
    pen.rounded((x0 + inset, y0 + inset, x1 - inset, y1 - inset), radius - inset / 2, floor)
    return pen


@lru_cache(maxsize=4)
def bar(name: str) -> Casting:
    """The bar, with the season's name cut into it between two rows of beads."""
    pen = plaque(BAR, (366, 28, 658, 70), radius=10, inset=8, floor=140)
    mask = pen.image.point([0] + [255] * 255).reduce(pen.fine)
    for i in range(6):
        for x in (391 + i * 11, 633 - i * 11):
            pen.disc(3, 235, (x, 49))
    cut = Pen(BAR)
    text.line(cut, "\u2009".join(name), centre=(512, 48), size=24, face=text.SERIF)
    tone = lit(brushed(BAR, 150, 62, 9.2), relief(pen.smooth(), 1, 1, 1.3), _carved(cut.smooth()))
    tone.paste(22, (0, 0), cut.smooth())
    return Casting(BAR, tone, mask)


def _carved(cut: Image.Image) -> Image.Image:
    """The bright lower lip that makes dark letters look cut in."""
    return relief(cut.point([255 - v for v in range(256)]), 0.8, 1, 0.5)
