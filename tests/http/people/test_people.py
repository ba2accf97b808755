"""The registrar's desk: people, their accounts and roles, units and opening codes."""

import re
from datetime import date, timedelta

import pytest

from models import Account, Appointment, OpeningCode, Person, Role, Unit
from services import clock, store
from tests.conftest import HERE, HTMX, counting_queries
from tests.support.factories import identity, make_person, make_unit
from tests.support.tables import digest

CODE = re.compile(r"\b[A-Z2-7]{4}(?:-[A-Z2-7]{4}){3}\b")
HAN = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")

GET, POST = "get", "post"
GUARDED = [
    (GET, "/people"),
    (GET, "/people/new"),
    (POST, "/people"),
    (GET, "/people/{person}"),
    (GET, "/people/{person}/edit"),
    (POST, "/people/{person}"),
    (POST, "/people/{person}/code"),
    (POST, "/people/{person}/appointments"),
    (POST, "/people/{person}/appointments/{appointment}/end"),
    (GET, "/units"),
    (POST, "/units"),
    (GET, "/units/{unit}"),
    (POST, "/units/{unit}"),
    (POST, "/units/{unit}/codes"),
    (GET, "/roster"),
    (POST, "/roster"),
    (GET, "/roster/template.xlsx"),
    (GET, "/roster/0123"),
    (POST, "/roster/0123"),
    (POST, "/roster/0123/drop"),
]


@pytest.fixture
def ids(cast):
    with store.connection():
        appointment = Appointment.get(Appointment.role == Role.INSTRUCTOR, Appointment.unit == cast.east)
    return {"person": cast.instructor.id, "appointment": appointment.id, "unit": cast.east.id}


def fields(unit, **changes):
    kept = {
        "police_number": "FJ0123",
        "name": "陈岚",
        "sex": "F",
        "born_on": "1998-05-06",
        "kind": "auxiliary",
    }
    return kept | {"rank": "", "unit_id": unit.id} | changes


@pytest.mark.parametrize(("method", "path"), GUARDED)
def test_a_stranger_must_sign_in(client, ids, method, path):
    before = digest()
    answer = getattr(client, method)(path.format(**ids), headers=HERE)
    assert (answer.status_code, answer.location.partition("?")[0]) == (303, "/sign-in")
    assert digest() == before


@pytest.mark.parametrize("who", ["stranger", "instructor", "officer", "auxiliary"])
@pytest.mark.parametrize(("method", "path"), GUARDED)
def test_instructors_and_trainees_are_refused(client, cast, ids, sign_in_as, method, path, who):
    sign_in_as(getattr(cast, who))
    before = digest()
    form = fields(cast.east, parent_id=cast.east.id, role="instructor") if method == POST else None
    answer = client.open(path.format(**ids), method=method.upper(), data=form, headers=HERE)
    assert answer.status_code == 403
    assert digest() == before


@pytest.mark.parametrize(
    ("method", "path"), [(m, p) for m, p in GUARDED if "{" in p] + [(POST, "/people"), (POST, "/units")]
)
def test_a_registrar_of_another_unit_is_refused(client, cast, ids, sign_in_as, method, path):
    with store.connection():
        other = make_person(cast.west, roles=[Role.REGISTRAR])
    sign_in_as(other)
    before = digest()
    form = fields(cast.east, parent_id=cast.east.id, role="instructor") if method == POST else None
    answer = client.open(path.format(**ids), method=method.upper(), data=form, headers=HERE)
    assert answer.status_code in (403, 404)
    assert digest() == before


# People


def test_the_list_shows_its_people_page_by_page(client, cast, sign_in_as):
    with store.connection():
        for n in range(60):
            make_person(cast.west, police_number=f"9{n:05}")
    sign_in_as(cast.admin)
    first = client.get(f"/people?unit_id={cast.west.id}").text
    second = client.get(f"/people?unit_id={cast.west.id}&page=2").text
    assert "共 61 人" in first
    assert (first.count('scope="row"'), second.count('scope="row"')) == (50, 11)
    assert f"unit_id={cast.west.id}" in re.search(r'rel="next" href="([^"]+)"', first)[1]


def test_the_list_costs_the_same_however_long(client, cast, sign_in_as):
    sign_in_as(cast.admin)
    with counting_queries() as few:
        client.get("/people")
    with store.connection():
        for _ in range(40):
            make_person(make_unit("一中队", cast.west))
    with counting_queries() as many:
        client.get("/people")
    assert len(many) == len(few)


def test_htmx_gets_the_list_alone(client, cast, sign_in_as):
    sign_in_as(cast.registrar)
    answer = client.get("/people?text=林", headers=HTMX)
    assert answer.text.startswith("<section") or answer.text.lstrip().startswith("<section")
    assert "林晓" in answer.text
    assert "何静" not in answer.text
    assert "HX-Request" in answer.headers["Vary"]


@pytest.mark.parametrize("query", ["page=0", "page=x", "page=-1", "page=99999999", "unit_id=x", "active=x"])
def test_odd_addresses_of_the_list_are_answered(client, cast, sign_in_as, query):
    sign_in_as(cast.registrar)
    assert client.get(f"/people?{query}").status_code == 200


def test_a_person_is_added_and_shown(client, cast, sign_in_as):
    sign_in_as(cast.registrar)
    answer = client.post("/people", data=fields(cast.east), headers=HERE)
    page = client.get(answer.location)
    assert page.status_code == 200
    assert "陈岚" in page.text
    assert "未开户" in page.text


def test_a_refused_form_comes_back_filled_in_with_the_fault_beside_its_field(client, cast, sign_in_as):
    sign_in_as(cast.registrar)
    before = digest()
    answer = client.post("/people", data=fields(cast.east, born_on="2024-01-01"), headers=HERE)
    assert answer.status_code == 422
    assert 'aria-describedby="born_on-error"' in answer.text
    assert 'value="FJ0123"' in answer.text
    assert answer.text.count("aria-invalid") == 1
    assert digest() == before


def test_a_person_is_corrected(client, cast, sign_in_as):
    sign_in_as(cast.registrar)
    assert 'value="林晓"' in client.get(f"/people/{cast.officer.id}/edit").text
    changed = fields(cast.east, name="林小", is_active="on")
    assert client.post(f"/people/{cast.officer.id}", data=changed, headers=HERE).status_code == 303
    assert "林小" in client.get(f"/people/{cast.officer.id}").text
    answer = client.post(f"/people/{cast.officer.id}", data=changed | {"name": ""}, headers=HERE)
    assert answer.status_code == 422
    assert cast.officer.police_number in answer.text


def test_a_code_is_shown_once(client, cast, sign_in_as):
    sign_in_as(cast.registrar)
    answer = client.post(f"/people/{cast.officer.id}/code", headers=HERE)
    code = CODE.search(answer.text)[0]
    assert answer.headers["Cache-Control"] == "no-store"
    assert "http://localhost/open" in answer.text
    assert code not in client.get(f"/people/{cast.officer.id}").text
    form = {"police_number": cast.officer.police_number, "code": code, "password": "chunfeng-8800"}
    assert client.post("/open", data=form, headers=HERE).status_code == 303


def test_the_page_tells_how_far_an_account_is(client, cast, sign_in_as):
    sign_in_as(cast.registrar)
    place = f"/people/{cast.officer.id}"
    assert "已开户" in client.get(place).text
    with store.connection():
        Account.update(password_hash=None).where(Account.person == cast.officer).execute()
    assert "未开户" in client.get(place).text
    client.post(f"{place}/code", headers=HERE)
    assert "开户码待用" in client.get(place).text


def test_a_role_is_given_and_ended(client, cast, sign_in_as):
    sign_in_as(cast.registrar)
    place = f"/people/{cast.officer.id}"
    form = {"role": "instructor", "unit_id": cast.east.id, "from_on": "", "to_on": ""}
    assert client.post(f"{place}/appointments", data=form, headers=HERE).location == place
    assert "在任" in client.get(place).text
    end = re.search(rf'action="({place}/appointments/\d+/end)"', client.get(place).text)[1]
    assert client.post(end, headers=HERE).location == place
    with store.connection():
        assert not identity(cast.officer).holds(Role.INSTRUCTOR)
    assert "已结束" in client.get(place).text


@pytest.mark.parametrize(
    "changes",
    [
        {"role": "king"},
        {"unit_id": "x"},
        {"from_on": "yesterday"},
        {"to_on": str(date.today() - timedelta(days=3))},
    ],
)
def test_a_bad_appointment_says_why_and_changes_nothing(client, cast, sign_in_as, changes):
    sign_in_as(cast.admin)
    before = digest()
    form = {"role": "instructor", "unit_id": cast.east.id, "from_on": "", "to_on": ""} | changes
    answer = client.post(f"/people/{cast.officer.id}/appointments", data=form, headers=HERE)
    assert answer.status_code == 422
    assert answer.text.count("aria-invalid") == 1
    assert digest() == before


def test_a_registrar_is_offered_no_role_they_cannot_give(client, cast, sign_in_as):
    sign_in_as(cast.registrar)
    page = client.get(f"/people/{cast.officer.id}").text
    assert '<option value="instructor"' in page
    assert '<option value="admin"' not in page
    form = {"role": "admin", "unit_id": cast.east.id}
    answer = client.post(f"/people/{cast.officer.id}/appointments", data=form, headers=HERE)
    assert answer.status_code == 403


def test_an_admin_is_told_why_they_keep_their_role(client, cast, sign_in_as):
    sign_in_as(cast.admin)
    with store.connection():
        own = Appointment.get(Appointment.role == Role.ADMIN)
    answer = client.post(f"/people/{cast.admin.id}/appointments/{own.id}/end", headers=HERE)
    assert answer.status_code == 409
    assert "另一位管理员" in answer.text


# Units


def test_the_tree_shows_units_and_heads(client, cast, sign_in_as):
    sign_in_as(cast.registrar)
    page = client.get("/units").text
    assert "城东分局" in page
    assert "城西分局" not in page
    assert ">4</a>" in page


def test_a_unit_is_added_and_renamed(client, cast, sign_in_as):
    sign_in_as(cast.registrar)
    form = {"name": "一中队", "parent_id": cast.east.id}
    assert client.post("/units", data=form, headers=HERE).location == "/units"
    with store.connection():
        team = Unit.get(Unit.name == "一中队")
    again = client.post("/units", data=form, headers=HERE)
    assert (again.status_code, again.text.count("aria-invalid")) == (422, 1)
    assert client.post(f"/units/{team.id}", data={"name": "二中队"}, headers=HERE).status_code == 303
    assert "示例市公安局 / 城东分局 / 二中队" in client.get(f"/units/{team.id}").text
    assert client.post(f"/units/{team.id}", data={"name": "a/b"}, headers=HERE).status_code == 422


def test_the_sheet_of_codes_opens_accounts_and_is_shown_once(client, cast, sign_in_as):
    with store.connection():
        Account.update(password_hash=None).where(Account.person.in_([cast.officer, cast.auxiliary])).execute()
    sign_in_as(cast.registrar)
    place = f"/units/{cast.east.id}"
    answer = client.post(f"{place}/codes", headers=HERE)
    codes = CODE.findall(answer.text)
    assert len(codes) == 2
    assert "林晓" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert not CODE.search(client.get(place).text)
    assert not CODE.search(client.post(f"{place}/codes", headers=HERE).text), "their slips stay good"
    again = CODE.findall(client.post(f"{place}/codes", data={"renew": "on"}, headers=HERE).text)
    assert len(again) == 2
    assert not set(again) & set(codes)


def test_a_sheet_for_many_costs_few_statements(client, cast, sign_in_as):
    with store.connection():
        for _ in range(120):
            make_person(cast.west)
        Account.update(password_hash=None).where(
            Account.person.in_(Person.select().where(Person.unit == cast.west))
        ).execute()
    sign_in_as(cast.admin)
    with counting_queries() as sent:
        client.post(f"/units/{cast.west.id}/codes", headers=HERE)
    with store.connection():
        assert OpeningCode.select().count() == 121
    assert len(sent) < 25


# English


def test_the_desk_speaks_english(client, cast, sign_in_as):
    with store.connection():
        bureau = make_unit("Example Bureau")
        east = make_unit("East", bureau)
        admin = make_person(bureau, name="Luo Cheng", rank="Captain", roles=[Role.ADMIN])
        person = make_person(east, name="Lin Xiao", rank="Officer", roles=[Role.INSTRUCTOR])
        shut = make_person(east, name="He Jing", rank="", is_active=False)
        Account.update(password_hash=None).where(Account.person == person).execute()
    sign_in_as(admin)
    client.set_cookie("language", "en")
    tomorrow = str(clock.today() + timedelta(days=1))
    role = {"role": "registrar", "unit_id": east.id, "from_on": tomorrow}
    pages = [
        client.get("/people"),
        client.get("/people?text=zzz"),
        client.get("/people/new"),
        client.post("/people", data={}, headers=HERE),
        client.post(
            "/people", data=fields(east, name="x" * 41, rank="x" * 21, police_number="1"), headers=HERE
        ),
        client.get(f"/people/{person.id}"),
        client.get(f"/people/{person.id}/edit"),
        client.get(f"/people/{shut.id}"),
        client.get(f"/people/{admin.id}"),
        client.post(f"/people/{person.id}/appointments", data=role, headers=HERE, follow_redirects=True),
        client.post(f"/people/{person.id}/appointments", data=role, headers=HERE),
        client.post(f"/people/{person.id}/code", headers=HERE),
        client.get("/units"),
        client.post("/units", data={"name": "East", "parent_id": bureau.id}, headers=HERE),
        client.get(f"/units/{east.id}"),
        client.post(f"/units/{east.id}/codes", headers=HERE),
        client.post(f"/units/{east.id}/codes", data={"renew": "1"}, headers=HERE),
        client.get(f"/people/{cast.officer.id}"),
    ]
    for page in pages:
        assert page.status_code in (200, 404, 409, 422)
        assert HAN.findall(page.text) == [], page.request.path
