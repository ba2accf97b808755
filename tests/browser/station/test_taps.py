"""The finish key of a station: what it takes, what it does not, and what it says when nothing can be kept."""

import pytest
from playwright.sync_api import expect

from models import Station
from tests.support.browser.calling import SLOW
from tests.support.browser.keeping import hear_of_network, rows
from tests.support.browser.phones import go_ahead
from tests.support.browser.posts import RUN, field_day, get_ready, place, put_in_group

HIDE = """(isHidden) => {
  Object.defineProperty(document, "hidden", { configurable: true, get: () => isHidden });
  document.dispatchEvent(new Event("visibilitychange"));
}"""
FULL = """() => {
  const full = () => { throw new DOMException("full", "QuotaExceededError"); };
  window.emptied = IDBObjectStore.prototype.add;
  IDBObjectStore.prototype.add = full;
}"""


def begun(page, cast):
    """A group of three, 210 s after its start; the day."""
    day, people = field_day(cast, people=3)
    get_ready(page, day.examiner, day)
    put_in_group(page, *people.values())
    page.get_by_role("button", name="开始").tap()
    expect(page.locator("[data-tap] > :visible")).to_contain_text("太早")
    go_ahead(page, 210)
    expect(page.locator("[data-tap] > :visible")).to_contain_text("冲线")
    return day


@pytest.fixture
def running(cast, phone):
    page = phone()
    return page, begun(page, cast)


def taps(page):
    return len([row for row in rows(page, "entries") if '"kind":"tap"' in row["text"]])


def test_the_first_touch_of_a_screen_that_was_dark_takes_no_time_unless_it_is_asked_to(running):
    page, _ = running
    page.evaluate(HIDE, True)
    page.evaluate(HIDE, False)
    expect(page.locator("[data-tap] > :visible")).to_contain_text("先点亮屏幕")
    page.locator("[data-tap]").tap()
    expect(page.locator("[data-woken]")).to_be_visible()
    assert taps(page) == 0
    expect(page.locator("[data-tap] > :visible")).to_contain_text("冲线")
    page.locator("[data-tap]").tap()
    expect(page.locator("ol.finish li")).to_have_count(1)
    expect(page.locator("[data-woken]")).to_be_hidden()

    page.evaluate(HIDE, True)
    page.evaluate(HIDE, False)
    page.locator("[data-tap]").tap()
    go_ahead(page, 30)
    page.get_by_role("button", name="要记").click()
    expect(page.locator("ol.finish li")).to_have_count(2)
    taken = page.locator("ol.finish li [data-time]").first.inner_text()
    assert taken < page.locator("[data-big]").inner_text()


def test_a_time_that_cannot_be_kept_is_said_at_once_and_stands_in_no_list(running):
    page, _ = running
    page.evaluate(FULL)
    page.locator("[data-tap]").tap()
    alert = page.locator("[data-unkept]")
    expect(alert).to_be_visible()
    expect(alert).to_contain_text("第 1 名 3′3")
    expect(alert).to_contain_text("手机存满了")
    expect(page.locator("ol.finish li")).to_have_count(0)
    page.get_by_role("button", name="知道了").click()
    expect(alert).to_be_hidden()
    page.evaluate("() => void (IDBObjectStore.prototype.add = emptied)")
    page.locator("[data-tap]").tap()
    expect(page.locator("ol.finish li")).to_have_count(1)


def test_the_key_stays_under_the_finger_of_one_who_is_taken_off_the_station(running, cast):
    page, day = running
    assigned = Station.update(examiner=cast.officer.id).where(Station.id == day.stations[RUN].id)
    with page.expect_response(lambda one: one.url.endswith("pack.json") and one.status == 403):
        assigned.execute()
        hear_of_network(page)  # asks for the pack of now
    page.locator("[data-tap]").tap()
    expect(page.locator("ol.finish li")).to_have_count(1)


def test_a_run_goes_on_in_a_browser_that_was_closed(cast, lasting, server):
    page = lasting()
    day = begun(page, cast)
    page.locator("[data-tap]").tap()
    expect(page.locator("ol.finish li")).to_have_count(1)
    seen = page.locator("ol.finish li [data-time]").inner_text()
    server.stop()
    page.context.close()
    page = lasting()
    page.goto(place(day))
    expect(page.locator("ol.finish li [data-time]")).to_have_text(seen, timeout=SLOW)
    expect(page.get_by_role("button", name="撤销第 1 名")).to_be_visible()
