"""A group run at a station without a network: eight men, a double and a missed tap, named in three ways."""

import os

import pytest
from playwright.sync_api import expect

from tests.browser.calling import SLOW, Film
from tests.browser.posts import field_day, get_ready, phones, put_in_group


@pytest.fixture
def film(tmp_path):
    return Film(tmp_path / "camera.mjpeg")


@pytest.fixture
def phone(launched, server, film, tmp_path):
    with phones(launched, server, tmp_path, film) as open_phone:
        yield open_phone


def test_smoke(cast, phone, server, film):
    day, people = field_day(cast)
    page = phone()
    page.on("console", lambda m: print("CONSOLE", m.type, m.text))
    page.on("pageerror", lambda e: print("PAGEERROR", e, e.stack))
    shot = lambda name: page.screenshot(path=f"/tmp/shots/{name}.png")
    os.makedirs("/tmp/shots", exist_ok=True)
    from tests.browser.conftest import sign_in
    from tests.browser.posts import place, go_ahead
    sign_in(page, day.examiner, at=f"/sign-in?next={place(day)}")
    page.wait_for_timeout(2000)
    for p in list(people.values())[:8]:
        page.get_by_role("button", name=f"加入 {p.name}", exact=True).click()
    page.locator("[data-group]:visible").click()
    page.get_by_role("button", name="开始").click()
    page.wait_for_timeout(300)
    tap = page.locator("[data-tap]")
    tap.click()
    shot("a-early")
    go_ahead(page, 204)
    for gap in (0, 5, 6, 5):
        go_ahead(page, gap)
        page.wait_for_timeout(200)
        tap.tap()
    page.wait_for_timeout(300)
    shot("a-run4")
    page.locator("[data-pick]").last.click()
    page.wait_for_timeout(300)
    shot("a-pick")
    page.locator("[data-picks] button").nth(2).click()
    page.wait_for_timeout(300)
    page.locator("[data-picks] button").nth(5).click()
    page.wait_for_timeout(300)
    shot("a-pick2")
    page.locator("[data-close]").click()
    page.reload()
    page.wait_for_timeout(1500)
    shot("a-reload")
    page.locator("[data-end]").click()
    page.wait_for_timeout(300)
    shot("a-over")
    page.get_by_label("更多").click()
    shot("a-menu")
    page.get_by_role("button", name="设备和发送").click()
    page.wait_for_timeout(300)
    shot("a-queue")
    page.go_back()
    page.locator("[data-next]").click()
    page.wait_for_timeout(300)
    page.locator("[data-tab=done]").click()
    shot("a-done")
    page.locator("[data-open]").first.click()
    page.wait_for_timeout(300)
    shot("a-person")
    page.get_by_text("作废").first.click()
    shot("a-strike")
