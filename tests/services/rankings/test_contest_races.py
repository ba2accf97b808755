"""A contest closed, settled and corrected at once: its medals are those of the places after all."""

import pytest

from models import AwardVersion
from tests.services.sheets.test_settling import at_once
from tests.support.contest_day import ContestDay, medals
from tests.support.factories import Cast
from tests.support.field_day import make_season


@pytest.fixture
def cast(database):
    return Cast()


@pytest.mark.parametrize("_round", range(3))
def test_sheets_settled_while_their_contest_is_closed_have_the_medals_of_their_places(cast, _round):
    make_season()
    day = ContestDay(cast)
    people = [day.tries(name, rings) for name, rings in (("甲", 80), ("乙", 95), ("丙", 90), ("丁", 85))]
    for person in people:
        day.sheet(person)
    acts = [lambda who=who: day.settle(who) for who in people]
    assert all(not isinstance(told, type) for told in at_once(*acts[:2], day.close, *acts[2:]))
    assert medals() == {"乙": "gold", "丙": "silver", "丁": "bronze"}


def test_two_corrections_at_once_leave_the_medals_of_the_places_after_both(cast):
    make_season()
    day = ContestDay(cast)
    for name, rings in (("甲", 95), ("乙", 90), ("丙", 85)):
        day.does(name, rings)
    day.close()
    at_once(lambda: day.corrects("甲", 70), lambda: day.corrects("丙", 99))
    assert medals() == {"丙": "gold", "乙": "silver", "甲": "bronze"}
    assert AwardVersion.select().where(AwardVersion.state == "valid").count() == 3
