"""The screens of measuring at a station fit: narrow, low, in English, and with letters twice as large."""

import pytest
from playwright.sync_api import expect

from tests.support.browser.measuring import begin, field_day, keep, press
from tests.support.browser.phones import lasting_phone
from tests.support.browser.posts import get_ready
from tests.support.field_day import POLICE

SCREENS = [(320, 568, 16), (390, 844, 16), (390, 844, 32)]
SMALL = """[...document.querySelectorAll("main :is(button, a, summary), dialog[open] :is(input, textarea)")]
  .filter((one) => one.checkVisibility() && !one.closest("p"))
  .map((one) => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])
  .filter(([, box]) => Math.round(box.height) < 48 || Math.round(box.width) < 48)"""


def check(page, seen):
    """Nothing scrolls sideways, every target is large enough, and what matters is not under the keys."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate(SMALL) == []
    box = page.locator(seen).bounding_box()
    keys = page.locator(".stage:visible .pad").bounding_box()
    assert box["y"] >= 0, seen
    assert box["y"] + box["height"] <= keys["y"] + 1, seen


@pytest.fixture
def phone(launched, server, film, tmp_path, letters):
    """Open a phone whose owner wants letters of this size."""
    size = f"--blink-settings=defaultFontSize={letters}"
    with lasting_phone(launched, server, tmp_path / "phone", film, size) as open_phone:
        yield open_phone


@pytest.mark.parametrize(("width", "height", "letters"), SCREENS)
def test_a_set_and_a_typed_measure_stay_in_sight_above_the_keys(cast, phone, width, height, letters):
    day, (person, _other) = field_day(cast, POLICE, "pushup", "slj", age=28)
    page = phone(viewport={"width": width, "height": height})
    get_ready(page, day.examiner, day, "pushup")
    page.context.add_cookies(
        [{"name": "language", "value": "zh" if letters != 16 else "en", "url": page.url}]
    )
    begin(page, person)
    page.locator("[data-start]:visible").tap()
    page.locator("[data-rep]").tap()
    check(page, "[data-screen=reps] [data-count]")
    page.locator("[data-screen=reps] [data-finish]").click()
    expect(page.locator("[data-tell]")).to_be_visible()
    check(page, "[data-screen=reps] [data-count]")
    page.locator("[data-tell]").click()
    check(page, "[data-mark]")
    page.locator("[data-object]").click()
    assert page.evaluate(SMALL) == []

    page.goto(f"/stations/{day.stations['slj'].id}/field")
    begin(page, person)
    press(page, "2.45")
    check(page, "[data-screen=keypad] [data-slot=measure]")
    keep(page, "")
    check(page, "[data-mark]")
