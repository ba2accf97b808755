"""One stop after another: a person's next station, who comes to a station, what the hall sees."""

from datetime import timedelta

import pytest

from models import Entry, EntryKind, Finish, Sex
from services import checkins, clock, planning, sheets, stations
from services.assessments import get
from services.planning import assessment_plans
from services.sheets import entries, exemptions
from services.stations import flow
from tests.conftest import counting_queries
from tests.support.factories import Cast, digits_of, identity, make_person
from tests.support.field_day import POLICE, FieldDay, born, fresh


@pytest.fixture
def cast(database):
    return Cast()


@pytest.fixture
def day(cast):
    return FieldDay(cast, people=4)


def way(day, person=None):
    return flow.way_of(day.sheet(person), get(day.assessment.id))


def test_the_sheet_says_number_and_station_and_who_is_before(day):
    found = [way(day, person) for person in day.trainees]
    # shuttle is station 1, the men's run 2; the women's run 3 is nobody's, the jump is 4
    assert [(one.number, one.stations, one.ahead) for one in found] == [
        (1, (1,), 0),
        (2, (2,), 0),
        (3, (4,), 0),
        (4, (1,), 1),
    ]
    assert found[1].exercise == "1000米跑"


def test_a_result_sends_on_and_a_void_sends_back(day):
    for person in day.trainees:
        day.sheet(person)
    entry = day.enter("shuttle4x10", "12.5")
    assert way(day).stations == (2,)
    assert way(day).ahead == 1
    day.void(entry)
    assert way(day).stations == (1,)


def test_when_all_is_measured_there_is_no_next_and_a_settled_sheet_says_nothing(day):
    day.enter_all()
    assert way(day).stations == ()
    day.settle()
    assert way(day) is None


def test_nobody_is_sent_on_another_day_nor_when_it_is_called_off(day):
    day.sheet()
    with clock.stopped(clock.now() + timedelta(days=2)):
        assert way(day) is None
        assert flow.coming(get(day.assessment.id), "shuttle4x10") == ()
    planning.cancel(day.training.id, actor=identity(day.cast.instructor))
    assert way(day) is None


def test_a_station_added_later_takes_its_share(day):
    for person in day.trainees:
        day.sheet(person)
    assessment_plans.add_station(day.assessment.id, "shuttle4x10", "", actor=day.chief)
    assert way(day).stations == (1, 5)


def test_a_group_without_a_table_is_sent_to_no_such_station_and_a_choice_holds(cast):
    day = FieldDay(cast, POLICE, exercises=["run100", "shuttle4x10", "run800", "run1000"])
    woman = make_person(cast.east, sex=Sex.FEMALE, born_on=born(25))
    for _n in range(3):
        day.sheet(make_person(cast.east, sex=Sex.FEMALE, born_on=born(25)))
    day.sheet(woman)
    assert not flow.coming(get(day.assessment.id), "run1000")
    entries.choose(day.sheet(woman).id, "shuttle4x10", entry_id=fresh(), actor=identity(woman))
    assert woman.id not in flow.coming(get(day.assessment.id), "run100")


def test_who_arrived_by_scanning_is_sent_in_the_order_they_came(day):
    for person in reversed(day.trainees):
        typed, once = digits_of(day.training), {"claim_id": fresh(), "device": f"phone {person.id}"}
        checkins.type_digits(day.training.id, typed, identity(person), **once)
    assert [way(day, person).number for person in day.trainees] == [4, 3, 2, 1]
    assert way(day, day.trainees[-1]).stations == (1,)


def test_those_who_were_sent_come_first_in_the_station_s_list(day):
    for person in day.trainees:
        day.sheet(person)
    place = stations.place(day.stations["jumpreach"].id, identity(day.examiner))
    coming = flow.coming(place.assessment, "jumpreach")
    assert coming == (day.trainees[2].id,)
    waiting, total = stations.waiting(place, coming)
    assert [sheet.number for sheet in waiting] == [3, 1, 2, 4]
    assert total == 4


def test_the_board_says_how_far_every_station_is_and_names_who_is_called(day):
    for person in day.trainees:
        day.sheet(person)
    day.enter("shuttle4x10", "12.5")
    stops = {stop.stations: stop for stop in flow.hall(get(day.assessment.id), "").stops}
    assert (stops[1,].done, stops[1,].left, stops[1,].called) == (1, 3, ((4, day.trainees[3].name),))
    assert stops[2,].called == ((2, day.trainees[1].name), (1, "林晓"))
    assert (stops[3,].left, stops[3,].called) == (0, ())


def test_the_queries_do_not_grow_with_the_people_and_a_second_look_reads_only_what_changed(day):
    assessment = get(day.assessment.id)
    sheet = day.sheet()
    flow.way_of(sheet, assessment)
    for n in range(30):
        day.sheet(make_person(day.cast.east, name=f"学员{n}"))
    with counting_queries() as fresh_look:
        flow.way_of(sheet, assessment)
    with counting_queries() as second:
        flow.way_of(sheet, assessment)
    with counting_queries() as board:
        flow.hall(assessment, "")
    assert len(fresh_look) <= 9
    assert len(second) <= 4
    assert len(board) <= 9


def test_who_is_let_off_goes_on_who_may_retry_comes_back_and_who_withdrew_is_sent_nowhere(day):
    for person in day.trainees:
        day.sheet(person)
    sheet_id, say = day.sheet().id, {"actor": day.chief, "reason": "脚伤"}
    exemptions.exempt(sheet_id, "shuttle4x10", entry_id=fresh(), **say)
    assert way(day).stations == (2,)
    for exercise, text in (("run1000", "4:00"), ("jumpreach", "2.80")):
        day.enter(exercise, text)
    assert way(day).stations == ()
    exemptions.retest(sheet_id, "run1000", entry_id=fresh(), **say)
    assert way(day).stations == (2,)
    place = stations.place(day.stations["run1000"].id, identity(day.examiner))
    coming = flow.coming(place.assessment, "run1000")
    assert day.cast.officer.id in coming
    assert day.cast.officer.id in {sheet.person_id for sheet in stations.waiting(place, coming)[0]}
    exemptions.withdraw(sheet_id, entry_id=fresh(), **say)
    assert way(day).stations == ()


def test_a_place_in_a_heat_sends_on_and_a_second_timer_s_does_not(day):
    sheet = day.sheet()
    facts = {
        "assessment": day.assessment,
        "station": day.stations["shuttle4x10"],
        "actor": day.chief.account_id,
    }
    for heat, is_check in (("second", True), ("first", False)):
        tap = f"tap-{heat}"
        moment = {"measured_at": clock.now(), "received_at": clock.now()}
        Entry.create(entry_id=tap, kind=EntryKind.TAP, exercise="shuttle4x10", heat=heat, **facts, **moment)
        Finish.create(
            heat=heat, place=1, tap=tap, person=day.cast.officer, exercise="shuttle4x10", measure=12_500,
            is_check=is_check, at=clock.now(), **facts,
        )  # fmt: skip
        sheets.touch(sheet.id)
        assert (way(day).stations == (1,)) is is_check
