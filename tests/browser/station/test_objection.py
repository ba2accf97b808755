"""A person objects on a phone, the chief decides at a desk; both see it happen, and no word is lost."""

import pytest
from playwright.sync_api import expect

from services import sheets
from services.sheets import objections
from tests.browser.conftest import DESK, PHONE, sign_in
from tests.support.browser.keeping import until
from tests.support.field_day import FieldDay, make_season
from tests.support.field_devices import Device


@pytest.fixture
def day(cast):
    make_season()
    return FieldDay(cast, people=2)


def test_an_objection_goes_from_the_phone_to_the_desk_and_back_as_a_new_version(day, cast, window):
    day.enter_all()
    day.settle()
    phone, desk = window(PHONE), window(DESK)
    sign_in(phone, cast.officer, at=f"/assessments/{day.assessment.id}/mine")
    sign_in(desk, cast.instructor, at=f"/assessments/{day.assessment.id}/reviews")
    expect(desk.get_by_text("没有要裁定的")).to_be_visible()

    phone.get_by_text("我有异议").click()
    phone.get_by_label("对哪一次成绩").select_option(label="1000米跑 第 1 次 4′00″")
    phone.get_by_label("哪里不对").fill("少算一圈")
    phone.get_by_role("button", name="提出异议").click()
    expect(phone.get_by_text("等主考复核")).to_be_visible()

    expect(desk.get_by_text("少算一圈")).to_be_visible()  # by itself
    desk.get_by_label("原因").fill("录像属实")
    desk.get_by_role("button", name="成立，去改").click()
    desk.get_by_label("补记的成绩").fill("3:50")
    expect(desk.get_by_label("更正原因")).to_have_value("录像属实")
    desk.get_by_role("button", name="更正并重新定表").click()
    expect(desk.get_by_text("第 2 版")).to_be_visible()

    expect(phone.get_by_text("异议成立")).to_be_visible()
    phone.get_by_role("link", name="第 2 版").click()
    expect(phone.get_by_text("改了什么")).to_be_visible()
    expect(phone.get_by_text("3′50″").first).to_be_visible()
    assert objections.of(sheets.get(day.sheet().id))[0].is_upheld


def test_what_is_being_written_is_not_taken_away_by_what_comes_in(day, cast, window):
    for label, measure in (("平板一", 240_000), ("平板二", 250_000)):
        device = Device(day, label=label)
        device.attempt(cast.officer, measure)
        device.deliver()
    desk, asked = window(DESK, anew=True), []
    desk.clock.install()
    sign_in(desk, cast.instructor, at=f"/assessments/{day.assessment.id}/reviews")
    desk.get_by_label("原因").fill("以主计时为准")
    desk.get_by_role("heading", name="存疑").click()  # the field is left, its words stand
    device.attempt(day.trainees[1], 230_000)
    device.deliver()
    desk.on("request", lambda request: "/reviews" in request.url and asked.append(request.url))
    desk.clock.run_for(5_000)  # twice the time until a page asks what is new
    assert asked == []
    expect(desk.get_by_label("原因")).to_have_value("以主计时为准")
    desk.get_by_role("button", name="算 4′00″").click()
    expect(desk.get_by_text("没有要裁定的")).to_be_visible()
    assert [one["shown"] for one in day.snapshot()["results"]] == ["4′00″"]


def test_what_is_written_while_an_answer_is_on_its_way_is_not_taken_away_by_it(day, cast, window):
    first, second = Device(day, label="平板一"), Device(day, label="平板二")
    for device, measure in ((first, 240_000), (second, 250_000)):
        device.attempt(cast.officer, measure)
        device.deliver()
    desk, held = window(DESK, anew=True), []
    sign_in(desk, cast.instructor, at=f"/assessments/{day.assessment.id}/reviews")
    desk.route("**/reviews", lambda route: route.continue_() if held else held.append(route))
    second.attempt(day.trainees[1], 230_000)
    second.deliver()
    until(lambda: held or desk.wait_for_timeout(50))
    desk.get_by_label("原因").fill("以主计时为准")
    with desk.expect_response("**/reviews"):
        held[0].continue_()
    desk.get_by_role("button", name="算 4′00″").click()
    expect(desk.get_by_text("没有要裁定的")).to_be_visible()
    assert [one["shown"] for one in day.snapshot()["results"]] == ["4′00″"]
