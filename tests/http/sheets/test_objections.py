"""异议 and 复核 over HTTP: on the person's own sheet, by the chief, with every step readable by both."""

import pytest

from models import Entry, EntryKind
from services import store
from services.sheets import entries, objections
from tests.conftest import HERE, HTMX
from tests.support.factories import identity
from tests.support.field_day import FieldDay, fresh, make_season
from tests.support.tables import digest


@pytest.fixture
def day(cast):
    with store.connection():
        make_season()
        day = FieldDay(cast)
        day.enter_all()
        return day


@pytest.fixture
def sheet(day):
    with store.connection():
        return day.sheet()


@pytest.fixture
def run(day, sheet):
    with store.connection():
        return Entry.get(Entry.exercise == "run1000").entry_id


def made(day, sheet, target):
    with store.connection():
        actor = identity(day.cast.officer)
        return objections.make(
            sheet.id, target=target, reason="少算一圈", entry_id=fresh(), actor=actor
        ).entry_id


def sent(target, **changes):
    return {"target": target, "reason": "少算一圈", "entry_id": fresh()} | changes


def ruling(objection, **changes):
    facts = {"objection": objection, "word": "dismissed", "reason": "录像里是三圈", "entry_id": fresh()}
    return facts | changes


@pytest.mark.parametrize("settled", [False, True])
def test_a_person_objects_on_their_page_and_reads_who_when_and_why(
    client, cast, day, sheet, run, sign_in_as, settled
):
    if settled:
        with store.connection():
            day.settle()
    sign_in_as(cast.officer)
    mine = f"/assessments/{day.assessment.id}/mine"
    assert "我有异议" in client.get(mine).text
    place = f"/sheets/{sheet.id}/objections"
    plain = client.post(place, data=sent(run, here=mine), headers=HERE)
    assert (plain.status_code, plain.location) == (303, mine)
    page = client.get(mine)
    for words in ("等主考复核", "少算一圈", "1000米跑 第 1 次 4′00″"):
        assert words in page.text
    fragment = client.post(place, data=sent("", reason="天太热"), headers=HTMX)
    assert fragment.text.lstrip().startswith('<div id="sheet"')
    assert "整张表" in fragment.text


def test_the_form_sent_twice_objects_once(client, cast, sheet, run, sign_in_as):
    sign_in_as(cast.officer)
    form = sent(run)
    for _ in range(2):
        assert client.post(f"/sheets/{sheet.id}/objections", data=form, headers=HERE).status_code == 303
    with store.connection():
        assert Entry.select().where(Entry.kind == EntryKind.OBJECT).count() == 1


def test_an_objection_without_a_word_is_asked_for_one_beside_the_field(client, cast, sheet, run, sign_in_as):
    sign_in_as(cast.officer)
    before = digest()
    refused = client.post(f"/sheets/{sheet.id}/objections", data=sent(run, reason=" "), headers=HERE)
    assert refused.status_code == 422
    assert 'id="reason-object-error"' in refused.text
    nothing = client.post(f"/sheets/{sheet.id}/objections", data=sent("no-such-try"), headers=HERE)
    assert nothing.status_code == 404
    assert digest() == before


def test_nobody_objects_for_someone_else_and_nobody_takes_an_objection_back(
    client, cast, day, sheet, run, sign_in_as
):
    objection = made(day, sheet, run)
    before = digest()
    for person in (cast.instructor, day.examiner, cast.auxiliary, cast.admin):
        sign_in_as(person)
        answer = client.post(f"/sheets/{sheet.id}/objections", data=sent(run), headers=HERE)
        assert answer.status_code == 403
    sign_in_as(cast.instructor)
    form = {"target": objection, "reason": "不要了", "entry_id": fresh()}
    for act in ("voids", "exemptions/voids"):
        assert client.post(f"/sheets/{sheet.id}/{act}", data=form, headers=HERE).status_code == 404
    assert digest() == before


def test_the_chief_dismisses_with_a_reason_that_the_person_reads(client, cast, day, sheet, run, sign_in_as):
    objection = made(day, sheet, run)
    sign_in_as(cast.instructor)
    assert "复核意见" in client.get(f"/sheets/{sheet.id}").text
    form = ruling(objection)
    for _ in range(2):
        answer = client.post(f"/sheets/{sheet.id}/objections/rulings", data=form, headers=HERE)
        assert answer.status_code == 303
    sign_in_as(cast.officer)
    page = client.get(f"/sheets/{sheet.id}").text
    for words in ("异议不成立", "复核：录像里是三圈", "周岩"):
        assert words in page
    assert "复核意见" not in page


def test_an_upheld_objection_leads_to_the_form_that_corrects(client, cast, day, sheet, run, sign_in_as):
    with store.connection():
        day.settle()
    objection = made(day, sheet, run)
    sign_in_as(cast.instructor)
    form = ruling(objection, word="upheld", reason="少记一圈属实")
    answer = client.post(f"/sheets/{sheet.id}/objections/rulings", data=form, headers=HERE)
    assert answer.status_code == 303
    page = client.get(answer.location).text
    assert '<details id="correct" class="card" open>' in page
    assert f'<option value="{run}" selected>' in page
    assert 'value="少记一圈属实"' in page
    form = {"target": run, "exercise": "run1000", "value": "6:00", "reason": "少一圈", "entry_id": fresh()}
    assert client.post(f"/sheets/{sheet.id}/corrections", data=form, headers=HERE).status_code == 303
    sign_in_as(cast.officer)
    page = client.get(f"/sheets/{sheet.id}/versions/2").text
    for words in ("改了什么", "4′00″", "6′00″", "少一圈", "周岩"):
        assert words in page


def test_on_an_open_sheet_an_upheld_objection_leads_to_a_void(client, cast, day, sheet, run, sign_in_as):
    objection = made(day, sheet, run)
    sign_in_as(cast.instructor)
    form = ruling(objection, word="upheld")
    page = client.post(f"/sheets/{sheet.id}/objections/rulings", data=form, headers=HTMX).text
    assert "作废一次成绩" in page
    assert f'<option value="{run}" selected>' in page
    form = {"target": run, "reason": "少一圈", "entry_id": fresh()}
    for _ in range(2):
        assert client.post(f"/sheets/{sheet.id}/voids", data=form, headers=HERE).status_code == 303
    assert "作废：少一圈" in client.get(f"/sheets/{sheet.id}").text


@pytest.mark.parametrize(
    ("changes", "status", "word"),
    [
        ({"word": "maybe"}, 422, "请选择"),
        ({"reason": ""}, 422, "请写原因"),
        ({"objection": "no-such"}, 404, "没有找到"),
    ],
)
def test_a_bad_ruling_gets_a_word_and_changes_nothing(
    client, cast, day, sheet, run, sign_in_as, changes, status, word
):
    objection = made(day, sheet, run)
    sign_in_as(cast.instructor)
    before = digest()
    form = ruling(objection) | changes
    answer = client.post(f"/sheets/{sheet.id}/objections/rulings", data=form, headers=HERE)
    assert answer.status_code == status
    assert word in answer.text
    assert digest() == before


def test_every_version_is_readable_by_the_person_and_by_nobody_without_a_part(
    client, cast, day, sheet, run, sign_in_as
):
    with store.connection():
        day.settle()
        day.correct(target=run, exercise="run1000", text="3:50", reason="读错表")
    sign_in_as(cast.officer)
    first = client.get(f"/sheets/{sheet.id}/versions/1").text
    assert "4′00″" in first
    assert "改了什么" not in first
    assert "3′50″" in client.get(f"/sheets/{sheet.id}/versions/2").text
    for number in (0, 3):
        assert client.get(f"/sheets/{sheet.id}/versions/{number}").status_code == 404
    for person in (cast.auxiliary, cast.stranger):
        sign_in_as(person)
        assert client.get(f"/sheets/{sheet.id}/versions/1").status_code == 403


def test_an_acknowledgement_is_shown_beside_its_try(client, cast, day, sheet, run, sign_in_as):
    with store.connection():
        ack = {"kind": EntryKind.ACK, "exercise": "run1000", "target": run, "word": "tap"}
        entries.keep(sheet, fresh(), identity(day.examiner), **ack)
    sign_in_as(cast.officer)
    assert "本人已确认" in client.get(f"/sheets/{sheet.id}").text
