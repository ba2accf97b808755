"""What was written in the field reaches the server once, whatever the network does, and waits for its say."""

import json
import uuid

import pytest
from playwright.sync_api import expect

from models import Account, Entry, Lease, Stream
from services.assessments import streams
from tests.browser.conftest import PHONE, sign_in
from tests.support.browser.keeping import until
from tests.support.browser.recording import append, entries, rows, run
from tests.support.factories import PASSWORD, identity
from tests.support.field_day import FieldDay

MANY = 1000


@pytest.fixture
def day(cast):
    return FieldDay(cast)


@pytest.fixture
def phone(window, network_between):
    def open_phone(person):
        page = window(PHONE, loses_network=True, base_url=network_between.url)
        sign_in(page, person, at="/account")
        return page

    return open_phone


def start(day, exercise="run1000"):
    """A heat's start, as the station screen writes it."""
    station = day.stations[exercise].id
    fields = {"kind": "start", "heat": str(uuid.uuid4()), "station": station, "exercise": exercise}
    return fields | {"place": 1, "word": "lead"}


def tap(first):
    return {"kind": "tap", "heat": first["heat"], "station": first["station"]}


def write(page, day, taps=3):
    """A start and so many taps, in one go; their ids."""
    first = start(day)
    kept = append(page, [first] + [tap(first)] * taps, day.assessment.id)
    return [entry["id"] for entry in kept]


def flush(page):
    return run(page, "return m.flush();", module="station/log/sending")


def waiting(page):
    return run(page, "return m.counts();")


def kept(ids):
    return Entry.select().where(Entry.entry_id.in_(ids)).count()


def sign_out(page):
    page.goto("/account")
    page.click("form[action='/sign-out'] button")
    page.wait_for_url("**/sign-in")


@pytest.mark.parametrize("trouble", ["portal", "error", "gone", "cut"])
def test_an_entry_waits_until_the_server_itself_has_answered(day, phone, network_between, trouble):
    page = phone(day.examiner)
    with network_between.having(trouble, "/streams"):
        ids = write(page, day)
        assert flush(page)["refused"] == "offline"
        assert waiting(page)["mine"] == 4
        assert kept(ids) == (4 if trouble == "cut" else 0)
    until(lambda: flush(page) == {"sent": 0, "left": 0, "refused": None})
    assert waiting(page)["mine"] == 0
    assert kept(ids) == 4
    told = entries(page, day.assessment.id)
    assert {entry["outcome"] for entry in told} == ({"duplicate"} if trouble == "cut" else {"kept"})


def test_an_answer_settles_what_it_names_and_nothing_else(day, phone, network_between):
    page = phone(day.examiner)
    with network_between.having("gone", "/streams"):
        ids = write(page, day)
    named = {"yizhang": 1, "now": 0, "streams": [], "answers": [{"id": ids[1], "outcome": "kept"}]}
    strangers = [{"id": str(uuid.uuid4()), "outcome": "kept"}, {"id": ids[2], "outcome": None}]
    answers = iter([named, named | {"answers": strangers}])
    page.route("**/streams", lambda route: route.fulfill(json=next(answers, named | {"answers": []})))
    flush(page)
    told = {entry["id"]: entry["outcome"] for entry in entries(page, day.assessment.id)}
    assert told == dict.fromkeys(ids) | {ids[1]: "kept"}
    page.unroute("**/streams")
    until(lambda: flush(page)["left"] == 0)
    assert kept(ids) == 4


def test_a_thousand_entries_arrive_once_each_through_a_bad_network(day, phone, network_between):
    page = phone(day.examiner)
    first = start(day)
    with network_between.having("gone", "/streams"):
        append(page, [first] + [tap(first)] * (MANY // 2 - 1), day.assessment.id)
        append(page, [tap(first)] * (MANY // 2), day.assessment.id)
    troubles = ["cut", "portal", "gone", "cut", "error", "cut"]
    for trouble in troubles:
        with network_between.having(trouble, "/streams"):
            flush(page)
        # Some get through in between, not all.
        run(page, "await Promise.race([m.flush(), new Promise((on) => setTimeout(on, 150))]);",
            module="station/log/sending")  # fmt: skip
    until(lambda: flush(page)["left"] == 0)
    (stream,) = Stream.select()
    numbers = [row.seq for row in Entry.select(Entry.seq).where(Entry.stream == stream)]
    assert sorted(numbers) == list(range(1, MANY + 1))
    assert streams.state(stream).is_whole
    texts = {row.entry_id: row.text for row in Entry.select().where(Entry.stream == stream)}
    assert texts == {json.loads(row["text"])["id"]: row["text"] for row in rows(page)}
    sent = [json.loads(body) for path, body in network_between.sent if path == "/streams"]
    sizes = [sum(len(one["entries"]) for one in body["streams"]) for body in sent]
    assert max(sizes) <= 200
    assert sum(sizes) > MANY


def test_another_person_on_the_same_phone_sends_nothing_of_the_first(day, phone, network_between):
    page = phone(day.examiner)
    with network_between.having("gone", "/streams"):
        first = write(page, day)
        sign_out(page)
        sign_in(page, day.cast.instructor, at="/account")
        second = write(page, day)
    until(lambda: waiting(page)["mine"] == 0)
    assert (kept(first), kept(second)) == (0, 4)
    assert waiting(page)["others"] == 4
    sign_out(page)
    sign_in(page, day.examiner, at="/account")
    until(lambda: waiting(page) == {"mine": 0, "others": 0, "by": {str(day.assessment.id): 0}})
    owners = {row.actor_id for row in Entry.select().where(Entry.entry_id.in_(first))}
    assert owners == {identity(day.examiner).account_id}


def test_a_queue_is_refused_in_a_session_that_is_not_its_owners(day, phone, server):
    """The page still believes the first owner; only the cookie says who is signed in."""
    page = phone(day.examiner)
    page.context.request.post(
        "/sign-in",
        form={"police_number": day.cast.instructor.police_number, "password": PASSWORD},
        headers={"Origin": server.url, "Sec-Fetch-Site": "same-origin"},
    )
    ids = write(page, day)
    assert flush(page)["refused"] == "owner"
    assert waiting(page)["mine"] == 4
    assert kept(ids) == 0


def test_signed_out_in_the_middle_the_rest_goes_out_under_its_owner(day, phone):
    page = phone(day.examiner)
    Account.update(epoch=Account.epoch + 1).where(Account.person == day.examiner).execute()
    ids = write(page, day)
    assert flush(page)["refused"] == "signed_out"
    assert waiting(page)["mine"] == 4
    sign_in(page, day.examiner, at="/account")
    until(lambda: waiting(page)["mine"] == 0)
    assert kept(ids) == 4


def test_an_open_screen_tells_its_head_though_nothing_waits(day, phone):
    page = phone(day.examiner)
    write(page, day)
    until(lambda: flush(page)["left"] == 0)
    Stream.update(reported_at=None).execute()
    run(page, "self.stop = m.attend(a0);", day.assessment.id, module="station/log/sending")
    until(lambda: Stream.get().reported_at)
    assert Stream.get().reported_seq == 4


def take_lease(page, day, station):
    device = run(page, "return m.open(a0);", day.assessment.id)
    body = {"device": device["device"], "label": device["label"]}
    asked = "const { ask } = await load('kept/delivery'); return ask(a0, a1);"
    return run(page, asked, body, f"/stations/{station}/leases")


def test_a_closed_station_leaves_the_phone_once_the_server_has_all_of_it(day, phone, network_between):
    page = phone(day.examiner)
    station = day.stations["run1000"].id
    assert take_lease(page, day, station)["lease"]
    with network_between.having("gone", "/streams"):
        ids = write(page, day)
        other = append(page, start(day, "jumpreach"), day.assessment.id)
        run(page, "await m.close(a0, a1);", day.assessment.id, station)
        flush(page)
        assert len(rows(page)) == 5
        assert Lease.get().closed_at is None
    until(lambda: flush(page)["left"] == 0)
    until(lambda: Lease.get().closed_at)
    assert kept(ids) == 4
    until(lambda: [json.loads(row["text"])["id"] for row in rows(page)] == [other["id"]])
    # The chain goes on from a head whose entry is gone.
    assert append(page, start(day), day.assessment.id)["seq"] == 6
    until(lambda: flush(page)["left"] == 0)
    assert streams.state(Stream.get()).is_whole


def test_what_the_server_lost_it_gets_again(day, phone):
    page = phone(day.examiner)
    ids = write(page, day, taps=9)
    until(lambda: flush(page)["left"] == 0)
    Entry.delete().where(Entry.entry_id.in_(ids[3:6])).execute()
    assert streams.state(Stream.get()).missing == 4
    run(page, "m.attend(a0);", day.assessment.id, module="station/log/sending")
    until(lambda: kept(ids) == 10)
    assert streams.state(Stream.get()).is_whole
    until(lambda: waiting(page)["mine"] == 0)


CARRY = """
const told = await m.carry(new File([a0], "queue.json"));
return [told.refused, told.answers.map(({ outcome }) => outcome)];
"""


def test_a_stuck_queue_goes_by_file_and_twice_does_no_harm(day, phone, tmp_path):
    page = phone(day.examiner)
    page.route("**/streams", lambda route: route.abort())
    ids = write(page, day, taps=250)
    (queue,) = run(page, "return m.queues();", module="station/log/queue_file")
    assert (queue["total"], queue["unsent"], queue["isMine"]) == (251, 251, True)
    with page.expect_download() as downloading:
        run(page, "await m.download(a0);", queue["key"], module="station/log/queue_file")
    file = tmp_path / downloading.value.suggested_filename
    downloading.value.save_as(file)
    chief = phone(day.cast.instructor)
    for outcome in ("kept", "duplicate"):
        refused, outcomes = run(chief, CARRY, file.read_text("utf-8"), module="station/log/queue_file")
        assert (refused, set(outcomes), len(outcomes)) == (None, {outcome}, 251)
    carried = list(Entry.select().where(Entry.entry_id.in_(ids)))
    assert {row.actor_id for row in carried} == {identity(day.examiner).account_id}
    assert {row.carrier_id for row in carried} == {identity(day.cast.instructor).account_id}
    assert waiting(page)["mine"] == 251
    page.unroute("**/streams")
    until(lambda: flush(page)["left"] == 0)
    assert {entry["outcome"] for entry in entries(page, day.assessment.id)} == {"duplicate"}
    assert kept(ids) == 251


@pytest.mark.parametrize("text", ["", "{}", "[1]", "null", '{"yizhang":"queue","v":1}', "PK\x03\x04"])
def test_a_file_that_is_no_queue_is_not_sent(day, phone, network_between, text):
    page = phone(day.examiner)
    told = run(page, "return m.carry(new File([a0], 'x'));", text, module="station/log/queue_file")
    assert told == {"answers": [], "refused": "foreign"}
    assert not [path for path, _body in network_between.sent if path == "/streams/carried"]


def test_every_page_says_how_much_of_a_station_waits(phone, day, network_between):
    page = phone(day.examiner)
    strip = page.locator("#unsent")
    with network_between.having("gone", "/streams"):
        write(page, day)
        expect(strip).to_contain_text("测试站的 4 条记录待上传")
        page.goto("/record")
        expect(strip).to_contain_text("测试站的 4 条记录待上传")
    flush(page)
    expect(strip).to_be_hidden()
