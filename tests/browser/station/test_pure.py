"""What big keys write and what a set of reps comes to, asked of the modules in a real browser."""

import json

import pytest

from tests.support.browser.keeping import script

METRES = {"unit": "m", "base": "mm", "decimals": 2, "low": 1000, "high": 4500}
RUN = {"unit": "s", "base": "ms", "decimals": 0, "low": 120_000, "high": 1_500_000}
REACTION = {"unit": "s", "base": "ms", "decimals": 2, "low": 100, "high": 10_000}
REACH = {"unit": "cm", "base": "mm", "decimals": 1, "low": -500, "high": 500}
COUNT = {"unit": "count", "base": "count", "decimals": 0, "low": 0, "high": 120}


@pytest.fixture
def ask(bare):
    def asked(module, expression, *values):
        given = ", ".join(json.dumps(value, ensure_ascii=False) for value in values)
        return bare.evaluate(f"{script(bare, 'station/' + module)}.then((m) => m.{expression}({given}))")

    return asked


WRITTEN = (
    (METRES, "2.51", "2.51", "2.51"),
    (METRES, "2.519", "2.51", "2.51"),  # no third decimal
    (METRES, ".5", "0.5", "0.5"),
    (METRES, "2..5", "2.5", "2.5"),
    (METRES, "2.", "2.", "2"),
    (METRES, "05", "5", "5"),
    (METRES, "2.5⌫⌫3", "23", "23"),
    (METRES, "251C4", "4", "4"),
    (METRES, "3′38", "338", "338"),  # no minutes of a length
    (RUN, "3′38", "3′38", "3:38"),
    (RUN, "3′5", "3′5", "3:05"),
    (RUN, "3′", "3′", "3:00"),
    (RUN, "3′38.25", "3′38.25", "3:38.25"),
    (RUN, "218.374", "218.37", "218.37"),
    (REACTION, "0.45", "0.45", "0.45"),
    (REACH, "12.5−", "−12.5", "-12.5"),
    (REACH, "−−8", "8", "8"),
    (COUNT, "4.1", "41", "41"),  # no half reps
    (COUNT, "", "", ""),
    (METRES, ".", "0.", "0"),
)


def test_keys_write_only_what_can_be_a_measure_of_the_item(ask):
    for scale, keys, text, plain in WRITTEN:
        written = ""
        for key in keys:
            written = ask("screens/keys", "press", written, key, scale)
        assert (written, ask("screens/keys", "plain", written)) == (text, plain), keys


def entry(seq, kind, **facts):
    known = {"id": f"e{seq}", "seq": seq, "kind": kind, "heat": "h", "station": 1, "steady": seq * 1000}
    return known | facts


START = entry(1, "start", person=7, exercise="situp1min", measure=60_000)


SETS = (
    ([], 0, 0, None, None),
    ([entry(2, "rep"), entry(3, "rep"), entry(4, "norep")], 2, 1, "e4", None),
    ([entry(2, "rep"), entry(3, "rep"), entry(4, "drop", target="e3")], 1, 0, "e2", None),
    ([entry(2, "norep"), entry(3, "drop", target="e2")], 0, 0, None, None),
    ([entry(2, "rep"), entry(3, "attempt", measure=1)], 1, 0, "e2", "e3"),
    ([entry(2, "rep"), entry(3, "attempt"), entry(4, "void", target="e3")], 1, 0, "e2", None),
)


def test_a_set_is_what_its_entries_say_in_whatever_order(ask):
    for rest, reps, noreps, last, attempt in SETS:
        for entries in ([START, *rest], [*reversed(rest), START]):
            found = ask("screens/reps/set", "setOf", entries)
            ids = [(found[name] or {}).get("id") for name in ("last", "attempt")]
            assert [len(found["reps"]), len(found["noreps"]), *ids] == [reps, noreps, last, attempt]
            assert found["limit"] == 60_000


OPEN = (
    ([entry(2, "rep")], True),
    ([entry(2, "attempt", person=7)], False),
    ([entry(2, "attempt", person=7), entry(3, "void", target="e2")], True),
    ([entry(2, "fault", person=7, word="foul")], False),
    ([entry(2, "drop", target="e1")], False),
)


def test_a_set_is_open_until_it_is_written_down_or_called_off(ask):
    about = {"station": 1, "exercise": "situp1min", "person": 7}
    for rest, is_open in OPEN:
        assert bool(ask("screens/reps/set", "openSets", [START, *rest], about)) is is_open
        assert ask("screens/reps/set", "openSets", [START, *rest], about | {"person": 8}) == []
        assert ask("screens/reps/set", "openSets", [START, *rest], about | {"station": 2}) == []


def test_a_set_with_a_limit_has_so_much_left(ask):
    for steady, left in ((1000, 60_000), (31_000, 30_000), (61_000, 0), (99_000, 0)):
        assert ask("screens/reps/set", "left", {"start": START, "limit": 60_000}, steady) == left
        assert ask("screens/reps/set", "left", {"start": START, "limit": 0}, steady) is None


SCREENS = (
    ({**METRES, "kind": "pass_fail", "exercise": "jumpreach"}, "keypad"),
    ({**COUNT, "kind": "points", "exercise": "pushup"}, "reps"),
    ({**COUNT, "kind": "pass_fail", "exercise": "pullup", "high": 100}, "reps"),
    ({**COUNT, "kind": "pass_fail", "exercise": "drill", "high": 1}, "verdict"),
    ({**RUN, "kind": "points", "exercise": "run1000"}, "heat"),
    ({**REACTION, "kind": "points", "exercise": "choice_reaction"}, "keypad"),
    ({**REACH, "kind": "by_second", "exercise": "height_weight", "second": METRES}, "keypad"),
)


def test_each_item_has_the_screen_it_is_measured_on(ask):
    for item, screen in SCREENS:
        assert ask("rules/ways", "screenOf", item) == screen
    item = {**COUNT, "kind": "points", "exercise": "pistol", "high": 50}
    assert ask("rules/ways", "screenOf", item, "firearms") == "rings"
    assert ask("rules/ways", "screenOf", item, "fitness") == "reps"
    assert ask("rules/ways", "shotsOf", item) == 5
    assert ask("rules/ways", "shotsOf", item | {"high": 54}) is None
    for exercise, seconds in (("situp1min", 60), ("rope2min", 120), ("pushup", 60)):
        assert ask("rules/ways", "limitOf", {"exercise": exercise}) == seconds
