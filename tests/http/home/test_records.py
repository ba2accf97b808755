"""The record as pages and as a download."""

import pytest

from services import store
from tests.conftest import counting_queries
from tests.support.awarding import attend, make_training


@pytest.fixture
def trained(cast):
    with store.connection():
        training = make_training(cast.east, title="擒拿控制")
        attend(training, cast.officer)
        return training


def test_one_s_own_record_lists_the_training_with_its_hours(client, cast, trained, sign_in_as):
    page = sign_in_as(cast.officer).get(f"/record?year={trained.starts_at.year}").text

    assert "擒拿控制" in page
    assert "2 学时" in page
    assert "年度要求：未设" in page


@pytest.mark.parametrize("suffix", ["", ".xlsx"])
@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("officer", 200),
        ("registrar", 200),
        ("admin", 200),
        ("auxiliary", 404),
        ("instructor", 404),
        ("stranger", 404),
    ],
)
def test_a_record_is_for_its_person_and_the_desk_above(client, cast, sign_in_as, suffix, who, status):
    answer = sign_in_as(getattr(cast, who)).get(f"/record/{cast.officer.id}{suffix}")
    assert answer.status_code == status


def test_a_record_asks_to_sign_in(client, cast):
    assert client.get("/record").status_code == 303
    assert client.get(f"/record/{cast.officer.id}.xlsx").status_code == 303


def test_the_download_is_a_workbook_without_a_name_in_its_file_name(client, cast, trained, sign_in_as):
    answer = sign_in_as(cast.officer).get(f"/record/{cast.officer.id}.xlsx")

    assert answer.data.startswith(b"PK")
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=record-2")
    assert answer.headers["Cache-Control"] == "no-store"


def test_an_empty_year_says_so_and_a_wrong_one_is_not_found(client, cast, sign_in_as):
    sign_in_as(cast.officer)
    assert "还没有记录" in client.get("/record?year=2020").text
    assert client.get("/record?year=1").status_code == 404


def test_a_long_record_comes_in_pages_of_fifty(client, cast, sign_in_as):
    with store.connection():
        for _ in range(51):
            attend(make_training(cast.east), cast.officer)
    sign_in_as(cast.officer)
    with counting_queries() as sent:
        first = client.get("/record?year=2026").text
    second = client.get("/record?year=2026&page=2").text

    assert (first.count('id="training-'), second.count('id="training-')) == (50, 1)
    assert len(sent) <= 14
