"""All medals of a person as one long picture, on the navy of the share card."""

from dataclasses import dataclass

from PIL import Image, ImageDraw

from . import text
from .card import BOTTOM, INK, MARGIN, SOFT, TOP, WIDTH
from .press import rgb

HEAD, FOOT = 216, 72
INSIDE = WIDTH - MARGIN  # half a margin on each side
LINES = 84  # under each medal: what it is, and its number
LONGEST = 16000  # px; beyond it messengers and phones refuse a picture


@dataclass(frozen=True, slots=True)
class Hung:
    """One medal on the wall: its struck picture, and two lines."""

    picture: Image.Image
    label: str
    detail: str


def columns(count: int) -> int:
    """Three to a row, and more only where the picture would grow too long."""
    return next(n for n in range(3, 13) if HEAD + FOOT + -(-count // n) * (INSIDE // n + LINES) <= LONGEST)


def wall(hung, *, title: str, count: str) -> Image.Image:
    """The picture, as long as its medals need. Raises ``MissingGlyph`` rather than draw an empty box."""
    text.require(title, count, *(word for each in hung for word in (each.label, each.detail)))
    across = columns(len(hung))
    cell = INSIDE // across
    picture = _ground(HEAD + FOOT + -(-len(hung) // across) * (cell + LINES))
    write = text.Writer(ImageDraw.Draw(picture), INK, WIDTH - 2 * MARGIN)
    write.line((MARGIN, 96), title, size=60, face=text.SERIF)
    write.line((MARGIN, 160), count, size=32, ink=SOFT)
    for i, each in enumerate(hung):
        at = MARGIN // 2 + i % across * cell, HEAD + i // across * (cell + LINES)
        _hang(picture, write, each, at, cell)
    return picture


def _hang(picture, write, each: Hung, at, cell: int):
    side = cell - 12
    medal = each.picture.resize((side, side), Image.Resampling.LANCZOS)
    picture.paste(medal, (at[0] + 6, at[1]), medal)
    x, y, scale = at[0] + cell / 2, at[1] + cell, min(1, cell / 320)
    write.line((x, y + 14), each.label, size=round(28 * scale), width=cell - 16, anchor="mm")
    write.line((x, y + 48), each.detail, size=round(24 * scale), width=cell - 16, anchor="mm", ink=SOFT)


def _ground(height: int) -> Image.Image:
    """The card's navy, from top to bottom."""
    colours = [
        [round(a + (b - a) * v / 255) for v in range(256)] for a, b in zip(rgb(TOP), rgb(BOTTOM), strict=True)
    ]
    fall = Image.linear_gradient("L").resize((WIDTH, height))
    return Image.merge("RGB", [fall.point(table) for table in colours])
