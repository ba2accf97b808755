"""What a wall shows beside what was earned: goals this person can meet, and how far they are."""

from datetime import UTC, date, datetime

import pytest

from models import AssessmentKind, Badge, Enrolment, SeasonKind, TrainingKind
from services import badges, bureau, clock
from services.awards import desk
from services.medals import goals, wall
from tests.support.awarding import attend, make_assessment, make_season, make_sheet, make_training, settle
from tests.support.factories import Cast, identity

TODAY = date(2026, 11, 22)


@pytest.fixture
def cast(database, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: clock.at(TODAY))
    for kind in SeasonKind:
        make_season(kind)
    return Cast()


@pytest.fixture
def sat(cast):
    def sat(kind, metal="silver", **facts):
        at = datetime.combine(make_season(kind).first_on, datetime.min.time(), UTC)
        sheet = make_sheet(make_assessment(cast.east, season=make_season(kind), at=at), cast.officer)
        settle(sheet, metal, signer=identity(cast.instructor).account_id, **facts)

    return sat


def goals_of(person):
    actor = identity(person)
    return {goal.kind.code: goal for goal in goals.of(actor, wall.of(actor.person_id))}


def coming(cast, person, **facts):
    at = datetime(2026, 12, 3, 1, tzinfo=UTC)
    training = make_training(cast.east, season=make_season(SeasonKind.WINTER), at=at, **facts)
    Enrolment.create(training=training, person=person, unit=person.unit)
    return training


def test_only_what_this_person_can_do_something_for_is_shown(cast):
    bureau.put(badges.setting("gold_instructor"), 20)
    bureau.put(badges.setting("course"), 80)

    assert set(goals_of(cast.officer)) == {"personal_best", "full_attendance", "four_seasons"}
    assert "gold_instructor" in goals_of(cast.instructor)
    coming(cast, cast.officer, kind=TrainingKind.COURSE, title="青干班")
    shoot = make_assessment(cast.east, season=make_season(SeasonKind.WINTER), kind=AssessmentKind.FIREARMS,
                            at=datetime(2026, 12, 3, 1, tzinfo=UTC))  # fmt: skip
    Enrolment.create(training=shoot.training, person=cast.officer, unit=cast.officer.unit)
    assert goals_of(cast.officer)["course"].text == "“青干班”出勤满 80% 就有"
    assert "marksman" in goals_of(cast.officer)


def test_a_number_that_is_not_set_and_a_hidden_badge_are_not_promised(cast):
    assert "gold_instructor" not in goals_of(cast.instructor)
    desk.switch("four_seasons", actor=identity(cast.admin), is_in_force=True, is_hidden=True)
    assert "four_seasons" not in goals_of(cast.officer)
    desk.switch("personal_best", actor=identity(cast.admin), is_in_force=False, is_hidden=False)
    assert "personal_best" not in goals_of(cast.officer)


def test_full_attendance_counts_up_and_an_absence_points_to_the_next_season(cast):
    winter = make_season(SeasonKind.WINTER)
    attend(make_training(cast.east, season=winter, at=datetime(2026, 11, 3, 1, tzinfo=UTC)), cast.officer)
    coming(cast, cast.officer)
    goal = goals_of(cast.officer)["full_attendance"]
    assert (goal.value, goal.full, goal.is_near) == (1, 2, True)

    missed = make_training(cast.east, season=winter, at=datetime(2026, 11, 4, 1, tzinfo=UTC))
    Enrolment.create(training=missed, person=cast.officer, unit=cast.officer.unit)
    goal = goals_of(cast.officer)["full_attendance"]
    assert (goal.full, goal.is_near) == (0, False)
    assert "下一季" in goal.text


def test_four_seasons_count_up_until_one_is_missed(cast, sat):
    for kind in (SeasonKind.SPRING, SeasonKind.SUMMER, SeasonKind.AUTUMN):
        sat(kind)
    goal = goals_of(cast.officer)["four_seasons"]
    assert (goal.value, goal.full) == (3, 4)
    sat(SeasonKind.SPRING)  # the same season again is no further one
    assert goals_of(cast.officer)["four_seasons"].value == 3
    assert "明年" in goals_of(cast.auxiliary)["four_seasons"].text


def test_a_record_asks_for_a_first_test_then_for_a_better_one(cast, sat):
    assert not goals_of(cast.officer)["personal_best"].is_near
    sat(SeasonKind.AUTUMN, total=29)
    assert "29" in goals_of(cast.officer)["personal_best"].text


def test_what_is_earned_is_no_goal_and_a_hidden_badge_is_seen_once_earned(cast, sat):
    desk.switch("personal_best", actor=identity(cast.admin), is_in_force=True, is_hidden=True)
    sat(SeasonKind.AUTUMN, total=29)
    sat(SeasonKind.WINTER, total=30)
    found = wall.of(cast.officer.id)

    assert "personal_best" not in goals_of(cast.officer)
    assert [medal.badge for medal in found.year(2026).others] == ["personal_best"]
    assert Badge.get(code="personal_best").is_hidden


def test_outside_all_seasons_there_are_no_goals(cast, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: clock.at(date(2027, 1, 5)))
    assert goals_of(cast.officer) == {}
