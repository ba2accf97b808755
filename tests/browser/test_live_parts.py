"""A part that keeps itself up to date takes no tap away from who uses it meanwhile."""

from playwright.sync_api import expect

from tests.browser.conftest import PHONE, sign_in
from tests.support.field_day import FieldDay


def test_a_tap_while_the_list_asks_for_news_is_not_lost(cast, window):
    day = FieldDay(cast)
    day.sheet()
    page = window(PHONE)
    sign_in(page, day.examiner, at="/account")
    # The list has asked, and hears nothing.
    page.route("**/queue", lambda route: None)
    with page.expect_request("**/queue"):
        page.goto(f"/stations/{day.stations['run1000'].id}")
    page.get_by_role("link", name=f"记成绩 {cast.officer.name}").click()
    expect(page.locator("#value")).to_be_visible()
