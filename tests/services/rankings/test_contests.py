"""A contest from its sheets to its medals, and the list of marksmen."""

import pytest

from models import AssessmentKind, Award, AwardState, AwardVersion, Person, Season, SeasonKind
from services import bureau, clock
from services.awards import by_hand, desk, earning, lineage, runs
from services.errors import Forbidden, Invalid, NotFound
from services.installation import settings
from services.rankings import contests
from tests.support.contest_day import ContestDay, medals
from tests.support.factories import Cast, identity
from tests.support.field_day import CONTEST, FIREARMS, RECRUIT, FieldDay, make_season


@pytest.fixture
def cast(database):
    made = Cast()
    make_season()
    return made


@pytest.fixture
def day(cast):
    return ContestDay(cast)


@pytest.fixture
def admin(cast):
    return identity(cast.admin)


def ranking(day, actor=None):
    return contests.ranking_of(day.assessment.id, actor=actor or day.chief)


def told(day):
    return [(line.sheet.person.name, line.place, line.total) for line in ranking(day).lines]


def causes():
    """(name, cause) of every version, in the order they were made."""
    rows = AwardVersion.select(AwardVersion, Award, Person).join(Award).join(Person).order_by(AwardVersion.id)
    return [(row.award.person.name, row.cause) for row in rows]


def test_the_ranking_shares_places_and_skips_the_next(day):
    for name, rings in (("甲", 80), ("乙", 95), ("丙", 95)):
        day.does(name, rings)
    assert told(day) == [("乙", 1, 275), ("丙", 1, 275), ("甲", 3, 260)]


def test_equal_totals_are_decided_by_the_first_exercise_of_the_standard(day):
    day.does("甲", 90)
    day.does("乙", 89, shuttle4x10="9.9")
    assert told(day) == [("乙", 1, 270), ("甲", 2, 270)]


def test_an_unsettled_sheet_and_an_incomplete_one_have_no_place(day):
    day.does("甲", 80)
    day.enter("pistol_rings", "99")
    assert told(day) == [("甲", 1, 260)]
    assert ranking(day).waiting == 1
    day.settle(reason="中途离开")
    found = ranking(day)
    assert [(line.sheet.person.name, line.place, line.why) for line in found.others] == [
        ("林晓", None, "incomplete")
    ]
    assert found.waiting == 0


def test_teams_are_of_the_units_that_people_were_in_on_the_day(cast):
    day = ContestDay(cast, team_size=2)
    for name, rings, unit in (("甲", 90, cast.east), ("乙", 80, cast.east), ("丙", 95, cast.west)):
        day.does(name, rings, unit)
    Person.update(unit=cast.west).where(Person.name.in_(["甲", "乙"])).execute()
    teams = ranking(day).teams
    assert [(unit.name, team.place, team.total, len(team.best)) for team, unit in teams] == [
        ("城东分局", 1, 530, 2),
        ("城西分局", None, None, 1),
    ]


def test_only_a_contest_has_a_team_size(cast):
    assert ContestDay(cast, team_size=3).assessment.team_size == 3
    assert FieldDay(cast, RECRUIT, team_size=3).assessment.team_size is None


def test_nobody_has_a_medal_before_the_contest_is_closed(day):
    sheet = day.does("甲", 90)
    assert medals() == {}
    assert earning.why_none(day.marked(day.people["甲"]).versions[-1]) == earning.NOT_CLOSED
    day.close()
    assert medals() == {"甲": "gold"}
    assert list(earning.carried_by([sheet.id])) == [sheet.id]


def test_the_first_three_places_are_gold_silver_and_bronze(day):
    for name, rings in (("甲", 80), ("乙", 95), ("丙", 90), ("丁", 70)):
        day.does(name, rings)
    day.close()
    assert medals() == {"乙": "gold", "丙": "silver", "甲": "bronze"}
    assert earning.why_none(day.marked(day.people["丁"]).versions[-1]) == earning.NOT_PLACED


def test_two_firsts_have_gold_each_and_nobody_has_silver(day):
    for name, rings in (("甲", 95), ("乙", 95), ("丙", 90)):
        day.does(name, rings)
    day.close()
    assert medals() == {"甲": "gold", "乙": "gold", "丙": "bronze"}


def test_closing_twice_gives_nothing_twice(day):
    day.does("甲", 90)
    day.close()
    day.close()
    assert AwardVersion.select().count() == 1


def test_a_correction_after_closing_ranks_anew_and_the_medals_follow(day):
    for name, rings in (("甲", 95), ("乙", 90), ("丙", 85), ("丁", 80)):
        day.does(name, rings)
    day.close()
    day.corrects("甲", 60)
    assert medals() == {"乙": "gold", "丙": "silver", "丁": "bronze"}
    states = dict(AwardVersion.select(AwardVersion.version, AwardVersion.state).join(Award).join(Person)
                  .where(Person.name == "甲").tuples())  # fmt: skip
    assert states == {1: AwardState.REVOKED}
    assert causes()[3:] == [(name, lineage.RANKED) for name in ("乙", "丙", "丁")]
    assert Award.select().count() == 4


def test_a_correction_that_leaves_the_places_changes_no_other_medal(day):
    for name, rings in (("甲", 95), ("乙", 90)):
        day.does(name, rings)
    day.close()
    day.corrects("甲", 94)
    assert medals() == {"甲": "gold", "乙": "silver"}
    assert causes() == [("甲", "closed"), ("乙", "closed"), ("甲", "corrected")]


def test_a_sheet_settled_after_closing_takes_its_place(day):
    day.does("甲", 90)
    late = day.tries("乙", 95)
    day.close()
    assert medals() == {"甲": "gold"}
    day.settle(late)
    assert medals() == {"乙": "gold", "甲": "silver"}


def test_each_contest_of_a_season_has_its_own_medals(cast):
    for _ in range(2):
        day = ContestDay(cast)
        day.does("甲", 90)
        day.close()
    assert Award.select().count() == 2
    assert [award.edition for award in Award.select().order_by(Award.id)] == [1, 2]


def test_a_contest_outside_all_seasons_gives_no_medal_until_a_run_after_one_is_set(cast, admin):
    Season.delete().execute()
    day = ContestDay(cast)
    day.does("甲", 90)
    day.close()
    assert medals() == {}
    assert earning.why_none(day.marked(day.people["甲"]).versions[-1]) == earning.NO_SEASON
    today = clock.today()
    settings.put_seasons(today.year, {SeasonKind.AUTUMN: (today, today)}, actor=admin)
    assert runs.run("contest", today.year, actor=admin) == 1
    assert medals() == {"甲": "gold"}


def test_a_badge_switched_on_late_is_given_by_a_run_which_says_so_before(day, admin):
    desk.switch("contest", actor=admin, is_in_force=False, is_hidden=False)
    for name, rings in (("甲", 95), ("乙", 90)):
        day.does(name, rings)
    day.close()
    assert medals() == {}
    assert earning.why_none(day.marked(day.people["甲"]).versions[-1]) == earning.NOT_GIVEN
    desk.switch("contest", actor=admin, is_in_force=True, is_hidden=False)
    year = Season.get().year
    found = runs.preview("contest", year, actor=admin)
    assert [(one.person.name, one.step.what, one.step.claim.metal.value) for one in found.found] == [
        ("甲", "give", "gold"),
        ("乙", "give", "silver"),
    ]
    assert runs.run("contest", year, actor=admin) == 2
    assert medals() == {"甲": "gold", "乙": "silver"}
    assert runs.run("contest", year, actor=admin) == 0


def test_a_medal_withdrawn_by_hand_stays_so_when_the_places_change(day, admin):
    for name, rings in (("甲", 95), ("乙", 90)):
        day.does(name, rings)
    day.close()
    by_hand.withdraw(Award.get(person=day.people["甲"]).id, actor=admin, reason="冒名")
    assert earning.why_none(day.marked(day.people["甲"]).versions[-1]) == earning.WITHDRAWN
    day.corrects("甲", 99)
    assert medals() == {"乙": "silver"}


def test_who_took_part_sees_the_ranking_once_it_is_closed_and_nobody_else_does(cast, day):
    day.does("甲", 90)
    own = identity(day.people["甲"])
    with pytest.raises(Forbidden):
        ranking(day, own)
    day.close()
    assert [line.place for line in ranking(day, own).lines] == [1]
    with pytest.raises(Forbidden):
        ranking(day, identity(cast.stranger))
    with pytest.raises(Forbidden):
        contests.export(day.assessment.id, "pdf", actor=own)


def test_who_took_part_sees_the_first_ten_and_themselves(day):
    for n in range(12):
        day.does(f"人{n:02}", 90 - n)
    day.close()
    last = ranking(day, identity(day.people["人11"]))
    assert [line.place for line in last.lines] == [*range(1, 11), 12]
    assert len(ranking(day).lines) == 12


def test_a_fitness_test_has_no_ranking(cast):
    with pytest.raises(NotFound):
        ranking(FieldDay(cast, RECRUIT))


@pytest.fixture
def range_day(cast):
    return ContestDay(cast, code=FIREARMS, kind=AssessmentKind.FIREARMS)


def shoots(day, name, rings, seconds):
    day.does(name, rings, pistol_time=str(seconds))


@pytest.fixture(autouse=True)
def _shots_only(monkeypatch, request):
    if "range_day" in request.fixturenames:
        monkeypatch.setattr("tests.support.contest_day.ALIKE", {})


def test_there_is_no_list_of_marksmen_until_the_bureau_turns_it_on(range_day):
    shoots(range_day, "甲", 90, 30)
    with pytest.raises(NotFound):
        ranking(range_day)
    bureau.put(bureau.MARKSMEN, True)
    assert told(range_day) == [("甲", 1, 90)]


def test_marksmen_are_ranked_by_rings_then_time(range_day):
    bureau.put(bureau.MARKSMEN, True)
    for name, rings, seconds in (("甲", 90, 31), ("乙", 95, 40), ("丙", 90, "30.5"), ("丁", 90, 31)):
        shoots(range_day, name, rings, seconds)
    assert told(range_day) == [("乙", 1, 95), ("丙", 2, 90), ("甲", 3, 90), ("丁", 3, 90)]


def test_the_pass_mark_of_firearms_is_the_bureaus_and_unset_until_it_says(range_day):
    shoots(range_day, "甲", 95, 30)
    before = range_day.snapshot(range_day.people["甲"])
    assert (before["total"], before["grade"], before["complete"]) == (95, None, True)
    assert {"code": "grades_not_set"} in before["notes"]
    bureau.put(f"grades.{FIREARMS}", [["优秀", 90], ["良好", 80], ["合格", 70]])
    shoots(range_day, "乙", 92, 30)
    shoots(range_day, "丙", 60, 30)
    grades = {name: range_day.snapshot(person)["grade"] for name, person in range_day.people.items()}
    assert grades == {"甲": None, "乙": "优秀", "丙": None}
    assert medals() == {"乙": "gold"}
    assert Award.get().badge.code == "marksman"


def test_who_did_not_reach_the_pass_mark_is_not_among_the_marksmen(range_day):
    bureau.put(bureau.MARKSMEN, True)
    bureau.put(f"grades.{FIREARMS}", [["合格", 70]])
    shoots(range_day, "甲", 70, 30)
    shoots(range_day, "乙", 69, 20)
    assert told(range_day) == [("甲", 1, 70)]
    assert [line.why for line in ranking(range_day).others] == ["not_passed"]


def test_a_contest_may_be_held_under_any_standard_with_a_total_and_firearms_under_their_own(cast):
    assert FieldDay(cast, FIREARMS, kind=AssessmentKind.CONTEST).assessment.kind is AssessmentKind.CONTEST
    for code, kind in (
        (RECRUIT, AssessmentKind.CONTEST),
        (CONTEST, AssessmentKind.FIREARMS),
        (FIREARMS, AssessmentKind.FITNESS),
    ):
        with pytest.raises(Invalid) as refusal:
            FieldDay(cast, code, kind=kind)
        assert list(refusal.value.errors) == ["kind"]
