"""The wall: earned, in reach, missed; and a condition that this person can meet on every locked place."""

from datetime import UTC, date, datetime

import pytest

from models import Enrolment, SeasonKind, Sex
from services import awards, bureau, clock
from services.medals import reach, wall
from tests.conftest import counting_queries
from tests.support import factories
from tests.support.awarding import PHYSIQUE, RECRUIT, make_assessment, make_season, make_sheet, settle
from tests.support.factories import Cast

TODAY = date(2026, 11, 22)
POLICE = "police-2010-445"


@pytest.fixture
def bureau_cast(database, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: clock.at(TODAY))
    cast = Cast()
    for kind in SeasonKind:
        make_season(kind)
    return cast


@pytest.fixture
def earn(bureau_cast):
    signer = factories.identity(bureau_cast.instructor).account_id

    def earn(kind, metal, *, year=2026, code=PHYSIQUE, person=None, **facts):
        at = datetime.combine(make_season(kind, year).first_on, datetime.min.time(), UTC)
        assessment = make_assessment(bureau_cast.east, season=make_season(kind, year), code=code, at=at)
        return settle(make_sheet(assessment, person or bureau_cast.officer), metal, signer=signer, **facts)

    return earn


@pytest.fixture
def enrol(bureau_cast):
    def enrol(person, *, code=PHYSIQUE, kind=SeasonKind.WINTER):
        at = datetime(2026, 12, 3, 0, 30, tzinfo=UTC)
        assessment = make_assessment(bureau_cast.east, season=make_season(kind), code=code, at=at)
        Enrolment.create(training=assessment.training, person=person, unit=person.unit)
        return assessment

    return enrol


def states(found, year=2026):
    return {place.season.value: place.state for place in found.year(year).places}


def look(person):
    return wall.of(person.id, on=TODAY)


def test_places_are_earned_in_reach_or_missed(bureau_cast, earn):
    earn(SeasonKind.SPRING, "silver")
    earn(SeasonKind.SUMMER, None)
    found = look(bureau_cast.officer)

    assert states(found) == {"spring": "earned", "summer": "missed", "autumn": "missed", "winter": "near"}
    assert [p.was_tested for p in found.year(2026).places] == [False, False, True, True]
    assert found.year(2026).earned == 1


def test_the_newest_year_and_season_come_first(bureau_cast, earn):
    earn(SeasonKind.SPRING, "gold", year=2025)
    earn(SeasonKind.SUMMER, "bronze")
    found = look(bureau_cast.officer)

    assert [year.year for year in found.years] == [2026, 2025]
    assert [place.season.value for place in found.year(2026).places] == [
        "winter",
        "autumn",
        "summer",
        "spring",
    ]
    assert [(m.year, m.metal.value) for m in found.medals] == [(2026, "bronze"), (2025, "gold")]


def test_with_the_season_of_today_earned_the_next_one_is_in_reach(bureau_cast, earn):
    earn(SeasonKind.WINTER, "gold")
    make_season(SeasonKind.SPRING, 2027)
    found = look(bureau_cast.officer)

    assert states(found)["winter"] == "earned"
    assert states(found, 2027) == {"spring": "near"}


def test_a_season_to_come_is_ahead_not_missed(bureau_cast):
    found = wall.of(bureau_cast.officer.id, on=date(2026, 7, 1))

    assert states(found) == {"spring": "missed", "summer": "near", "autumn": "ahead", "winter": "ahead"}


def test_a_revoked_medal_leaves_the_wall(bureau_cast, earn):
    version, _ = earn(SeasonKind.WINTER, "gold")
    settle(version.sheet, None, signer=version.signer_id)

    assert look(bureau_cast.officer).medals == ()
    assert states(look(bureau_cast.officer))["winter"] == "near"


#: 29 points for a man of 25: 合格, and 良好 begins at 30.
TWENTY_NINE = [
    {"exercise": "height_weight", "measure": 68000, "second": 1725},
    {"exercise": "lung_capacity", "measure": 3600},
    {"exercise": "step_index", "measure": 520},
    {"exercise": "grip", "measure": 44000},
    {"exercise": "pushup", "measure": 25},
    {"exercise": "situp1min", "measure": 30, "counts": False},
    {"exercise": "vjump", "measure": 350},
    {"exercise": "sit_reach", "measure": 80},
    {"exercise": "choice_reaction", "measure": 450},
    {"exercise": "one_leg_stand", "measure": 20000},
]


def test_a_total_below_a_grade_says_the_points_that_are_missing(bureau_cast, earn, enrol):
    earn(SeasonKind.AUTUMN, "bronze", results=TWENTY_NINE, total=29)
    enrol(bureau_cast.officer)
    near = look(bureau_cast.officer).near

    assert near.reach.text == "还差 1 分到良好"
    assert (near.reach.value, near.reach.full) == (29, 30)


def test_one_failed_item_says_what_it_lacks(bureau_cast, earn, enrol):
    results = [
        {"exercise": "shuttle4x10", "measure": 13000},
        {"exercise": "run1000", "measure": 272000},
        {"exercise": "jumpreach", "measure": 2700},
    ]
    earn(SeasonKind.AUTUMN, None, code=RECRUIT, results=results)
    enrol(bureau_cast.officer, code=RECRUIT)

    assert look(bureau_cast.officer).near.reach.text == "1000米跑还差 7 秒"


def test_without_grade_lines_the_condition_says_so_until_the_bureau_sets_them(bureau_cast, enrol):
    enrol(bureau_cast.officer, code=POLICE)
    assert look(bureau_cast.officer).near.reach.reason == reach.NO_LINES

    bureau.put(f"grades.{POLICE}", [["优秀", 320], ["良好", 280], ["合格", 240]])
    assert look(bureau_cast.officer).near.reach.reason == reach.PASS


def test_who_has_no_table_is_told_rather_than_asked_for_what_they_cannot_do(bureau_cast, enrol):
    elder = factories.make_person(bureau_cast.east, sex=Sex.FEMALE, born_on=date(1960, 1, 1))
    enrol(elder)

    assert look(elder).near.reach.reason == reach.NO_TABLE


def test_every_locked_place_has_a_reason_to_tell(bureau_cast, earn, enrol):
    enrol(bureau_cast.officer)
    for day in (date(2026, 1, 5), date(2026, 4, 1), TODAY):
        for place in wall.of(bureau_cast.officer.id, on=day).year(2026).places:
            assert place.medal or place.first_on
            assert (place.reach is not None) == (place.state == wall.NEAR)


def test_an_assessment_of_another_season_is_not_promised_for_this_one(bureau_cast, enrol):
    make_season(SeasonKind.SPRING, 2027)
    enrol(bureau_cast.officer, kind=SeasonKind.AUTUMN)
    found = look(bureau_cast.officer)

    assert found.coming is not None
    assert found.near.season == SeasonKind.WINTER
    assert found.near.coming is None


def test_a_wall_of_many_medals_takes_as_few_queries_as_one(bureau_cast, earn, enrol):
    enrol(bureau_cast.officer)
    earn(SeasonKind.SPRING, "gold")
    look(bureau_cast.officer)
    with counting_queries() as one:
        look(bureau_cast.officer)
    for year in (2023, 2024, 2025):
        for kind in SeasonKind:
            earn(kind, "silver", year=year)
    with counting_queries() as many:
        assert len([m for m in look(bureau_cast.officer).medals if m.badge == "fitness"]) == 13

    assert len(many) == len(one) <= 7


def test_the_version_of_a_wall_changes_with_every_change_of_a_medal_and_only_then(bureau_cast, earn):
    seen = [awards.changes_of(bureau_cast.officer.id)]
    version, _ = earn(SeasonKind.WINTER, "gold")
    seen.append(awards.changes_of(bureau_cast.officer.id))
    settle(version.sheet, None, signer=version.signer_id)
    seen.append(awards.changes_of(bureau_cast.officer.id))
    earn(SeasonKind.WINTER, "gold", person=bureau_cast.auxiliary)

    assert len(set(seen)) == 3
    assert awards.changes_of(bureau_cast.officer.id) == seen[-1]
