"""Finding the people of a pack, and what this device knows of their tries."""

import pytest

from tests.support.browser.recording import run

PEOPLE = [
    {"id": 1, "sheet": 12, "name": "曾小龙", "number": "**0123", "initials": ["cz", "x", "l"]},
    {"id": 2, "sheet": 3, "name": "曾晓明", "number": "**0456", "initials": ["cz", "x", "m"]},
    {"id": 3, "sheet": None, "name": "欧阳静", "number": "**0012", "initials": ["o", "y", "j"]},
    {"id": 4, "sheet": 123, "name": "Wang Li", "number": "**7812", "initials": ["w", "l"]},
]


@pytest.fixture
def page(bare):
    return bare


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("12", [1]),
        ("１２", [1]),
        ("012", [1]),
        ("123", [4]),
        ("0123", [1]),
        ("456", [2]),
        ("0", [2, 1, 3]),
        ("曾", [2, 1]),
        ("cx", [2, 1]),
        ("zxl", [1]),
        (" WANG ", [4]),
        ("oyj", [3]),
        ("不在", []),
        ("", []),
        ("   ", []),
    ],
)
def test_people_are_found_by_what_a_gloved_hand_can_type(page, typed, found):
    body = "return m.find(a0, a1).map(({ id }) => id);"
    told = run(page, body, PEOPLE, typed, module="station/rules/people")
    assert told == found


def entry(n, kind, **fields):
    return {"id": f"e{n}", "seq": n, "at": 1000 + n, "steady": 5000 + 10 * n, "kind": kind} | fields


def tries(page, entries, person, exercise):
    """As the station has them: each try, what counts of them, and the number of the next, also where the
    server counted four."""
    body = (
        "const { triesOf } = await load('station/rules/results');"
        " const { lineOf } = await load('station/rules/roll');"
        " const facts = { tries: triesOf(a0, a2), item: { exercise: a2 } };"
        " const { tries: found, standing } = lineOf({ id: a1, sheet: 1 }, facts);"
        " const counted = standing.filter(({ measure }) => measure !== null);"
        " return [found.map((one) => [one.id, one.measure, one.word, one.isVoid]), counted.map(m.valueOf),"
        " m.nextDeclared(found), m.nextDeclared(found, 4)];"
    )
    return run(page, body, entries, person, exercise, module="station/rules/tries")


def test_tries_are_attempts_faults_and_places_in_heats_less_what_was_voided(page):
    mine = {"person": 1, "exercise": "run1000"}
    made = [
        entry(1, "attempt", measure=240_000, declared=1, **mine),
        entry(2, "void", target="e1", reason="记错人"),
        entry(3, "attempt", measure=250_000, declared=1, **mine),
        entry(4, "start", heat="h", exercise="run1000", word="lead", place=1),
        entry(5, "tap", heat="h"),
        entry(6, "tap", heat="h"),
        entry(7, "assign", heat="h", place=2, person=1, declared=2),
        entry(8, "fault", word="foul", declared=3, **mine),
        entry(9, "attempt", measure=1, declared=1, person=2, exercise="run1000"),
        entry(10, "attempt", measure=1, declared=1, person=1, exercise="jumpreach"),
        entry(11, "start", heat="c", exercise="run1000", word="check", place=1),
        entry(12, "tap", heat="c"),
        entry(13, "assign", heat="c", place=1, person=1, declared=2),
    ]
    found, values, following, known = tries(page, made, 1, "run1000")
    assert found == [
        ["e1", 240_000, None, True],
        ["e3", 250_000, None, False],
        ["e6", 20, None, False],
        ["e8", None, "foul", False],
    ]
    assert values == [250_000, 20]
    assert (following, known) == (4, 5)


def test_a_voided_tap_is_no_result_and_its_number_is_free_again(page):
    made = [
        entry(1, "start", heat="h", exercise="run1000", word="lead", place=1),
        entry(2, "tap", heat="h"),
        entry(3, "assign", heat="h", place=1, person=1, declared=1),
        entry(4, "void", target="e2", reason="认错人"),
    ]
    assert tries(page, made, 1, "run1000") == [[["e2", 10, None, True]], [], 1, 5]


def test_two_measures_of_one_try_stay_together(page):
    made = [entry(1, "attempt", person=1, exercise="bmi", measure=60_000, second=1700, declared=1)]
    assert tries(page, made, 1, "bmi")[1] == [[1700, 60_000]]
