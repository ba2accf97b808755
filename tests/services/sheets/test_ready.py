"""A sheet is settled when nothing of it can still be on a device, and what stands in the way is named."""

import json
from datetime import timedelta

import pytest

from models import AwardVersion, Clash, Entry, Finish, Lease, SheetVersion, Stream
from services import assessments, clock, intake, sheets, words
from services.assessments import leases, streams
from services.assessments.streams import Link, State
from services.errors import Forbidden, Invalid, NotFound
from services.planning import closing
from services.rulings import admissions, doubts
from services.sheets import readiness, settling
from services.sheets.entries import Settled
from services.sheets.settling import NotReady
from tests.conftest import counting_queries
from tests.support.factories import Cast, identity
from tests.support.field_day import PASSING, RECRUIT, FieldDay, make_season
from tests.support.field_devices import Device, fresh
from tests.support.tables import digest

REST = {name: text for name, text in PASSING.items() if name != "run1000"}


@pytest.fixture
def cast(database):
    make_season()
    return Cast()


@pytest.fixture
def day(cast):
    """Everyone has done everything but the run."""
    day = FieldDay(cast, RECRUIT, people=2)
    for person in day.trainees:
        day.enter_all(REST, person)
    return day


@pytest.fixture
def device(day):
    return Device(day)


def take(device, exercise="run1000"):
    station = device.day.stations[exercise]
    return leases.make_ready(station.id, device.id, device.label, actor=identity(device.owner))


def codes(day, person=None):
    sheet = sheet_of(day, person)
    found = readiness.obstacles(sheet, assessments.get(sheet.assessment_id))
    return [(one.code, one.device, one.number) for one in found]


def sheet_of(day, person=None):
    return sheets.get(day.sheet(person).id)


def test_an_entry_deleted_on_the_server_is_missed_by_device_and_number(day, device, cast):
    take(device)
    for person in day.trainees:
        device.attempt(person, 240_000)
    device.deliver()
    assert codes(day) == []
    Entry.delete().where(Entry.entry_id == device.ids[1]).execute()
    with pytest.raises(NotReady) as refusal:
        day.settle()
    assert refusal.value.status == 422
    assert refusal.value.errors == {"reason": "设备 平板一 的第 2 条记录没有收到"}
    assert codes(day) == [("missing", "平板一", 2)]
    assert settling.settle_complete(day.assessment.id, actor=day.chief) == (0, 0, 1)
    device.deliver()
    assert settling.settle_complete(day.assessment.id, actor=day.chief) == (2, 0, 0)


def test_a_last_entry_that_never_came_is_missed_by_the_head(day, device, cast):
    take(device)
    device.attempt(cast.officer, 240_000)
    device.write("ack", person=cast.officer.id, target=device.ids[0], word="tap")
    device.deliver(device.texts[:1])
    assert codes(day) == [("missing", "平板一", 2)]


def test_an_entry_changed_on_the_server_breaks_the_chain(day, device, cast):
    take(device)
    for person in day.trainees:
        device.attempt(person, 240_000)
    device.deliver()
    Entry.update(digest="0" * 64).where(Entry.entry_id == device.ids[0]).execute()
    assert codes(day) == [("broken", "平板一", 2)]


def test_a_device_made_ready_that_is_silent_since_holds_a_sheet_back(day, device, cast):
    take(device)
    day.enter("run1000", "4:00")
    assert codes(day) == [("behind", "平板一", None)]
    device.deliver()
    assert codes(day) == []


def test_a_device_at_a_station_of_something_else_holds_nobody_back(cast):
    day = FieldDay(cast, "police-2010-445", people=1)
    take(Device(day), "run1500")
    day.enter("run1000", "3:38")
    assert codes(day) == []
    day.enter("run1500", "6:00")
    assert codes(day) == [("behind", "平板一", None)]


def test_a_closed_station_holds_nobody_back(day, device, cast):
    take(device)
    device.attempt(cast.officer, 240_000)
    device.deliver(closing=[day.stations["run1000"].id])
    day.enter("run1000", "4:00", day.trainees[1])
    assert codes(day) == codes(day, day.trainees[1]) == []


def test_a_clash_holds_its_station_s_sheets_back_until_a_word_is_said(day, device, cast):
    take(device)
    device.attempt(cast.officer, 240_000)
    device.deliver()
    device.deliver([device.texts[0].replace("240000", "200000")])
    assert codes(day) == [("clash", "平板一", 1)]
    Clash.update(ruled_at=clock.now()).execute()
    assert codes(day) == []


def test_an_objection_waits_for_its_word(day, device, cast):
    take(device)
    target = device.attempt(cast.officer, 240_000)
    objection = device.write("object", person=cast.officer.id, target=target, reason="慢了")
    device.deliver()
    assert [code for code, *_rest in codes(day)] == ["objection"]
    chief = Device(day, cast.instructor, label="主考")
    chief.write("rule", target=objection, word="dismissed", reason="看过录像")
    chief.deliver()
    assert codes(day) == []
    [kept] = day.snapshot()["objections"]
    assert (kept["reason"], kept["ruling"]["word"]) == ("慢了", "dismissed")


def test_a_device_that_never_returns_is_released_with_a_reason_that_sheets_keep(day, device, cast):
    lease = take(device)
    day.enter("run1000", "4:00")
    for who in (cast.officer, day.examiner, cast.stranger):
        with pytest.raises(Forbidden):
            leases.release(lease.id, reason="掉进湖里", actor=identity(who))
    with pytest.raises(Invalid):
        leases.release(lease.id, reason=" ", actor=day.chief)
    leases.release(lease.id, reason="掉进湖里", actor=day.chief)
    with pytest.raises(leases.Over):
        leases.release(lease.id, reason="再来", actor=day.chief)
    snapshot = json.loads(day.settle().snapshot)
    [kept] = snapshot["released"]
    assert (kept["device"], kept["reason"], kept["exercise"]) == ("平板一", "掉进湖里", "run1000")
    assert kept["by"] == day.chief.account_id


def test_what_a_released_device_brings_after_all_opens_a_correction_and_the_medal_follows(day, device, cast):
    lease = take(device)
    heat = device.start()
    tap = device.tap(heat, 240_000)
    device.assign(heat, 1, cast.officer)
    leases.release(lease.id, reason="掉进湖里", actor=day.chief)
    day.settle(reason="设备丢失")
    assert AwardVersion.select().count() == 0
    outcomes = device.outcomes()
    assert [outcomes[one] for one in device.ids] == [("kept", None), ("kept", None), ("held", "late")]
    assert json.loads(SheetVersion.get().snapshot)["results"][-1]["exercise"] != "run1000"

    sheet = sheet_of(day)
    [late] = admissions.lates(sheet)
    assert late.entry_id == device.ids[2]
    word = fresh()
    version = admissions.readopt(sheet.id, reason="设备找到了", entry_id=word, actor=day.chief)
    assert (version.version, version.reason) == (2, "设备找到了")
    row = next(r for r in json.loads(version.snapshot)["results"] if r["exercise"] == "run1000")
    assert [(a["id"], a["measure"], a["device"]) for a in row["attempts"]] == [(tap, 240_001, "平板一")]
    award = AwardVersion.get()
    assert (award.sheet_version_id, award.metal.value) == (version.id, "bronze")
    before = digest()
    assert admissions.readopt(sheet.id, reason="设备找到了", entry_id=word, actor=day.chief) == version
    assert digest() == before
    with pytest.raises(admissions.NothingLate):
        admissions.readopt(sheet.id, reason="设备找到了", entry_id=fresh(), actor=day.chief)


def test_late_entries_may_be_set_aside_instead(day, device, cast):
    day.enter("run1000", "4:00")
    day.settle()
    late = device.attempt(cast.officer, 200_000)
    device.deliver()
    sheet = sheet_of(day)
    for who in (cast.officer, day.examiner):
        with pytest.raises(Forbidden):
            admissions.dismiss(day.assessment.id, [late], reason="x", entry_id=fresh(), actor=identity(who))
    with pytest.raises(Settled):
        admissions.admit(day.assessment.id, [late], reason="x", entry_id=fresh(), actor=day.chief)
    admissions.dismiss(day.assessment.id, [late], reason="已重测", entry_id=fresh(), actor=day.chief)
    assert admissions.lates(sheet) == []
    assert SheetVersion.select().count() == 1


def test_a_late_tap_let_in_corrects_everyone_whose_place_it_moves(day, device, cast):
    heat = device.start()
    for _person in day.trainees:
        device.tap(heat, 240_000 if _person is cast.officer else 1_000)
    for place, person in enumerate(day.trainees, start=1):
        device.assign(heat, place, person)
    device.deliver()
    for person in day.trainees:
        day.settle(person)
    device.steady -= 100_000
    device.tap(heat, 0)
    device.deliver()
    assert SheetVersion.select().count() == 2
    admissions.readopt(sheet_of(day).id, reason="漏送一下", entry_id=fresh(), actor=day.chief)
    measures = {}
    for version in SheetVersion.select().where(SheetVersion.version == 2):
        row = next(r for r in json.loads(version.snapshot)["results"] if r["exercise"] == "run1000")
        measures[sheets.get(version.sheet_id).person_id] = row["attempts"][0]["measure"]
    assert set(measures) == {person.id for person in day.trainees}
    assert measures[day.trainees[1].id] == 240_001


@pytest.fixture
def doubted(day, cast):
    """Two devices took the officer's one run, and do not agree."""
    first, second = Device(day), Device(day, cast.instructor, label="平板二")
    attempts = first.attempt(cast.officer, 240_000), second.attempt(cast.officer, 230_000)
    second.deliver()
    first.deliver()
    second.deliver([])
    return attempts


def test_two_devices_that_disagree_of_one_try_put_it_in_doubt_and_the_chief_decides(day, doubted, cast):
    snapshot = day.snapshot()
    assert (snapshot["complete"], snapshot["grade"]) == (False, None)
    assert [(d["exercise"], d["declared"]) for d in snapshot["doubts"]] == [("run1000", 1)]
    assert set(snapshot["doubts"][0]["attempts"]) == set(doubted)
    assert [code for code, *_rest in codes(day)] == ["doubt"]
    [doubt] = doubts.open_at(day.assessment)
    assert {doubt.labels[a.stream_id] for a in doubt.attempts} == {"平板一", "平板二"}
    sheet, before = sheet_of(day), digest()
    for who in (cast.officer, day.examiner, cast.stranger):
        with pytest.raises(Forbidden):
            decide(sheet, doubted[1], identity(who))
    with pytest.raises(Invalid):
        decide(sheet, doubted[1], day.chief, reason="")
    with pytest.raises(doubts.NoDoubt):
        decide(sheet, fresh(), day.chief)
    assert digest() == before
    word = fresh()
    decide(sheet, doubted[1], day.chief, entry_id=word)
    decide(sheet, doubted[1], day.chief, entry_id=word)
    assert Entry.select().where(Entry.target == doubted[0]).count() == 1
    result = day.marked().result("run1000")
    assert [(a["id"], a["void"], a["reason"]) for a in result["attempts"] if not a["void"]] == [
        (doubted[1], False, "")
    ]
    assert doubts.open_at(day.assessment) == []
    assert json.loads(day.settle().snapshot)["complete"] is True


def decide(sheet, keep, actor, *, reason="看录像", entry_id=None):
    return doubts.decide(sheet.id, keep=keep, reason=reason, entry_id=entry_id or fresh(), actor=actor)


def test_two_devices_that_agree_of_one_try_wrote_it_twice_and_it_is_one(day, cast):
    first, second = (Device(day, label=label) for label in ("平板一", "平板二"))
    for device in (first, second):
        device.attempt(cast.officer, 240_000)
        device.deliver()
    result = day.marked().result("run1000")
    assert sorted(a["copy"] for a in result["attempts"]) == [False, True]
    assert [a["held"] for a in result["attempts"]] == ["", ""]
    assert codes(day) == []


def test_a_second_timer_is_shown_and_never_counted(day, cast):
    lead, check = Device(day), Device(day, cast.instructor, label="副表")
    for device, word, time in ((lead, "lead", 240_000), (check, "check", 240_300)):
        heat = device.start(word=word)
        device.tap(heat, time)
        device.assign(heat, 1, cast.officer)
        device.deliver()
    result = day.marked().result("run1000")
    assert [a["measure"] for a in result["attempts"]] == [240_001]
    assert codes(day) == []
    assert sorted(Finish.select(Finish.measure, Finish.is_check).tuples()) == [
        (240_001, False),
        (240_301, True),
    ]


def test_an_assessment_closes_when_no_device_holds_a_station(day, device, cast):
    lease = take(device)
    with pytest.raises(closing.StillOpen) as refusal:
        closing.close_assessment(day.assessment.id, actor=day.chief)
    assert "平板一" in str(refusal.value)
    with pytest.raises(Forbidden):
        closing.close_assessment(day.assessment.id, actor=identity(day.examiner))
    leases.release(lease.id, reason="没电", actor=day.chief)
    closed = closing.close_assessment(day.assessment.id, actor=day.chief)
    assert (closed.closed_by_id, closed.closed_at is not None) == (day.chief.account_id, True)
    assert closing.close_assessment(day.assessment.id, actor=day.chief).closed_at == closed.closed_at
    with pytest.raises(assessments.Closed):
        day.enter("run1000", "4:00")
    with pytest.raises(assessments.Closed):
        take(device)


def test_a_held_entry_counts_once_a_word_lets_it(day, cast):
    stranger = Device(day, cast.stranger)
    made = stranger.attempt(cast.officer, 240_000)
    stranger.deliver()
    assert day.marked().result("run1000") is None
    word = {"reason": "临时顶岗", "entry_id": fresh()}
    with pytest.raises(NotFound):
        admissions.admit(day.assessment.id, [fresh()], actor=day.chief, **word)
    admissions.admit(day.assessment.id, [made], actor=day.chief, **word)
    admissions.admit(day.assessment.id, [made], actor=day.chief, **word)
    assert day.marked().result("run1000")["measure"] == 240_000


def test_who_is_not_on_the_list_is_put_there_by_that_word_and_nobody_unknown_is(day, device, cast):
    visitor = device.attempt(cast.stranger, 240_000)
    nobody = device.write("attempt", person=10**12, exercise="run1000", measure=240_000, declared=1)
    device.deliver()
    before = digest()
    for target, refusal in ((visitor, NotFound), (nobody, admissions.Nobody)):
        with pytest.raises(refusal):
            admissions.admit(day.assessment.id, [target], reason="x", entry_id=fresh(), actor=day.chief)
    assert digest() == before
    admin = identity(cast.admin)
    admissions.admit(day.assessment.id, [visitor], reason="支援单位", entry_id=fresh(), actor=admin)
    assert day.marked(cast.stranger).result("run1000")["measure"] == 240_000


def test_a_stream_is_walked_from_its_first_text():
    chain = [Link(1, "", "a"), Link(2, "a", "b"), Link(3, "b", "c")]
    assert streams.walk(chain, 3, "c") == State("complete")
    assert streams.walk([], 0, "") == State("complete")
    assert streams.walk(chain, 4, "d") == State("missing", 4)
    assert streams.walk([chain[0], chain[2]], 3, "c") == State("missing", 2)
    assert streams.walk([chain[0], Link(2, "x", "b"), chain[2]], 3, "c") == State("broken", 2)
    assert streams.walk(chain, 3, "x") == State("broken", 3)
    assert streams.walk([*chain, Link(2, "a", "z"), Link(3, "z", "y")], 3, "c") == State("complete")


def test_a_head_never_goes_back_when_an_older_word_comes_late(day, device, cast):
    device.attempt(cast.officer, 240_000)
    old = device.head
    device.attempt(day.trainees[1], 240_000)
    device.deliver()
    device.deliver([], seq=old[0], hash=old[1])
    assert (Stream.get().reported_seq, Stream.get().reported_hash) == device.head


def test_a_device_that_wrote_without_making_ready_may_hold_entries_too(day, device, cast):
    device.attempt(cast.officer, 240_000)
    device.deliver()
    lease = Lease.get()
    assert (lease.station_id, lease.closed_at) == (day.stations["run1000"].id, None)
    with clock.stopped(clock.now() + timedelta(minutes=5)):
        day.enter("run1000", "4:01", day.trainees[1])
        assert codes(day, day.trainees[1]) == [("behind", "平板一", None)]
        assert codes(day) == []


def test_the_queries_of_settling_do_not_grow_with_devices_or_entries(day, cast):
    def queries():
        with counting_queries() as sent:
            readiness.obstacles(sheet_of(day), assessments.get(day.assessment.id))
        return len(sent)

    device = Device(day)
    device.attempt(cast.officer, 240_000)
    device.deliver()
    few = queries()
    for _n in range(10):
        device.write("ack", person=cast.officer.id, target=device.ids[0], word="tap")
    device.deliver()
    assert queries() == few


def test_a_delivery_is_not_taken_twice_by_intake_and_a_file(day, device, cast):
    device.attempt(cast.officer, 240_000)
    intake.carry(device.sent(), device.account_id, day.chief)
    before = day.snapshot()
    device.deliver()
    assert day.snapshot() == before


def test_what_stands_in_the_way_is_said_in_the_reader_s_language(day):
    standard = assessments.rules_of(day.assessment).standard
    for code in readiness.SAID:
        obstacle = readiness.Obstacle(code=code, exercise="run1000", device="tablet", number=3, station=2)
        with words.using("en"):
            assert obstacle.text(standard).isascii()
        assert "tablet" in obstacle.text(standard) or code in (readiness.DOUBT, readiness.OBJECTION)
