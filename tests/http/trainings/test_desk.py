"""The desk for trainings: plan, edit, enrol, cancel, finalise; and who may not."""

import re
from datetime import timedelta

import pytest

from models import Enrolment, Season, SeasonKind, Training, TrainingPolicy
from services import checkins, clock, store, trainings
from services.attendance import leaves
from tests.conftest import HERE
from tests.support.factories import digits_of, identity, make_training
from tests.support.tables import digest


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
        ({"opens_before": "241"}, "0 到 240"),
        ({"missing_out": "101"}, "0 到 100"),
        ({"missing_mid": "-1"}, "0 到 100"),
        ({"rounding": "0"}, "1 到 240"),
        ({"early_grace": "x"}, "0 到 240"),
        ({"out_before": "1.5"}, "0 到 240"),
        ({"out_after": "999"}, "0 到 240"),
        ({"counts": "5"}, "1 到 4"),
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


FINER = {
    "out_before": 10,
    "out_after": 20,
    "early_grace": 5,
    "missing_out": 0,
    "missing_mid": 80,
    "rounding": 15,
}


def test_every_rule_of_a_training_is_shown_and_kept(client, cast, sign_in_as):
    sign_in_as(cast.instructor)
    sent = client.post("/desk/trainings/new", data=form(cast) | FINER, headers=HERE)
    with store.connection():
        policy = trainings.policy_of(Training.get())
    assert {name: getattr(policy, name) for name in FINER} == FINER
    assert (policy.phases, policy.opens_before, policy.late_grace) == (("in", "out"), 20, 5)
    page = client.get(f"{sent.location}/edit").text
    for name, n in FINER.items():
        assert re.search(f'name="{name}"[^>]* value="{n}"', page), name


def test_rules_that_are_not_filled_in_keep_their_defaults(client, cast, sign_in_as):
    sign_in_as(cast.instructor)
    client.post("/desk/trainings/new", data=form(cast, rounding="", missing_out=""), headers=HERE)
    with store.connection():
        policy = trainings.policy_of(Training.get())
    assert (policy.rounding, policy.missing_out, policy.missing_mid) == (1, 50, 100)


def test_the_finer_rules_unfold_where_one_of_them_is_wrong(client, cast, sign_in_as):
    sign_in_as(cast.instructor)
    folded, open_now = '<details id="rules" class="card">', '<details id="rules" class="card" open>'
    assert folded in client.get("/desk/trainings/new").text
    wrong = client.post("/desk/trainings/new", data=form(cast, rounding="0"), headers=HERE).text
    assert open_now in wrong
    assert 'name="rounding" type="text" value="0"' in wrong


def test_editing_keeps_the_rule_a_training_was_planned_under(client, cast, training, sign_in_as):
    with store.connection():
        first = TrainingPolicy.get()
        old = first.rules.replace('"rule": 1', '"rule": 7')
        TrainingPolicy.update(rules=old).execute()
    sign_in_as(cast.instructor)
    client.post(f"/desk/trainings/{training.id}/edit", data=form(cast), headers=HERE)
    with store.connection():
        assert TrainingPolicy.select().count() == 2
        assert trainings.policy_of(Training.get()).rule == 7
        assert TrainingPolicy.get_by_id(first.id).rules == old


def test_before_it_is_closed_the_desk_says_what_is_still_open(client, cast, training, sign_in_as):
    with store.connection():
        typed = {"claim_id": "typed", "device": "d"}
        checkins.type_digits(training.id, digits_of(training), identity(cast.officer), **typed)
        leaves.ask(
            training.id,
            reason="看病",
            block_ids=[],
            request_id="r",
            actor=identity(cast.auxiliary),
        )
    sign_in_as(cast.instructor)
    place = f"/desk/trainings/{training.id}/finalise"
    assert "训练还没有结束，不能定稿" in client.get(place).text
    with store.connection():
        Training.update(starts_at=clock.now() - timedelta(hours=3), ends_at=clock.now()).execute()
    assert f'href="{place}"' in client.get(f"/desk/trainings/{training.id}").text
    before = digest()
    page = client.get(place).text
    assert re.findall(r'<b class="n t4">(\d+)</b>', page) == ["1", "1", "4"]
    assert "roster?tab=review" in page
    assert "roster?tab=on_leave" in page
    assert digest() == before
    assert "未到" in client.get(f"/desk/trainings/{training.id}").text
    absent = 'data-label="出勤">缺勤'
    assert absent not in client.get(f"/desk/trainings/{training.id}").text
    assert client.post(place, headers=HERE).status_code == 303
    assert absent in client.get(f"/desk/trainings/{training.id}").text
    assert "这场训练已定稿" in client.get(place).text


@pytest.mark.parametrize("act", ["cancel", "enrol", "enrol/1/remove", "finalise"])
def test_the_address_of_an_act_leads_back_who_reloads(client, cast, training, sign_in_as, act):
    place = f"/desk/trainings/{training.id}"
    sign_in_as(cast.instructor)
    again = client.get(f"{place}/{act}")
    assert again.status_code == 200
    assert training.title in again.text
    sign_in_as(cast.stranger)
    assert client.get(f"{place}/{act}").status_code == 403


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
