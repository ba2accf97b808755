"""Two timers of one group: the second one's times stand beside the first one's, and count for nobody."""

from playwright.sync_api import expect

from models import Finish
from services import sheets
from services.marks import marked_sheets
from tests.support.browser.calling import SLOW
from tests.support.browser.keeping import hear_of_network, until
from tests.support.browser.phones import go_ahead
from tests.support.browser.posts import RUN, field_day, get_ready, put_in_group


def time_two(page, *, apart):
    page.get_by_role("button", name="开始").tap()
    page.locator("[data-tap]").wait_for()
    go_ahead(page, 200)
    expect(page.locator("[data-tap] > :visible")).to_contain_text("冲线")
    for n in (1, 2):
        go_ahead(page, apart)
        page.locator("[data-tap]").tap()
        expect(page.locator("ol.finish li")).to_have_count(n)


def test_the_second_timer_shows_how_far_apart_and_counts_for_nobody(cast, phone):
    day, people = field_day(cast, people=2)
    lead, check = phone(), phone()
    get_ready(lead, day.examiner, day)
    get_ready(check, cast.instructor, day)
    put_in_group(lead, *people.values())
    time_two(lead, apart=5)

    check.get_by_label("更多").click()
    check.get_by_role("button", name="当副表").click()
    expect(check.get_by_role("heading", name="第 1 组 副表")).to_be_visible()
    time_two(check, apart=6)
    expect(check.locator("[data-act=pick]:visible")).to_have_count(0)

    until(lambda: Finish.select().where(Finish.is_check).count() == 2)
    hear_of_network(lead)
    hear_of_network(check)
    expect(lead.locator("[data-beside]").first).to_contain_text("副表 ", timeout=SLOW)
    expect(check.locator("[data-beside]").first).to_contain_text("主表 ", timeout=SLOW)
    lead.get_by_role("button", name="收队").click()
    lead.get_by_role("button", name="按顺序认").click()
    for n, person in people.items():
        expect(lead.locator("[data-picking]")).to_contain_text(f"第 {n} 名")
        lead.locator("[data-picks] button").filter(has_text=person.name).click()
    until(lambda: Finish.select().where(Finish.person.is_null(False)).count() == 2)
    for person in people.values():
        result = marked_sheets.of(sheets.get(day.sheet(person).id), day.assessment).result(RUN)
        assert len(result["attempts"]) == 1
