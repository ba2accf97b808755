"""Entries over HTTP: the envelope, whose queue it is, and that a script is never sent elsewhere."""

import io
import json

import pytest

from models import Entry, Lease, Stream
from services import store
from tests.conftest import HERE
from tests.support.field_day import POLICE, FieldDay, make_season
from tests.support.field_devices import Device
from tests.support.phones import owner_of
from tests.support.tables import digest


@pytest.fixture
def day(cast):
    with store.connection():
        make_season()
        return FieldDay(cast, POLICE)


@pytest.fixture
def device(day, cast):
    with store.connection():
        device = Device(day)
        device.attempt(cast.officer, 218_000)
        return device


def stream(device, **changes):
    seq, digest = device.head
    facts = {"device": device.id, "assessment": device.day.assessment.id, "label": device.label}
    return facts | {"head": {"seq": seq, "hash": digest}, "closing": [], "entries": device.texts} | changes


def handed_over(device, **changes):
    return {"owner": owner_of(device.owner), "streams": [stream(device, **changes)]}


@pytest.fixture
def post(client):
    def post(sent, place="/streams"):
        return client.post(place, json=sent, headers=HERE)

    return post


def test_each_entry_is_answered_in_our_envelope(post, device, sign_in_as):
    sign_in_as(device.owner)
    told = post(handed_over(device)).json
    assert told["yizhang"] == 1
    assert told["answers"] == [{"id": device.ids[0], "outcome": "kept", "reason": None, "message": "已收到"}]
    assert told["streams"] == [
        {
            "device": device.id,
            "assessment": device.day.assessment.id,
            "kept": {"count": 1, "last": 1},
            "missing": None,
            "closed": [],
        }
    ]


def test_a_request_without_entries_is_a_sign_of_life(post, device, sign_in_as):
    sign_in_as(device.owner)
    told = post(handed_over(device, entries=[])).json
    assert (told["answers"], told["streams"][0]["missing"]) == ([], 1)
    with store.connection():
        row = Stream.get()
    assert (row.reported_seq, row.reported_hash, row.label) == (*device.head, "平板一")
    assert row.reported_at is not None


def test_signed_out_nothing_is_taken_and_a_queue_of_another_owner_neither(post, device, cast, sign_in_as):
    sent, before = handed_over(device), digest()
    assert (post(sent).status_code, post(sent).json["refused"]) == (401, "signed_out")
    sign_in_as(cast.instructor)
    answer = post(sent)
    assert (answer.status_code, answer.json["refused"]) == (409, "owner")
    assert digest() == before


WRONG = {
    "a list": lambda sent: [],
    "no owner": lambda sent: sent | {"owner": None},
    "no streams": lambda sent: sent | {"streams": None},
    "a stream of nothing": lambda sent: sent | {"streams": [None]},
    "too many": lambda sent: sent | {"streams": [sent["streams"][0] | {"entries": ["x"] * 201}]},
    "no device": lambda sent: sent | {"streams": [sent["streams"][0] | {"device": "x"}]},
    "entries that are no texts": lambda sent: sent | {"streams": [sent["streams"][0] | {"entries": [{}]}]},
    "a head without a hash": lambda sent: sent | {"streams": [sent["streams"][0] | {"head": {"seq": 3}}]},
    "a hash without a head": lambda sent: (
        sent | {"streams": [sent["streams"][0] | {"head": {"seq": 0, "hash": "0" * 64}}]}
    ),
    "stations by name": lambda sent: sent | {"streams": [sent["streams"][0] | {"closing": ["x"]}]},
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_devices_never_send_is_refused_and_changes_nothing(post, device, sign_in_as, wrong):
    sign_in_as(device.owner)
    before = digest()
    answer = post(WRONG[wrong](handed_over(device)))
    assert (answer.status_code, answer.json["refused"]) == (400, "malformed")
    assert digest() == before


def test_a_form_is_no_delivery(client, device, sign_in_as):
    sign_in_as(device.owner)
    answer = client.post("/streams", data={"owner": "1"}, headers=HERE)
    assert (answer.status_code, answer.json["refused"]) == (400, "malformed")
    assert client.post("/streams", json=handed_over(device)).status_code == 403


def queue_file(device, **changes):
    facts = {"yizhang": "queue", "v": 1, "owner": owner_of(device.owner)}
    return facts | {k: v for k, v in stream(device).items() if k != "closing"} | changes


@pytest.mark.parametrize("as_file", [True, False])
def test_a_queue_that_was_exported_is_brought_by_the_staff(client, post, device, cast, sign_in_as, as_file):
    sign_in_as(cast.instructor)
    file = {"file": (io.BytesIO(json.dumps(queue_file(device)).encode()), "queue.json")}
    if as_file:
        answer = client.post("/streams/carried", data=file, headers=HERE)
    else:
        answer = post(queue_file(device), "/streams/carried")
    assert [one["outcome"] for one in answer.json["answers"]] == ["kept"]
    again = post(queue_file(device), "/streams/carried")
    assert [one["outcome"] for one in again.json["answers"]] == ["duplicate"]
    with store.connection():
        row = Entry.get()
    assert (row.actor_id, row.carrier_id) == (owner_of(device.owner), owner_of(cast.instructor))


def test_a_file_that_is_none_or_a_carrier_without_a_part_is_refused(post, device, cast, sign_in_as):
    sent, before = queue_file(device), digest()
    assert post(sent, "/streams/carried").status_code == 401
    sign_in_as(cast.stranger)
    answer = post(sent, "/streams/carried")
    assert (answer.status_code, answer.json["refused"]) == (403, "forbidden")
    sign_in_as(cast.instructor)
    for wrong in ({"yizhang": 1}, {"v": 2}, {"owner": "x"}, {"entries": "x"}):
        assert post(sent | wrong, "/streams/carried").status_code == 400
    assert digest() == before


def lease_of(device, exercise="run1000"):
    return f"/stations/{device.day.stations[exercise].id}/leases"


def test_a_device_made_ready_holds_a_lease_and_closes_it_with_its_last_entries(post, device, sign_in_as):
    sign_in_as(device.owner)
    place, station = lease_of(device), device.day.stations["run1000"].id
    first = post({"device": device.id, "label": "平板一"}, place).json
    assert post({"device": device.id, "label": "平板一"}, place).json["lease"] == first["lease"]
    lacking = post(handed_over(device, entries=[], closing=[station])).json["streams"][0]
    assert (lacking["closed"], lacking["missing"]) == ([], 1)
    done = post(handed_over(device, closing=[station])).json["streams"][0]
    assert (done["closed"], done["missing"]) == ([station], None)
    with store.connection():
        assert Lease.get().closed_at is not None
    assert post({"device": device.id, "label": "平板一"}, place).json["lease"] != first["lease"]


def test_only_who_may_enter_takes_a_lease_and_a_device_has_an_id(post, device, cast, sign_in_as):
    place, before = lease_of(device), digest()
    assert post({"device": device.id}, place).status_code == 401
    for who in (cast.officer, cast.registrar, cast.stranger):
        sign_in_as(who)
        assert post({"device": device.id}, place).status_code == 403
    sign_in_as(device.owner)
    assert post({"device": "x"}, place).status_code == 422
    assert post([], place).status_code == 422
    assert digest() == before


def test_messages_are_in_the_reader_s_language(client, post, device, cast, sign_in_as):
    client.set_cookie("language", "en")
    with store.connection():
        device.attempt(cast.stranger, 218_000)
        device.attempt(cast.officer, 5)
    sign_in_as(device.owner)
    answers = post(handed_over(device)).json["answers"]
    assert all(one["message"].isascii() for one in answers), answers


def test_settling_while_something_is_missing_names_device_and_number(
    client, post, day, device, cast, sign_in_as
):
    sign_in_as(device.owner)
    post({"device": device.id, "label": "平板一"}, lease_of(device))
    post(handed_over(device))
    with store.connection():
        device.attempt(cast.officer, 220_000, declared=2)
        sheet = day.sheet().id
    post(handed_over(device, entries=[]))
    sign_in_as(cast.instructor)
    before = digest()
    answer = client.post(f"/sheets/{sheet}/settle", data={"reason": "收工"}, headers=HERE)
    assert answer.status_code == 422
    assert "设备 平板一 的第 2 条记录没有收到" in answer.text
    assert digest() == before


def test_what_is_held_breaks_no_screen_of_the_station(client, post, day, device, cast, sign_in_as):
    with store.connection():
        device.write("attempt", person=10**12, exercise="run1000", measure=240_000, declared=1)
        device.attempt(cast.stranger, 240_000)
        heat = device.start()
        device.tap(heat, 240_000)
    sign_in_as(device.owner)
    post(handed_over(device))
    station = day.stations["run1000"].id
    for place in (f"/stations/{station}", f"/stations/{station}/queue", f"/stations/{station}/pack.json"):
        assert client.get(place).status_code == 200
    sign_in_as(cast.instructor)
    for tab in ("people", "stations", "results"):
        assert client.get(f"/assessments/{day.assessment.id}?tab={tab}").status_code == 200
