"""A station waits for whom it tests, and for no one else."""

from datetime import date, timedelta

import pytest

from models import Sex
from services import assessments, scoring, stations
from services.stations import _years_before
from tests.support.factories import Cast, identity, make_person
from tests.support.field_day import PHYSIQUE, FieldDay


def test_a_station_waits_for_the_sex_and_ages_it_tests(database):
    cast = Cast()
    day = FieldDay(cast, PHYSIQUE, exercises=["pushup", "grip"])
    on = assessments.on(day.assessment)
    tomorrow = on + timedelta(days=1)
    young = make_person(cast.east, born_on=date(2001, 4, 2))
    forty_tomorrow = make_person(cast.east, born_on=_years_before(tomorrow, 40))
    forty_today = make_person(cast.east, born_on=_years_before(on, 40))
    woman = make_person(cast.east, born_on=date(2001, 4, 2), sex=Sex.FEMALE)
    for person in (young, forty_tomorrow, forty_today, woman):
        day.sheet(person)

    def waits(exercise):
        place = stations.place(day.stations[exercise].id, identity(day.examiner))
        sheets, total = stations.waiting(place)
        assert total == len(sheets)
        return [sheet.person_id for sheet in sheets]

    assert waits("pushup") == [young.id, forty_tomorrow.id]
    assert waits("grip") == [young.id, forty_tomorrow.id, forty_today.id, woman.id]
    day.enter("pushup", "40", young)
    assert waits("pushup") == [forty_tomorrow.id]


@pytest.mark.parametrize("on", [date(2026, 2, 28), date(2026, 3, 1), date(2028, 2, 29), date(2026, 12, 31)])
@pytest.mark.parametrize("years", [20, 26, 40])
def test_the_bound_on_births_agrees_with_the_age_of_the_scoring(on, years):
    latest = _years_before(on, years)
    for days in range(-3, 4):
        born = latest + timedelta(days=days)
        assert (born <= latest) == (scoring.age_on(born, on) >= years), born
