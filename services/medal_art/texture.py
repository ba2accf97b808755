"""Surfaces: polished metal, glass over engraving. Each depends on its box alone, so it is kept."""

import math
from functools import lru_cache

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from .press import CENTRE, NEUTRAL, SIZE, Box, blur, lit


@lru_cache(maxsize=2)
def _disc(low: int, high: int) -> Image.Image:
    """The reflection of a polished disc: soft bright lobes around the centre, at half size."""
    steps, half = 180, SIZE // 2
    image = Image.new("L", (half, half))
    draw = ImageDraw.Draw(image)
    x, y = CENTRE[0] / 2, CENTRE[1] / 2
    for i in range(steps):
        a = 2 * math.pi * i / steps
        light = 0.5 + 0.36 * math.cos(2 * (a + 0.75)) + 0.14 * math.cos(5 * (a + 0.6))
        rim = [(x + 320 * math.cos(a + e), y + 320 * math.sin(a + e)) for e in (-0.02, 0.04)]
        draw.polygon([(x, y), *rim], fill=round(low + (high - low) * min(1, max(0, light))))
    return image.filter(ImageFilter.GaussianBlur(3))


@lru_cache(maxsize=8)
def polished(box: Box, low: int = 60, high: int = 215) -> Image.Image:
    half = [edge / 2 for edge in box]
    size = box[2] - box[0], box[3] - box[1]
    return _disc(low, high).resize(size, Image.Resampling.BILINEAR, box=half)


def brushed(box: Box, base: float, swing: float, waves: float) -> Image.Image:
    """Bands of light across a flat bar."""
    row = bytes(round(base + swing * math.sin(x / SIZE * waves + 1)) for x in range(box[0], box[2]))
    return Image.frombytes("L", (len(row), 1), row).resize((len(row), box[3] - box[1]))


def glass(mask: Image.Image, engraving: Image.Image, r: float) -> Image.Image:
    """Translucent enamel over an engraving: lighter to the upper left, darker along its edge."""
    w, h = mask.size
    unit = 256 / (4.2 * r)  # the gradient is 256 wide and is to be 4.2 r wide
    left, top = 128 - (w / 2 - 0.35 * r) * unit, 128 - (h / 2 - 0.5 * r) * unit
    view = left, top, left + w * unit, top + h * unit
    glow = Image.radial_gradient("L").resize((w, h), Image.Resampling.BILINEAR, box=view)
    tone = lit(glow.point([max(0, 190 - int(v * 0.8)) for v in range(256)]), engraving)
    edge = blur(ImageChops.invert(mask), 7).point([NEUTRAL - int(v * 0.42) for v in range(256)])
    return lit(tone, edge)
