"""Taking evidence: once, whoever sends it however often; and what is refused."""

import threading
import uuid
from datetime import timedelta

import pytest

from models import Amendment, Attendance, Enrolment, Evidence, Phase, Training
from services import checkins, clock, planning, store, trainings
from services.attendance import presence
from services.checkins import reviews
from services.errors import Forbidden, Invalid, NotFound
from services.throttle import TooOften
from services.trainings import codes, enrolments
from tests.support.factories import Cast, code_of, digits_of, identity, make_person, make_training
from tests.support.tables import digest


@pytest.fixture
def cast(database):
    return Cast()


@pytest.fixture
def training(cast):
    return make_training(cast)


def claim(training, *, slot_ago=0, phase=Phase.IN, device="phone", claim_id=None, **changes):
    return checkins.Claim(
        id=claim_id or str(uuid.uuid4()),
        code=codes.read(code_of(training, slot_ago=slot_ago, phase=phase)),
        received_at=clock.now(),
        device=device,
        **changes,
    )


def standing(training, person):
    return presence.standings(trainings.get(training.id))[person.id]


def test_a_scan_makes_its_owner_present_at_the_time_of_the_slot(cast, training):
    made = claim(training)
    verdict = checkins.accept(made, identity(cast.officer))
    assert verdict.counts
    assert verdict.grade == "B"
    assert verdict.credited_at == made.code.starts_at
    assert standing(training, cast.officer).arrived_at == made.code.starts_at


def test_a_person_is_present_once_however_often_they_scan(cast, training):
    first = checkins.accept(claim(training, slot_ago=2), identity(cast.officer))
    checkins.accept(claim(training), identity(cast.officer))
    assert standing(training, cast.officer).arrived_at == first.credited_at
    assert presence.tally(presence.roster(training)).came == 1


def test_the_same_claim_answers_as_it_did_the_first_time(cast, training):
    made = claim(training)
    first = checkins.accept(made, identity(cast.officer))
    again = checkins.accept(made, identity(cast.officer))
    assert (first.is_repeat, again.is_repeat) == (False, True)
    assert again.credited_at == first.credited_at
    assert Evidence.select().count() == 1


def test_a_claim_that_was_kept_answers_so_when_the_training_is_called_off(cast, training):
    made, ticked = claim(training), str(uuid.uuid4())
    instructor = identity(cast.instructor)
    checkins.accept(made, identity(cast.officer))
    type_in(training, cast.auxiliary, digits_of(training), claim_id="typed")
    checkins.tick(training.id, cast.registrar.id, actor=instructor, claim_id=ticked)
    planning.cancel(training.id, actor=instructor)
    assert checkins.accept(made, identity(cast.officer)).is_repeat
    assert type_in(training, cast.auxiliary, "000000", claim_id="typed").is_repeat
    assert checkins.tick(training.id, cast.registrar.id, actor=instructor, claim_id=ticked).is_repeat
    with pytest.raises(Forbidden):
        type_in(training, cast.officer, "000000", claim_id="typed")


def test_a_claim_belongs_to_whoever_sent_it_first(cast, training):
    made = claim(training)
    checkins.accept(made, identity(cast.officer))
    with pytest.raises(Forbidden):
        checkins.accept(made, identity(cast.auxiliary))
    assert Evidence.select().count() == 1


def test_the_second_person_from_one_phone_waits_for_review(cast, training):
    checkins.accept(claim(training, slot_ago=1), identity(cast.officer))
    verdict = checkins.accept(claim(training), identity(cast.auxiliary))
    assert not verdict.counts
    assert verdict.reasons == ("shared_device",)


def test_someone_not_expected_is_written_down_as_a_walk_in(cast, training):
    verdict = checkins.accept(claim(training), identity(cast.stranger))
    assert verdict.counts
    assert Enrolment.get(training=training, person=cast.stranger).is_walk_in
    tally = presence.tally(presence.roster(training))
    assert (tally.expected, tally.came) == (4, 1)


def test_without_walk_ins_a_stranger_s_scan_waits(cast):
    training = make_training(cast, admits_walk_ins=False)
    assert checkins.accept(claim(training), identity(cast.stranger)).reasons == ("unlisted",)


def test_a_forged_code_is_unknown(cast, training):
    made = claim(training)
    forged = codes.read(made.code.text[:-1] + ("A" if made.code.text[-1] != "A" else "B"))
    with pytest.raises(checkins.UnknownCode):
        checkins.accept(checkins.Claim("x", forged, clock.now()), identity(cast.officer))
    with pytest.raises(checkins.UnknownCode):
        checkins.genuine(None)


@pytest.mark.parametrize("starts_in", [30 * 60 + 30, -7300])
def test_a_code_outside_its_window_is_refused(cast, starts_in):
    training = make_training(cast, starts_in=starts_in)
    with pytest.raises(checkins.OutsideWindow):
        checkins.accept(claim(training), identity(cast.officer))
    assert Evidence.select().count() == 0


def test_a_phase_the_training_does_not_ask_for_is_refused(cast, training):
    with pytest.raises(checkins.OutsideWindow):
        checkins.accept(claim(training, phase=Phase.OUT), identity(cast.officer))


def test_a_cancelled_training_takes_no_more_codes(cast, training):
    planning.cancel(training.id, actor=identity(cast.instructor))
    with pytest.raises(trainings.Cancelled):
        checkins.accept(claim(training), identity(cast.officer))


def type_in(training, person, typed, claim_id=None):
    return checkins.type_digits(
        training.id, typed, identity(person), claim_id=claim_id or str(uuid.uuid4()), device="phone"
    )


def test_typed_digits_are_kept_and_wait_for_a_word(cast, training):
    verdict = type_in(training, cast.officer, f"{digits_of(training)[:3]} {digits_of(training)[3:]}")
    assert (verdict.counts, verdict.reasons) == (False, ("typed",))
    waiting = reviews.waiting(training, actor=identity(cast.instructor))
    reviews.rule(waiting[0].evidence.id, True, actor=identity(cast.instructor))
    assert standing(training, cast.officer).attendance is Attendance.LATE


def test_five_wrong_tries_at_the_digits_and_then_a_wait(cast, training):
    for _ in range(5):
        with pytest.raises(checkins.WrongDigits):
            type_in(training, cast.officer, "000000" if digits_of(training) != "000000" else "000001")
    with pytest.raises(TooOften):
        type_in(training, cast.officer, digits_of(training))
    assert not type_in(training, cast.auxiliary, digits_of(training)).is_repeat


def test_an_instructor_ticks_and_takes_it_back(cast, training):
    verdict = checkins.tick(training.id, cast.officer.id, actor=identity(cast.instructor), claim_id="t1")
    assert (verdict.grade, verdict.counts) == ("A", True)
    checkins.untick("t1", actor=identity(cast.instructor))
    assert standing(training, cast.officer).attendance is Attendance.ABSENT
    assert Evidence.select().count() == 1


@pytest.mark.parametrize("who", ["officer", "auxiliary", "stranger"])
def test_only_who_runs_a_training_ticks_rules_and_amends(cast, training, who):
    evidence_id = Evidence.get_or_none() or checkins.accept(claim(training), identity(cast.officer)).claim_id
    evidence = Evidence.get(claim_id=evidence_id)
    actor = identity(getattr(cast, who))
    for act in (
        lambda: checkins.tick(training.id, cast.officer.id, actor=actor, claim_id="t"),
        lambda: reviews.rule(evidence.id, False, actor=actor),
        lambda: reviews.amend(training.id, cast.officer.id, Attendance.ABSENT, actor=actor, reason="x"),
        lambda: reviews.waiting(training, actor=actor),
        lambda: planning.cancel(training.id, actor=actor),
    ):
        with pytest.raises(Forbidden):
            act()


def test_an_amendment_needs_a_reason_and_adds_a_row(cast, training):
    actor = identity(cast.instructor)
    with pytest.raises(Invalid):
        reviews.amend(training.id, cast.officer.id, Attendance.PRESENT, actor=actor, reason=" ")
    reviews.amend(training.id, cast.officer.id, Attendance.PRESENT, actor=actor, reason="手机没电")
    reviews.amend(training.id, cast.officer.id, Attendance.ON_LEAVE, actor=actor, reason="补假条")
    assert standing(training, cast.officer).attendance is Attendance.ON_LEAVE
    assert Amendment.select().count() == 2


def test_an_amendment_puts_a_person_on_the_roster_who_was_not(cast, training):
    actor = identity(cast.instructor)
    new = make_person(cast.east)
    reviews.amend(training.id, new.id, Attendance.PRESENT, actor=actor, reason="当面看到")
    assert standing(training, new).attendance is Attendance.PRESENT
    assert Enrolment.get(training=training, person=new).is_walk_in


def test_a_training_finalises_itself_72_hours_after_its_end(cast, training):
    actor = identity(cast.instructor)
    with clock.stopped(training.ends_at + timedelta(hours=72) - timedelta(seconds=1)):
        assert standing(training, cast.officer).is_provisional
        trainings.open_for_change(training.id, actor)
    with clock.stopped(training.ends_at + timedelta(hours=72)):
        assert not standing(training, cast.officer).is_provisional
        with pytest.raises(trainings.AlreadyFinalised):
            trainings.open_for_change(training.id, actor)


def test_every_change_a_live_screen_shows_raises_its_counter(cast, training):
    seen = [trainings.changes_of(training.id)]

    def rises():
        seen.append(trainings.changes_of(training.id))
        assert seen[-1] > seen[-2]

    made = claim(training)
    checkins.accept(made, identity(cast.officer))
    rises()
    checkins.accept(made, identity(cast.officer))
    assert trainings.changes_of(training.id) == seen[-1]
    reviews.rule(Evidence.get().id, False, actor=identity(cast.instructor))
    rises()
    reviews.amend(
        training.id, cast.officer.id, Attendance.LATE, actor=identity(cast.instructor), reason="当面看到"
    )
    rises()


def test_a_hundred_claims_at_once_are_each_kept_once(cast, training):
    people = [make_person(cast.east) for _ in range(25)]
    ready = [(identity(p), claim(training, device=f"d{p.id}")) for p in people]
    failures = []

    def deliver(pairs):
        with store.connection():
            for who, made in pairs:
                try:
                    checkins.accept(made, who)
                except Exception as error:  # noqa: BLE001 - collected for the assertion below
                    failures.append(error)

    threads = [threading.Thread(target=deliver, args=(ready,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert Evidence.select().count() == 25
    assert Training.get_by_id(training.id).changes == trainings.changes_of(training.id)
    assert presence.tally(presence.roster(training)).came == 25


def test_an_instructor_writes_down_who_is_listed_or_of_their_unit_and_no_one_else(cast, training):
    stranger = cast.stranger.id
    for act in (
        lambda person: checkins.tick(
            training.id, person, actor=identity(cast.instructor), claim_id=str(person)
        ),
        lambda person: reviews.amend(
            training.id, person, Attendance.ABSENT, actor=identity(cast.instructor), reason="x"
        ),
    ):
        before = digest()
        with pytest.raises(NotFound):
            act(stranger)
        assert digest() == before
    enrolments.add_numbers(training.id, cast.stranger.police_number, actor=identity(cast.instructor))
    assert checkins.tick(training.id, stranger, actor=identity(cast.instructor), claim_id="guest").counts


def test_evidence_is_ruled_on_at_its_own_training(cast, training):
    checkins.tick(training.id, cast.officer.id, actor=identity(cast.instructor), claim_id="t")
    other = make_training(cast)
    evidence = Evidence.get(claim_id="t")
    with pytest.raises(NotFound):
        reviews.rule(evidence.id, False, actor=identity(cast.instructor), training_id=other.id)
