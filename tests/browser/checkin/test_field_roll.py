"""The instructor in a field without a network: people ticked and passes scanned, all delivered later."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from models import Evidence, Means
from services import clock, planning
from tests.support.browser.calling import (
    SLOW,
    count,
    get_ready,
    pass_of,
    place,
    scan,
    tick,
    time_passes,
)
from tests.support.browser.keeping import hear_of_network, rows, until
from tests.support.factories import identity, make_person, make_training

NAMES = ("曾小龙", "张三丰", "李四光", "王维", "赵云", "钱学")


@pytest.fixture
def people(cast):
    """Six more of the brigade, by name, and a walk-in of another."""
    found = {name: make_person(cast.east, name=name) for name in NAMES}
    return found | {"walk-in": make_person(cast.west, name="柳青")}


@pytest.fixture
def training(cast, people):
    # A quarter of an hour is left: two answers bring its codes.
    return make_training(cast, lasts=1500)


@pytest.fixture
def others(others):
    """And that a training was cancelled meanwhile."""
    return *others, "(Conflict)"


def evidence(training):
    """{person id: row}, each person once."""
    found = list(Evidence.select().where(Evidence.training == training.id))
    assert len({row.person_id for row in found}) == len(found)
    return {row.person_id: row for row in found}


def test_a_roll_called_without_a_network_is_delivered_when_it_is_back(
    cast, people, training, lasting, server, film
):
    page = lasting()
    get_ready(page, cast.instructor, training)
    server.stop()
    page.reload()
    expect(count(page, "absent")).to_have_text("10", timeout=SLOW)

    began = clock.now()
    listed = people["赵云"]
    tick(page, "张三", "张三丰")
    tick(page, people["李四光"].police_number[-4:], "李四光")
    tick(page, "cxl", "曾小龙")
    tick(page, "ww", "王维")
    tick(page, "钱", "钱学")
    page.locator("[data-toast]").get_by_role("button", name="撤销").click()
    expect(page.locator("[data-toast] span:visible")).to_have_text("钱学 已撤销")
    scan(page, film, pass_of(server, listed), "赵云")
    expect(page.locator("[data-hit]")).to_be_hidden()
    scan(page, film, pass_of(server, people["walk-in"]), "名单外，已记录，联网后认人")
    ended = clock.now()
    expect(count(page, "waiting")).to_have_text("6")
    expect(page.locator("[data-people] .tag.ok:visible")).to_have_count(0)

    page.context.close()
    page = lasting()
    page.clock.install()
    page.goto(place(training))
    expect(count(page, "waiting")).to_have_text("6", timeout=SLOW)
    assert evidence(training) == {}

    # Once it is over that they may be taken back, the phone's next try sends them.
    time_passes(page, server, seconds=30)
    until(lambda: len(evidence(training)) == 6)
    found = evidence(training)
    ticked = {people[name].id for name in ("张三丰", "李四光", "曾小龙", "王维")}
    assert set(found) == ticked | {listed.id, people["walk-in"].id}
    assert {row.means for id, row in found.items() if id in ticked} == {Means.TICK}
    assert {row.means for id, row in found.items() if id not in ticked} == {Means.PASS}
    slack = timedelta(seconds=2)
    assert all(began - slack <= row.credited_at <= ended + slack for row in found.values())
    assert all(row.received_at > ended for row in found.values())

    page.locator("[data-tab=came]").click()
    expect(count(page, "waiting")).to_have_text("0", timeout=SLOW)
    expect(page.locator("[data-people] .tag.ok:visible")).to_have_count(6, timeout=SLOW)
    expect(page.locator("[data-people]")).to_contain_text("柳青")
    assert rows(page, "outbox") == []


def test_someone_already_here_is_not_written_down_again(cast, people, training, phone, server, film):
    page = phone()
    get_ready(page, cast.instructor, training)
    server.stop()
    tick(page, "赵云", "赵云")
    scan(page, film, pass_of(server, people["赵云"]), "已经记过了")
    assert len(rows(page, "outbox")) == 1


def test_what_is_no_pass_is_said_and_not_kept(cast, training, phone, server, film):
    page = phone()
    get_ready(page, cast.instructor, training)
    scan(page, film, "HTTPS://EXAMPLE.COM/", "这不是个人码")
    assert rows(page, "outbox") == []


def test_a_pass_of_last_week_is_kept_for_the_server_to_refuse(cast, people, training, phone, server, film):
    page = phone(anew=True)
    page.clock.install()
    get_ready(page, cast.instructor, training)
    old = pass_of(server, people["赵云"], on=clock.today() - timedelta(days=7))
    scan(page, film, old, "名单外，已记录")
    server.stop()
    time_passes(page, server)
    refused = page.locator("[data-refusals]")
    expect(refused).to_contain_text("不认识这张个人码", timeout=SLOW)
    assert evidence(training) == {}
    page.reload()
    expect(refused).to_be_visible(timeout=SLOW)
    page.get_by_role("button", name="知道了").click()
    expect(refused).to_be_hidden()
    page.reload()
    expect(page.locator("[data-people] li").first).to_be_visible(timeout=SLOW)
    expect(refused).to_be_hidden()


def test_a_refused_tick_names_its_person(cast, training, phone, server):
    page = phone(anew=True)
    page.clock.install()
    get_ready(page, cast.instructor, training)
    server.stop()
    tick(page, "王维", "王维")
    planning.cancel(training.id, actor=identity(cast.instructor))
    time_passes(page, server)
    hear_of_network(page)
    refused = page.locator("[data-refusals]")
    expect(refused).to_contain_text("王维", timeout=SLOW)
    expect(refused).to_contain_text("已取消")
    # The training is no longer theirs to call, but what became of the tick is still to be read.
    expect(page.get_by_text("不归您带，或者已取消")).to_be_visible()
    expect(refused).to_be_visible()
