"""Times by clocks that are set or sleep, or whose page is loaded anew: right, with a flag that says so."""

import pytest

from tests.support.browser.recording import open_phone, run

#: Two clocks and a pair of eyes in the hands of the test; `wait` lets time go by as an awake page does.
WORLD = """
const world = { wall: 1_800_000_000_000, mono: 5000, hidden: false };
const [wall, mono, isHidden] = [() => world.wall, () => world.mono, () => world.hidden];
const made = () => new m.Steady({ wall, mono, isHidden });
let clock = made();
const wait = (ms) => {
  for (let left = ms; left > 0; left -= 1000) {
    world.wall += Math.min(left, 1000); world.mono += Math.min(left, 1000); clock.sample();
  }
};
const hide = (is) => { world.hidden = is; clock.sample(); };
const start = clock.steady();
"""


@pytest.fixture
def page(bare):
    return bare


def told(page, what):
    return run(page, f"{WORLD} {what}; return [clock.steady() - start, clock.flagsSince(start), start];",
               module="station/steady")  # fmt: skip


def test_sixty_seconds_asleep_count_and_are_flagged(page):
    took, flags, start = told(page, "wait(10_000); hide(true); world.wall += 60_000; hide(false); wait(5000)")
    assert took == 75_000
    assert flags == [{"kind": "sleep", "from": start + 10_000, "to": start + 70_000, "ms": 60_000}]


@pytest.mark.parametrize("step", [2000, -2000, 86_400_000, -75_000])
def test_a_clock_set_before_our_eyes_changes_no_time_and_is_flagged(page, step):
    took, flags, start = told(page, f"wait(10_000); world.wall += {step}; world.mono += 0; wait(5000)")
    assert took == 15_000
    (flag,) = flags
    assert (flag["kind"], flag["ms"]) == ("step", step)
    assert start + 10_000 <= flag["from"] <= flag["to"] <= start + 11_000


def test_a_step_out_of_sight_is_flagged_with_its_range(page):
    took, flags, start = told(
        page, "wait(10_000); hide(true); wait(20_000); world.wall += 2000; wait(5000); hide(false)"
    )
    # Nobody can tell it from sleep: it is kept, and whoever reads the time is told between when.
    assert took == 37_000
    (flag,) = flags
    assert (flag["kind"], flag["ms"]) == ("sleep", 2000)
    assert start + 30_000 <= flag["from"] < flag["to"] <= start + 33_000


def test_a_clock_set_back_out_of_sight_was_set_for_no_sleep_does_that(page):
    took, flags, _start = told(page, "wait(10_000); hide(true); world.wall -= 3000; hide(false); wait(1000)")
    assert took == 11_000
    assert [(flag["kind"], flag["ms"]) for flag in flags] == [("step", -3000)]


def test_having_been_hidden_once_makes_no_sleep_of_a_later_step(page):
    took, flags, _start = told(
        page, "hide(true); wait(5000); hide(false); wait(5000); world.wall += 2000; wait(1000)"
    )
    assert took == 11_000
    assert [flag["kind"] for flag in flags] == ["step"]


def test_sleep_and_steps_together_are_each_taken_for_what_they_are(page):
    took, flags, _start = told(
        page,
        "wait(3000); hide(true); world.wall += 60_000; hide(false); wait(2000); world.wall += 2000;"
        " wait(2000); hide(true); world.wall += 1000; hide(false); world.wall -= 500; wait(1000)",
    )
    assert took == 3000 + 60_000 + 2000 + 2000 + 1000 + 1000
    assert [(flag["kind"], flag["ms"]) for flag in flags] == [
        ("sleep", 60_000),
        ("step", 2000),
        ("sleep", 1000),
        ("step", -500),
    ]


def test_what_happened_before_the_start_is_no_matter_of_the_heat(page):
    flags = run(
        page,
        f"{WORLD} hide(true); world.wall += 9000; hide(false); wait(2000);"
        " const later = clock.steady(); wait(2000);"
        " return [clock.flagsSince(later), clock.flagsSince(start).length];",
        module="station/steady",
    )
    assert flags == [[], 1]


def test_the_two_may_jitter_without_a_flag(page):
    took, flags, _start = told(
        page, "for (let n = 0; n < 200; n++) { world.mono += n % 2 ? 3 : -3; wait(100); }"
    )
    assert abs(took - 20_000) <= 3
    assert flags == []


def test_a_page_loaded_anew_goes_on_from_the_step_taken_out_before(page):
    took, flags, start = told(
        page,
        "wait(5000); world.wall += 2000; wait(1000); const kept = JSON.parse(JSON.stringify(clock.state()));"
        " world.wall += 4000; world.mono = 7; clock = made(); clock.resume(kept); wait(1000)",
    )
    assert took == 11_000
    assert [flag["kind"] for flag in flags] == ["step", "reload"]
    assert flags[1] == {"kind": "reload", "from": start + 6000, "to": start + 10_000, "ms": 4000}


def test_a_clock_set_back_while_the_page_was_loaded_anew_makes_no_time_run_back(page):
    took, flags, _start = told(
        page,
        "wait(5000); const kept = clock.state(); world.wall -= 10_000; world.mono = 7;"
        " clock = made(); clock.resume(kept); wait(1000)",
    )
    assert took == 6000
    assert [flag["kind"] for flag in flags] == ["step", "reload"]


def test_a_page_told_only_on_waking_that_it_was_out_of_sight_takes_it_for_sleep(page):
    took, flags, _start = told(page, "wait(5000); world.wall += 60_000; hide(true); hide(false); wait(1000)")
    assert took == 66_000
    assert [flag["kind"] for flag in flags] == ["sleep"]


LOOKED_AWAY = """
const clock = await load("kept/server_clock");
const look = (is) => {
  Object.defineProperty(document, "hidden", { value: is, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
};
const wall = Date.now;
await clock.learn(Date.now(), Date.now(), Date.now());
const before = clock.now();
look(true); look(false);
Date.now = () => wall() + 7_200_000;
return [clock.now() - before, clock.gap()];
"""


def test_having_been_hidden_once_makes_no_sleep_of_a_later_step_of_the_servers_time_either(cast, window):
    page = open_phone(window, cast.officer)
    moved, gap = run(page, LOOKED_AWAY)
    assert moved < 1000
    assert abs(gap - 7_200_000) < 100


SET = "Date.now = ((real) => () => real() + {ms})(Date.now)"


def test_entries_of_a_page_whose_clock_is_set_say_so(cast, window):
    page = open_phone(window, cast.officer)
    load = "const clocks = await load('station/clocks'); await clocks.start();"
    start = run(page, f"{load} return m.append(1, {{ kind: 'start', heat: 'h', station: 1 }});")
    page.wait_for_timeout(300)
    tap = "return m.append(1, { kind: 'tap', heat: 'h', station: 1, since: a0 });"
    before = run(page, tap, start["steady"])
    page.evaluate(SET.format(ms=2000))
    after = run(page, tap, start["steady"])
    assert "flags" not in before
    assert "since" not in after
    (flag,) = after["flags"]
    assert flag["kind"] == "step"
    assert abs(flag["ms"] - 2000) < 60
    assert 0 <= after["steady"] - before["steady"] < after["mono"] - before["mono"] + 60
    assert after["wall"] - before["wall"] >= 2000

    page.add_init_script(SET.format(ms=2000))  # the wall clock of this device is another now
    page.goto("/account")
    late = run(page, f"{load} {tap}", start["steady"])
    assert [flag["kind"] for flag in late["flags"]] == ["step", "reload"]
    assert late["page"] != after["page"]
    assert late["steady"] > after["steady"]
    assert abs((late["steady"] - start["steady"]) - (late["at"] - start["at"])) < 2500
