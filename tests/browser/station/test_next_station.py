"""One stop after another: trainees, examiner and hall are each told what is next, without asking."""

import pytest
from playwright.sync_api import expect

from services.sheets import entries
from tests.browser.conftest import PHONE, PROJECTOR, sign_in
from tests.support.factories import identity
from tests.support.field_day import FieldDay, fresh


@pytest.fixture
def day(cast):
    day = FieldDay(cast, people=2)
    for person in day.trainees:
        day.sheet(person)
    return day


def test_everyone_is_told_where_to_go_without_asking(day, window):
    place = f"/assessments/{day.assessment.id}"
    first, second = (window(PHONE) for _ in range(2))
    for page, person in ((first, day.trainees[0]), (second, day.trainees[1])):
        sign_in(page, person, at="/")
        page.goto(f"{place}/mine")
    expect(first.locator(".next-stop")).to_contain_text("10米×4往返跑")
    expect(second.locator(".next-stop")).to_contain_text("1000米跑")

    hall = window(PROJECTOR)
    sign_in(hall, day.cast.instructor, at="/")
    hall.goto(f"{place}/calls")
    expect(hall.locator(".stops > li").first.locator(".called")).to_contain_text("林晓")

    examiner = window(PHONE)
    sign_in(examiner, day.examiner, at="/")
    examiner.goto(f"/stations/{day.stations['shuttle4x10'].id}")
    expect(examiner.locator("#queue li").first).to_contain_text("下一站是这里")
    examiner.locator("#queue li").first.get_by_role("link", name="记成绩").click()
    examiner.fill("#value", "12.5")
    examiner.get_by_role("button", name="记下").click()
    expect(examiner.locator("#worth")).to_contain_text("12.5")

    expect(first.locator(".next-stop")).to_contain_text("纵跳摸高")
    expect(hall.locator(".stops > li").last.locator(".called")).to_contain_text("林晓")
    entries.record(
        day.stations["run1000"].id,
        day.sheet(day.trainees[1]).id,
        text="4:00",
        exercise="run1000",
        entry_id=fresh(),
        actor=identity(day.examiner),
    )
    expect(second.locator(".next-stop")).to_contain_text("10米×4往返跑")
