"""Reps counted without a network: every touch is kept, through a killed browser and a slow disk."""

from collections import Counter

import pytest
from playwright.sync_api import expect

from tests.support import killing
from tests.support.browser.calling import SLOW
from tests.support.browser.keeping import until
from tests.support.browser.measuring import begin, entries, field_day, offline, told
from tests.support.browser.phones import go_ahead
from tests.support.browser.posts import place
from tests.support.field_day import POLICE

EXERCISE = "pushup"


@pytest.fixture
def day(cast):
    """A test of push-ups, and the man who does them."""
    day, (day.person, _other) = field_day(cast, POLICE, EXERCISE, age=28)
    return day


def count(page):
    return page.locator("[data-screen=reps] [data-count]")


def tap(page, times, name="rep"):
    key = page.locator(f"[data-{name}]")
    for _ in range(times):
        key.tap()


def kept(page):
    return Counter(entry["kind"] for entry in entries(page))


def start(page, seconds):
    page.locator(f"[data-limit='{seconds}']").click()
    page.get_by_role("button", name="开始").tap()
    expect(count(page)).to_have_text("0")


def test_a_set_goes_on_where_it_was_after_the_browser_is_killed(day, lasting, server, tmp_path):
    page = lasting()
    offline(page, server, day, EXERCISE)
    begin(page, day.person)
    start(page, 0)
    tap(page, 12)
    tap(page, 2, "norep")
    tap(page, 3)
    tap(page, 2, "undo")
    expect(count(page)).to_have_text("13")
    expect(page.locator("[data-noreps]")).to_have_text("2")
    expect(page.get_by_text("都已存在这台设备上")).to_be_visible()

    assert killing.kill(tmp_path / "phone")
    page = lasting()
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

    attempt = entries(page)[-1]
    assert (attempt["kind"], attempt["measure"], attempt["person"]) == ("attempt", 18, day.person.id)
    assert {entry["heat"] for entry in entries(page)} == {attempt["heat"]}
    assert kept(page) == {"start": 1, "rep": 20, "norep": 2, "drop": 2, "attempt": 1}
    assert [flag["kind"] for flag in attempt["flags"]] == ["reload"]


def test_fifty_touches_as_fast_as_two_thumbs_go_are_fifty_reps(day, phone, server):
    page = phone()
    offline(page, server, day, EXERCISE)
    begin(page, day.person)
    start(page, 0)
    box = page.locator("[data-rep]").bounding_box()
    left, right = (
        {"x": box["x"] + box["width"] * part, "y": box["y"] + box["height"] / 2, "id": n}
        for n, part in enumerate((0.3, 0.7))
    )
    hands = page.context.new_cdp_session(page)

    def touch(kind, *points):
        hands.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})

    for _ in range(25):
        touch("touchStart", left)
        touch("touchStart", left, right)
        touch("touchEnd", left)
        touch("touchEnd")
    expect(count(page)).to_have_text("50")
    expect(page.get_by_text("都已存在这台设备上")).to_be_visible()
    assert kept(page) == {"start": 1, "rep": 50}
    times = [entry["steady"] for entry in entries(page)]
    assert times == sorted(times)


def test_the_key_locks_when_the_time_is_up_and_what_was_written_down_may_be_put_right(day, phone, server):
    page = phone()
    offline(page, server, day, EXERCISE)
    begin(page, day.person)
    start(page, 60)
    expect(page.locator("[data-screen=reps] [data-left]")).to_have_text("1:00")
    tap(page, 4)
    for key in (" ", "Enter", "NumpadAdd"):
        page.keyboard.press(key)
    expect(count(page)).to_have_text("7")
    expect(page.locator("[data-spoken]")).to_have_text("5 个")
    expect(page.locator("[data-screen=reps] [data-gap]")).to_contain_text("还差")
    go_ahead(page, 70)
    expect(page.get_by_text("时间到", exact=True)).to_be_visible(timeout=SLOW)
    expect(page.locator("[data-rep]")).to_be_hidden()
    until(lambda: kept(page)["attempt"] == 1)
    page.keyboard.press(" ")
    expect(page.locator("[data-spoken]")).to_have_text("时间到，7 个")
    assert kept(page)["rep"] == 7

    tap(page, 1, "undo")
    until(lambda: kept(page)["attempt"] == 2)
    expect(count(page)).to_have_text("6")
    struck = {entry["target"] for entry in entries(page) if entry["kind"] == "void"}
    standing = [one for one in entries(page) if one["kind"] == "attempt" and one["id"] not in struck]
    assert [(one["measure"], one["declared"]) for one in standing] == [(6, 1)]

    page.reload()
    expect(page.get_by_text("时间到", exact=True)).to_be_visible(timeout=SLOW)
    page.get_by_role("button", name="给本人看成绩").click()
    expect(told(page)).to_have_text("6")


def test_a_set_whose_end_nobody_saw_waits_for_the_examiner(day, phone, server):
    page = phone()
    offline(page, server, day, EXERCISE)
    begin(page, day.person)
    start(page, 30)
    tap(page, 3)
    expect(page.get_by_text("都已存在这台设备上")).to_be_visible()
    page.goto("/pass")
    page.add_init_script("const real = Date.now; Date.now = () => real() + 31_000;")
    page.goto(place(day, EXERCISE))
    page.get_by_text("时间到", exact=True).wait_for(timeout=SLOW)
    expect(page.locator("[data-gone]")).to_contain_text("中断过")
    assert kept(page) == {"start": 1, "rep": 3}
    page.get_by_role("button", name="重来").click()
    expect(page.get_by_role("button", name="开始")).to_be_visible()
    start(page, 30)
    tap(page, 1)
    page.get_by_role("button", name="结束").click()
    until(lambda: kept(page)["attempt"] == 1)
    page.get_by_role("button", name="还没完，接着数").click()
    tap(page, 1)
    expect(count(page)).to_have_text("2")
    page.get_by_role("button", name="结束").click()
    until(lambda: kept(page)["attempt"] == 2)
    assert entries(page)[-1]["measure"] == 2
