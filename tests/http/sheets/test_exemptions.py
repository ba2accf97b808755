"""免测, 补测, 退出 and faults over HTTP: the forms on the sheet, who sees them, and what they refuse."""

import re

import pytest

from models import Entry
from services import store
from tests.conftest import HERE, HTMX
from tests.support.field_day import FieldDay, fresh, make_season
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


def grant(**changes):
    return {"act": "exempt", "exercise": "run1000", "reason": "膝伤", "entry_id": fresh()} | changes


def fault(**changes):
    return {"word": "dnf", "exercise": "run1000", "reason": "半路停下", "entry_id": fresh()} | changes


@pytest.mark.parametrize(
    ("act", "title"), [("exempt", "免测 1000米跑"), ("retest", "补测 1000米跑"), ("withdraw", "退出")]
)
def test_what_is_granted_stands_on_the_sheet_for_the_person_to_read(
    client, cast, day, sheet, sign_in_as, act, title
):
    sign_in_as(cast.instructor)
    form = grant(act=act)
    for _ in range(2):
        assert client.post(f"/sheets/{sheet.id}/exemptions", data=form, headers=HERE).status_code == 303
    sign_in_as(cast.officer)
    page = client.get(f"/sheets/{sheet.id}").text
    for words in (title, "膝伤", "周岩"):
        assert words in page
    with store.connection():
        assert Entry.select().count() == 1


def test_an_examiner_writes_a_fault_and_grants_nothing(client, cast, day, sheet, sign_in_as):
    sign_in_as(day.examiner)
    page = client.get(f"/sheets/{sheet.id}").text
    assert "犯规、未完成、未到" in page
    assert "免测、补测、退出" not in page
    answer = client.post(f"/sheets/{sheet.id}/faults", data=fault(), headers=HTMX)
    assert answer.status_code == 200
    assert "未完成 1000米跑" in answer.text
    assert '<span class="tag warn">未完成</span>' in answer.text
    before = digest()
    assert client.post(f"/sheets/{sheet.id}/exemptions", data=grant(), headers=HERE).status_code == 403
    assert digest() == before


def test_the_person_sees_no_form_and_sends_none(client, cast, day, sheet, sign_in_as):
    sign_in_as(cast.officer)
    page = client.get(f"/sheets/{sheet.id}").text
    assert "现场处理" not in page
    before = digest()
    for act, form in (("exemptions", grant()), ("faults", fault()), ("voids", fault(target="x"))):
        assert client.post(f"/sheets/{sheet.id}/{act}", data=form, headers=HERE).status_code in (403, 404)
    assert digest() == before


@pytest.mark.parametrize(
    ("act", "form", "word"),
    [
        ("exemptions", grant(reason=""), "请写原因"),
        ("exemptions", grant(act="party"), "请选择"),
        ("exemptions", grant(exercise="flying"), "标准中没有项目"),
        ("faults", fault(reason=""), "请写原因"),
        ("faults", fault(word="lazy"), "请选择"),
    ],
)
def test_a_bad_form_gets_a_word_in_its_place_and_changes_nothing(
    client, cast, day, sheet, sign_in_as, act, form, word
):
    sign_in_as(cast.instructor)
    before = digest()
    answer = client.post(f"/sheets/{sheet.id}/{act}", data=form, headers=HERE)
    assert answer.status_code == 422
    assert word in answer.text
    assert re.search(r"open>\s*<summary", answer.text)
    assert digest() == before


def test_what_was_granted_is_taken_back_with_a_reason(client, cast, day, sheet, sign_in_as):
    sign_in_as(cast.instructor)
    form = grant()
    client.post(f"/sheets/{sheet.id}/exemptions", data=form, headers=HERE)
    back = {"target": form["entry_id"], "reason": "", "entry_id": fresh()}
    place = f"/sheets/{sheet.id}/exemptions/voids"
    before = digest()
    assert client.post(place, data=back, headers=HERE).status_code == 422
    assert digest() == before
    for _ in range(2):
        assert client.post(place, data=back | {"reason": "证明是别人的"}, headers=HERE).status_code == 303
    page = client.get(f"/sheets/{sheet.id}").text
    assert "已撤销" in page
    assert "撤销：证明是别人的" in page


def test_on_a_settled_sheet_nothing_is_granted(client, cast, day, sheet, sign_in_as):
    with store.connection():
        day.enter_all()
        day.settle()
    sign_in_as(cast.instructor)
    assert "现场处理" not in client.get(f"/sheets/{sheet.id}").text
    before = digest()
    for act, form in (("exemptions", grant()), ("faults", fault())):
        answer = client.post(f"/sheets/{sheet.id}/{act}", data=form, headers=HERE)
        assert answer.status_code == 409
        assert "已定表" in answer.text
    assert digest() == before
