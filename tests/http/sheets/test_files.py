"""Sheets as files, pictures of paper, and the pages that lead to them."""

import io

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from models import Person, SheetPhoto, Training
from services import store
from tests.conftest import HERE
from tests.support.factories import picture
from tests.support.field_day import FieldDay
from tests.support.tables import digest

RARE = "\U00030ede"


@pytest.fixture
def day(cast):
    with store.connection():
        return FieldDay(cast)


@pytest.fixture
def sheet(day):
    with store.connection():
        day.enter("run1000", "4:00")
        return day.sheet()


def test_a_person_prints_their_own_sheet_and_nobody_keeps_it_under_way(client, cast, day, sheet, sign_in_as):
    sign_in_as(cast.officer)
    page = client.get(f"/assessments/{day.assessment.id}/mine").text
    assert f"/sheets/{sheet.id}/sheet.pdf" in page
    paper = client.get(f"/sheets/{sheet.id}/sheet.pdf")
    assert paper.mimetype == "application/pdf"
    assert "林晓" in PdfReader(io.BytesIO(paper.data)).pages[0].extract_text()
    assert paper.headers["Cache-Control"] == "no-store"
    assert paper.headers["Content-Disposition"].startswith(f"attachment; filename=sheet-{sheet.id}.pdf; ")
    assert "林" not in paper.headers["Content-Disposition"]
    book = client.get(f"/sheets/{sheet.id}/sheet.xlsx")
    assert load_workbook(io.BytesIO(book.data)).active["A1"].value == "体测成绩表"


def test_the_files_page_leads_to_every_share_and_names_whom_the_print_cannot_spell(
    client, cast, day, sheet, sign_in_as
):
    with store.connection():
        Person.update(name=f"王{RARE}").where(Person.id == cast.officer.id).execute()
    sign_in_as(cast.registrar)
    place = f"/assessments/{day.assessment.id}"
    assert f'href="{place}/files"' in client.get(f"{place}?tab=results").text
    page = client.get(f"{place}/files").text
    assert "1 号 王□：U+30EDE" in page
    assert f'href="{place}/sheets-1.pdf"' in page
    assert client.get(f"{place}/sheets-1.pdf").status_code == 200
    assert client.get(f"{place}/sheets-2.pdf").status_code == 404
    assert client.get(f"{place}/sheets-0.pdf").status_code == 404
    rows = load_workbook(io.BytesIO(client.get(f"{place}/results.xlsx").data)).worksheets[0]
    assert rows.cell(2, 3).value == f"王{RARE}"


def test_a_download_changes_no_row_but_the_log(client, cast, day, sheet, sign_in_as):
    sign_in_as(cast.instructor)
    before = digest()
    places = (f"/sheets/{sheet.id}/sheet.pdf", f"/assessments/{day.assessment.id}/results.xlsx")
    assert [client.get(place).status_code for place in places] == [200, 200]
    assert digest() == before


def test_a_title_cannot_write_headers_nor_break_the_print(client, cast, day, sheet, sign_in_as):
    with store.connection():
        Training.update(title='a\r\nSet-Cookie: x=1"; filename=evil.exe').execute()
    for place in (f"/sheets/{sheet.id}/sheet.pdf", f"/assessments/{day.assessment.id}/sheets-1.pdf"):
        answer = sign_in_as(cast.instructor).get(place)
        assert answer.status_code == 200
        assert "evil" not in str(answer.headers)


def test_a_picture_is_attached_shown_and_taken_away(client, cast, day, sheet, sign_in_as):
    place = f"/sheets/{sheet.id}/photos"
    sign_in_as(day.examiner)
    sent = client.post(place, data={"photo": (io.BytesIO(picture()), "表.png")}, headers=HERE)
    assert (sent.status_code, sent.location) == (303, place)
    with store.connection():
        photo = SheetPhoto.get()
    assert f"{place}/{photo.id}.jpg" in client.get(place).text

    own = sign_in_as(cast.officer)
    answer = own.get(f"{place}/{photo.id}.jpg")
    assert (answer.mimetype, answer.headers["Cache-Control"]) == ("image/jpeg", "private, no-store")
    assert "<form" not in own.get(place).text.partition("<main")[2]
    assert own.post(f"{place}/{photo.id}/remove", headers=HERE).status_code == 403

    sign_in_as(cast.instructor).post(f"{place}/{photo.id}/remove", headers=HERE)
    assert client.get(f"{place}/{photo.id}.jpg").status_code == 404


@pytest.mark.parametrize("photo", [None, b"", b"<script>", b"x" * 100])
def test_what_is_no_picture_is_said_on_the_page_and_changes_nothing(
    client, cast, day, sheet, sign_in_as, photo
):
    sign_in_as(day.examiner)
    before = digest()
    data = {} if photo is None else {"photo": (io.BytesIO(photo), "x.jpg")}
    answer = client.post(f"/sheets/{sheet.id}/photos", data=data, headers=HERE)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert digest() == before
