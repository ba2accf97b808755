"""How long a medal takes: a new die, the next, other kinds, a numbered copy, files, a card, a back, a wall.

In processor time: one thread does it all, and what else the machine does is not counted.
"""

from functools import partial
from statistics import median
from time import process_time

from services.medal_art import SHAPES, Back, Design, Hung, Words, back, card, die, png, strike, wall, webp

GOLD, SILVER = Design("autumn", "gold", 2026), Design("autumn", "silver", 2026)
#: A 1024 px medal as PNG, its die drawn before.
MEDAL_LIMIT = 150
BACK = Back("林晓", "2026 秋赛", (("引体向上", "18 次", "20 分"),) * 6, "91 分 · 优秀", "2026.10.18", 87)
URL = "HTTPS://XUNLIAN.EXAMPLE.GOV.CN/V/ABCDEFGHIJKLMNOP"
WORDS = Words(
    "2026 秋赛",
    "一表一章 · 一站式体测",
    "一名参训民警",
    "扫码验真",
    "编号",
    "只核对纪念章真伪，不显示成绩明细",
)


def main() -> list[tuple]:
    """Medians in ms, except dies: each is drawn once in a process."""
    first, second = milliseconds(partial(die, GOLD)), milliseconds(partial(die, SILVER))
    kinds = [Design("autumn", "gold", 2026, shape) for shape in SHAPES if shape not in ("fitness", "own")]
    others = median(milliseconds(partial(die, design)) for design in kinds)
    copy = strike(GOLD, 87)
    share = partial(card, GOLD, edition=87, url=URL, grade_text="优秀", date_text="2026.10.18", words=WORDS)
    repeated = {
        "numbered copy": partial(strike, GOLD, 87),
        "webp 240": partial(webp, copy),
        "share card": share,
        "back": partial(back, GOLD, BACK),
        "wall of 24": partial(wall, [Hung(copy, "2026", "№ 000087")] * 24, title="", count=""),
    }
    figures = [("first die", first), ("next die", second), ("die of another kind", others)]
    figures += [(name, median(milliseconds(act) for _ in range(9))) for name, act in repeated.items()]
    rows = [(f"medal: {name}", round(value, 1), "ms") for name, value in figures]
    whole = median(milliseconds(lambda: png(strike(GOLD, 87))) for _ in range(9))
    return [*rows, ("medal: copy as PNG 1024", round(whole, 1), "ms", MEDAL_LIMIT)]


def milliseconds(act) -> float:
    start = process_time()
    act()
    return 1000 * (process_time() - start)


if __name__ == "__main__":
    for name, value, unit, *_limit in main():
        print(f"{name:24} {value:8.1f} {unit}")
