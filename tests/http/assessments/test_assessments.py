"""The desk for assessments over HTTP: setting one up, watching it, settling it."""

from datetime import timedelta

import pytest

from models import Assessment, AwardVersion, Sheet, SheetVersion, Station, TrainingKind
from services import clock, store
from services.sheets import settling
from tests.conftest import HERE, HTMX, counting_queries
from tests.support.factories import make_training
from tests.support.field_day import RECRUIT, FieldDay, digest_of, make_season
from tests.support.tables import digest


@pytest.fixture
def day(cast):
    with store.connection():
        make_season()
        return FieldDay(cast, people=4)


def wall(at):
    return clock.local(at).strftime("%Y-%m-%dT%H:%M")


def form(cast, **changes):
    with store.connection():
        standard = digest_of(RECRUIT)
    starts = clock.now() + timedelta(days=1)
    fields = {
        "standard": standard,
        "kind": "fitness",
        "chief": cast.instructor.police_number,
        "training": "",
        "title": "冬考第一批",
        "unit": cast.east.id,
        "place": "田径场",
        "starts_at": wall(starts),
        "ends_at": wall(starts + timedelta(hours=3)),
        "exercise": ["run1000", "jumpreach"],
        "examiner-run1000": cast.officer.police_number,
        "examiner-jumpreach": "",
    }
    return fields | changes


def test_a_planner_picks_a_standard_then_fills_in_the_form(client, cast, sign_in_as):
    sign_in_as(cast.instructor)
    first = client.get("/assessments/new")
    assert "公安机关录用人民警察体能测评项目和标准" in first.text
    with store.connection():
        standard = digest_of(RECRUIT)
    second = client.get(f"/assessments/new?standard={standard}")
    assert "测试站和考官" in second.text
    assert "1000米跑" in second.text


def test_an_assessment_is_made_with_a_new_training(client, cast, sign_in_as):
    sign_in_as(cast.instructor)
    sent = client.post("/assessments/new", data=form(cast), headers=HERE)
    assert sent.status_code == 303
    page = client.get(sent.location)
    assert "冬考第一批" in page.text
    with store.connection():
        made = Assessment.get()
        assert made.chief_id == cast.instructor.id
        assert made.training.kind is TrainingKind.ASSESSMENT
        assert [(s.exercise, s.examiner_id) for s in Station.select().order_by(Station.number)] == [
            ("run1000", cast.officer.id),
            ("jumpreach", None),
        ]


def test_an_assessment_is_made_at_a_training_that_is_there(client, cast, sign_in_as):
    with store.connection():
        training = make_training(cast, kind=TrainingKind.ASSESSMENT)
    sign_in_as(cast.instructor)
    bare = form(cast, training=training.id, title="", starts_at="", ends_at="")
    assert client.post("/assessments/new", data=bare, headers=HERE).status_code == 303
    with store.connection():
        assert Assessment.get().training_id == training.id


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"title": ""}, "请填写"),
        ({"kind": "party"}, "请选择"),
        ({"chief": "000000"}, "没有这个警号"),
        ({"examiner-run1000": "000000"}, "没有这个警号"),
        ({"exercise": []}, "请至少设一个测试站"),
        ({"exercise": ["flying"]}, "标准中没有项目"),
        ({"ends_at": "2020-01-01T00:00"}, "结束时间要晚于开始时间"),
    ],
)
def test_a_bad_form_gets_a_word_and_changes_nothing(client, cast, sign_in_as, change, word):
    sign_in_as(cast.instructor)
    fields = form(cast, **change)
    before = digest()
    sent = client.post("/assessments/new", data=fields, headers=HERE)
    assert sent.status_code == 422
    assert word in sent.text
    assert digest() == before


@pytest.mark.parametrize("path", ["", "?tab=stations", "?tab=results"])
def test_the_staff_and_the_desk_see_each_tab_and_nobody_else_does(client, cast, day, sign_in_as, path):
    place = f"/assessments/{day.assessment.id}{path}"
    for person in (cast.instructor, cast.registrar, cast.admin, day.examiner):
        sign_in_as(person)
        assert client.get(place).status_code == 200
    for person in (cast.officer, cast.stranger):
        sign_in_as(person)
        assert client.get(place).status_code == 403


def test_the_index_lists_ones_own(client, cast, day, sign_in_as):
    sign_in_as(cast.instructor)
    assert "冬考体测" in client.get("/assessments").text
    sign_in_as(cast.stranger)
    assert "冬考体测" not in client.get("/assessments").text


def test_the_page_answers_304_until_something_is_entered(client, cast, day, sign_in_as):
    sign_in_as(cast.instructor)
    place = f"/assessments/{day.assessment.id}?tab=results"
    first = client.get(place, headers=HTMX)
    same = HTMX | {"If-None-Match": first.headers["ETag"]}
    assert client.get(place, headers=same).status_code == 304
    with store.connection():
        day.enter("jumpreach", "2.80")
    after = client.get(place, headers=same)
    assert after.status_code == 200
    assert "2.80 m" in after.text
    assert "<html" not in after.text


def test_a_sheet_is_opened_from_the_list(client, cast, day, sign_in_as):
    sign_in_as(day.examiner)
    sent = client.post(
        f"/assessments/{day.assessment.id}/sheets", data={"person": cast.officer.id}, headers=HERE
    )
    assert sent.status_code == 303
    with store.connection():
        assert Sheet.get().person_id == cast.officer.id


def test_all_complete_sheets_are_settled_by_one_button_that_goes_on_by_itself(
    client, cast, day, sign_in_as, monkeypatch
):
    monkeypatch.setattr(settling, "CHUNK", 2)
    with store.connection():
        for person in day.trainees[:3]:
            day.enter_all(person=person)
    sign_in_as(cast.registrar)
    place = f"/assessments/{day.assessment.id}/settle"
    first = client.post(place, data={"tab": "results"}, headers=HTMX)
    assert "已定 2 张，还有 1 张" in first.text
    assert 'hx-trigger="load' in first.text
    last = client.post(place, data={"tab": "results", "done": 2}, headers=HTMX)
    assert "已定 3 张，还有 0 张" in last.text
    assert 'hx-trigger="load' not in last.text
    with store.connection():
        assert (SheetVersion.select().count(), AwardVersion.select().count()) == (3, 3)


def test_staff_are_named_on_the_page_and_a_wrong_number_changes_nothing(client, cast, day, sign_in_as):
    station = day.stations["run1000"]
    place = f"/assessments/{day.assessment.id}/examiners"
    named = {"station": station.id, "examiner": cast.stranger.police_number}
    sign_in_as(cast.instructor)
    assert client.post(place, data=named, headers=HERE).status_code == 303
    before = digest()
    wrong = client.post(place, data=named | {"examiner": "000000", "tab": "stations"}, headers=HERE)
    assert wrong.status_code == 422
    assert "没有这个警号" in wrong.text
    assert digest() == before
    with store.connection():
        assert Station.get_by_id(station.id).examiner_id == cast.stranger.id
    sign_in_as(cast.officer)
    assert client.post(place, data=named | {"examiner": ""}, headers=HERE).status_code == 403


def test_the_page_takes_a_fixed_number_of_queries(client, cast, day, sign_in_as):
    sign_in_as(cast.instructor)
    place = f"/assessments/{day.assessment.id}?tab=results"
    with store.connection():
        for person in day.trainees:
            day.enter_all(person=person)
    with counting_queries() as sent:
        assert client.get(place).status_code == 200
    assert len(sent) <= 24, sent
