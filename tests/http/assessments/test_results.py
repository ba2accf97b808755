"""Bringing results in over HTTP: the template, the preview with its reasons, and one word for all of it."""

import io

import pytest
from openpyxl import load_workbook

from models import Entry, ResultImport
from services import planning, store
from tests.conftest import HERE
from tests.support.factories import identity
from tests.support.field_day import FieldDay
from tests.support.rosters import csv
from tests.support.tables import digest

HEADER = ("警号", "1000米跑")


@pytest.fixture
def day(cast):
    with store.connection():
        return FieldDay(cast, people=2)


@pytest.fixture
def place(day):
    return f"/assessments/{day.assessment.id}/import"


@pytest.fixture
def send(client, day, place, sign_in_as):
    def act(*rows, header=HEADER):
        sign_in_as(day.cast.instructor)
        content = io.BytesIO(csv(*rows, header=header, encoding="gbk"))
        return client.post(place, data={"file": (content, "计时.csv")}, headers=HERE)

    return act


def numbers(day):
    return [person.police_number for person in day.trainees]


def test_a_file_is_looked_at_and_then_imported_whole(client, day, place, send):
    sent = send(*((number, "4:00") for number in numbers(day)))
    assert sent.status_code == 303
    preview = client.get(sent.location).text
    assert "4′00″" in preview
    assert "还没到场，会开表" in preview
    with store.connection():
        assert not Entry.select().exists()
    seen = preview.partition('name="seen" value="')[2].partition('"')[0]
    done = client.post(sent.location, data={"seen": seen}, headers=HERE)
    assert (done.status_code, done.location) == (303, f"{place}?new=2&people=2")
    assert "2 人的 2 个成绩" in client.get(done.location).text
    with store.connection():
        assert Entry.select().count() == 2
    again = client.get(send(*((number, "4:00") for number in numbers(day))).location).text
    assert "没有要导入的" in again
    assert "全部导入" not in again


def test_bad_rows_are_told_with_their_numbers_and_nothing_is_kept(client, day, send):
    before = digest()
    answer = send((numbers(day)[0], "4:00"), (numbers(day)[1], "3:75"), ("999999", "4:00"))
    assert answer.status_code == 422
    for said in ("第 3 行", "“3:75”不是时间", "第 4 行", "没有这个警号", "有 2 处不能导入"):
        assert said in answer.text
    assert digest() == before


def test_an_import_that_was_not_seen_as_it_is_now_is_refused_and_shown_again(client, day, send):
    sent = send((numbers(day)[0], "4:00"))
    before = digest()
    answer = client.post(sent.location, data={"seen": "x"}, headers=HERE)
    assert answer.status_code == 409
    assert "预览之后成绩或名单有变化" in answer.text
    assert digest() == before


def test_no_file_and_no_table_are_said_beside_the_form(client, day, place, send, sign_in_as):
    sign_in_as(day.cast.instructor)
    assert client.post(place, headers=HERE).status_code == 422
    answer = send(("1", "2"), header=("甲", "乙"))
    assert answer.status_code == 422
    assert "没有找到表头" in answer.text


def test_a_kept_file_can_be_dropped(client, day, place, send):
    sent = send((numbers(day)[0], "4:00"))
    assert client.post(f"{sent.location}/drop", headers=HERE).location == place
    assert client.get(sent.location).status_code == 404
    with store.connection():
        assert not ResultImport.select().exists()


def test_the_template_names_the_people_of_this_assessment(client, day, place, sign_in_as):
    answer = sign_in_as(day.cast.instructor).get(f"{place}/template.xlsx")
    rows = list(load_workbook(io.BytesIO(answer.data)).worksheets[0].iter_rows(values_only=True))
    assert {row[1] for row in rows[1:]} >= set(numbers(day))
    assert "1000米跑" in rows[0]


def test_a_cancelled_assessment_takes_no_results(client, day, place, sign_in_as):
    with store.connection():
        planning.cancel(day.training.id, actor=identity(day.cast.instructor))
    assert sign_in_as(day.cast.instructor).get(place).status_code == 409
