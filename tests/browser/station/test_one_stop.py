"""One form, one stop, without a network: two examiners' devices, a run and two stations, and the server gone.

What comes of it is what an examiner who typed the same online gets: the same sheets, and a medal each, once.
"""

import pytest
from playwright.sync_api import expect

from models import Award, AwardState, AwardVersion, Entry
from services import sheets, standard_files, standards
from services.marks import marked_sheets
from services.sheets import settling
from tests.support.browser.calling import SLOW
from tests.support.browser.keeping import hear_of_network, until
from tests.support.browser.measuring import begin, keep, told
from tests.support.browser.phones import go_ahead
from tests.support.browser.posts import RUN, get_ready, place, put_in_group
from tests.support.factories import identity
from tests.support.field_day import FieldDay, make_season

#: As bureaus make their own: a run, a jump, a stance judged by eye; to pass each is to pass.
OWN = {
    "standard": "key,value\ncode,local-2026\ntitle,本局标准\npass_rule,every_item\ngrade_rule,passed\n",
    "groups": "sex,group,age_min,age_max\nM,all,,\n",
    "items": "item,item_name,kind,unit,decimals,direction,min,max,attempts\n"
    "run1000,1000米跑,pass_fail,s,0,lower,120,1500,1\n"
    "jump,纵跳摸高,pass_fail,m,2,higher,1,4,3\n"
    "stance,据枪姿势,pass_fail,count,0,higher,0,1,1\n",
    "bands": "sex,group,item,points,threshold\nM,all,run1000,,600\nM,all,jump,,2.65\nM,all,stance,,1\n",
    "grades": "grade,passes\n合格,yes\n",
}
EXERCISES = (RUN, "jump", "stance")
JUMPS = ("2.70", "2.80", "2.65")


@pytest.fixture
def day(cast, tmp_path):
    folder = tmp_path / "own"
    folder.mkdir()
    for name, text in OWN.items():
        (folder / f"{name}.csv").write_text(text, "utf-8")
    standard = standard_files.read(folder).standard
    standards.store(standard)
    make_season()
    return FieldDay(cast, standard.code, exercises=EXERCISES, people=len(JUMPS))


def run(page, people):
    """Everybody runs in one group, and comes in in the order of the list."""
    put_in_group(page, *people)
    page.get_by_role("button", name="开始").tap()
    go_ahead(page, 240)
    for n, _person in enumerate(people, start=1):
        go_ahead(page, 5)
        expect(page.locator("[data-tap] > :visible")).to_contain_text("冲线")
        page.locator("[data-tap]").tap()
        expect(page.locator("ol.finish li")).to_have_count(n)
    page.get_by_role("button", name="收队").click()
    page.get_by_role("button", name="按顺序认").click()
    for n, person in enumerate(people, start=1):
        expect(page.locator("[data-picking]")).to_contain_text(f"第 {n} 名")
        page.locator("[data-picks] button").filter(has_text=person.name).click()
    expect(page.locator("[data-missing]")).to_be_hidden()


def jump(page, people):
    for person, height in zip(people, JUMPS, strict=True):
        begin(page, person)
        expect(keep(page, height)).to_have_text(f"{height} m")
        page.get_by_role("button", name="下一位").tap()


def stand(page, people):
    for person in people:
        begin(page, person)
        page.get_by_role("button", name="达标", exact=True).tap()
        expect(told(page)).to_have_text("达标")
        page.get_by_role("button", name="下一位").tap()


def leave(page):
    """The examiner is done here, and closes the station."""
    page.locator("[data-more] summary").click()
    page.locator("[data-go=queue]").click()
    page.locator("[data-close-station]").click()


def worth(day, person):
    """What a sheet says, without who and when."""
    snapshot = marked_sheets.of(sheets.get(day.sheet(person).id), day.assessment).snapshot
    told = ("exercise", "measure", "shown", "passed", "counts")
    results = [tuple(result[name] for name in told) for result in snapshot["results"]]
    return results, snapshot["passed"], snapshot["metal"], snapshot["complete"]


@pytest.mark.parametrize("first", ["run", "field"])
def test_two_devices_without_a_network_come_to_what_was_typed_online(cast, day, phone, server, first):
    people = day.trainees
    for person in people:
        day.sheet(person)
    at_the_run, in_the_field = phone(), phone()
    get_ready(at_the_run, day.examiner, day)
    get_ready(in_the_field, cast.instructor, day, "jump")
    in_the_field.goto(place(day, "stance"))
    in_the_field.get_by_role("button", name="准备这一站").click()
    expect(in_the_field.get_by_text("可离线", exact=True)).to_be_visible(timeout=SLOW)

    server.stop()
    run(at_the_run, people)
    stand(in_the_field, people)
    in_the_field.goto(place(day, "jump"))
    jump(in_the_field, people)
    assert Entry.select().count() == 0

    pages = [at_the_run, in_the_field] if first == "run" else [in_the_field, at_the_run]
    pages[1].context.set_offline(True)
    server.start()
    hear_of_network(pages[0])
    until(lambda: Entry.select().count() > 0)
    for person in people:
        with pytest.raises(settling.NotReady):
            day.settle(person)
    pages[1].context.set_offline(False)
    until(lambda: all(worth(day, person)[-1] for person in people))

    online = FieldDay(cast, day.code, exercises=EXERCISES)
    for n, person in enumerate(people):
        found = worth(day, person)
        ran = next(measure for exercise, measure, *_ in found[0] if exercise == RUN)
        online.enter_all({RUN: f"{ran / 1000}", "jump": JUMPS[n], "stance": "1"}, person)
        assert found == worth(online, person)
    leave(at_the_run)
    leave(in_the_field)
    in_the_field.goto(place(day, "stance"))
    leave(in_the_field)
    settled = []
    until(lambda: settled.append(settle(day)) or sum(settled) == len(people))
    assert Award.select().count() == len(people)
    assert [row.state for row in AwardVersion.select()] == [AwardState.VALID] * len(people)


def settle(day):
    """How many sheets the chief settles now: none before the devices said that they hold nothing more."""
    return settling.settle_complete(day.assessment.id, actor=identity(day.cast.instructor))[0]
