"""Batches from phones: each claim answered by itself, once, in whatever order they come."""

import uuid
from datetime import timedelta

import pytest
from peewee import OperationalError

from models import Attendance, AuditEntry, Enrolment, Evidence, Means, Phase, database
from services import clock, planning, sheets, store, trainings
from services.attendance import presence
from services.checkins import claims, deliveries, passes
from services.checkins.claims import Claim
from services.checkins.deliveries import Broken
from services.checkins.sightings import Sight
from services.trainings import codes, policies
from tests.conftest import counting_queries
from tests.support.factories import Cast, code_of, identity, make_person, make_training
from tests.support.field_day import FieldDay
from tests.support.tables import digest

SECOND = timedelta(seconds=1)


@pytest.fixture
def cast(database):
    return Cast()


@pytest.fixture
def training(cast):
    return make_training(cast, policy=policies.Policy(phases=("in", "out")))


def fresh():
    return str(uuid.uuid4())


def scan(training, *, slot_ago=0, device="phone", **changes):
    code = codes.read(code_of(training, slot_ago=slot_ago))
    return Claim(**{"id": fresh(), "code": code, "received_at": clock.now(), "device": device} | changes)


def tick(training, person, **changes):
    facts = {"id": fresh(), "phase": Phase.IN, "at": clock.now(), "clock_gap": 0}
    return Sight(**facts | {"training_id": training.id, "person_id": person.id} | changes)


def held_up(training, person, *, days=0, **changes):
    day = clock.today() + timedelta(days=days)
    text = passes.text_of(person.id, day, passes.key())
    return tick(training, person, person_id=None, pass_text=text, **changes)


def deliver(person, *sent):
    return deliveries.deliver(list(sent), identity(person))


def outcomes(answers):
    return [(answer.outcome, answer.reason) for answer in answers]


def standing(training, person):
    return presence.standings(trainings.get(training.id))[person.id]


def letters(training):
    """Who has which grade for coming, and what of theirs waits for what reason."""
    stands = presence.standings(trainings.get(training.id))
    return {
        person: (
            stand.credits[Phase.IN].grade if Phase.IN in stand.credits else None,
            sorted(reason for graded in stand.pending for reason in graded.reasons),
        )
        for person, stand in stands.items()
        if stand.credits or stand.pending
    }


def test_each_claim_of_a_batch_has_its_own_answer_in_order(cast, training):
    sent = (
        tick(training, cast.officer),
        held_up(training, cast.auxiliary),
        Broken("nonsense"),
        tick(training, cast.stranger),
        scan(training),
        tick(training, cast.registrar, clock_gap=6000),
    )
    answers = deliver(cast.instructor, *sent)
    assert [answer.id for answer in answers] == [claim.id for claim in sent]
    assert outcomes(answers) == [
        ("counted", None),
        ("counted", None),
        ("refused", "malformed"),
        ("refused", "not_listed"),
        ("counted", None),
        ("review", "clock"),
    ]
    people = [cast.officer.id, cast.auxiliary.id, None, None, None, cast.registrar.id]
    assert [answer.person_id for answer in answers] == people
    assert deliveries.names(answers) == {p.id: p.name for p in (cast.officer, cast.auxiliary, cast.registrar)}


def test_a_batch_sent_again_is_answered_alike_and_changes_nothing(cast, training):
    sent = tick(training, cast.officer), held_up(training, cast.auxiliary), scan(training, slot_ago=9)
    first = deliver(cast.instructor, *sent)
    before = digest()
    again = deliver(cast.instructor, *sent)
    assert digest() == before
    assert outcomes(again) == [("duplicate", None)] * 3
    assert [a.verdict for a in again] == [a.verdict for a in first]
    assert [a.person_id for a in again] == [a.person_id for a in first]


def test_a_claim_twice_in_one_batch_is_kept_once(cast, training):
    made = scan(training)
    assert outcomes(deliver(cast.officer, made, made)) == [("counted", None), ("duplicate", None)]
    assert Evidence.select().count() == 1


def test_what_was_kept_is_answered_so_whatever_changed_since(cast, training):
    ticked, scanned = tick(training, cast.officer), scan(training)
    deliver(cast.instructor, ticked)
    deliver(cast.officer, scanned)
    planning.cancel(training.id, actor=identity(cast.instructor))
    assert outcomes(deliver(cast.officer, scanned)) == [("duplicate", None)]
    assert outcomes(deliver(cast.instructor, ticked)) == [("duplicate", None)]


def test_an_instructor_s_time_is_credited_and_the_server_s_kept_beside_it(cast, training):
    with clock.stopped(training.starts_at - timedelta(minutes=5)) as at:
        ticked, passed = tick(training, cast.officer, clock_gap=17), held_up(training, cast.auxiliary)
    with clock.stopped(training.ends_at + timedelta(hours=20)) as later:
        answers = deliver(cast.instructor, ticked, passed)
        assert [a.verdict.grade for a in answers] == ["A", "A"]
        assert standing(training, cast.officer).attendance is Attendance.PRESENT
    rows = list(Evidence.select().order_by(Evidence.id))
    assert [row.means for row in rows] == [Means.TICK, Means.PASS]
    assert {row.credited_at for row in rows} == {at.replace(microsecond=at.microsecond // 1000 * 1000)}
    assert {row.received_at for row in rows} == {later.replace(microsecond=later.microsecond // 1000 * 1000)}
    assert [row.clock_gap for row in rows] == [17, 0]
    assert {row.actor_id for row in rows} == {identity(cast.instructor).account_id}


def test_a_walk_in_is_known_by_the_pass_and_written_down(cast, training):
    [answer] = deliver(cast.instructor, held_up(training, cast.stranger))
    assert (answer.outcome, answer.person_id) == ("counted", cast.stranger.id)
    enrolled = Enrolment.get(training=training.id, person=cast.stranger.id)
    assert (enrolled.is_walk_in, enrolled.unit_id) == (True, cast.west.id)


def test_a_batch_at_an_assessment_opens_sheets_in_its_order(cast):
    day = FieldDay(cast, people=0)
    people = [make_person(cast.east) for _ in range(3)]
    deliver(cast.instructor, *(held_up(day.training, person) for person in people))
    numbers = [sheets.of_person(day.assessment.id, person.id).number for person in people]
    assert numbers == sorted(numbers)
    assert len(set(numbers)) == 3


def test_what_comes_after_the_closing_opens_no_sheet(cast):
    day = FieldDay(cast)
    late = scan(day.training)
    with clock.stopped(day.training.ends_at + timedelta(hours=73)):
        assert outcomes(deliver(cast.officer, late)) == [("review", "after_close")]
    assert sheets.of_person(day.assessment.id, cast.officer.id) is None


@pytest.mark.parametrize("days", [-1, 0, 1])
def test_a_pass_of_a_day_beside_is_taken(cast, training, days):
    assert deliver(cast.instructor, held_up(training, cast.officer, days=days))[0].outcome == "counted"


def refused(cast, training):
    """Claims that are refused, with who sends them and why."""
    elsewhere = make_training(cast)
    planning.cancel(elsewhere.id, actor=identity(cast.instructor))
    theirs, seen = scan(training), tick(training, cast.auxiliary)
    deliver(cast.auxiliary, theirs)
    deliver(cast.instructor, seen)
    later, before = timedelta(minutes=4), training.starts_at - timedelta(hours=1)
    number = codes.read("A" * 5 + "I" + "A" * 24)
    return [
        (cast.officer, scan(training, code=None), "unknown_code"),
        (cast.officer, scan(training, code=number), "unknown_code"),
        (cast.officer, scan(training, slot_ago=500), "outside"),
        (cast.officer, scan(elsewhere), "cancelled"),
        (cast.officer, scan(training, id=theirs.id), "taken"),
        (cast.officer, Broken("x"), "malformed"),
        (cast.officer, tick(training, cast.officer), "forbidden"),
        (cast.stranger, held_up(training, cast.officer), "forbidden"),
        (cast.instructor, tick(training, cast.officer, training_id=10**12), "forbidden"),
        (cast.instructor, tick(training, cast.stranger), "not_listed"),
        (cast.instructor, tick(training, cast.officer, person_id=10**12), "not_listed"),
        (cast.instructor, tick(training, cast.officer, at=clock.now() + later), "outside"),
        (cast.instructor, tick(training, cast.officer, at=before), "outside"),
        (cast.instructor, tick(training, cast.officer, phase=Phase.MID), "outside"),
        (cast.instructor, tick(elsewhere, cast.officer), "cancelled"),
        (cast.instructor, held_up(training, cast.officer, days=3), "unknown_pass"),
        (cast.instructor, tick(training, cast.officer, pass_text="A" * 20), "unknown_pass"),
        (cast.instructor, tick(training, cast.officer, id=theirs.id), "taken"),
        (cast.admin, tick(training, cast.officer, id=seen.id), "taken"),
    ]


def test_a_refused_claim_says_why_and_changes_nothing(cast, training):
    for sender, claim, reason in refused(cast, training):
        before = digest()
        [answer] = deliver(sender, claim)
        assert (answer.outcome, answer.reason) == ("refused", reason)
        assert answer.message
        assert answer.person_id is None
        assert digest() == before


def test_a_time_a_little_ahead_is_a_clock_and_not_a_refusal(cast, training):
    ahead = tick(training, cast.officer, at=clock.now() + timedelta(minutes=1, seconds=55))
    assert deliver(cast.instructor, ahead)[0].outcome == "counted"


@pytest.mark.parametrize("fault", [OperationalError("disk I/O error"), ValueError("a bug")])
def test_a_fault_in_one_claim_leaves_the_others_and_has_no_answer(cast, training, fault, monkeypatch):
    first, broken, last = (tick(training, p) for p in (cast.officer, cast.auxiliary, cast.registrar))
    write = claims.write

    def fail(training, **claim):
        written = write(training, **claim)
        if claim["claim_id"] == broken.id:
            raise fault
        return written

    with monkeypatch.context() as patched:
        patched.setattr(claims, "write", fail)
        answers = deliver(cast.instructor, first, broken, last)
    assert [(a.id, a.outcome) for a in answers] == [(first.id, "counted"), (last.id, "counted")]
    assert {row.claim_id for row in Evidence.select()} == {first.id, last.id}
    assert not presence.standings(trainings.get(training.id))[cast.auxiliary.id].credits

    again = deliver(cast.instructor, first, broken, last)
    assert [a.outcome for a in again] == ["duplicate", "counted", "duplicate"]


def test_nothing_is_answered_where_the_batch_could_not_be_committed(cast, training, monkeypatch):
    before, made = digest(), tick(training, cast.officer)

    def fail(*_):
        raise OperationalError("disk full")

    with monkeypatch.context() as patched:
        patched.setattr(trainings, "touch", fail)
        with pytest.raises(store.TROUBLE):
            deliver(cast.instructor, made)
    assert digest() == before
    assert deliver(cast.instructor, made)[0].outcome == "counted"


def test_what_comes_after_finalising_is_kept_for_a_word(cast, training):
    ticked, scanned = tick(training, cast.officer), scan(training)
    with clock.stopped(training.ends_at + timedelta(hours=73)):
        assert outcomes(deliver(cast.instructor, ticked)) == [("review", "after_close")]
        assert outcomes(deliver(cast.auxiliary, scanned)) == [("review", "after_close")]
        assert standing(training, cast.officer).attendance is Attendance.ABSENT
    assert Evidence.select().count() == 2


def test_grades_do_not_depend_on_the_order_of_delivery(cast, training):
    """Relayed, first contact, two of one phone, and one person twice: as the whole set says."""
    now = clock.now()
    until = codes.starts_at(codes.slot_of(now) - 60) + 40 * SECOND
    guest = make_person(cast.east)
    sent = [
        (cast.officer, scan(training, slot_ago=60, device="a", synced_at=until + SECOND)),
        (cast.auxiliary, scan(training, slot_ago=60, device="b", synced_at=until)),
        (cast.registrar, scan(training, slot_ago=59, device="b")),
        (guest, scan(training, slot_ago=60, device="d", synced_at=None)),
        (guest, scan(training, slot_ago=0, device="d")),
    ]
    for _ in in_every_order(sent):
        assert letters(training) == {
            cast.officer.id: (None, ["relayed"]),
            cast.auxiliary.id: ("C", []),
            cast.registrar.id: (None, ["shared_device"]),
            guest.id: ("B", []),
        }
        lines = presence.roster(trainings.get(training.id))
        rows = [line.standing.arrived_at for line in lines if line.person == guest]
        assert rows == [sent[3][1].code.starts_at]


def in_every_order(sent):
    """Stop where all is delivered, once for each order; orders that begin alike share their beginning."""
    if not sent:
        yield
    for n, (sender, claim) in enumerate(sent):
        with database.atomic() as delivery:
            deliver(sender, claim)
            yield from in_every_order(sent[:n] + sent[n + 1 :])
            delivery.rollback()


def test_a_batch_takes_few_queries_a_claim(cast, training):
    people = [make_person(cast.east) for _ in range(30)]
    one, many = [held_up(training, cast.officer)], [tick(training, person) for person in people]
    with counting_queries() as for_one:
        deliver(cast.instructor, *one)
    with counting_queries() as for_many:
        assert {a.outcome for a in deliver(cast.instructor, *many)} == {"counted"}
    # Each one: a savepoint and its release, the row, its line in the log, and whether they may be reached.
    assert len(for_many) <= len(for_one) + 30 * 6


def test_every_claim_that_was_kept_stands_in_the_log_and_the_screens_are_told_once(cast, training):
    before = trainings.changes_of(training.id)
    deliver(cast.instructor, tick(training, cast.officer), tick(training, cast.auxiliary))
    assert trainings.changes_of(training.id) == before + 1
    kept = AuditEntry.select().where(AuditEntry.act == "check_in.keep")
    assert {row.subject_id for row in kept} == {row.id for row in Evidence.select()}
