"""A code that the phone's own camera opens, answered by the worker: kept first, delivered when it can be."""

import pytest
from playwright.sync_api import expect

from models import Evidence
from services import trainings
from services.checkins import claims
from services.trainings import codes
from tests.browser.conftest import PHONE, sign_in
from tests.support.browser.keeping import await_wired, try_now, until
from tests.support.factories import code_of, make_training
from tests.support.server import PATIENCE

DAY = 24 * 3600 * 1000
IS_READY = """
navigator.serviceWorker.ready.then(() => import(`${document.querySelector("script[type=module]").src
  .replace("main.js", "kept/owner.js")}`)).then(({ owner }) => owner()).then(Boolean)
"""


@pytest.fixture
def training(cast):
    return make_training(cast)


@pytest.fixture
def phone(window):
    """A phone that was online before: its worker is there, and it knows its owner."""

    def open_phone(person, script=""):
        page = window(PHONE, loses_network=True)
        page.add_init_script(script)
        sign_in(page, person, at="/account")
        until(lambda: page.evaluate(IS_READY))
        return page

    return open_phone


def shown(page, words):
    expect(page.get_by_role("heading", name=words)).to_be_visible(timeout=PATIENCE * 1000)


def pending(page):
    folder = page.locator("script[type=module]").get_attribute("src").rpartition("/")[0]
    return page.evaluate(f"import('{folder}/kept/outbox.js').then((m) => m.pending())")


def verdict(person, training):
    row = Evidence.get(Evidence.person == person, Evidence.training == training)
    return claims.verdict_of(row, trainings.get(training.id))


def sign_out_silently(page):
    """What a session's end looks like from the phone: its cookies are worth nothing, and no page said so."""
    for name in ("session", "remember_token"):
        page.context.clear_cookies(name=name)


@pytest.mark.parametrize("days", [-2, 2])
def test_a_code_opened_with_the_server_gone_is_delivered_next_day_to_the_same_minute(
    cast, training, phone, server, days
):
    page = phone(cast.officer, f"const real = Date.now; Date.now = () => real() + {days * DAY};")
    code = code_of(training)
    server.stop()
    page.goto(f"/C/{code}")
    shown(page, "已记录，待上传")
    expect(page.locator("#unsent")).to_contain_text("待上传 1")
    page.reload()
    shown(page, "已记录，待上传")
    assert [claim["code"] for claim in pending(page)] == [code]

    expect(page.get_by_role("button", name="现在重试")).to_be_visible()
    server.start(hours=20)
    try_now(page)
    shown(page, "已签到")
    assert pending(page) == []
    kept = verdict(cast.officer, training)
    assert kept.credited_at == codes.read(code).starts_at
    assert (kept.grade, kept.counts) == ("C", True)


def test_a_code_opened_online_is_kept_first_and_answered_at_once(cast, training, phone):
    page = phone(cast.officer)
    page.goto(f"/C/{code_of(training)}")
    shown(page, "已签到")
    expect(page.locator("[data-capture]")).to_have_count(1)
    assert verdict(cast.officer, training).grade == "B"
    page.reload()
    shown(page, "已签到")
    assert Evidence.select().count() == 1


def test_a_session_that_ended_keeps_the_time_and_delivers_after_a_sign_in(cast, training, phone):
    page = phone(cast.officer)
    sign_out_silently(page)
    page.goto(f"/C/{code_of(training)}")
    expect(page.get_by_text("登录过期了")).to_be_visible(timeout=PATIENCE * 1000)
    shown(page, "已记录，待上传")
    assert Evidence.select().count() == 0
    page.get_by_role("link", name="登录").click()
    sign_in(page, cast.officer)
    until(lambda: Evidence.select().count() == 1)
    assert verdict(cast.officer, training).grade == "B"


def test_a_code_opened_while_nobody_is_signed_in_asks_whose_it_is(cast, training, phone, server):
    page = phone(cast.officer)
    page.locator("form[action='/sign-out'] button").click()
    page.wait_for_url("**/sign-in**")
    code = code_of(training)
    server.stop()
    page.goto(f"/C/{code}")
    expect(page.get_by_text("这部手机现在没有人登录")).to_be_visible(timeout=PATIENCE * 1000)
    server.start()
    page.get_by_role("link", name="登录").click()
    sign_in(page, cast.auxiliary)
    assert Evidence.select().count() == 0
    page.locator("#unsent").get_by_role("button", name="是", exact=True).click()
    until(lambda: Evidence.select().count() == 1)
    assert verdict(cast.auxiliary, training).credited_at == codes.read(code).starts_at


def test_a_prerendered_page_checks_no_one_in(cast, training, phone):
    script = "Object.defineProperty(document, 'prerendering', { value: true, configurable: true });"
    page = phone(cast.officer, script)
    page.goto(f"/C/{code_of(training)}")
    await_wired(page)
    assert pending(page) == []
    assert Evidence.select().count() == 0
    page.evaluate("document.dispatchEvent(new Event('prerenderingchange'))")
    shown(page, "已签到")


def test_an_address_that_is_no_code_says_so_and_keeps_nothing(cast, training, phone, server):
    page = phone(cast.officer)
    server.stop()
    page.goto("/C/NOCODE")
    shown(page, "这不是签到码")
    assert pending(page) == []
