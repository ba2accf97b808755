"""Which tries count: what is held, spent, given once more, in doubt or struck out, whatever came first."""

import pytest

from models import Finish
from services import marks, stations
from services.errors import NotFound
from services.rulings import admissions, oddities
from services.sheets import entries
from tests.conftest import counting_queries
from tests.support.factories import Cast, identity
from tests.support.field_day import RECRUIT, FieldDay, make_season
from tests.support.field_devices import Device, fresh
from tests.support.tables import digest

JUMP = "jumpreach"  # three tries, the best counts


@pytest.fixture
def cast(database):
    make_season()
    return Cast()


@pytest.fixture
def day(cast):
    return FieldDay(cast, RECRUIT, people=3)


@pytest.fixture
def device(day):
    return Device(day)


def attempts(day, exercise=JUMP, person=None):
    snapshot = day.snapshot(person)
    rows = [row for row in [*snapshot["results"], *snapshot["struck"]] if row["exercise"] == exercise]
    return [(a["measure"], a["held"]) for row in rows for a in row["attempts"]]


def jump(device, person, *measures):
    return [device.attempt(person, m, JUMP, declared=n) for n, m in enumerate(measures, start=1)]


@pytest.mark.parametrize("backwards", [False, True])
def test_a_device_s_tries_beyond_those_allowed_are_held_whatever_came_first(day, device, cast, backwards):
    ids = jump(device, cast.officer, 2500, 2600, 2550, 2900)
    for text in device.texts[::-1] if backwards else device.texts:
        device.deliver([text])
    assert attempts(day) == [(2500, ""), (2600, ""), (2550, ""), (2900, "spent")]
    assert day.marked().result(JUMP)["measure"] == 2600
    [odd] = oddities.odd(day.assessment)
    assert (odd.attempt.entry_id, odd.attempt.held, odd.device) == (ids[3], "spent", "平板一")
    word = {"reason": "前一次器材故障", "entry_id": fresh(), "actor": day.chief}
    admissions.admit(day.assessment.id, [ids[3]], **word)
    assert day.marked().result(JUMP)["measure"] == 2900
    assert oddities.odd(day.assessment) == []


def test_a_try_struck_out_or_granted_once_more_makes_room_for_the_next(day, device, cast):
    ids = jump(device, cast.officer, 2500, 2600, 2550, 2900)
    device.write("void", JUMP, target=ids[0], reason="踩线")
    device.deliver()
    assert attempts(day) == [(2500, ""), (2600, ""), (2550, ""), (2900, "")]
    other = Device(day)
    jump(other, day.trainees[1], 2500, 2600, 2550, 2900)
    other.write("retest", JUMP, person=day.trainees[1].id, exercise=JUMP, reason="受干扰")
    other.deliver()
    assert attempts(day, person=day.trainees[1])[3] == (2900, "")


def test_a_fault_uses_a_try_up_and_two_devices_that_say_so_say_it_once(day, cast):
    one, two = Device(day), Device(day, label="平板二")
    fault = {"person": cast.officer.id, "exercise": JUMP, "word": "foul", "declared": 1}
    for device in (one, two):
        device.write("fault", JUMP, **fault)
    for n, measure in enumerate((2600, 2550, 2900), start=2):
        one.attempt(cast.officer, measure, JUMP, declared=n)
    two.deliver()
    one.deliver()
    assert attempts(day) == [(2600, ""), (2550, ""), (2900, "spent")]
    told = day.snapshot()["faults"]
    assert {(f["word"], f["device"]) for f in told} == {("foul", "平板一"), ("foul", "平板二")}
    place = stations.place(day.stations[JUMP].id, identity(day.examiner))
    with pytest.raises(entries.TriesSpent):
        day.enter(JUMP, "2.70")
    assert stations.tries_left(place, day.marked()) <= 0


def test_what_is_typed_on_the_server_goes_before_what_a_device_brings_later(day, device, cast):
    day.enter("run1000", "4:00")
    device.attempt(cast.officer, 210_000)
    device.deliver()
    assert sorted(attempts(day, "run1000")) == [(210_000, "spent"), (240_000, "")]


def test_a_time_nobody_can_run_is_held_until_a_word_lets_it(day, device, cast):
    heat = device.start()
    tap = device.tap(heat, 5_000)
    device.assign(heat, 1, cast.officer)
    device.deliver()
    assert attempts(day, "run1000") == [(5_001, "implausible")]
    assert [odd.attempt.held for odd in oddities.odd(day.assessment)] == ["implausible"]
    word = {"reason": "只跑半圈", "entry_id": fresh(), "actor": day.chief}
    admissions.dismiss(day.assessment.id, [tap], **word)
    assert oddities.odd(day.assessment) == []
    assert [a["void"] for a in day.snapshot()["struck"][0]["attempts"]] == [True]


def test_a_tap_s_void_stays_with_the_person_it_names_when_names_change(day, device, cast):
    first, second = day.trainees[:2]
    heat = device.start()
    tap = device.tap(heat, 240_000)
    device.assign(heat, 1, first)
    device.deliver()
    entries.void(tap, reason="认错人", entry_id=fresh(), actor=identity(day.examiner))
    assert day.marked(first).result("run1000") is None
    device.assign(heat, 1, second)
    device.deliver()
    assert attempts(day, "run1000", second) == [(240_001, "")]
    device.write("void", target=tap, reason="抢跑")
    device.deliver()
    assert day.marked(second).result("run1000") is None


def test_a_void_written_at_another_station_strikes_nothing_out(day, device, cast):
    made = device.attempt(cast.officer, 240_000)
    device.write("void", JUMP, target=made, reason="不归这里管")
    device.deliver()
    assert day.marked().result("run1000")["measure"] == 240_000


def test_flags_and_the_device_stand_beside_the_attempt(day, device, cast):
    flag = {"kind": "sleep", "from": 1, "to": 60_001, "ms": 60_000}
    device.attempt(cast.officer, 240_000, flags=[flag])
    device.deliver()
    [attempt] = day.marked().result("run1000")["attempts"]
    assert (attempt["flags"], attempt["device"], attempt["declared"]) == ([flag], "平板一", 1)


def test_a_place_in_a_heat_is_done_and_waits_no_more(day, device, cast):
    for person in day.trainees:
        day.sheet(person)
    place = stations.place(day.stations["run1000"].id, identity(day.examiner))

    def waits():
        return {sheet.person_id for sheet in stations.waiting(place)[0]}

    runners = [person.id for person in day.trainees]
    assert waits() == set(runners)
    heat = device.start()
    tap = device.tap(heat, 240_000)
    device.assign(heat, 1, day.trainees[0])
    device.write("fault", person=runners[1], exercise="run1000", word="dnf", declared=1)
    device.write("withdraw", person=runners[2], reason="扭伤")
    device.deliver()
    assert waits() == set()
    assert marks.progress(day.assessment).done == {"run1000": 1}
    assert day.snapshot(day.trainees[2])["withdrawn"]["reason"] == "扭伤"
    entries.void(tap, reason="抢跑", entry_id=fresh(), actor=identity(day.examiner))
    assert waits() == {runners[0]}
    assert marks.progress(day.assessment).done == {}


def test_a_second_timer_s_person_still_waits_at_the_station(day, device, cast):
    day.sheet()
    heat = device.start(word="check")
    device.tap(heat, 240_000)
    device.assign(heat, 1, cast.officer)
    device.deliver()
    assert marks.progress(day.assessment).done == {}
    assert Finish.get().is_check


def test_an_unknown_tap_is_not_struck_out_by_hand(day, device, cast):
    heat = device.start()
    tap = device.tap(heat, 240_000)
    device.deliver()
    before = digest()
    for target in (tap, heat, fresh()):
        with pytest.raises(NotFound):
            entries.void(target, reason="x", entry_id=fresh(), actor=identity(day.examiner))
    assert digest() == before


def test_the_lists_for_the_chief_take_a_fixed_number_of_queries(day, cast):
    def queries():
        with counting_queries() as sent:
            oddities.odd(day.assessment)
        return len(sent)

    def spend(people):
        device = Device(day)
        for person in people:
            jump(device, person, 2500, 2600, 2550, 2900)
        device.deliver()

    spend(day.trainees[:1])
    few = queries()
    spend(day.trainees[1:])
    assert queries() == few
