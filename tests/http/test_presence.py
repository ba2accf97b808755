"""The instructor's roster: one tap for who is here, undo, amend, review."""

import pytest

from models import Attendance, Evidence
from services import checkins, clock, codes, presence, store, trainings
from tests.conftest import HERE, HTMX
from tests.factories import code_of, digits_of, identity, make_training
from tests.tables import digest


@pytest.fixture
def training(cast):
    with store.connection():
        return make_training(cast)


def attendance(training, person):
    with store.connection():
        return presence.standings(trainings.get(training.id))[person.id].attendance


def tick(client, training, person, headers=HTMX, **form):
    form = {"claim_id": f"tick-{person.id}"} | form
    return client.post(f"/trainings/{training.id}/roster/{person.id}/tick", data=form, headers=headers)


def test_one_tap_makes_a_person_present_and_can_be_undone(client, cast, training, sign_in_as):
    sign_in_as(cast.instructor)
    answer = tick(client, training, cast.officer)
    assert answer.text.lstrip().startswith('<div id="roster"')
    assert "撤销" in answer.text
    assert attendance(training, cast.officer) is Attendance.LATE
    undone = client.post(
        f"/trainings/{training.id}/roster/undo", data={"claim_id": f"tick-{cast.officer.id}"}, headers=HTMX
    )
    assert undone.status_code == 200
    assert attendance(training, cast.officer) is Attendance.ABSENT


def test_a_plain_form_is_sent_back_to_the_roster(client, cast, training, sign_in_as):
    sign_in_as(cast.instructor)
    answer = tick(client, training, cast.officer, HERE)
    assert answer.status_code == 303
    assert client.get(answer.location).status_code == 200


def test_the_tabs_part_the_roster(client, cast, training, sign_in_as):
    sign_in_as(cast.instructor)
    tick(client, training, cast.officer)
    base = f"/trainings/{training.id}/roster"
    assert f'id="person-{cast.officer.id}"' not in client.get(base).text
    assert f'id="person-{cast.auxiliary.id}"' in client.get(base).text
    assert f'id="person-{cast.officer.id}"' in client.get(f"{base}?tab=came").text
    assert f'id="person-{cast.officer.id}"' in client.get(f"{base}?tab=came&q={cast.officer.name}").text
    assert f'id="person-{cast.officer.id}"' not in client.get(f"{base}?tab=came&q=何静").text


def test_an_amendment_needs_a_reason(client, cast, training, sign_in_as):
    sign_in_as(cast.instructor)
    place = f"/trainings/{training.id}/roster/{cast.officer.id}/amend"
    before = digest()
    refused = client.post(place, data={"attendance": "on_leave", "reason": " "}, headers=HTMX)
    assert refused.status_code == 422
    assert refused.headers["HX-Retarget"] == "#notices"
    assert digest() == before
    client.post(place, data={"attendance": "on_leave", "reason": "出差"}, headers=HTMX)
    assert attendance(training, cast.officer) is Attendance.ON_LEAVE


def test_weak_evidence_waits_with_its_reason_and_one_tap_decides(client, cast, training, sign_in_as):
    with store.connection():
        checkins.type_digits(
            training.id, digits_of(training), identity(cast.officer), claim_id="typed", device="d"
        )
        evidence_id = Evidence.get(claim_id="typed").id
    sign_in_as(cast.instructor)
    page = client.get(f"/trainings/{training.id}/roster?tab=review")
    assert "手输的签到码" in page.text
    place = f"/trainings/{training.id}/roster/evidence/{evidence_id}"
    client.post(place, data={"counts": "1", "tab": "review"}, headers=HTMX)
    assert attendance(training, cast.officer) is Attendance.LATE


def test_evidence_of_another_training_is_not_ruled_from_here(client, cast, training, sign_in_as):
    with store.connection():
        made = checkins.Claim("c", codes.read(code_of(training)), clock.now())
        checkins.accept(made, identity(cast.officer))
        evidence_id = Evidence.get().id
    sign_in_as(cast.stranger)
    answer = client.post(
        f"/trainings/{training.id}/roster/evidence/{evidence_id}", data={"counts": "0"}, headers=HTMX
    )
    assert answer.status_code == 403
