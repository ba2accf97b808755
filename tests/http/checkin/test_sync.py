"""Delivering what phones kept: each claim answered by itself, once, and nothing under a wrong name."""

import uuid
from datetime import timedelta

import pytest

import models
from pwa import stamps
from services import clock, planning, store
from services.checkins import passes
from services.trainings import codes
from tests.conftest import HERE
from tests.support.factories import PASSWORD, code_of, identity, make_training
from tests.support.phones import owner_of, scan, tick
from tests.support.tables import digest

MINUTE = timedelta(minutes=1)


def test_a_scan_is_counted_and_its_answer_says_so(cast, training, deliver):
    sent = scan(training)
    [answer] = deliver(cast.officer, sent)
    credited = codes.read(sent["code"]).starts_at
    assert answer | {"received_at": 0} == {
        "id": sent["id"],
        "outcome": "counted",
        "reason": None,
        "message": "签到成功",
        "training": training.id,
        "title": training.title,
        "phase": "in",
        "credited_at": int(credited.timestamp() * 1000),
        "received_at": 0,
        "grade": "B",
        "counts": True,
        "person": None,
        "name": None,
    }


def evidence():
    with store.connection():
        return list(models.Evidence.select().order_by(models.Evidence.id).dicts())


def stamp(app, at):
    with app.app_context():
        return stamps.stamp(at)


def test_the_server_s_time_and_a_stamp_of_it_are_there_for_everyone(app, client, cast, sign_in_as):
    with clock.stopped(clock.now()) as now:
        answer = client.get("/sync")
    assert answer.json == {
        "yizhang": 1,
        "now": clock.ms(now),
        "stamp": stamp(app, now),
        "owner": None,
        "build": app.config["BUILD"],
    }
    assert answer.headers["Cache-Control"] == "no-store"
    sign_in_as(cast.officer)
    assert client.get("/sync").json["owner"] == owner_of(cast.officer)


def test_ticks_and_passes_name_whom_they_brought_in(cast, training, deliver):
    with store.connection():
        text = passes.text_of(cast.stranger.id, clock.today(), passes.key())
    ticked = tick(training, cast.officer, at=clock.ms(clock.now()) - 60_000.5, gap=12.25)
    passed = tick(training, cast.officer, **{"kind": "pass", "pass": text})
    jumped = tick(training, cast.auxiliary, gap=-(10**10))
    unknown = tick(training, cast.registrar, gap=None)
    answers = deliver(cast.instructor, ticked, passed, jumped, unknown)
    assert [(one["outcome"], one["grade"], one["reason"]) for one in answers] == [
        ("counted", "A", None),
        ("counted", "A", None),
        ("review", "A", "clock"),
        ("review", "A", "clock"),
    ]
    assert [(one["person"], one["name"]) for one in answers] == [
        (cast.officer.id, "林晓"),
        (cast.stranger.id, "唐毅"),
        (cast.auxiliary.id, "何静"),
        (cast.registrar.id, "苏敏"),
    ]
    assert [row["clock_gap"] for row in evidence()] == [12, 0, 2**31 - 1, 2**31 - 1]
    assert answers[0]["credited_at"] == round(ticked["at"])
    assert answers[0]["received_at"] > answers[0]["credited_at"]


def test_the_same_batch_again_is_answered_with_the_same_facts(cast, training, deliver):
    """As after a connection that was cut between the server's commit and its answer."""
    sent = tick(training, cast.auxiliary), scan(training)
    first = deliver(cast.instructor, *sent)
    before = digest()
    again = deliver(cast.instructor, *sent)
    assert [one["outcome"] for one in first] == ["counted", "counted"]
    assert again == [one | {"outcome": "duplicate"} for one in first]
    assert digest() == before


def test_a_signed_out_delivery_brings_receipts_that_keep_the_time(client, cast, training, post, deliver):
    sent, other = scan(training, stamp=None), tick(training, cast.officer)
    before, now = digest(), clock.now()
    with clock.stopped(now):
        refused = post(owner_of(cast.officer), sent, other)
    assert refused.status_code == 401
    assert refused.json["refused"] == "signed_out"
    assert set(refused.json["receipts"]) == {sent["id"]}
    assert digest() == before

    receipt = refused.json["receipts"][sent["id"]]
    with clock.stopped(now + 3 * MINUTE):
        again = post(owner_of(cast.officer), sent | {"receipt": receipt})
    assert again.json["receipts"] == {sent["id"]: receipt}

    with clock.stopped(now + 5 * MINUTE):
        form = {"police_number": cast.officer.police_number, "password": PASSWORD}
        client.post("/sign-in", data=form, headers=HERE)
        kept = post(owner_of(cast.officer), sent | {"receipt": receipt}).json["answers"][0]
    assert kept["received_at"] == clock.ms(now)
    assert (kept["outcome"], kept["grade"]) == ("counted", "B")


@pytest.mark.parametrize("spoilt", ["code", "id", "device", "age", "text"])
def test_a_receipt_for_anything_else_keeps_no_time(client, cast, post, sign_in_as, spoilt):
    with store.connection():
        training = make_training(cast, lasts=20 * 86400)
        other = code_of(training, slot_ago=1)
    sent, now = scan(training), clock.now()
    with clock.stopped(now):
        receipt = post(owner_of(cast.officer), sent).json["receipts"][sent["id"]]
    changed = {"code": {"code": other}, "id": {"id": str(uuid.uuid4())}, "text": {"receipt": receipt[:-1]}}
    if spoilt == "device":
        client.delete_cookie("device")
    sign_in_as(cast.officer)
    later = timedelta(days=7, seconds=1) if spoilt == "age" else MINUTE
    with clock.stopped(now + later):
        answer = post(owner_of(cast.officer), sent | {"receipt": receipt} | changed.get(spoilt, {}))
    assert answer.json["answers"][0]["received_at"] == clock.ms(now + later)


def test_a_queue_goes_out_under_its_owner_s_name_alone(client, cast, training, post, sign_in_as):
    sign_in_as(cast.auxiliary)
    before = digest()
    for owner in (owner_of(cast.officer), None, 0, 10**30):
        answer = post(owner, scan(training))
        assert answer.status_code == 409
        assert (answer.json["refused"], answer.json["owner"]) == ("owner", owner_of(cast.auxiliary))
    assert digest() == before


@pytest.mark.parametrize(
    ("minutes", "grade", "reason"),
    [(-60, "C", None), (0, "C", None), (1, "D", "relayed"), (30, "D", "relayed")],
)
def test_a_code_is_relayed_if_its_browser_had_heard_from_us_since(
    app, cast, training, deliver, minutes, grade, reason
):
    sent = scan(training, code=code_of(training, slot_ago=240))
    at = codes.read(sent["code"]).starts_at + minutes * MINUTE
    [answer] = deliver(cast.officer, sent | {"stamp": stamp(app, at)})
    assert (answer["grade"], answer["reason"]) == (grade, reason)


@pytest.mark.parametrize("forged", ["x", "MTIz.abc", 5, ["a"], None, "a" * 5000])
def test_a_stamp_that_is_not_ours_says_nothing(cast, training, deliver, forged):
    deliver(cast.officer, scan(training, stamp=forged))
    assert evidence()[0]["synced_at"] is None


def test_a_stamp_is_no_receipt_and_the_other_way_round(app, client, cast, training, post, sign_in_as):
    sent = scan(training, stamp=stamp(app, clock.now() - MINUTE))
    receipt = post(owner_of(cast.officer), sent).json["receipts"][sent["id"]]
    sign_in_as(cast.officer)
    post(owner_of(cast.officer), sent | {"stamp": receipt, "receipt": sent["stamp"]})
    [row] = evidence()
    assert row["synced_at"] is None
    assert row["received_at"] > clock.now() - MINUTE


def test_two_people_with_one_phone_and_the_second_waits(cast, training, deliver):
    [first] = deliver(cast.officer, scan(training, code=code_of(training, slot_ago=1)))
    [second] = deliver(cast.auxiliary, scan(training))
    assert (first["outcome"], first["reason"]) == ("counted", None)
    assert (second["outcome"], second["reason"]) == ("review", "shared_device")
    assert second["message"] == "已记录，等教官确认"


def test_a_refusal_says_of_which_training(cast, training, deliver):
    with store.connection():
        planning.cancel(training.id, actor=identity(cast.instructor))
    before = digest()
    [answer] = deliver(cast.officer, scan(training))
    assert (answer["outcome"], answer["reason"]) == ("refused", "cancelled")
    assert (answer["training"], answer["title"]) == (training.id, training.title)
    assert digest() == before


def test_a_delivery_from_another_site_is_refused(client, cast, training, sign_in_as):
    sign_in_as(cast.officer)
    sent = {"owner": owner_of(cast.officer), "claims": [scan(training)]}
    assert client.post("/sync", json=sent, headers={"Origin": "https://evil.example"}).status_code == 403
    assert client.post("/sync", json=sent).status_code == 403
    assert evidence() == []


def test_messages_are_in_the_reader_s_language(client, cast, training, deliver):
    client.set_cookie("language", "en")
    answers = deliver(
        cast.instructor, scan(training), scan(training, code="x"), tick(training, cast.stranger)
    )
    assert all(one["message"].isascii() for one in answers), answers
