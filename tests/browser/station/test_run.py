"""A group run at a station without a network: eight men, a double and a missed tap, named in three ways."""

from playwright.sync_api import expect

from models import Entry, Finish
from services import sheets
from services.marks import marked_sheets
from tests.support.browser.calling import SLOW, pass_of
from tests.support.browser.keeping import hear_of_network, until
from tests.support.browser.phones import go_ahead
from tests.support.browser.posts import RUN, field_day, get_ready, put_in_group

#: Numbers on their chests, in the order in which they come in; the sixth is not tapped.
ORDER = (3, 6, 1, 8, 2, 5, 4, 7)
MISSED = 6


def tap(page, *, after, n):
    """Somebody comes in so many seconds later: the n-th on the list, and nothing else has moved."""
    go_ahead(page, after)
    page.locator("[data-tap]").tap()
    expect(page.locator("ol.finish li")).to_have_count(n)


def row(page, n):
    return page.locator(f"[data-place-of='{n}']")


def name(page, number):
    page.locator("[data-picks] button").filter(has_text=f"{number:02}").click()


def finishes(day):
    rows = Finish.select().where(Finish.assessment == day.assessment.id).order_by(Finish.place)
    return [(row.place, row.person_id, row.measure) for row in rows]


def race(page):
    """Eight men over the line: a lap, a double tap, a missed one, one of nobody, and a reload."""
    page.get_by_role("button", name="开始").tap()
    key = page.locator("[data-tap] > :visible")
    expect(key).to_contain_text("太早")
    go_ahead(page, 100)
    page.locator("[data-tap]").tap()  # the first lap
    go_ahead(page, 105)
    expect(key).to_contain_text("冲线")
    expect(page.locator("ol.finish li")).to_have_count(0)
    for n, after in enumerate((0, 3, 4, 0, 5), start=1):  # the third man has two taps
        tap(page, after=after, n=n)
    page.reload()
    expect(page.locator("ol.finish li")).to_have_count(5, timeout=SLOW)
    expect(page.locator("[data-big]")).to_contain_text("3′")
    expect(page.locator("[data-flags]")).to_contain_text("页面重开过")
    for n, after in ((6, 6), (7, 9), (8, 2), (9, 1)):  # one came in unseen before the seventh
        tap(page, after=after, n=n)
    page.get_by_role("button", name="撤销第 9 名").click()
    expect(page.locator("ol.finish li")).to_have_count(8)


def mend(page):
    """The double tap goes, the missed one gets its place."""
    row(page, 4).get_by_role("button").last.click()
    page.get_by_role("button", name="多按的，删掉").click()
    expect(page.locator("ol.finish li")).to_have_count(7)
    row(page, 5).get_by_role("button").last.click()
    page.get_by_role("button", name="后面漏按一个").click()
    expect(row(page, MISSED)).to_contain_text("漏按，无时间")
    page.get_by_role("button", name="收队").click()
    expect(page.locator("[data-missing] li")).to_have_count(8)


def name_all(page, film, link):
    """Three by touching their numbers, one by his pass, the rest by typing."""
    page.get_by_role("button", name="按顺序认").click()
    for n, number in enumerate(ORDER[:3], start=1):
        naming(page, n)
        name(page, number)
    naming(page, 4)
    film.show(link)
    page.get_by_role("button", name="扫个人码").click()
    naming(page, 5)
    page.get_by_role("button", name="扫个人码").click()
    for n, number in enumerate(ORDER[4:], start=5):
        naming(page, n)
        page.locator("[data-bib]").fill(str(number))
        name(page, number)
    expect(page.locator("[data-missing]")).to_be_hidden()


def naming(page, n):
    expect(page.locator("[data-picking]")).to_contain_text(f"第 {n} 名", timeout=SLOW)


def test_a_run_without_a_network_comes_out_on_the_server_as_it_was_seen(cast, phone, server, film):
    day, people = field_day(cast)
    page = phone()
    get_ready(page, day.examiner, day)
    server.stop()
    put_in_group(page, *people.values())
    expect(page.locator("[data-below]:visible")).to_have_text("8 人就位")
    race(page)
    mend(page)
    name_all(page, film, pass_of(server, people[ORDER[3]]))
    expect(row(page, 1)).to_contain_text("达标")
    expect(page.locator("[data-banner]")).to_contain_text("离线可用")
    seen = [row(page, n).locator("[data-time]").inner_text() for n in range(1, 9)]
    assert Entry.select().count() == 0

    server.start()
    hear_of_network(page)
    until(lambda: all(person for _, person, _ in finishes(day)) and len(finishes(day)) == 8)
    assert [person for _, person, _ in finishes(day)] == [people[number].id for number in ORDER]
    assert [shown(measure) for *_, measure in finishes(day)] == seen
    expect(page.get_by_text("服务器都收到了")).to_be_visible(timeout=SLOW)
    for number, (_, _, measure) in zip(ORDER, finishes(day), strict=True):
        result = marked_sheets.of(sheets.get(day.sheet(people[number]).id), day.assessment).result(RUN)
        assert (result and [try_["measure"] for try_ in result["attempts"]]) == (measure and [measure])


def shown(measure):
    """As the screen shows a time whose item rounds up."""
    if measure is None:
        return "–′––″–"
    tenths = -(-measure // 100)
    return f"{tenths // 600}′{tenths // 10 % 60:02}″{tenths % 10}"


def test_one_alone_is_timed_by_two_taps(cast, phone, server):
    day, people = field_day(cast, people=2)
    page = phone()
    get_ready(page, day.examiner, day)
    server.stop()
    page.get_by_role("button", name=people[2].name).first.click()
    page.get_by_role("button", name="单独测").click()
    page.get_by_role("button", name="开始").tap()
    go_ahead(page, 238)
    expect(page.locator("[data-tap] > :visible")).to_contain_text("到线")
    page.locator("[data-tap]").tap()
    expect(page.locator("ol.finish")).to_be_hidden()
    server.start()
    hear_of_network(page)
    until(lambda: [(n, person) for n, person, _ in finishes(day)] == [(1, people[2].id)])
    assert 238_000 <= finishes(day)[0][2] < 260_000
    page.get_by_role("button", name="下一位").click()
    page.locator("[data-tab=done]").click()
    expect(page.locator("[data-people]")).to_contain_text(people[2].name)
