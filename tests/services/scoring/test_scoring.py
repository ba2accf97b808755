"""Totals, grades, passes, ages and notes: the rules beyond one row of one table."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services import scoring, standard_files
from services.scoring.rulebook import Grade
from tests.support import command
from tests.support.raw_standards import ON, PHYSIQUE, POLICE, RECRUIT, born

WOMAN_OF_37 = {"height_weight": "160.0/55.0", "lung_capacity": 2675, "step_index": "60.4", "grip": "31.3",
               "situp1min": 15, "vjump": "21.4", "choice_reaction": "0.50", "one_leg_stand": 24}  # fmt: skip
MAN_OF_45 = {"height_weight": "170.0/65.0", "lung_capacity": 4100, "step_index": "70.3", "grip": "55.5",
             "sit_reach": "16.0", "choice_reaction": "0.43", "one_leg_stand": 49}  # fmt: skip


@pytest.fixture(autouse=True)
def chinese(monkeypatch):
    monkeypatch.setenv("YIZHANG_LANG", "zh")


def answer(standard, sex, birth, *measures, **more):
    written = [*measures, *(f"{exercise}={value}" for exercise, value in more.items())]
    return command.scoring(standard, sex, birth, *written).json


def verdict(found):
    return found["total"], found["grade"], found["passed"], found["notes"]


def test_four_categories_of_2010_have_a_total_but_no_grade_until_the_bureau_sets_one():
    found = answer(POLICE, "M", "2001-04-02", "run100=13.11", "run1000=3:38", "pullup=12", "slj=2.45")

    assert [r["points"] for r in found["results"]] == [85, 75, 90, 70]
    assert verdict(found) == (320, None, None, ["未设等级线"])
    assert found["age"] == 24
    assert found["age_group"] == "M1"


def test_cut_offs_of_the_bureau_give_the_grade():
    standard = standard_files.shipped(POLICE)
    cut_offs = [Grade(name="优", name_en="", minimum=320, passes=True),
                Grade(name="差", name_en="", minimum=0, passes=False)]  # fmt: skip
    measures = {"run100": 13_110, "run1000": 218_000, "pullup": 12, "slj": 2450}
    who = {"sex": "M", "born_on": date(2001, 4, 2), "on": ON, "grade_rule": cut_offs}

    assert scoring.score(standard, measures=measures, **who).grade.name == "优"
    weaker = scoring.score(standard, measures=measures | {"slj": 2449}, **who)
    assert (weaker.grade.name, weaker.passed, weaker.notes) == ("差", False, ())


def test_the_next_row_is_given_with_its_distance():
    found = answer(POLICE, "M", "2001-04-02", "run1000=3:38", "pullup=12", "run100=12.4")

    assert [r["next"] for r in found["results"]] == [
        {"points": 80, "measure": 215, "gap": 3},
        {"points": 100, "measure": 13, "gap": 1},
        None,
    ]


def test_two_items_of_one_category_are_both_scored_and_have_no_total():
    found = answer(POLICE, "M", "2001-04-02", "pullup=12", "dips=15", "run100=12.5")

    assert [r["points"] for r in found["results"]] == [90, 80, 100]
    assert found["total"] is None
    assert found["notes"][0] == "第三类只能任选一项，现有 双杠臂屈伸、引体向上：不计总分"


def test_an_item_without_a_table_leaves_the_known_points_and_no_grade():
    found = answer(POLICE, "M", "2001-04-02", "run100=12.5", "run1000=206", "pushup=40", "slj=2.69")

    assert [r["points"] for r in found["results"]] == [100, 100, None, 100]
    assert verdict(found) == (300, None, None, ["俯卧撑：该组无标准，不计分", "未设等级线"])


@pytest.mark.parametrize(
    ("sex", "measures", "grade", "passed"),
    [
        ("M", ["shuttle4x10=13.1", "run1000=4:25", "jumpreach=2.65"], "合格", True),
        ("F", ["shuttle4x10=14.1", "run800=4:20", "jumpreach=2.30"], "合格", True),
        ("M", ["shuttle4x10=13.11", "run1000=4:25", "jumpreach=2.65"], None, False),
        ("M", ["shuttle4x10=13.1", "run1000=4:25.1", "jumpreach=2.65"], None, False),
        ("M", ["jumpreach=2.64"], None, False),
        ("M", ["jumpreach=2.65"], None, None),
        ("M", ["shuttle4x10=13.1", "run800=4:20", "jumpreach=2.65"], None, None),
    ],
)
def test_failing_any_one_item_fails_the_recruits(sex, measures, grade, passed):
    found = answer(RECRUIT, sex, "1996-03-20", *measures)

    assert found["age_group"] == "-30"
    assert verdict(found)[:3] == (None, grade, passed)


def test_a_failed_item_says_what_it_takes():
    (result,) = answer(RECRUIT, "M", "1995-03-20", "shuttle4x10=13.41")["results"]

    assert result["measure"] == Decimal("13.5")
    assert result["next"] == {"points": None, "measure": Decimal("13.4"), "gap": Decimal("0.1")}


def test_below_the_first_row_there_are_no_points_and_no_grade():
    found = answer(PHYSIQUE, "M", born(45), **MAN_OF_45 | {"grip": "29.1"})

    assert verdict(found) == (30, None, None, ["握力：低于最低一档，得 0 分，不评等级"])
    assert answer(PHYSIQUE, "M", born(45), **MAN_OF_45 | {"grip": "29.2"})["grade"] == "优秀"


def test_women_of_35_to_39_have_no_sit_and_reach_and_so_never_a_grade():
    missing = "坐位体前屈：该组无标准，不计分"
    without = answer(PHYSIQUE, "F", born(37), **WOMAN_OF_37)
    with_it = answer(PHYSIQUE, "F", born(37), **WOMAN_OF_37, sit_reach=10)

    assert verdict(without) == verdict(with_it) == (33, None, None, [missing])
    assert with_it["results"][-1] == {
        "exercise": "sit_reach", "measure": 10, "points": None, "passed": None, "next": None,
    }  # fmt: skip


def test_what_is_missing_is_named_and_the_total_is_the_sum_so_far():
    found = answer(PHYSIQUE, "M", born(45), **{k: v for k, v in MAN_OF_45.items() if k != "grip"})

    assert verdict(found) == (30, None, None, ["还缺：握力"])


def test_an_item_that_this_group_is_not_tested_in_bars_the_grade():
    found = answer(PHYSIQUE, "M", born(45), **MAN_OF_45, pushup=30)

    assert verdict(found) == (35, None, None, ["俯卧撑：该组不测此项，不计分"])


@pytest.mark.parametrize(
    ("birth", "on", "age"),
    [
        ("2000-02-29", "2025-02-28", 24),
        ("2000-02-29", "2025-03-01", 25),
        ("2000-02-29", "2024-02-29", 24),
        ("2000-03-20", "2026-03-19", 25),
        ("2000-03-20", "2026-03-20", 26),
        ("2000-12-31", "2026-01-01", 25),
    ],
)
def test_age_is_in_full_years_and_the_birthday_counts(birth, on, age):
    found = command.scoring(POLICE, "M", birth, "run100=13", on=on).json

    assert found["age"] == age
    assert found["age_group"] == ("M1" if age <= 25 else "M2")


def test_choices_are_the_items_of_each_category_with_and_without_a_table():
    standard = standard_files.shipped(POLICE)
    second = scoring.choices(standard, standard.group("M", 24))[1]
    women = scoring.choices(standard_files.shipped(RECRUIT), standard_files.shipped(RECRUIT).group("F", 24))

    assert [item.exercise for item, has_table in second.items if has_table] == ["run1000", "run1500"]
    assert len(second.items) == 6
    assert [[item.exercise for item, _ in c.items] for c in women] == [
        ["shuttle4x10"],
        ["run800"],
        ["jumpreach"],
    ]


def test_the_best_attempt_counts():
    standard = standard_files.shipped(POLICE)

    assert scoring.counting(standard.item("run100"), [13_300, 13_100, 14_000]) == 13_100
    assert scoring.counting(standard.item("slj"), [2100, 2500, 2300]) == 2500


@given(st.data())
def test_a_better_measure_never_earns_fewer_points(data):
    standard = standard_files.shipped(data.draw(st.sampled_from([PHYSIQUE, POLICE])))
    item = standard.item(data.draw(st.sampled_from([t.exercise for t in standard.tables])))
    if item.second:
        return
    age = data.draw(st.integers(18, 59))
    low, high = sorted(data.draw(st.tuples(*[st.integers(item.scale.low, item.scale.high)] * 2)))
    worse, better = (high, low) if item.direction == "lower" else (low, high)
    who = {"sex": data.draw(st.sampled_from("MF")), "born_on": born(age), "on": ON}
    marks = [scoring.score(standard, measures={item.exercise: m}, **who).results[0] for m in (worse, better)]

    assert (marks[0].points or 0) <= (marks[1].points or 0)
    assert all(mark.next is None or mark.next.gap > 0 for mark in marks)


@given(st.permutations(["run100=13.5", "run1500=5:40", "pullup=9", "vjump=0.6"]))
def test_the_order_of_measures_changes_nothing_but_the_order_of_results(order):
    found = answer(POLICE, "M", "2001-04-02", *order)

    assert verdict(found) == (80 + 80 + 60 + 70, None, None, ["未设等级线"])
    assert [r["exercise"] for r in found["results"]] == [pair.partition("=")[0] for pair in order]
