"""What the screen of a roll call in the field shows and offers."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from models import Evidence
from services.attendance import presence
from services.trainings.policies import Policy
from tests.browser.conftest import sign_in
from tests.support.browser.calling import SLOW, count, get_ready, place, tick, time_passes
from tests.support.browser.keeping import as_told, await_worker, until
from tests.support.factories import make_training

SMALL = """[...document.querySelectorAll("main button, main a, main summary, main input")]
  .filter((one) => one.checkVisibility() && !one.closest("p"))
  .map((one) => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])
  .filter(([, box]) => box.height < 48 || box.width < 48)"""


def test_out_of_every_window_it_says_when_the_next_opens_and_ticks_nobody(cast, phone):
    training = make_training(cast, starts_in=3600)
    page = phone()
    sign_in(page, cast.instructor, at=place(training))
    page.locator("[data-people] li").first.wait_for()
    opens = as_told(training.starts_at - timedelta(minutes=30))
    expect(page.locator("[data-closed]")).to_contain_text(f"签到 {opens} 开始")
    expect(page.get_by_role("button", name="到 林晓")).to_be_disabled()


def test_phases_are_those_of_the_training_and_each_has_its_own_list(cast, phone, server):
    policy = Policy(phases=("in", "out"), out_before=200)
    training = make_training(cast, policy=policy, lasts=1500)
    page = phone(anew=True)
    page.clock.install()
    get_ready(page, cast.instructor, training)
    phases = page.locator("[data-phases] button")
    expect(phases).to_have_text(["签到", "签退"])
    tick(page, "林晓", "林晓")
    phases.nth(1).click()
    expect(count(page, "came")).to_have_text("0")
    tick(page, "林晓", "林晓")
    server.stop()
    time_passes(page, server)
    until(lambda: Evidence.select().where(Evidence.training == training.id).count() == 2)
    standing = presence.standings(training)[cast.officer.id]
    assert set(map(str, standing.credits)) == {"in", "out"}


def test_a_phone_without_the_roster_says_what_to_do(cast, phone, server):
    training = make_training(cast)
    page = phone()
    sign_in(page, cast.instructor, at="/account")
    await_worker(page)
    server.stop()
    page.goto(place(training))
    expect(page.get_by_text("没有存这场的名单")).to_be_visible(timeout=SLOW)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_scrolls_sideways_and_every_target_is_large_enough(cast, phone, language):
    training = make_training(cast)
    page = phone()
    sign_in(page, cast.instructor, at="/account")
    page.context.add_cookies([{"name": "language", "value": language, "url": page.url}])
    page.goto(place(training))
    page.locator("[data-people] li").first.wait_for()
    page.locator("[data-ready] summary").click()
    page.locator("[data-tick]").first.click()
    for width in (320, 390):
        page.set_viewport_size({"width": width, "height": 700})
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert page.evaluate(SMALL) == []
