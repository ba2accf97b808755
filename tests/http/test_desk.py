"""The desk for trainings: plan, edit, enrol, cancel, finalise; and who may not."""

from datetime import timedelta

import pytest

from models import Enrolment, Season, SeasonKind, Training, TrainingPolicy
from services import clock, store
from tests.conftest import HERE
from tests.factories import make_training
from tests.tables import digest


@pytest.fixture
def training(cast):
    with store.connection():
        return make_training(cast)


def wall(at):
    return clock.local(at).strftime("%Y-%m-%dT%H:%M")


def form(cast, **changes):
    starts = clock.now() + timedelta(days=1)
    fields = {
        "title": "晨跑与力量",
        "kind": "drill",
        "unit": cast.east.id,
        "place": "田径场",
        "starts_at": wall(starts),
        "ends_at": wall(starts + timedelta(hours=2)),
        "phases": ["in", "out"],
        "opens_before": "20",
        "late_grace": "5",
        "counts": "2",
        "instructors": "",
    }
    return fields | changes


def test_an_instructor_plans_a_training_and_leads_it(client, cast, sign_in_as):
    with store.connection():
        today = clock.today()
        Season.create(
            year=today.year,
            kind=SeasonKind.WINTER,
            first_on=today - timedelta(days=9),
            last_on=today + timedelta(days=9),
        )
    sign_in_as(cast.instructor)
    sent = client.post("/desk/trainings/new", data=form(cast), headers=HERE)
    assert sent.status_code == 303
    page = client.get(sent.location)
    assert "晨跑与力量" in page.text
    with store.connection():
        made = Training.get()
        assert made.season.kind is SeasonKind.WINTER
        assert [row.person_id for row in made.instructors] == [cast.instructor.id]
        assert '"late_grace": 5' in made.policies.get().rules
        assert '"counts": ["A", "B"]' in made.policies.get().rules


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"title": " "}, "请填写"),
        ({"title": "长" * 81}, "最多 80 个字"),
        ({"ends_at": "2020-01-01T00:00"}, "结束时间要晚于开始时间"),
        ({"starts_at": "昨天"}, "日期或时间不对"),
        ({"starts_at": "9999-12-31T23:59"}, "日期或时间不对"),
        ({"kind": "party"}, "请选择"),
        ({"instructors": "000000"}, "没有这个警号"),
        ({"late_grace": "-3"}, "整数"),
        ({"late_grace": "٣"}, "整数"),
        ({"unit": ""}, "整数"),
        ({"subject": "999"}, "没有找到这条记录"),
    ],
)
def test_bad_plans_get_a_word_beside_the_field_and_change_nothing(client, cast, sign_in_as, change, word):
    sign_in_as(cast.instructor)
    before = digest()
    answer = client.post("/desk/trainings/new", data=form(cast, **change), headers=HERE)
    assert answer.status_code in (422, 404)
    assert word in answer.text
    assert digest() == before


def test_nobody_plans_for_a_unit_that_is_not_theirs(client, cast, sign_in_as):
    before = digest()
    for who, unit in ((cast.instructor, cast.west), (cast.registrar, cast.bureau), (cast.officer, cast.east)):
        sign_in_as(who)
        answer = client.post("/desk/trainings/new", data=form(cast, unit=unit.id), headers=HERE)
        assert answer.status_code == 403
    assert digest() == before


def test_editing_keeps_the_old_policy_as_a_version(client, cast, training, sign_in_as):
    sign_in_as(cast.instructor)
    edit = f"/desk/trainings/{training.id}/edit"
    assert 'value="擒拿控制与上铐"' in client.get(edit).text
    client.post(edit, data=form(cast, instructors=cast.instructor.police_number), headers=HERE)
    client.post(edit, data=form(cast, place="训练馆 A"), headers=HERE)
    with store.connection():
        assert Training.get_by_id(training.id).place == "训练馆 A"
        assert TrainingPolicy.select().count() == 2


def test_a_unit_or_a_list_of_numbers_is_enrolled_all_or_nothing(client, cast, sign_in_as):
    sign_in_as(cast.admin)
    sent = client.post("/desk/trainings/new", data=form(cast), headers=HERE)
    enrol = f"{sent.location}/enrol"
    before = digest()
    refused = client.post(enrol, data={"numbers": f"{cast.officer.police_number}，999999"}, headers=HERE)
    assert refused.status_code == 422
    assert "没有这些警号: 999999" in refused.text
    assert digest() == before
    client.post(
        enrol, data={"numbers": f"{cast.officer.police_number}、{cast.stranger.police_number}"}, headers=HERE
    )
    client.post(enrol, data={"unit": cast.east.id, "kind": "auxiliary"}, headers=HERE)
    with store.connection():
        expected = {cast.officer.id, cast.stranger.id, cast.auxiliary.id}
        assert {row.person_id for row in Enrolment.select()} == expected
    client.post(f"{sent.location}/enrol/{cast.officer.id}/remove", headers=HERE)
    with store.connection():
        assert Enrolment.select().count() == 2


def test_a_training_is_finalised_after_its_end_and_then_stays(client, cast, training, sign_in_as):
    sign_in_as(cast.instructor)
    base = f"/desk/trainings/{training.id}"
    assert client.post(f"{base}/finalise", headers=HERE).status_code == 409
    with store.connection():
        Training.update(starts_at=clock.now() - timedelta(hours=3), ends_at=clock.now()).execute()
    assert client.post(f"{base}/finalise", headers=HERE).status_code == 303
    before = digest()
    for act in ("finalise", "cancel", "edit", "enrol"):
        data = form(cast) | {"numbers": cast.officer.police_number}
        answer = client.post(f"{base}/{act}", data=data, headers=HERE)
        assert answer.status_code == 409
        assert "已定稿" in answer.text
    assert digest() == before


def test_the_list_shows_what_the_reader_runs(client, cast, training, sign_in_as):
    for who, sees in (
        (cast.instructor, True),
        (cast.registrar, True),
        (cast.admin, True),
        (cast.stranger, False),
    ):
        sign_in_as(who)
        assert ("擒拿控制与上铐" in client.get("/desk/trainings").text) is sees
    sign_in_as(cast.admin)
    assert "擒拿控制与上铐" in client.get("/desk/trainings?q=上铐&kind=drill&since=2020-01-01").text
    assert "擒拿控制与上铐" not in client.get("/desk/trainings?until=2020-01-01").text


GUARDED = [
    ("get", "/desk/trainings/{id}"),
    ("get", "/desk/trainings/{id}/edit"),
    ("post", "/desk/trainings/{id}/edit"),
    ("post", "/desk/trainings/{id}/cancel"),
    ("post", "/desk/trainings/{id}/finalise"),
    ("post", "/desk/trainings/{id}/enrol"),
    ("post", "/desk/trainings/{id}/enrol/1/remove"),
    ("post", "/trainings/{id}/roster/1/tick"),
    ("post", "/trainings/{id}/roster/1/amend"),
]


@pytest.mark.parametrize(("method", "path"), GUARDED)
def test_who_does_not_run_a_training_changes_nothing(client, cast, training, sign_in_as, method, path):
    before = digest()
    data = {"numbers": cast.officer.police_number, "attendance": "absent", "reason": "x"} | form(cast)
    for who in (cast.officer, cast.auxiliary, cast.stranger):
        sign_in_as(who)
        answer = getattr(client, method)(path.format(id=training.id), data=data, headers=HERE)
        assert answer.status_code == 403, path
    sign_in_as(None)
    assert getattr(client, method)(path.format(id=training.id), data=data, headers=HERE).status_code == 303
    assert digest() == before
