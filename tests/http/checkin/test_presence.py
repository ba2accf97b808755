"""The instructor's roster: one tap for who is here, undo, amend, review."""

import pytest

from models import Attendance, Evidence
from services import checkins, clock, store, trainings
from services.attendance import presence
from services.trainings import codes
from tests.conftest import HERE, HTMX
from tests.support.factories import code_of, digits_of, identity, make_training
from tests.support.tables import digest


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


def typed_by(training, *people):
    """Typed digits of each: weak evidence that waits."""
    with store.connection():
        for person in people:
            checkins.type_digits(
                training.id,
                digits_of(training),
                identity(person),
                claim_id=f"typed-{person.id}",
                device=f"phone {person.id}",
            )
        return {e.person_id: e.id for e in Evidence.select()}


def test_a_case_shows_how_it_was_made_and_who_else_used_the_phone(client, cast, training, sign_in_as):
    with store.connection():
        for n, person in enumerate((cast.officer, cast.auxiliary)):
            code = codes.read(code_of(training, slot_ago=1 - n))
            made = checkins.Claim(f"c{n}", code, clock.now(), device="one")
            checkins.accept(made, identity(person))
    sign_in_as(cast.instructor)
    page = client.get(f"/trainings/{training.id}/roster?tab=review").text
    assert "同一部手机还签过：林晓" in page
    assert "扫码" in page
    assert "D2" in page


def test_what_was_decided_stays_in_sight_with_who_and_can_be_decided_otherwise(
    client, cast, training, sign_in_as
):
    (evidence_id,) = typed_by(training, cast.officer).values()
    sign_in_as(cast.registrar)
    place = f"/trainings/{training.id}/roster/evidence/{evidence_id}"
    page = client.post(place, data={"counts": "0", "tab": "review"}, headers=HTMX).text
    assert "核过的" in page
    assert cast.registrar.name in page
    assert "改为算" in page
    assert attendance(training, cast.officer) is Attendance.ABSENT
    assert "改为不算" in client.post(place, data={"counts": "1", "tab": "review"}, headers=HTMX).text
    assert attendance(training, cast.officer) is Attendance.LATE


def test_all_of_one_reason_count_at_once_but_not_what_came_in_since(client, cast, training, sign_in_as):
    seen = typed_by(training, cast.officer, cast.auxiliary)
    sign_in_as(cast.instructor)
    place = f"/trainings/{training.id}/roster"
    page = client.get(f"{place}?tab=review").text
    assert "这 2 条都算" in page
    newest = max(seen.values())
    assert f'name="newest" value="{newest}"' in page
    typed_by(training, cast.registrar)
    form = {"why": "typed", "newest": newest, "tab": "review"}
    assert client.post(f"{place}/evidence", data=form, headers=HTMX).status_code == 200
    assert attendance(training, cast.officer) is Attendance.LATE
    assert attendance(training, cast.auxiliary) is Attendance.LATE
    assert attendance(training, cast.registrar) is Attendance.ABSENT


def test_several_reasons_are_never_accepted_in_bulk(client, cast, training, sign_in_as):
    with store.connection():
        for n, person in enumerate((cast.officer, cast.auxiliary)):
            checkins.type_digits(
                training.id, digits_of(training), identity(person), claim_id=f"t{n}", device="one"
            )
    sign_in_as(cast.instructor)
    place = f"/trainings/{training.id}/roster"
    assert "条都算" not in client.get(f"{place}?tab=review").text
    client.post(f"{place}/evidence", data={"why": "shared_device", "newest": "99"}, headers=HTMX)
    assert attendance(training, cast.auxiliary) is Attendance.ABSENT


def test_heads_are_written_down_beside_those_who_checked_in(client, cast, training, sign_in_as):
    with store.connection():
        for n, person in enumerate((cast.officer, cast.auxiliary)):
            made = checkins.Claim(f"c{n}", codes.read(code_of(training)), clock.now(), device=f"phone {n}")
            checkins.accept(made, identity(person))
    sign_in_as(cast.instructor)
    place = f"/trainings/{training.id}/roster"
    answer = client.post(f"{place}/heads", data={"phase": "in", "heads": "1"}, headers=HTMX)
    assert "清点 1 人，签到多出 1 人" in answer.text
    assert "签到的人比清点的人头多" in client.get(f"{place}?tab=review").text
    before = digest()
    for wrong in ({"heads": "-1"}, {"heads": ""}, {"heads": "5001"}, {"phase": "out"}, {"phase": ""}):
        form = {"phase": "in", "heads": "2"} | wrong
        assert client.post(f"{place}/heads", data=form, headers=HTMX).status_code == 422
    assert digest() == before


def test_a_tick_keeps_what_was_searched_for(client, cast, training, sign_in_as):
    sign_in_as(cast.instructor)
    page = client.get(f"/trainings/{training.id}/roster?q={cast.auxiliary.name}").text
    assert f'name="q" value="{cast.auxiliary.name}"' in page
    swapped = tick(client, training, cast.auxiliary, q=cast.auxiliary.name, tab="absent").text
    assert f'name="q" type="search" value="{cast.auxiliary.name}"' in swapped
    assert f'id="person-{cast.officer.id}"' not in swapped
    plain = tick(client, training, cast.officer, HERE, q=cast.officer.name, tab="came")
    assert f'id="person-{cast.auxiliary.id}"' not in client.get(plain.location).text


@pytest.mark.parametrize("act", ["undo", "heads", "evidence", "evidence/1", "leaves/1", "1/tick", "1/amend"])
def test_the_address_of_an_act_shows_the_roster_to_who_reloads(client, cast, training, sign_in_as, act):
    place = f"/trainings/{training.id}/roster"
    sign_in_as(cast.instructor)
    assert client.post(f"{place}/{act}", headers=HERE).status_code >= 400 or act == "1/tick"
    again = client.get(f"{place}/{act}")
    assert again.status_code == 200
    assert 'id="roster"' in again.text
    assert f'action="{place}"' in again.text
    sign_in_as(cast.officer)
    assert client.get(f"{place}/{act}").status_code == 403


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
