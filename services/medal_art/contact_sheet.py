"""All medals on one sheet, to be looked at whenever the art changes.

python -m services.medal_art.contact_sheet docs/medals.png
"""

import sys
from itertools import product

from PIL import Image, ImageOps

from . import (
    COLOURS,
    METALS,
    OUTLINES,
    SEASONS,
    Back,
    Design,
    Hung,
    Parts,
    Words,
    back,
    card,
    die,
    silhouette,
    strike,
    unstruck,
    wall,
)

CELL, SMALL, ASIDE = 200, 64, 400
ACROSS = len(METALS) * len(SEASONS)
LIGHT, DARK = "#f2f4f7", "#090d14"
#: The shapes struck in the metal of a grade or place, and the metal of each of the others.
GRADED = ("fitness", "marksman", "contest")
STRUCK_IN = {
    "personal_best": "silver",
    "full_attendance": "gold",
    "four_seasons": "gold",
    "gold_instructor": "gold",
    "course": "silver",
}
ROWS = (("引体向上", "18 次", "20 分"), ("1000 米跑", "3′41″", "25 分"), ("100 米跑", "13.2″", "23 分"))
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


def designs():
    """A row for each graded shape, then the others, then every outline and colour of a bureau's own."""
    for shape, metal, season in product(GRADED, METALS, SEASONS):
        yield Design(season, metal, 2026, shape)
    for (shape, metal), season in product(STRUCK_IN.items(), SEASONS):
        yield Design(season, metal, 2026, shape)
    looks = [*product(OUTLINES, ["navy"]), *(("round", colour) for colour in COLOURS if colour != "navy")]
    for look in looks:
        yield Design("autumn", "gold", 2026, "own", "示例纪念", Parts(*look))


def sheet() -> Image.Image:
    medals = [strike(design, 87).resize((CELL, CELL), Image.Resampling.LANCZOS) for design in designs()]
    blank = die(Design("winter", "gold", 2026), CELL)
    medals += [unstruck(blank), silhouette(blank)]
    lines = -(-len(medals) // ACROSS)
    strip = lines * CELL
    page = Image.new("RGB", (ACROSS * CELL + 2 * ASIDE, strip + 4 * (SMALL + 10)), LIGHT)
    for line in range(1, lines, 2):
        page.paste(DARK, (0, line * CELL, ACROSS * CELL, (line + 1) * CELL))
    page.paste(DARK, (0, strip + 2 * (SMALL + 10), page.width, page.height))
    for i, medal in enumerate(medals):
        _put(page, medal, (i % ACROSS * CELL, i // ACROSS * CELL), CELL)
        x, y = i % (len(medals) // 2) * (SMALL + 20) + 10, i // (len(medals) // 2) * (SMALL + 10) + strip
        _put(page, medal, (x, y), SMALL)
        _put(page, medal, (x, y + 2 * (SMALL + 10)), SMALL)
    _aside(page, ACROSS * CELL)
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


def _aside(page: Image.Image, left: int):
    """The two cards, two backs, and a wall."""
    autumn, course = Design("autumn", "gold", 2026), Design("summer", "silver", 2026, "course")
    for i, shared in enumerate(_cards()):
        page.paste(shared.resize((390, 520), Image.Resampling.LANCZOS), (left + i * ASIDE + 5, 10))
    written = Back("林晓", "2026 秋赛 · 体能测试纪念章", ROWS, "91 分 · 优秀", "2026.10.18", 87)
    _put(page, back(autumn, written), (left + 5, 540), 390)
    _put(
        page, back(course, Back("林晓", "课程结业纪念", (), "", "2026.7.3", 12)), (left + ASIDE + 5, 540), 390
    )
    hung = [Hung(strike(each, 87, 400), "2026", "№ 000087") for each in (autumn, course)]
    page.paste(wall(hung, title="林晓", count="2 枚").resize((390, 256)), (left + 5, 940))


def _put(page: Image.Image, medal: Image.Image, at: tuple[int, int], size: int):
    small = medal.resize((size, size), Image.Resampling.LANCZOS)
    page.paste(small, at, small)


def main():
    # Six bits a colour: two thirds of the bytes, and still every medal in its own colours.
    ImageOps.posterize(sheet(), 6).save(sys.argv[1], optimize=True)


if __name__ == "__main__":
    main()
