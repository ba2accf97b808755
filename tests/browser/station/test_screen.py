"""What the screens of a station show and offer, how large, and for whom."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import sign_in
from tests.support.browser.calling import SLOW
from tests.support.browser.keeping import await_worker, cached_bodies, rows, until
from tests.support.browser.phones import go_ahead
from tests.support.browser.posts import field_day, get_ready, place, put_in_group

SMALL = """[...document.querySelectorAll("main button, main a, main summary, main input, main label.key")]
  .filter((one) => one.checkVisibility() && !one.closest("p, .sr") && !one.matches(".sr"))
  .map((one) => [one.outerHTML.slice(0, 90), one.getBoundingClientRect()])
  .filter(([, box]) => box.height < 48 || box.width < 48).map(([html]) => html)"""

WIDTHS = (320, 390)


def test_a_phone_without_the_station_says_what_to_do(cast, phone, server):
    day, _ = field_day(cast, people=1)
    page = phone()
    sign_in(page, day.examiner, at="/account")
    await_worker(page)
    server.stop()
    page.goto(place(day))
    expect(page.get_by_text("没有存这一站")).to_be_visible(timeout=SLOW)


def test_a_station_of_others_is_not_handed_out(cast, phone):
    day, _ = field_day(cast, people=1)
    page = phone()
    sign_in(page, cast.stranger, at=place(day))
    expect(page.get_by_text("不归您考")).to_be_visible(timeout=SLOW)
    assert rows(page, "stations") == []


def test_signing_out_leaves_no_name_here_and_loses_no_entry(cast, phone, server):
    day, people = field_day(cast, people=2)
    page = phone()
    get_ready(page, day.examiner, day)
    put_in_group(page, *people.values())
    server.stop()
    page.get_by_role("button", name="开始").tap()
    until(lambda: rows(page, "entries"))
    server.start()
    page.goto("/account")
    page.locator("[data-sign-out] button").click()
    page.wait_for_url("**/sign-in*")
    until(lambda: rows(page, "stations") == [])
    assert len(rows(page, "entries")) == 1
    names = [person.name for person in people.values()]
    assert not [body for body in cached_bodies(page).values() if any(name in body for name in names)]


def check_size(page):
    """On a small phone and a usual one."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 700})
        page.wait_for_timeout(150)
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert page.evaluate(SMALL) == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_scrolls_sideways_and_every_target_is_large_enough(cast, phone, language):
    day, _ = field_day(cast, people=8)
    page = phone()
    sign_in(page, day.examiner, at="/account")
    page.context.add_cookies([{"name": "language", "value": language, "url": page.url}])
    page.goto(place(day))
    page.locator("#field-list [data-people] li").first.wait_for()

    page.locator("[data-ready] summary").click()
    check_size(page)
    page.locator("[data-more] summary").click()
    check_size(page)
    page.locator("[data-go=queue]").click()
    page.locator("#field-queue").wait_for()
    check_size(page)
    page.go_back()
    page.locator("#field-list [data-people] [data-open]").first.click()
    page.locator("#field-person").wait_for()
    check_size(page)
    page.go_back()
    check_the_run(page)


def check_the_run(page):
    for n in range(8):
        page.locator("#field-list [data-people] [data-take]").nth(n).click()
    page.locator("[data-group]:visible").click()
    page.locator("[data-lanes] li").last.wait_for()
    check_size(page)
    page.locator("[data-act=switch]").click()
    check_size(page)
    page.locator("[data-act=switch]").click()
    heat = page.locator("#field-heat")
    heat.locator("[data-start]").tap()
    heat.locator("[data-tap]").wait_for()
    check_size(page)
    go_ahead(page, 3 * 60 + 50)
    for n in range(1, 4):
        heat.locator("[data-tap]").tap()
        expect(heat.locator("ol.finish li")).to_have_count(n)
    check_size(page)
    heat.locator("[data-act=pick]").last.click()
    check_size(page)
    heat.locator("[data-picks] button").first.click()
    expect(heat.locator("[data-picking]")).to_contain_text("2")
    heat.locator("[data-close]").click()
    heat.locator("[data-act=end]").click()
    check_size(page)
