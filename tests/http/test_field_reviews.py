"""待裁定 over HTTP: everything that waits says who, what, when and which device, and has its decisions."""

import re

import pytest

from models import Clash
from services import objections, store
from tests.conftest import HERE, HTMX
from tests.factories import identity
from tests.field_day import FieldDay, fresh, make_season
from tests.field_devices import Device
from tests.tables import digest


@pytest.fixture
def day(cast):
    with store.connection():
        make_season()
        return FieldDay(cast, people=3)


@pytest.fixture
def device(day):
    """A tablet with one result for the officer."""
    with store.connection():
        device = Device(day, label="平板一")
        device.attempt(day.cast.officer, 240_000)
        device.deliver()
        return device


def page(day):
    return f"/assessments/{day.assessment.id}/reviews"


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def sheet_id(day):
    with store.connection():
        return day.sheet().id


@pytest.fixture
def objection(day, device):
    with store.connection():
        return objections.make(
            day.sheet().id,
            target=device.ids[0],
            reason="少算一圈",
            entry_id=fresh(),
            actor=identity(day.cast.officer),
        )


@pytest.fixture
def clash(device):
    with store.connection():
        device.deliver([device.texts[0].replace("240000", "230000")])
        return Clash.get()


def test_nothing_to_decide_is_said(client, cast, day, sign_in_as):
    sign_in_as(cast.instructor)
    assert "没有要裁定的" in client.get(page(day)).text


def test_staff_without_the_word_look_and_others_do_not(client, cast, day, objection, sign_in_as):
    sign_in_as(cast.registrar)
    assert "成立，去改" in client.get(page(day)).text
    for person in (day.examiner, cast.officer, cast.stranger):
        sign_in_as(person)
        assert client.get(page(day)).status_code == 403


def test_an_objection_names_who_what_when_and_is_dismissed_in_the_list(
    client, cast, day, objection, sign_in_as
):
    sign_in_as(cast.instructor)
    shown = text_of(client.get(page(day)))
    for words in ("林晓", "1000米跑 4′00″", "少算一圈"):
        assert words in shown
    place = f"/sheets/{sheet_id(day)}/objections/word"
    form = {"objection": objection.entry_id, "word": "dismissed", "reason": "三圈", "entry_id": fresh()}
    before = digest()
    refused = client.post(place, data=form | {"reason": "", "at": "objection-1"}, headers=HERE)
    assert refused.status_code == 422
    assert "请写原因" in refused.text
    assert digest() == before
    for _ in range(2):
        answer = client.post(place, data=form, headers=HERE)
        assert (answer.status_code, answer.location) == (303, page(day))
    assert "没有要裁定的" in client.get(page(day)).text


def test_an_upheld_objection_leads_from_the_list_to_the_sheet(client, cast, day, objection, sign_in_as):
    sign_in_as(cast.instructor)
    form = {"objection": objection.entry_id, "word": "upheld", "reason": "属实", "entry_id": fresh()}
    place = f"/sheets/{sheet_id(day)}/objections/word"
    answer = client.post(place, data=form, headers=HTMX)
    assert answer.headers["HX-Redirect"] == f"/sheets/{sheet_id(day)}?fix={objection.entry_id}"


def test_two_versions_stand_side_by_side_until_a_word(client, cast, day, clash, sign_in_as):
    sign_in_as(cast.instructor)
    shown = text_of(client.get(page(day)))
    for words in ("平板一", "第 1 条有两个说法", "1000米跑 4′00″", "1000米跑 3′50″", "程立"):
        assert words in shown
    place = f"/clashes/{clash.id}/word"
    before = digest()
    assert client.post(place, data={"reason": ""}, headers=HERE).status_code == 422
    assert digest() == before
    answer = client.post(place, data={"reason": "问过考官"}, headers=HTMX)
    assert "没有要裁定的" in answer.text
    before = digest()
    assert client.post(place, data={"reason": "再问"}, headers=HERE).status_code == 409
    assert client.post("/clashes/9999/word", data={"reason": "再问"}, headers=HERE).status_code == 404
    assert digest() == before


def test_a_device_that_owes_entries_is_named_with_the_number(client, cast, day, device, sign_in_as):
    with store.connection():
        device.attempt(day.trainees[1], 240_000)
        device.attempt(day.trainees[2], 240_000)
        device.deliver(device.texts[2:])
    sign_in_as(cast.instructor)
    shown = text_of(client.get(page(day)))
    for words in ("没交齐的设备", "平板一", "缺第 2 条", "去看设备"):
        assert words in shown


def test_the_list_is_live(client, cast, day, device, sign_in_as):
    sign_in_as(cast.instructor)
    first = client.get(page(day), headers=HTMX)
    same = HTMX | {"If-None-Match": first.headers["ETag"]}
    assert client.get(page(day), headers=same).status_code == 304
    with store.connection():
        sheet, officer = day.sheet(), identity(cast.officer)
        objections.make(sheet.id, target="", reason="太热", entry_id=fresh(), actor=officer)
    assert "太热" in client.get(page(day), headers=same).text
