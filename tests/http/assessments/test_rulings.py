"""待裁定 over HTTP: everything that waits says who, what, when and which device, and has its decisions."""

import re

import pytest

from models import Clash
from services import store
from services.sheets import objections
from tests.conftest import HERE, HTMX
from tests.support.factories import identity
from tests.support.field_day import FieldDay, fresh, make_season
from tests.support.field_devices import Device
from tests.support.tables import digest


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


@pytest.fixture
def doubt(day):
    """Two tablets that wrote different times of one try of the auxiliary."""
    with store.connection():
        made = []
        for label, measure in (("平板二", 240_000), ("平板三", 250_000)):
            tablet = Device(day, label=label)
            made.append(tablet.attempt(day.cast.auxiliary, measure))
            tablet.deliver()
        return made


def auxiliary_sheet(day):
    with store.connection():
        return day.sheet(day.cast.auxiliary).id


def test_a_doubt_names_both_devices_and_one_tap_with_a_reason_decides(client, cast, day, doubt, sign_in_as):
    sign_in_as(cast.instructor)
    shown = text_of(client.get(page(day)))
    for words in ("存疑", "何静", "1000米跑 第 1 次", "4′00″", "4′10″", "平板二", "平板三", "程立"):
        assert words in shown
    place = f"/sheets/{auxiliary_sheet(day)}/doubts"
    form = {"keep": doubt[0], "reason": "以主计时为准", "entry_id": fresh()}
    before = digest()
    assert client.post(place, data=form | {"reason": " "}, headers=HERE).status_code == 422
    wrong = client.post(place, data=form | {"keep": "no-such"}, headers=HERE)
    assert wrong.status_code == 409
    assert "没有存疑" in wrong.text
    assert digest() == before
    for _ in range(2):
        assert client.post(place, data=form, headers=HERE).status_code == 303
    assert "没有要裁定的" in client.get(page(day)).text
    sheet = text_of(client.get(f"/sheets/{auxiliary_sheet(day)}"))
    assert "作废：以主计时为准" in sheet


@pytest.fixture
def extra(day, device):
    """A second try where only one is allowed."""
    with store.connection():
        made = device.attempt(day.cast.officer, 235_000, declared=None)
        device.deliver()
        return made


@pytest.mark.parametrize(("act", "counts"), [("admit", True), ("dismiss", False)])
def test_a_held_result_is_let_in_or_set_aside(client, cast, day, extra, sign_in_as, act, counts):
    sign_in_as(cast.instructor)
    shown = text_of(client.get(page(day)))
    for words in ("还没算数的记录", "次数已用完", "1000米跑 3′55″", "平板一"):
        assert words in shown
    place = f"/assessments/{day.assessment.id}/held"
    form = {"target": extra, "act": act, "reason": "补过一次", "entry_id": fresh()}
    before = digest()
    assert client.post(place, data=form | {"reason": ""}, headers=HERE).status_code == 422
    assert client.post(place, data=form | {"act": "party"}, headers=HERE).status_code == 422
    assert client.post(place, data=form | {"target": "no-such"}, headers=HERE).status_code == 404
    assert digest() == before
    for _ in range(2):
        assert client.post(place, data=form, headers=HERE).status_code == 303
    assert "没有要裁定的" in client.get(page(day)).text
    with store.connection():
        tries = day.snapshot()["results"][0]["attempts"]
    assert [one["id"] == extra for one in tries if one["best"]] == [counts]


@pytest.fixture
def late(day, device):
    """A better jump that came after the officer's sheet was settled."""
    with store.connection():
        for exercise, text in (("shuttle4x10", "12.5"), ("jumpreach", "2.70")):
            day.enter(exercise, text)
        day.settle()
        made = device.attempt(day.cast.officer, 2_900, "jumpreach", declared=2)
        device.deliver()
        return made


@pytest.mark.parametrize("where", ["reviews", "sheet"])
def test_what_came_late_corrects_the_sheet_and_the_person_reads_why(
    client, cast, day, late, sign_in_as, where
):
    sign_in_as(cast.instructor)
    sheet = sheet_id(day)
    listed = text_of(client.get(page(day)))
    own = text_of(client.get(f"/sheets/{sheet}"))
    for shown in (listed, own):
        assert "定表之后才到" in shown or "定表后才到的记录" in shown
        assert "2.90 m" in shown
    place = f"/sheets/{sheet}/lates" if where == "reviews" else f"/sheets/{sheet}/late"
    form = {"target": late, "act": "adopt", "reason": "平板晚回来", "entry_id": fresh()}
    before = digest()
    assert client.post(place, data=form | {"reason": ""}, headers=HERE).status_code == 422
    assert digest() == before
    for _ in range(2):
        assert client.post(place, data=form, headers=HERE).status_code == 303
    sign_in_as(cast.officer)
    page_of = text_of(client.get(f"/sheets/{sheet}"))
    for words in ("已更正", "第 2 版", "平板晚回来", "2.90 m"):
        assert words in page_of


def test_what_came_late_may_be_set_aside(client, cast, day, late, sign_in_as):
    sign_in_as(cast.instructor)
    form = {"target": late, "act": "dismiss", "reason": "裁判说不算", "entry_id": fresh()}
    assert client.post(f"/sheets/{sheet_id(day)}/late", data=form, headers=HERE).status_code == 303
    assert "没有要裁定的" in client.get(page(day)).text
    with store.connection():
        assert len(day.marked().versions) == 1


def test_nobody_but_chief_and_desk_decides_anything(client, cast, day, doubt, extra, sign_in_as):
    before = digest()
    form = {"keep": doubt[0], "target": extra, "act": "admit", "reason": "想算", "entry_id": fresh()}
    places = [
        f"/sheets/{auxiliary_sheet(day)}/doubts",
        f"/assessments/{day.assessment.id}/held",
        f"/sheets/{sheet_id(day)}/lates",
        f"/sheets/{sheet_id(day)}/late",
    ]
    for person in (day.examiner, cast.officer, cast.auxiliary, cast.stranger):
        sign_in_as(person)
        assert {client.post(place, data=form, headers=HERE).status_code for place in places} == {403}
    assert digest() == before


def test_settling_names_every_obstacle_and_leads_to_it(client, cast, day, device, objection, sign_in_as):
    with store.connection():
        for exercise, text in (("shuttle4x10", "12.5"), ("jumpreach", "2.70")):
            day.enter(exercise, text)
        device.attempt(day.trainees[1], 240_000)
        device.attempt(day.trainees[2], 240_000)
        device.deliver(device.texts[2:])
    sign_in_as(cast.instructor)
    place = f"/sheets/{sheet_id(day)}"
    before = digest()
    refused = client.post(f"{place}/settle", headers=HERE)
    assert refused.status_code == 422
    assert digest() == before
    for answer in (refused, client.get(place)):
        shown = text_of(answer)
        for words in ("还不能定表，有 2 件事要先处理", "有异议还没复核", "设备 平板一 的第 2 条记录没有收到"):
            assert words in shown
        assert f'href="{place}#objections"' in answer.text
        assert f'href="/assessments/{day.assessment.id}/devices"' in answer.text


def test_settling_all_says_how_many_were_skipped_and_why(client, cast, day, device, objection, sign_in_as):
    with store.connection():
        for exercise, text in (("shuttle4x10", "12.5"), ("jumpreach", "2.70")):
            day.enter(exercise, text)
    sign_in_as(cast.instructor)
    settled = client.post(f"/assessments/{day.assessment.id}/settle", data={"tab": "results"}, headers=HTMX)
    shown = text_of(settled)
    assert "跳过 1 张" in shown
    assert "有异议没复核 1 张" in shown
    assert f'href="{page(day)}"' in settled.text
