"""一表 over HTTP: one's own live sheet, who may see it, settling and correcting it."""

import pytest

from models import Entry, SheetVersion
from services import bureau, store
from tests.conftest import HERE, HTMX, counting_queries
from tests.support.field_day import PASSING, POLICE, FieldDay, fresh, make_season
from tests.support.tables import digest


@pytest.fixture
def day(cast):
    with store.connection():
        make_season()
        return FieldDay(cast)


@pytest.fixture
def sheet(day):
    with store.connection():
        return day.sheet()


def mine(day):
    return f"/assessments/{day.assessment.id}/mine"


def test_before_arriving_the_page_says_so_and_becomes_the_sheet_by_itself(client, cast, day, sign_in_as):
    sign_in_as(cast.officer)
    page = client.get(mine(day))
    assert "还没有到场" in page.text
    absent = HTMX | {"If-None-Match": '"0"'}
    assert client.get(mine(day), headers=absent).status_code == 304
    with store.connection():
        day.sheet()
    arrived = client.get(mine(day), headers=absent)
    assert arrived.status_code == 200
    assert "1 号" in arrived.text


def test_an_entry_shows_on_the_persons_own_screen_at_the_next_poll(client, cast, day, sheet, sign_in_as):
    sign_in_as(cast.officer)
    first = client.get(mine(day), headers=HTMX)
    same = HTMX | {"If-None-Match": first.headers["ETag"]}
    assert client.get(mine(day), headers=same).status_code == 304
    with store.connection():
        day.enter("run1000", "4:26")
    after = client.get(mine(day), headers=same)
    assert "4′26″" in after.text
    assert "还差 1 秒达标" in after.text
    assert 'class="rows"' in after.text


def test_who_is_not_on_the_list_has_no_sheet_there(client, cast, day, sign_in_as):
    sign_in_as(cast.stranger)
    assert client.get(mine(day)).status_code == 404


def test_a_sheet_is_shown_to_its_person_the_staff_and_the_desk_only(client, cast, day, sheet, sign_in_as):
    for person in (cast.officer, cast.instructor, cast.registrar, cast.admin, day.examiner):
        sign_in_as(person)
        assert client.get(f"/sheets/{sheet.id}").status_code == 200
    for person in (cast.auxiliary, cast.stranger):
        sign_in_as(person)
        assert client.get(f"/sheets/{sheet.id}").status_code == 403
    assert client.get("/sheets/99999").status_code == 404


def test_a_person_chooses_an_item_on_their_own_sheet(client, cast, sign_in_as):
    with store.connection():
        day = FieldDay(cast, POLICE)
        sheet = day.sheet()
    sign_in_as(cast.officer)
    sent = client.post(
        f"/sheets/{sheet.id}/choices",
        data={"exercise": "pullup", "entry_id": fresh(), "here": mine(day)},
        headers=HTMX,
    )
    assert sent.status_code == 200
    assert "已选" in sent.text
    plain = client.post(
        f"/sheets/{sheet.id}/choices",
        data={"exercise": "dips", "entry_id": fresh(), "here": mine(day)},
        headers=HERE,
    )
    assert plain.location.endswith(mine(day))
    before = digest()
    wrong = client.post(
        f"/sheets/{sheet.id}/choices", data={"exercise": "flying", "entry_id": fresh()}, headers=HERE
    )
    assert wrong.status_code == 422
    sign_in_as(cast.auxiliary)
    other = client.post(
        f"/sheets/{sheet.id}/choices", data={"exercise": "dips", "entry_id": fresh()}, headers=HERE
    )
    assert other.status_code == 403
    assert digest() == before


def test_the_chief_settles_and_the_person_sees_the_medal(client, cast, day, sheet, sign_in_as):
    with store.connection():
        day.enter_all()
    sign_in_as(cast.instructor)
    assert client.post(f"/sheets/{sheet.id}/settle", headers=HERE).status_code == 303
    sign_in_as(cast.officer)
    page = client.get(mine(day))
    assert "已定表" in page.text
    assert "看纪念章" in page.text
    assert "/medals/" in page.text
    assert "更正这张表" not in page.text


def test_settling_what_is_incomplete_asks_for_a_reason_beside_the_field(client, cast, day, sheet, sign_in_as):
    sign_in_as(cast.instructor)
    before = digest()
    refused = client.post(f"/sheets/{sheet.id}/settle", data={"reason": " "}, headers=HERE)
    assert refused.status_code == 422
    assert "没测全" in refused.text
    assert digest() == before
    assert client.post(f"/sheets/{sheet.id}/settle", data={"reason": "受伤"}, headers=HERE).status_code == 303
    assert "没有测全，不评等级、不发章" in client.get(f"/sheets/{sheet.id}").text


def test_a_second_settling_is_told_that_it_is_settled(client, cast, day, sheet, sign_in_as):
    with store.connection():
        day.enter_all()
    sign_in_as(cast.instructor)
    client.post(f"/sheets/{sheet.id}/settle", headers=HERE)
    before = digest()
    again = client.post(f"/sheets/{sheet.id}/settle", headers=HERE)
    assert again.status_code == 409
    assert "已经定过了" in again.text
    assert digest() == before


@pytest.mark.parametrize("act", ["settle", "corrections"])
def test_a_trainee_settles_and_corrects_nothing(client, cast, day, sheet, sign_in_as, act):
    sign_in_as(cast.officer)
    before = digest()
    sent = client.post(f"/sheets/{sheet.id}/{act}", data={"reason": "x", "target": "y"}, headers=HERE)
    assert sent.status_code == 403
    assert digest() == before


def test_a_correction_shows_every_version_with_its_reason(client, cast, day, sheet, sign_in_as):
    with store.connection():
        day.enter_all()
        day.settle()
        wrong = Entry.get(Entry.exercise == "run1000")
    sign_in_as(cast.instructor)
    data = {"target": wrong.entry_id, "exercise": "run1000", "value": "6:00", "entry_id": fresh()}
    before = digest()
    assert client.post(f"/sheets/{sheet.id}/corrections", data=data, headers=HERE).status_code == 422
    bad = client.post(
        f"/sheets/{sheet.id}/corrections", data=data | {"value": "3:75", "reason": "少一圈"}, headers=HERE
    )
    assert "“3:75”不是时间" in bad.text
    assert digest() == before
    done = client.post(f"/sheets/{sheet.id}/corrections", data=data | {"reason": "少一圈"}, headers=HERE)
    assert done.status_code == 303
    sign_in_as(cast.officer)
    page = client.get(mine(day))
    for words in ("已更正", "第 2 版", "第 1 版", "原因：少一圈", "没有纪念章"):
        assert words in page.text
    with store.connection():
        assert SheetVersion.select().count() == 2


def test_without_cut_offs_the_sheet_says_so(client, cast, sign_in_as):
    marks = {"run100": "12.5", "run1000": "3:38", "pullup": "13", "slj": "2.45"}
    with store.connection():
        make_season()
        day = FieldDay(cast, POLICE, exercises=list(marks))
        day.enter_all(marks)
    sign_in_as(cast.officer)
    assert "未设等级线" in client.get(mine(day)).text
    with store.connection():
        bureau.put(f"grades.{POLICE}", [["优秀", 300], ["不合格", 0]])
    assert "优秀" in client.get(mine(day)).text


@pytest.mark.parametrize("who", ["officer", "instructor"])
def test_the_sheet_takes_at_most_twenty_queries(client, cast, day, sheet, sign_in_as, who):
    with store.connection():
        day.enter_all(PASSING)
        day.settle()
    sign_in_as(getattr(cast, who))
    place = mine(day) if who == "officer" else f"/sheets/{sheet.id}"
    with counting_queries() as sent:
        assert client.get(place).status_code == 200
    assert len(sent) <= 20, sent
