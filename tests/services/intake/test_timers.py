"""The times that a station's groups were stopped at, as its pack tells other timers of them."""

import pytest

from services.intake import finishes
from services.stations import packs
from tests.support.factories import Cast, identity
from tests.support.field_day import FieldDay
from tests.support.field_devices import Device, fresh


@pytest.fixture
def day(database):
    return FieldDay(Cast(), people=2)


def time_group(device, *, word="lead", number=1, apart=5000):
    heat = device.start(word=word, place=number)
    device.tap(heat, 200_000)
    device.tap(heat, apart)
    device.deliver()
    return heat


def station(day):
    return day.stations["run1000"]


def test_both_timers_of_a_group_are_told_apart_and_neither_says_who(day):
    lead, check = Device(day), Device(day, owner=day.cast.instructor)
    time_group(lead)
    time_group(check, word="check", apart=6000)
    second, first = finishes.groups_at(station(day))
    assert [(one["number"], one["is_check"]) for one in (first, second)] == [(1, False), (1, True)]
    assert [place["measure"] for place in first["places"]] == [200_001, 205_002]
    assert [place["measure"] for place in second["places"]] == [200_001, 206_002]
    assert {frozenset(place) for place in first["places"]} == {frozenset({"place", "measure"})}


def test_one_who_runs_alone_has_no_group(day):
    device, heat = Device(day), fresh()
    device.write("start", heat=heat, word="lead", place=1, exercise="run1000", person=day.cast.officer.id)
    device.tap(heat, 200_000)
    device.deliver()
    assert finishes.groups_at(station(day)) == []


def test_a_pack_is_another_as_soon_as_a_time_is(day):
    place = packs.find(station(day).id, identity(day.examiner))
    before = packs.version_of(place)
    device = Device(day)
    heat = time_group(device)
    after = packs.version_of(place)
    device.tap(heat, 3000)
    device.deliver()
    assert len({before, after, packs.version_of(place)}) == 3
    assert len(packs.of(place)["heats"][0]["places"]) == 3
