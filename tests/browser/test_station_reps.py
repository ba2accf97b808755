"""Reps counted without a network: every touch is kept, through a killed page and a slow disk."""

from collections import Counter

import pytest
from playwright.sync_api import expect

from tests import killing
from tests.browser.keeping import until
from tests.browser.measuring import SLOW, begin, device, entries, get_ready, is_whole, place, told
from tests.field_day import POLICE, FieldDay, born
from tests.factories import make_person

EXERCISE = "situp1min"


@pytest.fixture
def day(cast):
    day = FieldDay(cast, POLICE, exercises=[EXERCISE])
    day.person = make_person(cast.east, name="林小满", born_on=born(25))
    from services import enrolments
    from tests.factories import identity

    enrolments.add_unit(day.training.id, cast.east.id, actor=identity(cast.instructor))
    day.sheet(day.person)
    return day


@pytest.fixture
def phone(launched, server, tmp_path):
    with device(launched, server, tmp_path / "phone") as open_device:
        open_device.folder = tmp_path / "phone"
        yield open_device


def count(page):
    return page.locator("[data-count]")


def tap(page, times):
    key = page.locator("[data-rep]")
    for _ in range(times):
        key.tap()


def kept(page):
    return Counter(entry["kind"] for entry in entries(page))


def start(page, seconds):
    """Begin a set of so many seconds: the page offers a few, the test needs shorter ones."""
    choice = page.locator("[data-limit='30']")
    choice.evaluate(f"(key) => (key.dataset.limit = '{seconds}')")
    choice.click()
    page.get_by_role("button", name="开始").tap()
    expect(page.locator("[data-rep]")).to_be_visible()


def test_a_set_goes_on_where_it_was_after_the_browser_is_killed(day, phone, server):
    page = phone()
    get_ready(page, day, EXERCISE)
    server.stop()
    begin(page, day.person)
    page.locator("[data-limit='0']").click()
    page.get_by_role("button", name="开始").tap()
    tap(page, 12)
    page.locator("[data-norep]").tap()
    page.locator("[data-norep]").tap()
    tap(page, 2)
    page.locator("[data-undo]").tap()
    expect(count(page)).to_have_text("13")
    expect(page.locator("[data-noreps]")).to_have_text("2")
    expect(page.get_by_text("都已存在这台设备上")).to_be_visible()

    assert killing.kill(phone.folder)
    page = phone()
    page.goto(place(day, EXERCISE))
    expect(count(page)).to_have_text("13", timeout=SLOW)
    expect(page.locator("[data-noreps]")).to_have_text("2")
    expect(page.locator("[data-gone]")).to_be_visible()
    tap(page, 5)
    expect(count(page)).to_have_text("18")
    page.get_by_role("button", name="结束").click()
    expect(page.get_by_text("已结束")).to_be_visible()
    until(lambda: kept(page)["attempt"] == 1)
    page.get_by_role("button", name="给本人看成绩").click()
    expect(told(page)).to_have_text("18")

    found = entries(page)
    attempt = found[-1]
    assert (attempt["kind"], attempt["measure"], attempt["person"]) == ("attempt", 18, day.person.id)
    assert {entry["heat"] for entry in found} == {attempt["heat"]}
    assert kept(page) == {"start": 1, "rep": 19, "norep": 2, "drop": 1, "attempt": 1}
    assert [flag["kind"] for flag in attempt["flags"]] == ["reload"]
    assert is_whole(page)
    server.start()


def test_fifty_touches_as_fast_as_two_thumbs_are_fifty_reps(day, phone, server):
    page = phone()
    get_ready(page, day, EXERCISE)
    server.stop()
    begin(page, day.person)
    page.locator("[data-limit='0']").click()
    page.get_by_role("button", name="开始").tap()
    box = page.locator("[data-rep]").bounding_box()
    thumbs = [
        {"x": box["x"] + box["width"] * part, "y": box["y"] + box["height"] / 2, "id": n}
        for n, part in enumerate((0.3, 0.7))
    ]
    touching = page.context.new_cdp_session(page)

    def touch(kind, *points):
        touching.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})

    for _ in range(25):
        touch("touchStart", thumbs[0])
        touch("touchStart", *thumbs)
        touch("touchEnd", thumbs[1])
        touch("touchEnd")
    expect(count(page)).to_have_text("50")
    expect(page.get_by_text("都已存在这台设备上")).to_be_visible()
    assert kept(page) == {"start": 1, "rep": 50}
    times = [entry["steady"] for entry in entries(page)]
    assert times == sorted(times)
    assert is_whole(page)
    server.start()


def test_when_the_time_is_up_the_key_locks_and_the_set_is_written_down_and_may_be_put_right(day, phone, server):
    page = phone()
    get_ready(page, day, EXERCISE)
    server.stop()
    begin(page, day.person)
    start(page, 3)
    tap(page, 4)
    for key in (" ", "Enter", "AudioVolumeUp"):
        page.locator("body").press(key) if key != "AudioVolumeUp" else page.evaluate(
            "document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'AudioVolumeUp', bubbles: true}))"
        )
    expect(count(page)).to_have_text("7")
    expect(page.locator("[data-spoken]")).to_have_text("5 个")
    expect(page.get_by_text("时间到", exact=True)).to_be_visible(timeout=SLOW)
    expect(page.locator("[data-rep]")).to_be_hidden()
    until(lambda: kept(page)["attempt"] == 1)
    page.keyboard.press(" ")
    expect(page.locator("[data-spoken]")).to_have_text("时间到，7 个")
    expect(count(page)).to_have_text("7")

    page.locator("[data-undo]").tap()
    until(lambda: kept(page)["attempt"] == 2)
    expect(count(page)).to_have_text("6")
    found = entries(page)
    voids = [entry["target"] for entry in found if entry["kind"] == "void"]
    standing = [entry for entry in found if entry["kind"] == "attempt" and entry["id"] not in voids]
    assert [(entry["measure"], entry["declared"]) for entry in standing] == [(6, 1)]

    page.reload()
    expect(page.get_by_text("时间到", exact=True)).to_be_visible(timeout=SLOW)
    page.get_by_role("button", name="给本人看成绩").click()
    expect(told(page)).to_have_text("6")
    server.start()
