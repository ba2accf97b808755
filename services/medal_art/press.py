"""The press: draws parts in relief and lays them on one another.

Every metal or enamel part goes through three steps: a grey reflection, relief
(a height map lit from the upper left), then a gradient map from grey to colour.
Parts are drawn in their own small box, never on the whole picture.
"""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from .design import Ramp

SIZE = 1024
CENTRE = (512, 652)
NEUTRAL = 128  # the grey of a relief that neither rises nor falls

Box = tuple[int, int, int, int]
Point = tuple[float, float]


class Shadow(NamedTuple):
    blur: float
    drop: tuple[int, int]
    strength: float


@dataclass(frozen=True, slots=True)
class Casting:
    """A part before it has its metal: where it goes, how it shines, what it covers."""

    box: Box
    tone: Image.Image
    mask: Image.Image

    def through(self, ramp: Ramp | None) -> Image.Image:
        """The part as RGBA, in the colours of a ramp; a tone in colour needs none."""
        layer = tint(self.tone, ramp) if ramp else self.tone.copy()
        layer.putalpha(self.mask)
        return layer


class Pen:
    """Draws one part in picture units, several times too large, and gives it back smooth."""

    def __init__(self, box: Box, ground: int = 0, fine: int = 4):
        self.box, self.fine = box, fine
        self.image = Image.new("L", ((box[2] - box[0]) * fine, (box[3] - box[1]) * fine), ground)
        self.draw = ImageDraw.Draw(self.image)

    def at(self, points) -> list[Point]:
        x0, y0, _, _ = self.box
        return [((x - x0) * self.fine, (y - y0) * self.fine) for x, y in points]

    def polygon(self, points, ink: int = 255):
        self.draw.polygon(self.at(points), fill=ink)

    def disc(self, r: float, ink: int = 255, centre: Point = CENTRE):
        ((x, y),) = self.at([centre])
        r *= self.fine
        self.draw.ellipse((x - r, y - r, x + r, y + r), fill=ink)

    def ring(self, inner: float, outer: float, ink: int = 255, centre: Point = CENTRE):
        self.disc(outer, ink, centre)
        self.disc(inner, 0, centre)

    def rounded(self, box: Box, radius: float, ink: int = 255):
        corners = self.at([box[:2], box[2:]])
        self.draw.rounded_rectangle(corners, radius * self.fine, fill=ink)

    def line(self, points, width: float, ink: int = 255):
        self.draw.line(self.at(points), fill=ink, width=max(1, round(width * self.fine)), joint="curve")

    def stroke(self, points, width: float, ink: int = 255):
        """A line with round ends."""
        self.line(points, width, ink)
        for end in (points[0], points[-1]):
            self.disc(width / 2, ink, end)

    def smooth(self) -> Image.Image:
        return self.image.reduce(self.fine)


def square(r: int, centre: Point = CENTRE) -> Box:
    """The box around a disc, with room for its relief."""
    x, y = centre
    return x - r, y - r, x + r, y + r


def like(image: Image.Image, grey: int) -> Image.Image:
    return Image.new("L", image.size, grey)


def blur(image: Image.Image, r: float) -> Image.Image:
    """A soft copy. A wide blur is made on a small copy with one box: nobody sees the difference."""
    if r < 2:
        return image.filter(ImageFilter.BoxBlur(1.3 * r))  # the box with about the spread of the Gaussian
    step = 1 if r < 3 else 2 if r < 5 else 4
    small = image.reduce(step).filter(ImageFilter.GaussianBlur(r / step))
    return small if step == 1 else small.resize(image.size, Image.Resampling.BILINEAR)


def relief(height: Image.Image, soft: float, reach: int, gain: float) -> Image.Image:
    """How a height map catches the light."""
    h = blur(height, soft)
    lower, upper = ImageChops.offset(h, -reach, -reach), ImageChops.offset(h, reach, reach)
    return ImageChops.subtract(lower, upper, 1 / gain, NEUTRAL)


def lit(tone: Image.Image, *reliefs: Image.Image) -> Image.Image:
    for each in reliefs:
        tone = ImageChops.add(tone, each, 1, -NEUTRAL)
    return tone


def rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


@lru_cache(maxsize=16)
def _tables(ramp: Ramp) -> list[list[int]]:
    """Red, green and blue for each of 256 greys."""
    colours = []
    for (a, low), (b, high) in zip(ramp, ramp[1:], strict=False):
        span = [(v - a) / (b - a) for v in range(a, b)]
        colours += [[p + (q - p) * t for p, q in zip(rgb(low), rgb(high), strict=True)] for t in span]
    colours.append(rgb(ramp[-1][1]))
    return [[round(value) for value in channel] for channel in zip(*colours, strict=True)]


def tint(grey: Image.Image, ramp: Ramp) -> Image.Image:
    return Image.merge("RGB", [grey.point(table) for table in _tables(ramp)])


def scaled(image: Image.Image, share: float) -> Image.Image:
    return image.point([round(v * share) for v in range(256)])


def lay(canvas: Image.Image, casting: Casting, ramp: Ramp | None, shadow: Shadow | None = None):
    """Put a part on the canvas, with its contact shadow on what is already there."""
    if shadow:
        _shade(canvas, casting, shadow)
    canvas.alpha_composite(casting.through(ramp), casting.box[:2])


def _shade(canvas: Image.Image, casting: Casting, shadow: Shadow):
    pad = math.ceil(3 * shadow.blur) + max(shadow.drop)
    x0, y0, x1, y1 = casting.box
    box = max(0, x0 - pad), max(0, y0 - pad), min(SIZE, x1 + pad), min(SIZE, y1 + pad)
    cast = Image.new("L", (box[2] - box[0], box[3] - box[1]))
    cast.paste(casting.mask, (x0 - box[0] + shadow.drop[0], y0 - box[1] + shadow.drop[1]))
    ground = canvas.crop(box)
    dark = ImageChops.multiply(scaled(blur(cast, shadow.blur), shadow.strength), ground.getchannel("A"))
    canvas.paste((4, 5, 10, 255), box, dark)
