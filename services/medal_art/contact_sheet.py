"""All medals on one sheet, to be looked at whenever the art changes.

python -m services.medal_art.contact_sheet docs/medals.png
"""

import sys
from itertools import product

from PIL import Image

from . import METALS, SEASONS, Design, Words, card, die, silhouette, strike, unstruck

CELL, SMALL = 340, 64
CARD = 380
LIGHT, DARK = "#f2f4f7", "#090d14"
URL = "HTTPS://XUNLIAN.EXAMPLE.GOV.CN/V/ABCDEFGHIJKLMNOP"
WORDS = Words(
    "2026 秋赛",
    "一表一章 · 一站式体测",
    "一名参训民警",
    "扫码验真",
    "编号",
    "只核对纪念章真伪，不显示成绩明细",
)
ENGLISH = Words(
    "Winter 2026",
    "One sheet, one medal",
    "A participant",
    "Scan to verify",
    "No.",
    "Shows that the medal is genuine, not the marks",
)


def sheet() -> Image.Image:
    page = Image.new("RGB", (4 * CELL + 2 * CARD, 3 * CELL + SMALL * 2 + 40), LIGHT)
    page.paste(DARK, (0, CELL, 4 * CELL, 2 * CELL))
    page.paste(DARK, (0, 3 * CELL + SMALL + 20, page.width, page.height))
    for i, (metal, season) in enumerate(product(METALS, SEASONS)):
        medal = strike(Design(season, metal, 2026), 87)
        _put(page, medal, (i % 4 * CELL, i // 4 * CELL), CELL)
        for y in (3 * CELL + 10, 3 * CELL + SMALL + 30):
            _put(page, medal, (10 + i * (SMALL + 10), y), SMALL)
    _aside(page)
    return page


def _cards():
    yield card(
        Design("autumn", "gold", 2026),
        edition=87,
        url=URL,
        grade_text="优秀",
        words=WORDS,
        date_text="2026.10.18",
        name="林晓",
        score_text="91.5 分",
    )
    yield card(
        Design("winter", "bronze", 2026),
        edition=1203,
        url=URL,
        grade_text="Pass",
        words=ENGLISH,
        date_text="18 Dec 2026",
    )


def _aside(page: Image.Image):
    """The two cards, and what is not yet earned."""
    blank = die(Design("winter", "gold", 2026))
    width = CARD - 20
    for i, (shared, locked) in enumerate(zip(_cards(), (unstruck(blank), silhouette(blank)), strict=True)):
        small = shared.resize((width, width * 4 // 3), Image.Resampling.LANCZOS)
        page.paste(small, (4 * CELL + i * CARD + 10, 20))
        _put(page, locked, (4 * CELL + i * CARD + 20, 620), CELL)
        for y in (3 * CELL + 10, 3 * CELL + SMALL + 30):
            _put(page, locked, (10 + (12 + i) * (SMALL + 10), y), SMALL)


def _put(page: Image.Image, medal: Image.Image, at: tuple[int, int], size: int):
    small = medal.resize((size, size), Image.Resampling.LANCZOS)
    page.paste(small, at, small)


def main():
    sheet().quantize(256, dither=Image.Dither.FLOYDSTEINBERG).save(sys.argv[1], optimize=True)


if __name__ == "__main__":
    main()
