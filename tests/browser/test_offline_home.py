"""What a person can still read with the network gone, and what is forgotten when they leave."""

import json
import re

import pytest
from playwright.sync_api import expect

from models import Evidence, SeasonKind
from services import clock
from services.checkins import passes
from tests.browser.conftest import PHONE, sign_in
from tests.support import field_day, qr
from tests.support.awarding import make_assessment, make_season, make_sheet, settle
from tests.support.browser import windows
from tests.support.browser.keeping import (
    await_copy,
    await_wired,
    await_worker,
    cached_bodies,
    keep_claim,
    owner,
    rows,
    try_now,
    until,
)
from tests.support.factories import code_of, identity, make_training

TITLE = "擒拿控制与上铐"


@pytest.fixture
def training(cast):
    return make_training(cast)


@pytest.fixture
def medal(cast):
    sheet = make_sheet(
        make_assessment(cast.east, season=make_season(SeasonKind.AUTUMN, clock.today().year)), cast.officer
    )
    return settle(sheet, "gold", signer=identity(cast.instructor).account_id)[1]


@pytest.fixture
def phone(window):
    """A phone on which someone has signed in once, with everything kept."""

    def open_phone(person, **options):
        page = window(PHONE, loses_network=True, **options)
        sign_in(page, person, at="/")
        await_copy(page)
        return page

    return open_phone


@pytest.fixture
def restarted(launched, server, tmp_path):
    """A browser on one profile: each call ends it and starts it again."""
    running = []

    def start():
        for context in running:
            context.close()
        running[:] = [windows.lasting(launched, tmp_path / "profile", base_url=server.url, **PHONE)]
        return running[0].pages[0]

    yield start
    for context in running:
        context.close()


def leave(server, page, how):
    """The network goes: the server's end of it, or the phone's."""
    if how == "server stopped":
        server.stop()
    else:
        page.context.set_offline(True)


@pytest.mark.parametrize("how", ["server stopped", "airplane mode"])
def test_one_visit_is_enough_to_read_ones_own_things_offline(cast, training, medal, phone, server, how):
    page = phone(cast.officer, anew=True)
    until(lambda: rows(page, "pictures"))
    leave(server, page, how)
    page.goto("/record")
    expect(page.get_by_role("heading", name="现在离线")).to_be_visible()
    expect(page.get_by_text(re.compile("下面是今天 .* 的内容"))).to_be_visible()
    expect(page.locator(".hero")).to_contain_text(TITLE)
    expect(page.locator("#offline-trainings")).to_contain_text(TITLE)
    expect(page.locator("#offline-record")).to_contain_text("年度学时")
    expect(page.locator("#offline-medals")).to_contain_text("优秀")
    assert (
        page.locator("#offline-medals img").first.evaluate(
            "(image) => image.decode().then(() => image.naturalWidth)"
        )
        == 240
    )


def test_a_result_settled_meanwhile_waits_for_its_stamp_until_it_is_delivered(cast, phone):
    field_day.make_season()
    day = field_day.FieldDay(cast)
    day.enter_all()
    page = phone(cast.officer)
    page.context.set_offline(True)
    day.settle()
    page.goto("/medals")
    expect(page.locator("#offline-medals")).to_contain_text(re.compile(r"合格\s*待签章"))
    page.context.set_offline(False)
    page.goto("/medals")
    expect(page.locator("#wall")).to_contain_text("№ 000001")
    expect(page.get_by_text("待签章")).to_have_count(0)


def test_a_browser_restarted_with_the_server_down_still_shows_them(cast, training, restarted, server):
    page = restarted()
    sign_in(page, cast.officer, at="/")
    await_copy(page)
    server.stop()
    page = restarted()
    page.goto("/")
    expect(page.locator(".hero")).to_contain_text(TITLE)
    keep_claim(page, code_of(training))
    page.goto("/pass")
    expect(page.locator("[data-pass]")).to_contain_text(cast.officer.name)
    today = passes.text_of(cast.officer.id, clock.today(), passes.key())
    assert qr.read(page.screenshot()) == passes.link(server.url, today)
    page = restarted()
    page.goto("/unsent")
    expect(page.locator("#unsent")).to_contain_text("待上传 1")
    expect(page.locator("[data-rows]")).to_contain_text(TITLE)
    expect(page.get_by_role("button", name="现在重试")).to_be_visible()
    server.start()
    try_now(page)
    expect(page.get_by_text("都发出去了")).to_be_visible()
    expect(page.locator("#unsent")).to_be_hidden()


def test_cache_storage_never_holds_anything_personal(cast, training, medal, phone):
    page = phone(cast.officer, anew=True)
    for place in ("/trainings", "/record", "/medals", "/account", "/pass", "/scan"):
        page.goto(place)
    bodies = cached_bodies(page)
    assert any("/shell/home" in url for url in bodies)
    assert {url for url in bodies if "/static/" not in url and "/shell/" not in url} == set()
    for url, body in bodies.items():
        for personal in (cast.officer.name, cast.officer.police_number, TITLE):
            assert personal not in body, url


def test_signing_out_drops_what_could_be_read_and_keeps_what_waits(cast, training, phone):
    page = phone(cast.officer)
    page.route("**/sync", lambda route: route.abort())
    claim = keep_claim(page, code_of(training))
    page.goto("/account")
    page.get_by_role("button", name="退出登录").click()
    page.wait_for_url("**/sign-in")
    until(lambda: owner(page) is None)
    assert [rows(page, store) for store in ("mine", "packs", "fields", "pictures")] == [[], [], [], []]
    assert [one["id"] for one in rows(page, "outbox")] == [claim]
    assert cast.officer.name not in json.dumps(rows(page, "outbox"))
    assert any("/shell/home" in url for url in cached_bodies(page)), "the shells are still there"
    page.context.set_offline(True)
    page.goto("/")
    expect(page.get_by_text("这部手机上没有存着你的内容")).to_be_visible()
    expect(page.locator("#unsent")).to_contain_text("还有别人的 1 条待上传")


def test_signing_out_without_a_network_is_made_up_for_before_the_next_person_does_anything(
    cast, training, phone, server
):
    page = phone(cast.officer)
    page.goto("/account")
    leaves = page.get_by_role("button", name="退出登录")
    server.stop()
    leaves.click()
    expect(leaves).to_have_count(0)
    server.start()
    page.goto(f"/C/{code_of(training)}")
    page.wait_for_url("**/sign-in?next=**")
    sign_in(page, cast.auxiliary)
    expect(page.get_by_role("heading", name="签到成功")).to_be_visible()
    assert [row.person_id for row in Evidence.select()] == [cast.auxiliary.id]


def test_another_owner_sees_and_sends_nothing_of_the_first(cast, training, phone):
    page = phone(cast.officer)
    page.route("**/sync", lambda route: route.abort())
    keep_claim(page, code_of(training))
    # Signed out by the other window of this browser, or lapsed: no page of ours says goodbye.
    page.context.clear_cookies()
    sign_in(page, cast.auxiliary, at="/")
    page.unroute("**/sync")
    until(lambda: [one["name"] for one in rows(page, "mine")] == [cast.auxiliary.name])
    page.goto("/")
    expect(page.locator("#unsent")).to_contain_text("还有别人的 1 条待上传")
    assert cast.officer.name not in page.locator("#unsent").inner_text()
    page.context.set_offline(True)
    page.goto("/pass")
    expect(page.locator("[data-pass]")).to_contain_text(cast.auxiliary.name)
    assert len(rows(page, "outbox")) == 1


def test_who_signs_in_on_the_way_to_a_shell_is_known_there(cast, window):
    page = window(PHONE, anew=True, loses_network=True)
    page.goto("/sign-in")
    await_worker(page)
    sign_in(page, cast.officer, at="/pass")
    expect(page.locator("[data-pass]")).to_contain_text(cast.officer.name)


def test_a_window_left_open_shows_nothing_once_another_signs_out(cast, phone):
    page = phone(cast.officer)
    page.goto("/pass")
    expect(page.locator("[data-pass]")).to_contain_text(cast.officer.name)
    other = page.context.new_page()
    other.goto("/account")
    await_wired(other)  # its script forgets the owner before the next page can
    other.get_by_role("button", name="退出登录").click()
    other.wait_for_url("**/sign-in")
    expect(page.locator("[data-nobody]")).to_be_visible()
    assert cast.officer.name not in page.content()


@pytest.mark.parametrize(("answer", "left"), [("是", True), ("不是", False)])
def test_a_claim_made_by_nobody_asks_whose_it_is_at_the_next_sign_in(cast, training, window, answer, left):
    page = window(PHONE, loses_network=True)
    page.goto("/sign-in")
    keep_claim(page, code_of(training))
    expect(page.locator("#unsent")).to_be_hidden()
    page.route("**/sync", lambda route: route.abort())
    sign_in(page, cast.officer)
    asked = page.locator("#unsent section")
    expect(asked).to_contain_text("这是你的签到吗")
    expect(asked).to_contain_text(TITLE)
    asked.get_by_role("button", name=answer, exact=True).click()
    expect(asked).to_have_count(0)
    assert [one["owner"] for one in rows(page, "outbox")] == (
        [identity(cast.officer).account_id] if left else []
    )
