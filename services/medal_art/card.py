"""The share card: a medal, a few words, and the code that proves it.

Name and score appear only when the caller gives them, and there is no place for a unit.
"""

from dataclasses import astuple, dataclass
from functools import lru_cache

import qrcode
from PIL import Image, ImageDraw, ImageFilter

from . import text
from .design import METALS, SEASONS, Design
from .medal import strike
from .press import Pen, rgb

WIDTH, HEIGHT, MARGIN = 1080, 1440, 72
MEDAL, MEDAL_TOP = 876, 116
TOP, BOTTOM = "#0d1c3d", "#050a17"  # one navy for every season; the season is in the glow
INK, SOFT, HAIR = "#ffffff", "#d2d9e4", "#2f3850"
QR_SIDE, QR_TOP = 336, 1022
QUIET = 4  # modules of white around the code, as its standard asks
COLUMN = WIDTH - 2 * MARGIN - QR_SIDE - 36  # what the code leaves for the words


@dataclass(frozen=True, slots=True)
class Words:
    """The card's fixed texts, in the reader's language."""

    title_left: str
    title_right: str
    holder: str  # who it is while the name is off
    check: str  # under the code
    serial: str  # before the serial number
    privacy: str


def card(
    design: Design,
    *,
    edition: int,
    url: str,
    grade_text: str,
    date_text: str,
    words: Words,
    name: str | None = None,
    score_text: str | None = None,
) -> Image.Image:
    """A picture of 1080 × 1440 px to share. Raises ``MissingGlyph`` rather than draw an empty box."""
    text.require(grade_text, date_text, name, score_text, *astuple(words))
    picture = _ground(design.season).copy()
    medal = strike(design, edition, MEDAL)
    picture.paste(medal, ((WIDTH - MEDAL) // 2, MEDAL_TOP), medal)
    write = text.Writer(ImageDraw.Draw(picture), INK, COLUMN)
    write.line((MARGIN, 84), words.title_left, face=text.SERIF, size=42, width=440)
    write.line((WIDTH - MARGIN, 84), words.title_right, size=30, width=440, ink=SOFT, anchor="rm")
    write.line((MARGIN, 1074), grade_text, face=text.SERIF, size=96, ink=METALS[design.metal].ramp[4][1])
    write.line((MARGIN, 1174), name or words.holder, face=text.SERIF, size=42)
    write.line((MARGIN, 1234), "  ·  ".join(filter(None, (score_text, date_text))), size=32, ink=SOFT)
    write.line((MARGIN, 1292), f"{words.serial} {_serial(design, edition)}", size=32, ink=SOFT)
    write.line((MARGIN, 1376), words.privacy, size=26, ink=SOFT)
    write.line((WIDTH - MARGIN - QR_SIDE / 2, 1384), words.check, size=30, width=QR_SIDE, anchor="mm")
    write.draw.line((MARGIN, 1336, MARGIN + COLUMN, 1336), HAIR, 2)
    _put_code(picture, url)
    return picture


def _serial(design: Design, edition: int) -> str:
    return f"{design.year}-{SEASONS[design.season].english[:2]}-{edition:06d}"


@lru_cache(maxsize=4)
def _ground(season: str) -> Image.Image:
    """Navy, the season's glow behind the medal, and running-track lanes."""
    fall = Image.linear_gradient("L").resize((WIDTH, HEIGHT))
    picture = Image.composite(_plain(BOTTOM), _plain(TOP), fall)
    glow = Image.radial_gradient("L").point([int(max(0, 177 - v) * 0.78) for v in range(256)])
    soft = glow.resize((1900, 1900), Image.Resampling.BICUBIC).filter(ImageFilter.BoxBlur(4))
    picture.paste(rgb(SEASONS[season].enamel[1][1]), ((WIDTH - 1900) // 2, MEDAL_TOP - 430), soft)
    picture.paste((255, 255, 255), (0, 0), _lanes())
    return picture


def _plain(colour: str) -> Image.Image:
    return Image.new("RGB", (WIDTH, HEIGHT), colour)


def _lanes() -> Image.Image:
    pen = Pen((0, 0, WIDTH, HEIGHT), fine=2)
    for i in range(9):
        inset = 37 * i
        corners = pen.at([(-350 + inset, 750 + inset), (1430 - inset, 2800 - inset)])
        pen.draw.rounded_rectangle(corners, (890 - inset) * pen.fine, outline=20, width=3)
    return pen.smooth()


def _put_code(picture: Image.Image, url: str):
    """The code on a white tile, in whole pixels a module, so that it outlives recompression."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=0)
    code.add_data(url, optimize=0)
    rows = code.get_matrix()
    count = len(rows)
    side = count * (QR_SIDE // (count + 2 * QUIET))
    modules = Image.frombytes("L", (count, count), bytes(0 if dark else 255 for row in rows for dark in row))
    tile = Pen((WIDTH - MARGIN - QR_SIDE, QR_TOP, WIDTH - MARGIN, QR_TOP + QR_SIDE))
    tile.rounded(tile.box, 20)
    picture.paste((255, 255, 255), tile.box, tile.smooth())
    inset = (QR_SIDE - side) // 2
    at = tile.box[0] + inset, QR_TOP + inset
    picture.paste(modules.resize((side, side), Image.Resampling.NEAREST), at)
