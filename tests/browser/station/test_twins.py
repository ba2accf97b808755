"""The browser reads what people type, writes measures and folds heats exactly as the server does."""

import json
import random
from pathlib import Path

import pytest

from services.scoring import measures
from services.scoring.measures import DOWN, UNITS, UP, Malformed, Scale
from tests.support.browser.recording import run

HEATS = json.loads((Path(__file__).parents[2] / "data" / "heats.json").read_text("utf-8"))["cases"]
TYPED = [
    "3:38", "3'38\"", "3′38″", "3’38”", "3′5″", "３：３８", "3分38秒", "3:38.5", "218", "13″1",
    "13″11", "13''1", "13.2″", "13.2s", "0.39", " 2.45 m ", "2.45米", "245cm", "0.46", "45.9",
    "-3.5", "−3.5 cm", "－３．５", "56.4kg", "4635", "4635 毫升", "13", "13.0", "13次", "67.7",
    "3:75", "3:60", "3′75″", "3:5", ":38", "3:", "1:02:03", "13.1″1", "″", "-3:38", "3:-38", "5m",
    "12.5", "½", "12 kg", "", "   ", "NaN", "inf", "1e3", "1_000", "4,635", "+2", ".5", "5.",
    "0x10", "٣", "2.45 s", "2 45", "2.45mm2", "1" * 40, "m", "2.45/1", "1\n3", "0.0004", "-0.0004",
    "12.3456", "-12.3456", "13.00001″", "1′0.0001″", "60″", "99:59.99", "ＫＧ", "5ＫＧ", "5 KG",
    "5kg ", "5 l", "5毫秒", "5ms", "5环", "5个", "㎏", "5㎏", "5㎝", "\ufeff5", "\x1c5", "5\x85",
    "0", "-0", "00012", "3 : 38", "3′ 38″", "7.",
]  # fmt: skip
LETTERS = "0123456789" * 3 + "..::′″'\"− -/smkgcLl次分秒米  ．：’”毫公斤克５"
SCALES = [
    Scale("s", 1, UP, 0, 10**7), Scale("s", 0, UP, 0, 10**7), Scale("s", 2, UP, 0, 10**7),
    Scale("m", 2, DOWN, 0, 10**5),
    Scale("cm", 1, DOWN, -500, 500), Scale("kg", 1, DOWN, 0, 10**6), Scale("mL", 0, DOWN, 0, 10**5),
    Scale("ms", 0, UP, 0, 10**5), Scale("count", 0, DOWN, 0, 1000), Scale("index", 1, DOWN, 0, 2000),
    Scale("L", 2, DOWN, 0, 10**5), Scale("g", 0, DOWN, 0, 10**6), Scale("mm", 0, DOWN, 0, 10**5),
]  # fmt: skip


@pytest.fixture
def page(bare):
    return bare


def facts(scale):
    return {name: getattr(scale, name) for name in ("unit", "base", "decimals", "rounding", "low", "high")}


def reading(read, *given):
    try:
        return read(*given)
    except Malformed:
        return "malformed"


def test_what_is_typed_is_read_alike_or_refused_alike(page):
    chance = random.Random(4)
    noise = ["".join(chance.choices(LETTERS, k=chance.randint(1, 9))) for _ in range(4000)]
    asked = [(text, unit, rounding) for text in TYPED for unit in UNITS for rounding in (UP, DOWN)]
    asked += [(text, chance.choice(list(UNITS)), chance.choice([UP, DOWN])) for text in noise]
    told = run(
        page,
        "return a0.map(([text, unit, rounding]) => { try { return m.parse(text, { unit, rounding }); }"
        " catch (error) { if (error instanceof m.Malformed) return 'malformed'; throw error; } });",
        asked,
        module="station/rules/scales",
    )
    wanted = [reading(measures.parse, *one) for one in asked]
    assert [one for one in zip(asked, told, wanted, strict=True) if one[1] != one[2]] == []
    assert sum(one != "malformed" for one in wanted) > 1000


def test_measures_are_written_and_counted_alike(page):
    chance = random.Random(5)
    for scale in SCALES:
        amounts = [0, 1, 5, 9, 10, 99, 100, 59_999, 60_000, 60_001, 599_999, 600_050, 3_600_000]
        amounts += [chance.randrange(0, 10 ** chance.randint(1, 7)) for _ in range(300)]
        amounts += [-one for one in amounts]
        told = run(
            page,
            "return a0.map((n) => [m.write, m.amount, m.counted, m.isPlausible].map((twin) => twin(n, a1)));",
            amounts,
            facts(scale),
            module="station/rules/scales",
        )
        wanted = [
            [
                measures.write(n, scale),
                str(measures.number(n, scale)),
                scale.counted(n),
                scale.is_plausible(n),
            ]
            for n in amounts
        ]
        assert [one for one in zip(amounts, told, wanted, strict=True) if one[1] != one[2]] == []


def test_heats_fold_alike_in_whatever_order_entries_come(page):
    chance = random.Random(6)
    asked, wanted = [], []
    for case in HEATS:
        for _ in range(6):
            asked.append(chance.sample(case["entries"], len(case["entries"])))
            wanted.append([case["name"], case["places"]])
    told = run(page, "return a0.map(m.fold);", asked, module="station/rules/heats")
    assert [[name, got] for got, (name, _) in zip(told, wanted, strict=True)] == wanted
    assert len(HEATS) >= 20
