"""The attendance sheet as a page and two files."""

import io

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from models import AuditEntry, Person, Training
from services import store
from tests.support.factories import make_training
from tests.support.tables import digest

TITLE = "擒拿 控制"
RARE = "\U00030ede"


@pytest.fixture
def training(cast):
    with store.connection():
        return make_training(cast, title=TITLE)


@pytest.fixture
def place(training):
    return f"/trainings/{training.id}/attendance"


@pytest.mark.parametrize("suffix", ["", ".xlsx", ".pdf"])
@pytest.mark.parametrize(
    ("who", "status"),
    [("instructor", 200), ("registrar", 200), ("admin", 200), ("officer", 403), ("stranger", 403)],
)
def test_the_sheet_is_for_who_runs_the_training(client, cast, place, sign_in_as, suffix, who, status):
    assert sign_in_as(getattr(cast, who)).get(place + suffix).status_code == status


@pytest.mark.parametrize("suffix", ["", ".xlsx", ".pdf"])
def test_a_training_that_is_not_there_has_no_sheet(client, cast, sign_in_as, suffix):
    assert sign_in_as(cast.admin).get(f"/trainings/4711/attendance{suffix}").status_code == 404


def test_the_page_says_how_it_stands_and_leads_to_both_files(client, cast, place, sign_in_as):
    page = sign_in_as(cast.instructor).get(place).text
    assert TITLE in page
    assert "未定稿" in page
    assert f'href="{place}.pdf"' in page
    assert f'href="{place}.xlsx"' in page
    assert "□" not in page


def test_the_page_names_whom_the_print_cannot_spell(client, cast, place, sign_in_as):
    with store.connection():
        Person.update(name=f"王{RARE}").where(Person.id == cast.officer.id).execute()
    page = sign_in_as(cast.instructor).get(place).text
    assert "王□：U+30EDE" in page


def test_the_files_are_what_they_say_and_nobody_else_keeps_them(client, cast, place, sign_in_as):
    sign_in_as(cast.instructor)
    book, paper = client.get(f"{place}.xlsx"), client.get(f"{place}.pdf")

    assert book.mimetype.endswith("spreadsheetml.sheet")
    assert load_workbook(io.BytesIO(book.data)).active["A1"].value == "签到表"
    assert paper.mimetype == "application/pdf"
    assert cast.officer.name in PdfReader(io.BytesIO(paper.data)).pages[0].extract_text()
    assert book.headers["Cache-Control"] == paper.headers["Cache-Control"] == "no-store"


def test_the_file_name_is_given_in_ascii_and_in_full_and_names_no_one(
    client, cast, training, place, sign_in_as
):
    named = sign_in_as(cast.instructor).get(f"{place}.pdf").headers["Content-Disposition"]
    plain, full = named.split("; ")[1:]

    assert named.startswith("attachment; ")
    assert named.isascii()
    assert plain.startswith(f"filename=attendance-{training.id}-20")
    assert full.startswith(
        "filename*=UTF-8''%E7%AD%BE%E5%88%B0%E8%A1%A8-%E6%93%92%E6%8B%BF-%E6%8E%A7%E5%88%B6-20"
    )


def test_a_title_cannot_write_headers(client, cast, training, place, sign_in_as):
    with store.connection():
        Training.update(title='a\r\nSet-Cookie: x=1"; filename=evil.exe').execute()
    answer = sign_in_as(cast.instructor).get(f"{place}.xlsx")
    assert answer.status_code == 200
    assert "x=1" not in answer.headers.get("Set-Cookie", "")
    assert "evil.exe" not in answer.headers["Content-Disposition"].split("; ")[1]
    assert len(answer.headers["Content-Disposition"].split("; ")) == 3


def test_a_download_changes_no_row_but_the_log(client, cast, training, place, sign_in_as):
    sign_in_as(cast.instructor)
    before = digest()
    client.get(f"{place}.pdf")
    client.get(f"{place}.xlsx")
    client.get(place)
    assert digest() == before
    with store.connection():
        noted = AuditEntry.select().where(AuditEntry.act == "attendance_sheet.export")
        assert [entry.subject_id for entry in noted] == [training.id, training.id]
