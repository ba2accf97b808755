"""A device at its station: its name, what waits, the queue as a file, and giving the station back."""

import json

from playwright.sync_api import expect

from models import Entry, Lease, Stream
from tests.support.browser.calling import SLOW
from tests.support.browser.keeping import hear_of_network, until
from tests.support.browser.posts import field_day, get_ready, put_in_group
from tests.support.browser.recording import occupied, run


def go_to_queue(page):
    page.get_by_label("更多").click()
    page.get_by_role("button", name="设备和发送").click()


def waiting(page):
    return page.locator("[data-banner] p:visible")


def test_a_station_is_closed_when_all_of_it_has_arrived(cast, phone, server):
    day, people = field_day(cast, people=2)
    page = phone()
    get_ready(page, day.examiner, day)
    go_to_queue(page)
    page.locator("#device").fill("平板三号")
    page.get_by_role("button", name="保存").click()
    hear_of_network(page)
    until(lambda: Stream.get().label == "平板三号")
    page.go_back()
    put_in_group(page, *people.values())
    server.stop()
    page.get_by_role("button", name="开始").tap()
    expect(waiting(page)).to_contain_text("待同步 1")
    go_to_queue(page)
    page.get_by_role("button", name="测完了，关站").click()
    expect(page.get_by_text("还有 1 条没发出")).to_be_visible(timeout=SLOW)

    with page.expect_download() as caught:
        page.get_by_role("button", name="导出文件").click()
    queue = json.loads(caught.value.path().read_text("utf-8"))
    assert (queue["yizhang"], queue["label"], len(queue["entries"])) == ("queue", "平板三号", 1)
    assert not [name for name in (p.name for p in people.values()) if name in json.dumps(queue)]
    assert Entry.select().count() == 0
    assert Lease.get().closed_at is None

    server.start()
    hear_of_network(page)
    until(lambda: Lease.get().closed_at)
    expect(page.get_by_text("这一站在这部设备上已关")).to_be_visible(timeout=SLOW)
    page.get_by_label("返回").click()
    page.get_by_label("返回").click()
    expect(page.get_by_role("button", name="准备这一站")).to_be_visible(timeout=SLOW)


def test_a_name_written_before_the_old_one_was_read_stays(cast, phone):
    day, _ = field_day(cast, people=1)
    page = phone()
    get_ready(page, day.examiner, day)
    busy = occupied(page, "meta")
    page.bring_to_front()
    go_to_queue(page)
    page.locator("#device").fill("平板三号")
    busy.evaluate("self.ended = true")
    # Asked after it, this is answered after it.
    assert run(page, "return m.get('meta', 'label');", module="kept/store")
    expect(page.locator("#device")).to_have_value("平板三号")


def test_another_device_brings_a_stuck_queue_home(cast, phone, server, tmp_path):
    day, people = field_day(cast, people=2)
    stuck = phone()
    get_ready(stuck, day.examiner, day)
    put_in_group(stuck, *people.values())
    server.stop()
    stuck.get_by_role("button", name="开始").tap()
    expect(waiting(stuck)).to_contain_text("待同步 1")
    go_to_queue(stuck)
    with stuck.expect_download() as caught:
        stuck.get_by_role("button", name="导出文件").click()
    file = tmp_path / "queue.json"
    caught.value.save_as(file)
    stuck.context.close()

    server.start()
    other = phone()
    get_ready(other, cast.instructor, day)
    go_to_queue(other)
    other.locator("[data-import]").set_input_files(file)
    expect(other.get_by_text("导入了 1 条")).to_be_visible(timeout=SLOW)
    entry = Entry.get()
    assert (entry.actor.person_id, entry.carrier.person_id) == (day.examiner.id, cast.instructor.id)
    other.locator("[data-import]").set_input_files(file)
    expect(other.get_by_text("导入了 1 条")).to_be_visible(timeout=SLOW)
    assert Entry.select().count() == 1
