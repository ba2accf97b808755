"""What the service worker answers, when it changes, and what it leaves alone."""

import time
from contextlib import suppress

import pytest
from playwright.sync_api import Error, expect

from tests.browser.conftest import PHONE, sign_in
from tests.support.browser.keeping import await_copy, await_wired, await_worker, cached_bodies, until
from tests.support.factories import code_of, make_training


@pytest.fixture
def phone(window, network_between, cast):
    """A phone with the worker and an owner, whose network can be troubled."""
    page = window(PHONE, anew=True, loses_network=True, base_url=network_between.url)
    sign_in(page, cast.officer, at="/")
    await_copy(page)
    return page


OFFLINE = "现在离线"
IDLE = 3000  # ms after which a page does what can wait
INSTALLED = 60_000  # ms in which a busy machine has fetched a whole build


@pytest.mark.parametrize("trouble", ["gone", "hang"])
def test_a_page_the_server_does_not_bring_is_stood_in_for(phone, network_between, trouble):
    with network_between.having(trouble):
        phone.goto("/record")
        expect(phone.get_by_role("heading", name=OFFLINE)).to_be_visible()
    phone.get_by_role("link", name="重试").click()
    expect(phone.get_by_role("heading", name="训练档案", exact=True)).to_be_visible()


def test_a_stranger_on_a_slow_network_gets_in_all_the_same(window, network_between):
    page = window(PHONE, anew=True, loses_network=True, base_url=network_between.url)
    page.goto("/sign-in")
    await_worker(page)
    with network_between.having("slow", "/sign-in"):
        page.goto("/sign-in")
        expect(page.locator("[name=police_number]")).to_be_visible()


def test_a_fault_of_the_server_is_shown_as_what_it_is(phone, network_between):
    with network_between.having("error"), phone.expect_response("**/record") as caught, suppress(Error):
        phone.goto("/record")  # it has no body, so some browsers put a page of their own there
    assert caught.value.status == 500
    expect(phone.get_by_role("heading", name=OFFLINE)).to_be_hidden()


def test_a_captive_portal_shows_its_own_page_and_is_not_kept(phone, network_between):
    with network_between.having("portal"):
        phone.goto("/record")
        expect(phone.get_by_role("heading", name="请登录无线网络")).to_be_visible()
    phone.goto("/record")
    assert not any("请登录无线网络" in body for body in cached_bodies(phone).values())


@pytest.mark.parametrize(
    ("place", "shown"), [("/scan", "[data-scan]"), ("/pass", "[data-pass]"), ("/unsent", "[data-waiting]")]
)
def test_screens_for_the_field_open_at_once_on_a_network_that_hangs(phone, network_between, place, shown):
    with network_between.having("hang"):
        began = time.monotonic()
        phone.goto(place)
        expect(phone.locator(shown)).to_be_visible()
        assert time.monotonic() - began < 5


def test_a_code_opened_where_someone_signed_in_before_needs_no_network(phone, network_between, cast):
    with network_between.having("hang"):
        phone.goto(f"/C/{code_of(make_training(cast))}", wait_until="commit")
        expect(phone.locator("[data-capture]")).to_be_attached(timeout=4000)


def test_a_code_opened_by_nobody_asks_the_server_first(window, network_between, cast):
    page = window(PHONE, anew=True, loses_network=True, base_url=network_between.url)
    page.goto("/sign-in")
    await_worker(page)
    code = code_of(make_training(cast))
    page.goto(f"/C/{code}")
    assert "/sign-in" in page.url
    with network_between.having("gone"):
        page.goto(f"/C/{code}")
        expect(page.locator("[data-capture]")).to_be_attached()


HANG = """async () => {
  const opening = indexedDB.open("yizhang");
  await new Promise((opened) => (opening.onsuccess = opened));
  self.held = opening.result; // lets nobody change the tables, so everyone after the next line waits
  indexedDB.open("yizhang", 99);
}"""


def test_a_database_that_hangs_keeps_no_page_from_opening(phone):
    phone.evaluate(HANG)
    other = phone.context.new_page()
    other.goto("/scan", wait_until="commit", timeout=15_000)
    expect(other.locator("[data-scan]")).to_be_attached()


def test_a_redirect_leads_on_as_without_a_worker(phone):
    phone.context.clear_cookies()
    phone.goto("/record")
    assert phone.url.endswith("/sign-in?next=/record")


def test_what_is_downloaded_is_not_stood_in_for(phone, network_between, cast):
    with network_between.having("gone"), pytest.raises(Error, match="ERR_"):
        phone.goto(f"/record/{cast.officer.id}.xlsx")


def test_the_decoder_is_kept_without_anyone_having_scanned(phone):
    until(lambda: any(url.endswith(".wasm") for url in cached_bodies(phone)))


def build_of(page):
    return page.locator("script[type=module]").get_attribute("src").split("/")[2]


#: The addresses alone: all the files of two builds, with their text, take a second to read.
KEPT = """async () => {
  const caught = (await caches.keys()).map(async (name) => (await caches.open(name)).keys());
  return (await Promise.all(caught)).flat().map((request) => request.url);
}"""


def builds_kept(page):
    kept = page.evaluate(KEPT)
    return {url.split("/static/")[1].split("/")[0] for url in kept if "/static/" in url}


def test_a_new_version_is_offered_and_not_forced(phone, server):
    first = build_of(phone)
    phone.goto("/unsent")
    server.stop()
    server.start(build="newer")
    offer = phone.locator("#update")
    expect(offer).to_be_hidden()
    phone.reload()
    expect(offer).to_be_visible(timeout=INSTALLED)
    # Whoever does not take it goes on with the old build, even from one page to the next.
    phone.goto("/pass")
    assert build_of(phone) == first
    expect(offer).to_be_visible()
    offer.get_by_role("button").click()
    until(lambda: build_of(phone) == "newer")
    expect(offer).to_be_hidden()


def test_files_of_a_build_stay_while_a_window_shows_it(phone, server):
    first = build_of(phone)
    phone.goto("/unsent")
    other = phone.context.new_page()
    other.clock.install()
    other.goto("/pass")
    server.stop()
    server.start(build="newer")
    other.reload()
    other.locator("#update button").click()
    until(lambda: build_of(other) == "newer")
    # The first window was not reloaded, and still has all it may yet load.
    assert build_of(phone) == first
    assert builds_kept(phone) == {first, "newer"}
    phone.close()
    other.reload()
    # It tidies up when it has been idle for a while.
    await_wired(other)
    other.clock.fast_forward(IDLE)
    until(lambda: builds_kept(other) == {"newer"})
