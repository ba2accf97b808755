"""Holding an assessment: what it needs, and who is what at one."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from models import Assessment, AssessmentKind, Enrolment, Sheet, StandardVersion, Training, TrainingKind
from services import assessments, checkins, clock, marks, planning, sheets, store
from services.assessments import lists
from services.errors import Forbidden, Invalid, NotFound
from services.planning import assessment_plans
from tests.conftest import counting_queries
from tests.support.factories import Cast, identity, make_person, make_training
from tests.support.field_day import PHYSIQUE, RECRUIT, FieldDay, digest_of, fresh
from tests.support.tables import digest


@pytest.fixture
def cast(database):
    return Cast()


def setup(cast, **changes):
    facts = {
        "kind": AssessmentKind.FITNESS,
        "digest": digest_of(RECRUIT),
        "stations": (("run1000", cast.instructor.id), ("jumpreach", None)),
        "chief_id": cast.instructor.id,
    }
    return assessment_plans.Setup(**facts | changes)


def create(cast, training, *, by=None, **changes):
    return assessment_plans.create(
        setup(cast, **changes), actor=identity(by or cast.instructor), training_id=training.id
    )


def held_training(cast, **changes):
    return make_training(cast, **{"kind": TrainingKind.ASSESSMENT} | changes)


def test_an_assessment_is_held_at_a_training_that_is_there(cast):
    training = held_training(cast)
    made = create(cast, training)
    assert made.training_id == training.id
    assert (made.standard.code, made.standard.version) == (RECRUIT, 1)
    stations = assessments.stations_of(made.id)
    assert [(s.number, s.exercise, s.examiner_id) for s in stations] == [
        (1, "run1000", cast.instructor.id),
        (2, "jumpreach", None),
    ]


def test_an_assessment_can_be_planned_with_its_training(cast):
    made = FieldDay(cast).assessment
    assert made.training.kind is TrainingKind.ASSESSMENT
    assert made.training.unit_id == cast.east.id


def test_who_had_checked_in_before_has_a_sheet(cast):
    training = held_training(cast)
    checkins.tick(training.id, cast.officer.id, actor=identity(cast.instructor), claim_id=fresh())
    made = create(cast, training)
    assert [s.person_id for s in Sheet.select().where(Sheet.assessment == made)] == [cast.officer.id]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"stations": ()}, "stations"),
        ({"stations": (("flying", None),)}, "stations"),
        ({"stations": (("run1000", 999_999),)}, "stations"),
        ({"chief_id": 999_999}, "stations"),
        ({"digest": "0" * 64}, "standard"),
    ],
)
def test_a_bad_setup_is_refused_with_a_word_and_changes_nothing(cast, changes, field):
    training = held_training(cast)
    before = digest()
    with pytest.raises(Invalid) as refusal:
        create(cast, training, **changes)
    assert field in refusal.value.errors
    assert digest() == before


def test_a_new_training_is_not_planned_where_the_setup_is_refused(cast):
    starts_at = clock.now() + timedelta(days=1)
    plan = planning.Plan(
        title="冬考",
        kind=TrainingKind.ASSESSMENT,
        unit_id=cast.east.id,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1),
    )
    with pytest.raises(Invalid):
        assessment_plans.create(setup(cast, stations=()), actor=identity(cast.instructor), plan=plan)
    assert Training.select().count() == 0


def test_only_an_assessment_or_a_contest_is_scored(cast):
    with pytest.raises(Invalid):
        create(cast, make_training(cast, kind=TrainingKind.DRILL))


def test_a_training_holds_one_assessment(cast):
    training = held_training(cast)
    create(cast, training)
    with pytest.raises(assessment_plans.AlreadyHeld):
        create(cast, training)
    assert Assessment.select().count() == 1


@pytest.mark.parametrize("who", ["officer", "stranger", "auxiliary"])
def test_who_may_not_run_the_training_holds_no_assessment_at_it(cast, who):
    training = held_training(cast)
    with pytest.raises(Forbidden):
        create(cast, training, by=getattr(cast, who))


def test_what_each_person_is_at_an_assessment(cast):
    day = FieldDay(cast)

    def part(person):
        return assessments.part_of(identity(person), day.assessment)

    station = day.stations["run1000"]
    assert part(cast.instructor).is_chief
    assert part(cast.instructor).may_settle
    assert part(cast.registrar).may_settle
    assert not part(cast.registrar).may_enter(station)
    assert part(day.examiner).may_enter(station)
    assert not part(day.examiner).may_settle
    assert not part(cast.officer).may_watch
    assert not part(cast.stranger).may_watch


def test_an_examiner_may_enter_at_their_own_station_only(cast):
    day = FieldDay(cast)
    other = make_person(cast.west, name="外站考官")
    assessment_plans.assign(day.stations["jumpreach"].id, other.police_number, actor=day.chief)
    part = assessments.part_of(identity(other), day.assessment)
    assert part.may_enter(day.stations["jumpreach"])
    assert not part.may_enter(day.stations["run1000"])


def test_examiners_and_the_chief_are_named_by_number_and_only_by_the_staff(cast):
    day = FieldDay(cast)
    assessment_plans.appoint(day.assessment.id, cast.stranger.police_number, actor=day.chief)
    assert assessments.get(day.assessment.id).chief_id == cast.stranger.id
    with pytest.raises(Invalid):
        assessment_plans.appoint(day.assessment.id, "000000", actor=identity(cast.registrar))
    with pytest.raises(Forbidden):
        assessment_plans.appoint(day.assessment.id, cast.officer.police_number, actor=identity(cast.officer))


def test_a_station_is_added_after_the_others_and_only_for_the_standards_exercises(cast):
    day = FieldDay(cast, exercises=["run1000"])
    made = assessment_plans.add_station(day.assessment.id, "run800", "", actor=day.chief)
    assert (made.number, made.examiner_id) == (2, None)
    with pytest.raises(Invalid):
        assessment_plans.add_station(day.assessment.id, "flying", "", actor=day.chief)


def test_the_list_shows_whoever_has_a_part(cast):
    day = FieldDay(cast)
    for person in (cast.instructor, cast.registrar, cast.admin, day.examiner):
        assert [a.id for a in lists.held(identity(person))[0]] == [day.assessment.id]
    for person in (cast.officer, cast.stranger):
        assert lists.held(identity(person)) == ([], 0)


def test_an_old_version_stays_with_the_assessment_when_a_newer_one_comes(cast):
    from services import standard_files, standards

    day = FieldDay(cast)
    standards.store(replace(standard_files.shipped(RECRUIT), title="新版"))
    assert StandardVersion.select().count() == 2
    assert assessments.rules_of(assessments.get(day.assessment.id)).number == 1


def test_arrivals_at_once_are_numbered_without_a_gap_or_a_repeat(cast, database):
    day = FieldDay(cast, people=12)
    ids = [person.id for person in day.trainees]

    def arrive(person_id):
        with store.connection():
            sheets.arrive(day.training.id, person_id)

    threads = [threading.Thread(target=arrive, args=(i,)) for i in ids + ids[:4]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    numbers = sorted(s.number for s in Sheet.select().where(Sheet.assessment == day.assessment.id))
    assert numbers == list(range(1, len(ids) + 1))


def test_arriving_at_another_training_opens_nothing(cast):
    training = make_training(cast)
    assert sheets.arrive(training.id, cast.officer.id) is None
    assert Sheet.select().count() == 0


def test_a_sheet_is_opened_from_the_list_only_for_who_is_on_it(cast):
    day = FieldDay(cast)
    visitor = make_person(cast.west)
    before = digest()
    with pytest.raises(sheets.NotListed):
        sheets.open_for(day.assessment.id, visitor.id, actor=identity(day.examiner))
    with pytest.raises(Forbidden):
        sheets.open_for(day.assessment.id, cast.officer.id, actor=identity(cast.stranger))
    assert digest() == before
    Enrolment.create(training=day.training.id, person=visitor, unit=visitor.unit)
    assert sheets.open_for(day.assessment.id, visitor.id, actor=identity(day.examiner)).number == 1


def test_an_unknown_assessment_or_station_is_not_found(cast):
    for ask in (assessments.get, assessments.station):
        with pytest.raises(NotFound):
            ask(999)


def test_a_page_of_marks_takes_as_many_queries_for_fifty_people_as_for_two(cast):
    day = FieldDay(cast, PHYSIQUE, exercises=["grip", "sit_reach"], people=50)
    for person in day.trainees[:2]:
        day.enter("grip", "45.0", person)
    with counting_queries() as few:
        assert len(marks.page(day.assessment)[0]) == 2
    for person in day.trainees[2:]:
        day.enter("grip", "45.0", person)
    with counting_queries() as many:
        assert len(marks.page(day.assessment)[0]) == 50
    assert len(many) == len(few) <= 9
