"""How long a medal takes: a new die, the next die, a numbered copy, its files, a share card."""

from functools import partial
from statistics import median
from time import perf_counter

from services.medal_art import Design, Words, card, die, png, strike, webp

GOLD, SILVER = Design("autumn", "gold", 2026), Design("autumn", "silver", 2026)
URL = "HTTPS://XUNLIAN.EXAMPLE.GOV.CN/V/ABCDEFGHIJKLMNOP"
WORDS = Words(
    "2026 秋赛",
    "一表一章 · 一站式体测",
    "一名参训民警",
    "扫码验真",
    "编号",
    "只核对纪念章真伪，不显示成绩明细",
)


def main() -> list[tuple[str, float, str]]:
    """Medians in ms, except the first die of the process, which can be drawn only once."""
    first, second = milliseconds(partial(die, GOLD)), milliseconds(partial(die, SILVER))
    copy = strike(GOLD, 87)
    share = partial(card, GOLD, edition=87, url=URL, grade_text="优秀", date_text="2026.10.18", words=WORDS)
    repeated = {
        "numbered copy": partial(strike, GOLD, 87),
        "png": partial(png, copy),
        "webp 240": partial(webp, copy),
        "share card": share,
    }
    figures = [("first die", first), ("next die", second)]
    figures += [(name, median(milliseconds(act) for _ in range(9))) for name, act in repeated.items()]
    return [(f"medal: {name}", round(value, 1), "ms") for name, value in figures]


def milliseconds(act) -> float:
    start = perf_counter()
    act()
    return 1000 * (perf_counter() - start)


if __name__ == "__main__":
    for name, value, unit in main():
        print(f"{name:24} {value:8.1f} {unit}")
