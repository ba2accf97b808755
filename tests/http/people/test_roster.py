"""Bringing a roster in, as a registrar does: template, upload, preview, import."""

import io
import re
from urllib.parse import unquote

import pytest
from openpyxl import load_workbook

from models import Person, Role, RosterImport
from services import people, store
from tests.conftest import HERE
from tests.support.factories import make_person, make_unit
from tests.support.rosters import csv, row, xlsx
from tests.support.tables import digest

HAN = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")


def upload(client, content, name="名册.xlsx", **form):
    return client.post("/roster", data=form | {"file": (io.BytesIO(content), name)}, headers=HERE)


def seen(page):
    return re.search(r'name="seen" value="(\w+)"', page.text)[1]


def find(number):
    with store.connection():
        return Person.get_or_none(Person.police_number == number)


def test_a_clean_roster_is_previewed_then_imported(client, cast, sign_in_as):
    sign_in_as(cast.registrar)
    answer = upload(client, xlsx(row()))
    assert answer.status_code == 303
    page = client.get(answer.location)
    assert "陈岚" in page.text
    assert find("031026") is None
    done = client.post(answer.location, data={"seen": seen(page)}, headers=HERE)
    assert done.location == "/roster?new=1&changed=0"
    assert "新增 1 人" in client.get(done.location).text
    assert find("031026").name == "陈岚"
    assert client.post(answer.location, data={"seen": seen(page)}, headers=HERE).status_code == 404


def test_what_changes_is_shown_from_and_to(client, cast, sign_in_as):
    sign_in_as(cast.registrar)
    changed = row(cast.officer.police_number, "林小", "男", cast.officer.born_on, "民警", "二级警员")
    page = client.get(upload(client, xlsx(changed)).location).text
    assert "<del>林晓</del> → <ins>林小</ins>" in page
    assert "<del>一级警员</del> → <ins>二级警员</ins>" in page


def test_a_refused_roster_names_rows_and_reasons_and_keeps_nothing(client, cast, sign_in_as):
    sign_in_as(cast.registrar)
    before = digest()
    answer = upload(client, xlsx(row(), row("031027", sex="?")))
    assert answer.status_code == 422
    assert "第 3 行" in answer.text
    assert "性别请填男或女" in answer.text
    assert "全部导入" not in answer.text
    assert digest() == before


def test_of_very_many_refusals_the_first_are_shown(client, cast, sign_in_as):
    sign_in_as(cast.registrar)
    answer = upload(client, csv(*[row(f"{n:06}", sex="?") for n in range(9400)]), "名册.csv")
    assert answer.text.count('data-state="refused"') == 200
    assert "9400" in answer.text
    assert len(answer.data) < 200_000


def test_a_long_preview_comes_in_pages(client, cast, sign_in_as):
    sign_in_as(cast.registrar)
    place = upload(client, csv(*[row(f"{n:06}") for n in range(120)]), "名册.csv").location
    counts = [client.get(f"{place}?page={n}").text.count('data-state="new"') for n in (1, 2, 3, 4)]
    assert counts == [50, 50, 20, 0]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(500)),
        ("a.xlsx", b""),
        ("a.csv", b"hello"),
        ("a.xls", b"\xd0\xcf\x11\xe0"),
    ],
)
def test_a_wrong_file_is_refused_in_words_and_changes_nothing(client, cast, sign_in_as, name, content):
    sign_in_as(cast.registrar)
    before = digest()
    answer = upload(client, content, name)
    assert answer.status_code == 422
    assert '<p class="note bad" role="alert">' in answer.text
    assert digest() == before


def test_no_file_at_all_is_refused(client, cast, sign_in_as):
    sign_in_as(cast.registrar)
    assert client.post("/roster", data={}, headers=HERE).status_code == 422


def test_an_oversized_file_is_refused(client, cast, sign_in_as):
    sign_in_as(cast.registrar)
    before = digest()
    assert upload(client, bytes(9 * 1024 * 1024)).status_code == 413
    assert digest() == before


def test_a_change_meanwhile_is_said_and_shown(client, cast, sign_in_as):
    sign_in_as(cast.registrar)
    changed = row(cast.officer.police_number, "林小", "男", cast.officer.born_on, "民警", "一级警员")
    place = upload(client, xlsx(changed)).location
    page = client.get(place)
    with store.connection():
        Person.update(name="林笑").where(Person.id == cast.officer.id).execute()
    before = digest()
    answer = client.post(place, data={"seen": seen(page)}, headers=HERE)
    assert answer.status_code == 409
    assert "<del>林笑</del> → <ins>林小</ins>" in answer.text
    assert digest() == before
    assert client.post(place, data={"seen": seen(answer)}, headers=HERE).status_code == 303


def test_a_preview_can_be_dropped(client, cast, sign_in_as):
    sign_in_as(cast.registrar)
    place = upload(client, xlsx(row())).location
    assert client.post(f"{place}/drop", headers=HERE).location == "/roster"
    assert client.get(place).status_code == 404
    with store.connection():
        assert RosterImport.select().count() == 0


def test_another_registrar_does_not_see_the_preview(client, cast, sign_in_as):
    with store.connection():
        other = make_person(cast.east, roles=[Role.REGISTRAR])
    sign_in_as(cast.registrar)
    place = upload(client, xlsx(row())).location
    sign_in_as(other)
    assert client.get(place).status_code == 404


def test_only_an_admin_is_offered_to_make_units(client, cast, sign_in_as):
    unit = "示例市公安局/城东分局/二中队"
    sign_in_as(cast.registrar)
    assert "create_units" not in client.get("/roster").text
    assert upload(client, xlsx(row(unit=unit)), create_units="on").status_code == 403
    sign_in_as(cast.admin)
    assert "create_units" in client.get("/roster").text
    place = upload(client, xlsx(row(unit=unit)), create_units="on").location
    page = client.get(place)
    assert "会新建 1 个单位" in page.text
    client.post(place, data={"seen": seen(page)}, headers=HERE)
    with store.connection():
        assert people.by_number("031026").unit.name == "二中队"


def test_the_template_is_offered_in_the_readers_language(client, cast, sign_in_as):
    sign_in_as(cast.registrar)
    answer = client.get("/roster/template.xlsx")
    assert unquote(answer.headers["Content-Disposition"]).endswith("名册模板.xlsx")
    assert load_workbook(io.BytesIO(answer.data)).worksheets[0]["A1"].value == "警号"
    client.set_cookie("language", "en")
    answer = client.get("/roster/template.xlsx")
    assert not HAN.search(unquote(answer.headers["Content-Disposition"]))
    for sheet in load_workbook(io.BytesIO(answer.data)):
        assert not [cell for r in sheet.values for cell in r if HAN.search(str(cell))]


def test_importing_speaks_english(client, cast, sign_in_as):
    with store.connection():
        bureau = make_unit("Example Bureau")
        admin = make_person(bureau, name="Luo Cheng", roles=[Role.ADMIN])
        known = make_person(bureau, name="Lin Xiao", rank="Officer", is_active=False)
    sign_in_as(admin)
    client.set_cookie("language", "en")
    header = ("Police number", "Name", "Sex", "Date of birth", "Category", "Rank", "Unit", "Phone")

    def book(*rows):
        return xlsx(*[(*cells, "1") for cells in rows], header=header)

    new = row("R100", "Chen Lan", "F", "1998-05-06", "auxiliary", "", "Example Bureau/East")
    changed = row(known.police_number, "Lin X", "F", "1990-01-02", "auxiliary", "Sergeant", "Example Bureau")
    wrong = [
        row("1E5", "1", "x", "1", "x", "x" * 21, ""),
        row("", "", "", "", "", "", "Nowhere/East"),
        new,
        new,
    ]
    place = upload(client, book(new, changed), "roster.xlsx", create_units="on").location
    pages = [
        client.get("/roster"),
        client.get("/roster?new=1&changed=2"),
        client.get(place),
        client.get(f"{place}?shown=changed"),
        client.post(place, data={"seen": "stale"}, headers=HERE),
        upload(client, book(*wrong), "roster.xlsx"),
        upload(client, book(new), "roster.xlsx"),
        upload(client, book(row("R9", unit="Nowhere/East")), "roster.xlsx", create_units="on"),
        *(
            upload(client, content, "x.xlsx")
            for content in (b"", b"hello", b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
        ),
        upload(client, xlsx(("1", "2", "3"), header=header[:3]), "x.xlsx"),
        upload(client, xlsx(header=header), "x.xlsx"),
        client.get("/roster/gone"),
    ]
    for page in pages:
        assert page.status_code in (200, 404, 409, 422)
        assert HAN.findall(page.text.replace("陈岚", "")) == [], page.request.path
