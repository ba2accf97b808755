"""What may be recorded at a station, once, by whom; and what is refused without a trace."""

import pytest

from services import planning, trainings
from services.errors import Forbidden, Invalid, NotFound
from services.sheets import entries
from tests.support.factories import Cast, identity, make_person
from tests.support.field_day import POLICE, FieldDay, fresh
from tests.support.tables import digest


@pytest.fixture
def cast(database):
    return Cast()


def test_tries_are_counted_by_the_standard_and_a_void_gives_one_back(cast):
    day = FieldDay(cast)
    first = day.enter("run1000", "4:00")
    before = digest()
    with pytest.raises(entries.TriesSpent):
        day.enter("run1000", "3:50")
    assert digest() == before
    day.void(first)
    day.enter("run1000", "3:50")
    assert day.marked().result("run1000")["shown"] == "3′50″"


def test_an_entry_sent_twice_is_kept_once(cast):
    day, entry_id = FieldDay(cast), fresh()
    first = day.enter("jumpreach", "2.50", entry_id=entry_id)
    before = digest()
    assert day.enter("jumpreach", "2.50", entry_id=entry_id).id == first.id
    assert digest() == before


def test_other_content_under_a_known_id_is_refused(cast):
    day, entry_id = FieldDay(cast), fresh()
    day.enter("jumpreach", "2.50", entry_id=entry_id)
    day.sheet(day.examiner)
    before = digest()
    with pytest.raises(entries.Conflict):
        day.enter("jumpreach", "2.60", entry_id=entry_id)
    with pytest.raises(entries.Conflict):
        day.enter("jumpreach", "2.50", day.examiner, entry_id=entry_id)
    assert digest() == before


@pytest.mark.parametrize("text", ["3:75", "", "abc", "-3:38", "0", "3:38:00", "99:00", "1e3", "3.8 kg", "٣"])
def test_what_is_no_plausible_time_is_refused_and_changes_nothing(cast, text):
    day = FieldDay(cast)
    day.sheet()
    before = digest()
    with pytest.raises(Invalid) as refusal:
        day.enter("run1000", text)
    assert refusal.value.errors["value"]
    assert digest() == before


def test_another_stations_exercise_is_refused(cast):
    day = FieldDay(cast)
    sheet = day.sheet()
    before = digest()
    with pytest.raises(entries.OtherExercise):
        entries.record(
            day.stations["run1000"].id,
            sheet.id,
            text="4:00",
            exercise="jumpreach",
            entry_id=fresh(),
            actor=identity(day.examiner),
        )
    assert digest() == before


@pytest.mark.parametrize("who", ["officer", "stranger", "registrar"])
def test_who_does_not_examine_at_the_station_enters_nothing(cast, who):
    day = FieldDay(cast)
    sheet = day.sheet()
    before = digest()
    with pytest.raises(Forbidden):
        entries.record(
            day.stations["run1000"].id,
            sheet.id,
            text="4:00",
            exercise="run1000",
            entry_id=fresh(),
            actor=identity(getattr(cast, who)),
        )
    assert digest() == before


def test_a_station_writes_only_on_sheets_of_its_own_assessment(cast):
    day, other = FieldDay(cast), FieldDay(cast)
    with pytest.raises(NotFound):
        entries.record(
            day.stations["run1000"].id,
            other.sheet().id,
            text="4:00",
            exercise="run1000",
            entry_id=fresh(),
            actor=day.chief,
        )


def test_a_cancelled_assessment_takes_no_entry(cast):
    day = FieldDay(cast)
    day.sheet()
    planning.cancel(day.training.id, actor=day.chief)
    with pytest.raises(trainings.Cancelled):
        day.enter("run1000", "4:00")


def test_a_void_needs_a_reason_and_a_target(cast):
    day = FieldDay(cast)
    made = day.enter("run1000", "4:00")
    before = digest()
    with pytest.raises(Invalid):
        day.void(made, "  ")
    with pytest.raises(NotFound):
        entries.void(fresh(), reason="犯规", entry_id=fresh(), actor=identity(day.examiner))
    assert digest() == before


def choose(day, exercise, by=None):
    return entries.choose(day.sheet().id, exercise, entry_id=fresh(), actor=identity(by or day.cast.officer))


def test_a_person_chooses_until_something_in_the_category_is_measured_then_the_chief_does(cast):
    day = FieldDay(cast, POLICE)
    choose(day, "pullup")
    choose(day, "dips")
    assert day.snapshot()["choices"]["3"] == "dips"
    day.enter("dips", "15")
    nobody = make_person(cast.east)
    before = digest()
    with pytest.raises(entries.AlreadyMeasured):
        choose(day, "pullup")
    with pytest.raises(Forbidden):
        choose(day, "pullup", by=nobody)
    assert digest() == before
    choose(day, "pullup", by=cast.instructor)
    assert day.snapshot()["choices"]["3"] == "pullup"


def test_only_items_of_a_category_with_several_can_be_chosen(cast):
    day = FieldDay(cast)
    for exercise in ("jumpreach", "flying"):
        with pytest.raises(Invalid):
            choose(day, exercise)
