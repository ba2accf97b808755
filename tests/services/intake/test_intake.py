"""Entries from devices: each kept once, answered by itself, and nothing of it lost or changed."""

import json
from random import Random

import pytest

from models import AuditEntry, Clash, Enrolment, Entry, Finish, Sheet, Stream
from services import clock, intake, planning
from services.checkins import passes
from services.errors import Forbidden, NotFound
from tests.conftest import counting_queries
from tests.support.factories import Cast, identity, make_person
from tests.support.field_day import POLICE, FieldDay, make_season
from tests.support.field_devices import Device, fresh
from tests.support.tables import digest


@pytest.fixture
def cast(database):
    make_season()
    return Cast()


@pytest.fixture
def day(cast):
    return FieldDay(cast, POLICE, people=4)


@pytest.fixture
def device(day):
    return Device(day)


def test_an_entry_is_kept_with_its_very_text_and_opens_a_sheet(day, device, cast):
    made = device.attempt(cast.officer, 218_000)
    assert device.outcomes() == {made: ("kept", None)}
    row = Entry.get(entry_id=made)
    assert (row.text, row.seq, row.prev, row.measure) == (device.texts[0], 1, "", 218_000)
    assert row.digest == device.head[1]
    assert round(row.measured_at.timestamp() * 1000) == json.loads(row.text)["at"]
    assert Sheet.get(person=cast.officer.id).assessment_id == day.assessment.id


def test_what_is_sent_again_is_a_duplicate_and_changes_nothing_but_the_contact(day, device, cast):
    ids = [device.attempt(person, 218_000) for person in day.trainees]
    device.deliver()
    before = digest(Stream)
    for order in (device.texts, device.texts[::-1], Random(1).sample(device.texts, 4)):
        assert device.outcomes(order) == {one: ("duplicate", None) for one in ids}
    assert digest(Stream) == before


def test_the_same_id_with_other_bytes_is_a_conflict_and_both_are_kept(day, device, cast):
    made = device.attempt(cast.officer, 218_000)
    device.deliver()
    other = device.texts[0].replace("218000", "200000")
    assert device.outcomes([other]) == {made: ("conflict", None)}
    assert device.outcomes([other]) == {made: ("conflict", None)}
    assert Entry.get(entry_id=made).measure == 218_000
    assert [row.text for row in Clash.select()] == [other]


def test_a_number_taken_in_the_stream_is_a_conflict_too(day, device, cast):
    device.attempt(cast.officer, 218_000)
    device.deliver()
    other = json.dumps(json.loads(device.texts[0]) | {"id": fresh(), "measure": 200_000})
    assert list(device.outcomes([other]).values()) == [("conflict", None)]
    assert (Entry.select().count(), Clash.select().count()) == (1, 1)


def test_two_versions_in_one_request_are_one_kept_and_one_conflict(day, device, cast):
    made = device.attempt(cast.officer, 218_000)
    other = device.texts[0].replace("218000", "200000")
    answers, _report = intake.deliver([device.sent([device.texts[0], other])], identity(device.owner))
    assert sorted((one.id, one.outcome) for one in answers) == [(made, "conflict"), (made, "kept")]


WRONG = {
    "no text of ours": lambda facts: "hello",
    "a list": lambda facts: "[]",
    "another version": lambda facts: facts | {"v": 2},
    "no kind": lambda facts: facts | {"kind": "dance"},
    "no measure": lambda facts: facts | {"measure": None},
    "a measure in parts": lambda facts: facts | {"measure": 1.5},
    "a number of none": lambda facts: facts | {"seq": 0},
    "true for one": lambda facts: facts | {"seq": True},
    "no person": lambda facts: facts | {"person": None},
    "an id of another kind": lambda facts: facts | {"id": "x"},
    "a chain without a beginning": lambda facts: facts | {"prev": "0" * 64},
    "a time beyond all": lambda facts: facts | {"at": 10**15},
    "flags that are none": lambda facts: facts | {"flags": [{"kind": "rain"}]},
    "more than an integer": lambda facts: facts | {"measure": 2**60},
    "half a character": lambda facts: json.dumps(facts | {"exercise": "\ud800"}),
    "a nul": lambda facts: json.dumps(facts) + "\0",
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_no_entry_is_refused_and_changes_nothing(day, device, cast, wrong):
    device.attempt(cast.officer, 218_000)
    made = WRONG[wrong](json.loads(device.texts[0]))
    text = made if isinstance(made, str) else json.dumps(made)
    device.deliver([])
    before = digest(Stream)
    answers, _report = intake.deliver([device.sent([text])], identity(device.owner))
    assert [(one.outcome, one.reason) for one in answers] == [("refused", "malformed")]
    assert digest(Stream) == before


@pytest.mark.parametrize("name", ["owner", "device", "assessment", "station"])
def test_an_entry_of_another_stream_or_a_station_elsewhere_is_refused(day, device, cast, name):
    device.attempt(cast.officer, 218_000)
    facts = json.loads(device.texts[0])
    text = json.dumps(facts | {name: fresh() if name == "device" else facts[name] + 99})
    assert list(device.outcomes([text]).values()) == [("refused", "foreign")]
    assert not Entry.select().exists()


def test_an_unknown_or_cancelled_day_takes_nothing(day, device, cast):
    made = device.attempt(cast.officer, 218_000)
    nowhere = intake.Sent(device=device.id, assessment_id=10**9, texts=tuple(device.texts))
    answers, reports = intake.deliver([nowhere], identity(device.owner))
    assert [(one.id, one.reason) for one in answers] == [(made, "unknown_assessment")]
    assert reports == []
    planning.cancel(day.training.id, actor=identity(cast.instructor))
    answers, reports = intake.deliver([device.sent()], identity(device.owner))
    assert [(one.outcome, one.reason) for one in answers] == [("refused", "cancelled")]
    assert not Stream.select().exists()


def test_what_may_not_count_is_kept_and_held(day, cast):
    stranger, at = Device(day, cast.stranger), Device(day)
    by_stranger = stranger.attempt(cast.officer, 218_000)
    assert stranger.outcomes() == {by_stranger: ("held", "forbidden")}
    held = {
        at.attempt(cast.stranger, 218_000): "unknown",
        at.write("attempt", person=10**12, exercise="run1000", measure=218_000, declared=1): "unknown",
        at.write("attempt", **{"pass": "A" * 20}, exercise="run1000", measure=218_000): "unknown",
        at.attempt(cast.officer, 5): "implausible",
        at.write("attempt", person=cast.officer.id, exercise="slj", measure=2400): "forbidden",
        at.write("rule", target=fresh(), word="upheld", reason="x"): "forbidden",
        at.write("choose", person=cast.officer.id, exercise="javelin"): "implausible",
    }
    assert at.outcomes() == {one: ("held", reason) for one, reason in held.items()}
    assert {row.entry_id: row.held for row in Entry.select()} == held | {by_stranger: "forbidden"}
    assert not Sheet.select().exists()
    assert all(one.message for one in at.deliver()[0].values())


def test_what_comes_after_settling_or_closing_is_late(day, device, cast):
    day.enter("pullup", "13")
    day.settle(reason="只测一项")
    late, other = device.attempt(cast.officer, 218_000), device.attempt(day.trainees[1], 220_000)
    assert device.outcomes() == {late: ("held", "late"), other: ("kept", None)}
    day.assessment.closed_at = clock.now()
    day.assessment.save()
    after = device.attempt(day.trainees[1], 221_000)
    assert device.outcomes([device.texts[-1]]) == {after: ("held", "late")}


def test_a_walk_in_who_held_their_pass_up_is_put_on_the_list(day, device, cast):
    text = passes.text_of(cast.stranger.id, clock.today(), passes.key())
    made = device.write("attempt", **{"pass": text}, exercise="run1000", measure=218_000, declared=1)
    assert device.outcomes() == {made: ("kept", None)}
    row = Enrolment.get(training=day.training.id, person=cast.stranger.id)
    assert (row.is_walk_in, row.unit_id) == (True, cast.west.id)
    assert Entry.get(entry_id=made).person_id == cast.stranger.id
    assert Sheet.get(person=cast.stranger.id).unit_id == cast.west.id


def test_where_no_walk_ins_are_wanted_a_stranger_s_pass_is_held(day, device, cast):
    day.training.admits_walk_ins = False
    day.training.save()
    text = passes.text_of(cast.stranger.id, clock.today(), passes.key())
    made = device.write("attempt", **{"pass": text}, exercise="run1000", measure=218_000, declared=1)
    assert device.outcomes() == {made: ("held", "unknown")}
    assert not Enrolment.select().where(Enrolment.person == cast.stranger.id).exists()


def test_sheets_are_numbered_in_the_order_of_the_entries(day, device, cast):
    for person in reversed(day.trainees):
        device.attempt(person, 218_000)
    device.deliver()
    rows = Sheet.select().order_by(Sheet.number)
    assert [row.person_id for row in rows] == [person.id for person in reversed(day.trainees)]


def test_a_heat_is_worked_out_from_its_starter_s_own_clock(day, device, cast):
    heat = device.start()
    first = device.tap(heat, 218_000)
    second = device.tap(heat, 2_000)
    other = Device(day, label="平板二")
    stray = other.tap(heat, 100)
    for place, person in enumerate(day.trainees[:2], start=1):
        other.assign(heat, place, person)
    device.deliver()
    other.deliver()
    rows = Finish.select().order_by(Finish.place)
    assert [(r.tap, r.person_id, r.measure) for r in rows] == [
        (first, day.trainees[0].id, 218_001),
        (second, day.trainees[1].id, 220_002),
    ]
    assert Entry.get(entry_id=stray).held == ""


def test_a_double_tap_dropped_later_moves_names_and_never_times(day, device, cast):
    heat = device.start()
    taps = [device.tap(heat, 200_000 if n == 0 else 1_000) for n in range(3)]
    for place, person in enumerate(day.trainees[:2], start=1):
        device.assign(heat, place, person)
    device.deliver()
    times = {row.tap: row.measure for row in Finish.select()}
    device.write("drop", heat=heat, target=taps[0])
    device.deliver([device.texts[-1]])
    rows = list(Finish.select().order_by(Finish.place))
    assert [(r.tap, r.person_id) for r in rows] == [
        (taps[1], day.trainees[0].id),
        (taps[2], day.trainees[1].id),
    ]
    assert all(times[row.tap] == row.measure for row in rows)


def test_a_late_tap_that_would_move_a_settled_time_waits_and_one_behind_does_not(day, device, cast):
    heat, runner = device.start(), day.trainees[0]
    device.tap(heat, 218_000)
    device.assign(heat, 1, runner)
    device.deliver()
    day.settle(runner, reason="只测一项")
    before = [(r.tap, r.person_id, r.measure) for r in Finish.select()]
    behind = device.tap(heat, 5_000)
    assert device.outcomes([device.texts[-1]]) == {behind: ("kept", None)}
    device.steady -= 100_000
    ahead = device.tap(heat, 0)
    assert device.outcomes([device.texts[-1]]) == {ahead: ("held", "late")}
    assert [(r.tap, r.person_id, r.measure) for r in Finish.select().order_by(Finish.place)][:1] == before


def test_a_queue_carried_by_someone_else_keeps_its_owner_and_is_harmless_twice(day, device, cast):
    made = device.attempt(cast.officer, 218_000)
    carrier = identity(cast.instructor)
    answers, _reports = intake.carry(device.sent(), device.account_id, carrier)
    assert [(one.id, one.outcome) for one in answers] == [(made, "kept")]
    row = Entry.get(entry_id=made)
    assert (row.actor_id, row.carrier_id) == (device.account_id, carrier.account_id)
    assert Stream.get().reported_at is None
    answers, _reports = intake.carry(device.sent(), device.account_id, carrier)
    assert [one.outcome for one in answers] == ["duplicate"]
    assert device.outcomes() == {made: ("duplicate", None)}


def test_a_carried_queue_with_a_broken_chain_is_held_from_the_break_on(day, device, cast):
    ids = [device.attempt(person, 218_000) for person in day.trainees[:4]]
    forged = [t.replace("218000", "200000") if n == 1 else t for n, t in enumerate(device.texts)]
    answers, _reports = intake.carry(device.sent(forged), device.account_id, identity(cast.instructor))
    found = {one.id: (one.outcome, one.reason) for one in answers}
    assert found == dict(zip(ids, [("kept", None)] * 2 + [("held", "chain")] * 2, strict=True))


def test_nobody_without_a_part_carries_and_no_owner_is_made_up(day, device, cast):
    device.attempt(cast.officer, 218_000)
    before = digest()
    with pytest.raises(Forbidden):
        intake.carry(device.sent(), device.account_id, identity(cast.stranger))
    with pytest.raises(NotFound):
        intake.carry(device.sent(), 10**9, identity(cast.instructor))
    assert digest() == before


def test_a_request_is_one_transaction_and_one_line_in_the_log(day, device, cast, monkeypatch):
    for person in day.trainees:
        device.attempt(person, 218_000)
    with counting_queries() as sent:
        device.deliver()
    assert sum("BEGIN" in sql.upper() for sql in sent) <= 1
    notes = AuditEntry.select().where(AuditEntry.act == "entries.deliver")
    assert [json.loads(row.detail) for row in notes] == [{"clashing": 0, "held": 0, "kept": 4}]
    before = digest()

    def fail(*_args, **_kwargs):
        raise RuntimeError("the power goes")

    device.attempt(day.trainees[0], 219_000, declared=2)
    with monkeypatch.context() as patched:
        patched.setattr(intake.leases, "close_done", fail)
        with pytest.raises(RuntimeError):
            device.deliver()
    assert digest() == before


def test_a_fault_in_one_entry_spares_the_others_and_has_no_answer(day, device, cast, monkeypatch):
    ids = [device.attempt(person, 218_000) for person in day.trainees]
    held = intake.entry_rows.holds.Ground.held

    def fail(ground, one):
        if one.id == ids[1]:
            raise ValueError("a bug")
        return held(ground, one)

    with monkeypatch.context() as patched:
        patched.setattr(intake.entry_rows.holds.Ground, "held", fail)
        answers, report = device.deliver()
    assert set(answers) == {*ids} - {ids[1]}
    assert report.missing == 2
    assert device.outcomes()[ids[1]] == ("kept", None)


def test_the_queries_of_a_request_do_not_grow_with_its_entries(day, cast):
    def queries(n):
        device, people = Device(day), [make_person(cast.east) for _ in range(n)]
        for person in people:
            Enrolment.create(training=day.training.id, person=person.id, unit=cast.east.id)
            device.attempt(person, 218_000)
        with counting_queries() as sent:
            device.deliver()
        return len(sent)

    assert queries(60) <= queries(3) + 1
