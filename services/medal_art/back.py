"""The back of a medal: the sheet that earned it, cut into the metal. For its owner alone."""

import math
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, ImageDraw

from . import body, text
from .backing import backing
from .design import METALS, Design
from .press import CENTRE, SIZE, Casting, Pen, Shadow, lay, lit, relief, square
from .texture import brushed

R = 276  # the field inside the beads
MARGIN = 16
TOP, ROWS, PITCH = -132, 246, 42  # where the lines of the sheet begin, their height in all, at most for each
COLUMN = 218  # half the width that every line of the sheet has
BOX = square(372)


@dataclass(frozen=True, slots=True)
class Back:
    """The texts cut into the back, in the reader's language; an empty text leaves its place empty."""

    name: str
    title: str
    rows: tuple[tuple[str, str, str], ...]  # item, measure, points
    total: str
    date: str
    edition: int

    def texts(self):
        return self.name, self.title, self.total, self.date, *(word for row in self.rows for word in row)


def back(design: Design, side: Back, size: int = 720) -> Image.Image:
    """The medal turned over, without its ribbon. Raises ``MissingGlyph`` rather than draw an empty box."""
    text.require(*side.texts())
    canvas = Image.new("RGBA", (SIZE, SIZE))
    metal, reach = METALS[design.metal]
    lay(canvas, backing(design.outline, reach), metal, Shadow(8, (0, 6), 0.5))
    lay(canvas, body.rim(), metal, Shadow(9, (2, 8), 0.62))
    lay(canvas, body.cut_into(_field(), _lettered(side)), metal)
    return canvas.crop(BOX).resize((size, size), Image.Resampling.LANCZOS)


@lru_cache(maxsize=1)
def _field() -> Casting:
    pen = Pen(square(R), fine=3)
    pen.disc(R - 2)
    mask = pen.smooth()
    return Casting(pen.box, lit(brushed(pen.box, 196, 22, 14), relief(mask, 3, 3, 1)), mask)


def _lettered(side: Back) -> Pen:
    pen = Pen(square(R), fine=3)
    _middle(pen, side.name, y=-204, size=46, face=text.SERIF)
    _middle(pen, side.title, y=-160 if side.rows else 0, size=24 if side.rows else 44)
    _middle(pen, side.total, y=146, size=36, face=text.SERIF)
    _middle(pen, side.date, y=190, size=24)
    _middle(pen, f"№ {side.edition:06d}", y=226, size=24)
    for y in (TOP, TOP + ROWS) if side.rows else ():
        pen.line([_at(-COLUMN, y), _at(COLUMN, y)], 1.5)
    pitch = min(PITCH, ROWS / max(1, len(side.rows)))
    first = TOP + (ROWS - pitch * (len(side.rows) - 1)) / 2
    for i, row in enumerate(side.rows):
        _row(pen, row, y=first + i * pitch, size=min(26, pitch * 0.74))
    return pen


def _row(pen: Pen, row, *, y: float, size: float):
    """Write a row: the item from the left; measure and points end at the right of their columns."""
    places = (-COLUMN, 214, "lm"), (86, 84, "rm"), (COLUMN, 120, "rm")
    for words, (x, width, anchor) in zip(row, places, strict=True):
        _write(pen, words, _at(x, y), size=size, width=width, anchor=anchor)


def _middle(pen: Pen, words: str, *, y: float, size: int, face: str = text.SANS):
    chord = 2 * math.sqrt((R - MARGIN) ** 2 - y**2)
    _write(pen, words, _at(0, y), size=size, width=chord, anchor="mm", face=face)


def _write(pen: Pen, words: str, at, *, size: float, width: float, anchor: str, face: str = text.SANS):
    write = text.Writer(ImageDraw.Draw(pen.image), 255, width * pen.fine)
    write.line(pen.at([at])[0], words, size=round(size * pen.fine), anchor=anchor, face=face)


def _at(x: float, y: float):
    return CENTRE[0] + x, CENTRE[1] + y
