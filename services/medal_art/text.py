"""Type: the three faces, what they can draw, and text along an arc."""

import math
import struct
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from .outline import polar
from .press import Pen

FONTS = Path(__file__).with_name("fonts")
SERIF = "NotoSerifSC-Bold.ttf"
SANS = "NotoSansSC-tgh8105.ttf"
NUMERALS = "NotoSansSC-Bold-latin.ttf"
SMALLEST = 20  # below this, ring text is no longer text


class MissingGlyph(ValueError):
    """The text has characters that our fonts lack; Pillow would draw empty boxes and say nothing."""

    def __init__(self, characters: str):
        super().__init__(f"no glyph for: {characters}")
        self.characters = characters


def missing(text: str) -> str:
    """The characters of a text that our fonts lack, each once, in order."""
    return "".join(dict.fromkeys(c for c in text if ord(c) not in _characters(SERIF)))


def require(*texts: str | None):
    """Refuse text that would come out as empty boxes."""
    if lacking := missing("".join(filter(None, texts))):
        raise MissingGlyph(lacking)


@cache
def _characters(name: str) -> frozenset[int]:
    """The code points in a font's character map: the full-repertoire subtable (OpenType cmap, format 12)."""
    font = (FONTS / name).read_bytes()
    (tables,) = struct.unpack_from(">H", font, 4)
    directory = struct.iter_unpack(">4s4xII", font[12 : 12 + 16 * tables])
    start = next(offset for tag, offset, _ in directory if tag == b"cmap")
    (count,) = struct.unpack_from(">H", font, start + 2)
    records = struct.iter_unpack(">HHI", font[start + 4 : start + 4 + 8 * count])
    at = start + next(offset for platform, encoding, offset in records if (platform, encoding) == (3, 10))
    (groups,) = struct.unpack_from(">I", font, at + 12)
    ranges = struct.iter_unpack(">III", font[at + 16 : at + 16 + 12 * groups])
    return frozenset(code for first, last, _ in ranges for code in range(first, last + 1))


@lru_cache(maxsize=32)
def font(name: str, size: int) -> ImageFont.FreeTypeFont:
    # The basic engine lays text out alike on every machine, with or without libraqm.
    return ImageFont.truetype(FONTS / name, size, layout_engine=ImageFont.Layout.BASIC)


def fitting(name: str, text: str, *, size: int, width: float) -> ImageFont.FreeTypeFont:
    """The face in a size, or in a smaller one where the text would not fit the width.

    A line with a character that the face lacks is set in the serif, which has all our characters.
    """
    if not _characters(name).issuperset(map(ord, text)):
        name = SERIF
    length = font(name, size).getlength(text)
    return font(name, size if length <= width else max(1, int(size * width / length)))


def line(pen: Pen, text: str, *, centre, size: int, face: str, ink: int = 255):
    pen.draw.text(pen.at([centre])[0], text, ink, font=font(face, size * pen.fine), anchor="mm")


def arc(
    pen: Pen,
    text: str,
    *,
    size: int,
    radius: float,
    middle: float = 0,
    span: float = 360,
    gap: float = 0,
    inward: bool = False,
):
    """Set text along an arc around the centre, glyph by glyph, smaller where the span (degrees) is too
    short.

    ``gap`` is the space between glyphs, in ems; it is given up before the size is.
    """
    advances = [font(SERIF, 100).getlength(c) / 100 for c in text]
    room = math.radians(span) * radius
    size = min(size, int(room / sum(advances)))
    if size < SMALLEST:
        raise ValueError(f"too long for the ring: {text}")
    gap = min(gap, (room / size - sum(advances)) / max(1, len(text) - 1))
    degrees = math.degrees(size / radius) * (-1 if inward else 1)
    a = middle - degrees * (sum(advances) + gap * (len(text) - 1)) / 2
    for glyph, advance in zip(text, advances, strict=True):
        _stand(
            pen, glyph, size=size, radius=radius, degrees=a + degrees * advance / 2, flip=180 if inward else 0
        )
        a += degrees * (advance + gap)


def _stand(pen: Pen, glyph: str, *, size: int, radius: float, degrees: float, flip: int):
    side = round(size * 1.7) * pen.fine
    patch = Image.new("L", (side, side))
    face = font(SERIF, size * pen.fine)
    # "ms" on a common baseline keeps 一 in the middle of its em and Latin letters on one line.
    ImageDraw.Draw(patch).text(
        (side / 2, side / 2 + size * pen.fine * 0.36), glyph, 255, font=face, anchor="ms"
    )
    patch = patch.rotate(-degrees - flip, Image.Resampling.BICUBIC)
    x, y = pen.at([polar(radius, degrees)])[0]
    pen.image.paste(255, (round(x - side / 2), round(y - side / 2)), patch)


@dataclass(frozen=True, slots=True)
class Writer:
    """Sets lines on a picture, each smaller if it would not fit its width."""

    draw: ImageDraw.ImageDraw
    ink: str | int
    width: float

    def line(self, at, words: str, *, size: int, anchor: str = "lm", **changes):
        """``changes``: face, ink, width."""
        face = fitting(changes.get("face", SANS), words, size=size, width=changes.get("width", self.width))
        self.draw.text(at, words, changes.get("ink", self.ink), font=face, anchor=anchor)
