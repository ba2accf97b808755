"""A result told to its person: their word on it, a void, a retest; on the disk, then on the server."""

from playwright.sync_api import expect

from models import Entry, EntryKind
from services import sheets
from services.marks import marked_sheets
from tests.support.browser.calling import SLOW, pass_of
from tests.support.browser.keeping import hear_of_network, rows, until
from tests.support.browser.measuring import begin, entries, field_day, keep, of_kind, offline
from tests.support.field_day import RECRUIT

EXERCISE = "jumpreach"


def ledger(page):
    return page.locator("[data-ledger] li")


def next_person(page, person):
    page.get_by_role("button", name="下一位").tap()
    begin(page, person)


def test_what_people_say_of_their_results_is_kept_and_comes_to_the_server(cast, phone, server, film):
    day, (person, other) = field_day(cast, RECRUIT, EXERCISE)
    page = phone()
    offline(page, server, day, EXERCISE)

    begin(page, person)
    keep(page, "2.66")
    expect(page.locator("[data-face]")).to_have_attribute("data-turned", "yes")
    expect(page.get_by_text("本人还没确认")).to_be_visible()
    page.get_by_role("button", name="确认无误").tap()
    expect(page.locator("[data-said=acked]")).to_contain_text("本人已确认")
    expect(ledger(page).locator(".tag:visible")).to_have_text(["已存", "已存"])

    next_person(page, other)
    keep(page, "2.51")
    page.get_by_role("button", name="有异议").click()
    page.get_by_role("button", name="记下异议").click()
    expect(page.get_by_text("请选一条")).to_be_visible()
    page.get_by_label("量得不对").check(force=True)
    page.get_by_label("要补充的话").fill("尺子没拉直")
    page.get_by_role("button", name="记下异议").click()
    expect(page.locator("[data-said=objected]")).to_contain_text("有异议：量得不对: 尺子没拉直")
    expect(page.get_by_role("button", name="确认无误")).to_be_hidden()

    found = entries(page)
    results = {e["person"]: e["id"] for e in found if e["kind"] == "attempt"}
    said = [
        (e["kind"], e["person"], e["target"], e.get("word"), e.get("reason")) for e in found if "target" in e
    ]
    assert said == [
        ("ack", person.id, results[person.id], "tap", None),
        ("object", other.id, results[other.id], None, "量得不对: 尺子没拉直"),
    ]

    server.start()
    hear_of_network(page)
    kinds = (EntryKind.ACK, EntryKind.OBJECT)
    until(lambda: Entry.select().where(Entry.kind.in_(kinds), Entry.held == "").count() == 2)
    expect(ledger(page).locator(".tag:visible")).to_have_text(["已发", "已发"], timeout=SLOW)
    objected = Entry.get(kind=EntryKind.OBJECT)
    assert (objected.target, objected.reason, objected.person_id) == (
        results[other.id],
        "量得不对: 尺子没拉直",
        other.id,
    )
    assert objected.text in {row["text"] for row in rows(page, "entries")}
    marks = {
        one.id: marked_sheets.of(sheets.get(day.sheet(one).id), day.assessment).snapshot
        for one in (person, other)
    }
    assert [r["measure"] for r in marks[person.id]["results"]] == [2660]
    assert [r["measure"] for r in marks[other.id]["results"]] == [2510]


def test_a_pass_confirms_for_its_own_person_only(cast, phone, server, film):
    day, (person, other) = field_day(cast, RECRUIT, EXERCISE)
    page = phone()
    offline(page, server, day, EXERCISE)
    begin(page, person)
    keep(page, "2.66")
    film.show(pass_of(server, other))
    page.get_by_role("button", name="扫码确认").click()
    expect(page.locator("[data-hit]")).to_contain_text(f"这是别人的个人码，要 {person.name} 的", timeout=SLOW)
    assert of_kind(page, "ack") == []

    page.get_by_role("button", name="下一位").tap()
    page.locator(f"[data-person='{person.id}'] [data-open]").or_(
        page.locator("[data-tab=done]")
    ).first.click()
    page.locator(f"[data-person='{person.id}'] [data-open]").click()
    page.get_by_role("button", name="告诉本人").click()
    film.show(pass_of(server, person))
    page.get_by_role("button", name="扫码确认").click()
    expect(page.locator("[data-said=acked]")).to_contain_text("本人已确认", timeout=SLOW)
    (ack,) = of_kind(page, "ack")
    assert (ack["word"], ack["person"]) == ("pass", person.id)


def test_a_void_and_a_retest_have_reasons_and_give_the_try_back(cast, phone, server):
    day, (person, _other) = field_day(cast, RECRUIT, EXERCISE)
    page = phone()
    offline(page, server, day, EXERCISE)
    begin(page, person)
    for n, typed in enumerate(("2.40", "2.50", "2.60"), 1):
        keep(page, typed)
        if n < 3:
            page.get_by_role("button", name="再测一次").click()
    page.get_by_role("button", name="作废", exact=True).click()
    page.get_by_label("量错了").check(force=True)
    page.locator("[data-striking]").get_by_role("button", name="作废").click()
    expect(page.locator("[data-void]")).to_have_text("已作废：量错了")

    page.get_by_role("button", name="再测一次").click()
    expect(page.locator("[data-whom]:visible")).to_contain_text("第 3 次 / 共 3 次")
    keep(page, "2.66")
    page.get_by_role("button", name="补测").click()
    page.locator("[data-striking]").get_by_role("button", name="加一次").click()
    expect(page.get_by_text("请写原因")).to_be_visible()
    page.get_by_label("受到干扰").check(force=True)
    page.locator("[data-striking]").get_by_role("button", name="加一次").click()
    expect(page.locator("[data-whom]:visible")).to_contain_text("第 4 次 / 共 4 次")
    keep(page, "2.70")
    found = [(e["kind"], e.get("measure"), e.get("declared"), e.get("reason")) for e in entries(page)]
    assert found == [
        ("attempt", 2400, 1, None),
        ("attempt", 2500, 2, None),
        ("attempt", 2600, 3, None),
        ("void", None, None, "量错了"),
        ("attempt", 2660, 3, None),
        ("retest", None, None, "受到干扰"),
        ("attempt", 2700, 4, None),
    ]
    server.start()
    hear_of_network(page)
    until(lambda: Entry.select().where(Entry.kind == EntryKind.RETEST, Entry.held == "").count() == 1)
    until(lambda: Entry.select().where(Entry.kind == EntryKind.ATTEMPT, Entry.held == "").count() == 5)
