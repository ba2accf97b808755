"""``score`` against every row of the published tables, through the command itself."""

from collections import defaultdict
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support import examples, raw_standards
from tests.support.command import scoring
from tests.support.raw_standards import FINEST, PHYSIQUE

TABLES = raw_standards.tables()
HEIGHTS = raw_standards.heights()
GROUPS = defaultdict(list)
for table in TABLES:
    GROUPS[table.standard, table.sex, table.low, table.high].append(table)


def around(table, threshold):
    """At the threshold, one raw unit and one shown unit either side."""
    raw, shown = Decimal(FINEST[table.unit]), Decimal(1).scaleb(-table.decimals)
    values = [threshold + offset for offset in (-shown, -raw, Decimal(0), raw, shown)]
    return [v for v in values if v >= 0 or table.exercise == "sit_reach"]


def people(sex, low, high):
    return [(sex, raw_standards.born(low)), (sex, raw_standards.last_day_of(high))]


def test_the_raw_tables_are_whole():
    assert sum(len(t.rows) for t in TABLES if t.standard == PHYSIQUE) == 555
    assert sum(len(t.rows) for t in TABLES if t.standard == raw_standards.POLICE) == 209
    assert len(HEIGHTS) == 396


@pytest.mark.parametrize("key", GROUPS, ids=lambda key: f"{key[0]}-{key[1]}{key[2]}-{key[3]}")
def test_every_row_is_earned_exactly_at_its_threshold(key):
    standard, sex, low, high = key
    cases = [
        [(table, value) for row in table.rows for value in around(table, row.threshold)]
        for table in GROUPS[key]
    ]
    for _, born in people(sex, low, high):
        for number in range(max(map(len, cases))):
            row = [case[number] for case in cases if number < len(case)]
            answer = scoring(standard, sex, born, *(f"{t.exercise}={value}" for t, value in row)).json

            assert answer["results"] == [raw_standards.expected(t, value) for t, value in row]


@pytest.mark.parametrize("who", sorted({(h.sex, h.low, h.high) for h in HEIGHTS}))
def test_every_weight_boundary_of_every_height(who):
    sex, low, high = who
    for row in (h for h in HEIGHTS if (h.sex, h.low, h.high) == who):
        for (_, born), cm in zip(people(sex, low, high), (row.from_cm, row.to_cm), strict=True):
            for kg in {
                limit + offset for limit in row.limits for offset in map(Decimal, ("-0.1", "0", "0.1"))
            }:
                (result,) = scoring(PHYSIQUE, sex, born, f"height_weight={cm}/{kg}").json["results"]

                assert result["points"] == raw_standards.weight_points(row.limits, kg), (row, kg)
                assert result["measure"] == [cm, kg]
                assert result["next"] is None


def test_a_weight_finer_than_a_tenth_counts_down_to_it():
    row = HEIGHTS[0]
    kg = row.limits[3] + Decimal("0.099")
    answer = scoring(PHYSIQUE, row.sex, raw_standards.born(20), f"height_weight={row.to_cm}/{kg}").json

    assert answer["results"][0]["points"] == 3


@pytest.mark.long
@settings(max_examples=examples.number(30, long=150))
@given(st.data())
def test_a_complete_physique_test_has_the_total_and_grade_of_the_rule(data):
    keys = [k for k in GROUPS if k[0] == PHYSIQUE and k[1:3] != ("F", 35)]
    _, sex, low, high = data.draw(st.sampled_from(keys))
    tables = GROUPS[PHYSIQUE, sex, low, high]
    rows = [data.draw(st.sampled_from(t.rows), label=t.exercise) for t in tables]
    body = data.draw(st.sampled_from([h for h in HEIGHTS if h.sex == sex and h.low <= low <= h.high]))
    kg = data.draw(st.sampled_from(body.limits))
    given_ = [f"{t.exercise}={row.threshold}" for t, row in zip(tables, rows, strict=True)]
    order = data.draw(st.permutations([*given_, f"height_weight={body.from_cm}/{kg}"]))

    answer = scoring(PHYSIQUE, sex, raw_standards.born(low), *order).json

    total = sum(row.points for row in rows) + raw_standards.weight_points(body.limits, kg)
    assert answer["total"] == total
    assert answer["grade"] == raw_standards.grade(low, total)
    assert answer["passed"] is (answer["grade"] != "不合格")
    assert answer["notes"] == []
    assert [r["exercise"] for r in answer["results"]] == [pair.partition("=")[0] for pair in order]
