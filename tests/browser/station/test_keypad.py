"""Measures typed at a station without a network: best of three with a foul, slips refused, two at once."""

from playwright.sync_api import expect

from tests.support.browser.measuring import (
    again,
    begin,
    entries,
    field_day,
    keep,
    of_kind,
    offline,
    own_standard,
    press,
    told,
)
from tests.support.field_day import PHYSIQUE, RECRUIT


def record(page):
    page.locator("[data-record]:visible").tap()


def test_of_three_tries_one_is_a_foul_and_the_best_counts(cast, phone, server):
    day, (person, other) = field_day(cast, RECRUIT, "jumpreach")
    page = phone()
    offline(page, server, day, "jumpreach")
    begin(page, person)
    press(page, "9.99")
    record(page)
    error = page.locator("[data-screen=keypad] [data-error]")
    expect(error).to_have_text("“9.99”不像是这一项的成绩（1.00 m 到 4.50 m），没有记下")
    assert entries(page) == []

    press(page, "C")
    record(page)
    expect(error).to_have_text("请填成绩")
    expect(keep(page, "2.513")).to_have_text("2.51 m")
    expect(page.locator("[data-outcome]")).to_have_text("不达标")
    expect(page.locator("[data-screen=announce] [data-gap]")).to_have_text("还差 0.14 米达标")
    again(page)
    page.get_by_role("button", name="犯规").locator("visible=true").tap()
    expect(told(page)).to_have_text("犯规")
    expect(page.locator("[data-best]")).to_have_text("计入 2.51 m（第 1 次）")
    again(page)
    expect(page.locator("[data-screen=keypad] [data-tries] li")).to_have_text(
        ["第 1 次 2.51 m", "第 2 次 犯规"]
    )
    page.keyboard.type("2.66")  # a keyboard does as well
    expect(keep(page, "")).to_have_text("2.66 m")
    expect(page.locator("[data-outcome]")).to_have_text("达标")
    expect(page.get_by_role("button", name="再测一次")).to_be_hidden()

    found = of_kind(page, "attempt", "fault")
    assert [(e["kind"], e.get("measure"), e.get("word"), e["declared"]) for e in found] == [
        ("attempt", 2510, None, 1),
        ("fault", None, "foul", 2),
        ("attempt", 2660, None, 3),
    ]
    assert {(e["person"], e["exercise"], e["station"]) for e in found} == {
        (person.id, "jumpreach", day.stations["jumpreach"].id)
    }
    page.get_by_role("button", name="下一位").tap()
    begin(page, other)
    expect(page.locator("[data-screen=keypad] output:visible")).to_have_text("–")


def test_a_second_touch_on_the_key_keeps_no_second_try(cast, phone, server):
    day, (person, _other) = field_day(cast, RECRUIT, "jumpreach")
    page = phone()
    offline(page, server, day, "jumpreach")
    begin(page, person)
    press(page, "2.51")
    page.wait_for_timeout(800)  # a click so soon after a finger is that finger's
    page.locator("[data-record]:visible").evaluate("(key) => { for (let n = 0; n < 3; n++) key.click(); }")
    expect(told(page)).to_have_text("2.51 m")
    assert len(of_kind(page, "attempt")) == 1


def test_height_and_weight_are_kept_as_one_try(cast, phone, server):
    day, (person, _other) = field_day(cast, PHYSIQUE, "height_weight")
    page = phone()
    offline(page, server, day, "height_weight")
    begin(page, person)
    press(page, "300")
    record(page)
    expect(page.locator("[data-screen=keypad] [data-error]")).to_contain_text("“300”不像")
    assert entries(page) == []
    press(page, "C172.5")
    record(page)  # on to the weight, which is still empty
    press(page, "68.4")
    record(page)
    expect(told(page)).to_have_text("172.5 cm / 68.4 kg")
    expect(page.locator("[data-outcome]")).to_have_text("5 分")
    (attempt,) = of_kind(page, "attempt")
    assert (attempt["second"], attempt["measure"]) == (1725, 68_400)


def test_an_item_judged_by_eye_has_two_keys(cast, phone, server, tmp_path):
    code = own_standard(tmp_path / "own")
    day, (person, _other) = field_day(cast, code, "stance")
    page = phone()
    offline(page, server, day, "stance")
    begin(page, person)
    page.get_by_role("button", name="未达标", exact=True).tap()
    expect(told(page)).to_have_text("不达标")
    again(page)
    page.get_by_role("button", name="达标", exact=True).tap()
    expect(told(page)).to_have_text("达标")
    assert [(e["measure"], e["declared"]) for e in of_kind(page, "attempt")] == [(0, 1), (1, 2)]


def test_shots_are_added_up_and_none_may_be_missing(cast, phone, server, tmp_path):
    code = own_standard(tmp_path / "own")
    day, (person, _other) = field_day(cast, code, "pistol_rings")
    page = phone()
    offline(page, server, day, "pistol_rings")
    begin(page, person)
    for ring in ("10", "9", "7", "⌫", "8", "0"):
        page.locator(f"[data-ring='{ring}']").tap()
    record(page)
    expect(page.locator("[data-screen=rings] [data-error]")).to_have_text("还差 1 发。脱靶按 0")
    page.locator("[data-ring='10']").tap()
    page.locator("[data-ring='10']").tap()  # a sixth shot there is none
    page.get_by_role("button", name="填用时").click()
    for key in "12.34":
        page.locator(f"[data-screen=rings] [data-key='{key}']").tap()
    record(page)
    expect(told(page)).to_have_text("37")
    expect(page.locator("[data-outcome]")).to_have_text("60 分")
    (attempt,) = of_kind(page, "attempt")
    assert (attempt["measure"], attempt["reason"]) == (37, "10 9 8 0 10 · 12.34″")
