"""Leave on the trainee's phone and on the instructor's roster."""

from io import BytesIO

import pytest

from models import Attendance, Leave, LeaveState, Training
from services import clock, store, trainings
from services.attendance import absences, blocks, leaves, presence
from tests.conftest import HERE, HTMX
from tests.support.factories import identity, make_training, picture, seconds_until
from tests.support.tables import digest


@pytest.fixture
def training(cast):
    with store.connection():
        return make_training(cast, starts_in=seconds_until(8, days=1), lasts=14 * 3600)


@pytest.fixture
def place(training):
    return f"/trainings/{training.id}/leaves"


@pytest.fixture
def asked(cast, training):
    """A request of the officer's that waits: its id."""
    with store.connection():
        return leaves.ask(
            training.id, reason="看病", block_ids=[], request_id="first", actor=identity(cast.officer)
        )


def ask(client, place, *, headers=HERE, photo=None, **form):
    data = {"reason": "看病", "request_id": "one"} | form
    if photo is not None:
        data["photo"] = BytesIO(photo), "note.png"
    return client.post(place, data=data, headers=headers)


def state(leave_id, person):
    with store.connection():
        return absences.get(leave_id, actor=identity(person)).state


def test_a_trainee_asks_on_the_training_s_page_and_sees_what_became_of_it(
    client, cast, training, place, sign_in_as
):
    sign_in_as(cast.officer)
    assert f'href="{place}"' in client.get(f"/trainings/{training.id}").text
    form = client.get(place).text
    with store.connection():
        ids = [block.id for block in blocks.of(training.starts_at, training.ends_at)]
    assert [f'value="{block_id}"' in form for block_id in ids] == [True] * len(ids)
    sent = ask(client, place, blocks=ids[:1])
    assert sent.status_code == 303
    page = client.get(sent.location).text
    assert "待批" in page
    assert "撤回" in page
    assert f'href="{place}"' not in page
    with store.connection():
        leave = Leave.get()
        leaves.decide(leave.id, True, actor=identity(cast.instructor))
    assert leave.blocks == ids[0]
    assert "已批假" in client.get(sent.location).text


def test_a_form_sent_twice_asks_once(client, cast, place, sign_in_as):
    sign_in_as(cast.officer)
    assert [ask(client, place).status_code for _ in range(2)] == [303, 303]
    again = ask(client, place, request_id="two")
    assert again.status_code == 409
    assert "已有一份请假待批" in again.text
    with store.connection():
        assert Leave.select().count() == 1


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"reason": " "}, "请填写"),
        ({"reason": "长" * 201}, "最多 200 个字"),
        ({"blocks": ["2020-01-01am"]}, "这场训练没有这个时段"),
        ({"photo": b"<svg/>"}, "这不是能读的照片"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_changes_nothing(
    client, cast, place, sign_in_as, changes, word
):
    sign_in_as(cast.officer)
    before = digest()
    answer = ask(client, place, **changes)
    assert answer.status_code == 422
    assert word in answer.text
    assert digest() == before
    # Who reloads after that is shown the form, not a 405.
    assert client.get(place).status_code == 200


def test_too_large_a_file_is_refused_before_it_is_read(client, cast, place, sign_in_as):
    sign_in_as(cast.officer)
    assert ask(client, place, photo=bytes(9 * 1024 * 1024)).status_code == 413


def test_a_photo_is_private_and_kept_by_no_cache(client, cast, place, sign_in_as):
    sign_in_as(cast.officer)
    ask(client, place, photo=picture())
    with store.connection():
        photo = f"/leaves/{Leave.get().id}/photo.jpg"
    for who, status in (
        (cast.officer, 200),
        (cast.instructor, 200),
        (cast.registrar, 200),
        (cast.auxiliary, 404),
        (cast.stranger, 404),
    ):
        sign_in_as(who)
        answer = client.get(photo)
        assert answer.status_code == status
        assert answer.mimetype == ("image/jpeg" if status == 200 else "text/html")
        if status == 200:
            assert set(answer.headers["Cache-Control"].split(", ")) == {"private", "no-store"}
    assert "看照片" in sign_in_as(cast.officer).get(photo.removesuffix("/photo.jpg")).text


def test_the_roster_says_what_waits_and_one_tap_decides(client, cast, training, asked, sign_in_as):
    sign_in_as(cast.instructor)
    roster = f"/trainings/{training.id}/roster"
    assert "有 1 份请假待批" in client.get(roster).text
    assert "有 1 份请假待批" in client.get(f"/desk/trainings/{training.id}").text
    page = client.get(f"{roster}?tab=on_leave").text
    assert "看病" in page
    answer = client.post(f"{roster}/leaves/{asked}", data={"approved": "1", "tab": "on_leave"}, headers=HTMX)
    assert answer.text.lstrip().startswith('<div id="roster"')
    assert "已批假" in answer.text
    assert f'id="person-{cast.officer.id}"' in answer.text
    assert state(asked, cast.officer) is LeaveState.APPROVED
    with store.connection():
        stands = presence.standings(trainings.get(training.id))
        assert stands[cast.officer.id].attendance is Attendance.ON_LEAVE
    assert client.post(f"{roster}/leaves/{asked}", data={"approved": "0"}, headers=HTMX).status_code == 409


def test_a_request_is_decided_from_its_own_training_only(client, cast, asked, sign_in_as):
    with store.connection():
        other = make_training(cast)
    sign_in_as(cast.instructor)
    answer = client.post(f"/trainings/{other.id}/roster/leaves/{asked}", data={"approved": "1"}, headers=HERE)
    assert answer.status_code == 404
    assert state(asked, cast.officer) is LeaveState.REQUESTED


def test_one_s_own_leave_shows_no_buttons_and_is_decided_by_another(
    client, cast, training, place, sign_in_as
):
    sign_in_as(cast.instructor)
    ask(client, place)
    roster = f"/trainings/{training.id}/roster"
    assert "自己的请假要由别人批" in client.get(f"{roster}?tab=on_leave").text
    with store.connection():
        own = Leave.get().id
    assert client.post(f"{roster}/leaves/{own}", data={"approved": "1"}, headers=HERE).status_code == 403
    sign_in_as(cast.registrar)
    assert client.post(f"{roster}/leaves/{own}", data={"approved": "1"}, headers=HERE).status_code == 303


def test_leave_is_taken_back_and_ended_early(client, cast, training, place, asked, sign_in_as):
    sign_in_as(cast.officer)
    assert client.post(f"/leaves/{asked}/withdraw", headers=HERE).status_code == 303
    assert client.post(f"/leaves/{asked}/withdraw", headers=HERE).status_code == 409
    assert client.get(f"/leaves/{asked}/withdraw").status_code == 200
    ask(client, place)
    with store.connection():
        second = Leave.get(request_id="one").id
        leaves.decide(second, True, actor=identity(cast.instructor))
    assert "销假" in client.get(f"/trainings/{training.id}").text
    back = client.post(f"/leaves/{second}/end", headers=HERE)
    assert back.location == f"/trainings/{training.id}"
    assert state(second, cast.officer) is LeaveState.ENDED
    page = client.get(f"/leaves/{second}/end").text
    assert [word in page for word in ("待批", "已批假", "已销假", cast.instructor.name)] == [True] * 4


def test_who_runs_the_training_ends_leave_and_is_led_back_to_the_roster(
    client, cast, training, asked, sign_in_as
):
    with store.connection():
        leaves.decide(asked, True, actor=identity(cast.registrar))
    sign_in_as(cast.instructor)
    back = client.post(f"/leaves/{asked}/end", headers=HERE)
    assert client.get(back.location).status_code == 200
    assert back.location.startswith(f"/trainings/{training.id}/roster")


def test_leave_for_a_part_is_said_wherever_the_person_stands(client, cast, training, sign_in_as):
    with store.connection():
        first = blocks.of(training.starts_at, training.ends_at)[0].id
        leave_id = leaves.ask(
            training.id, reason="开会", block_ids=[first], request_id="part", actor=identity(cast.officer)
        )
        leaves.decide(leave_id, True, actor=identity(cast.instructor))
    sign_in_as(cast.instructor)
    for page in (f"/trainings/{training.id}/roster", f"/desk/trainings/{training.id}"):
        assert "请假：" in client.get(page).text


def test_nobody_asks_once_a_training_is_over_or_off(client, cast, training, place, sign_in_as):
    sign_in_as(cast.officer)
    with store.connection():
        Training.update(cancelled_at=clock.now()).execute()
    assert "这场训练已取消" in client.get(place).text
    assert ask(client, place).status_code == 409
    with store.connection():
        Training.update(cancelled_at=None, starts_at=clock.now(), ends_at=clock.now()).execute()
    assert "请找教官更正" in client.get(place).text
    assert ask(client, place).status_code == 409
    assert f'href="{place}"' not in client.get(f"/trainings/{training.id}").text


def test_leave_of_others_is_not_found(client, cast, asked, place, sign_in_as):
    before = digest()
    for who in (cast.auxiliary, cast.stranger):
        sign_in_as(who)
        assert client.get(f"/leaves/{asked}").status_code == 404
        for act in ("withdraw", "end"):
            assert client.post(f"/leaves/{asked}/{act}", headers=HERE).status_code == 404
    assert client.get(place).status_code == 404
    assert ask(client, place).status_code == 404
    assert digest() == before
