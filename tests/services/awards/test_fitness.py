"""One medal a person and season, numbered without gaps, following every correction."""

from itertools import permutations

import pytest

from models import AssessmentKind, Award, AwardState, AwardVersion, SeasonKind
from services.awards import earning
from tests.support import factories
from tests.support.awarding import make_assessment, make_season, make_sheet, settle
from tests.support.factories import Cast


@pytest.fixture
def bureau(database):
    return Cast()


@pytest.fixture
def signer(bureau):
    return factories.identity(bureau.instructor).account_id


@pytest.fixture
def sheet(bureau):
    return make_sheet(make_assessment(bureau.east, season=make_season()), bureau.officer)


@pytest.fixture
def retest(bureau, sheet):
    return make_sheet(make_assessment(bureau.east, season=make_season()), bureau.officer)


def stands(award=None):
    """(version, metal, state) of every version of the only award, oldest first."""
    assert Award.select().count() <= 1
    return [
        (v.version, v.metal.value, v.state.value) for v in AwardVersion.select().order_by(AwardVersion.id)
    ]


def test_a_pass_awards_a_medal_with_the_first_edition_and_a_random_code(sheet, signer):
    version, made = settle(sheet, "silver", signer=signer)

    assert (made.award.edition, made.metal.value, made.state) == (1, "silver", AwardState.VALID)
    assert made.award.person_id == sheet.person_id
    assert made.award.unit_id == sheet.unit_id
    assert len(made.check_code) >= 16
    assert set(made.check_code) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
    assert earning.why_none(version) is None
    assert earning.carried_by([sheet.id])[sheet.id] == made


def test_no_grade_no_medal_and_the_reason_is_told(sheet, signer):
    version, made = settle(sheet, None, signer=signer)

    assert made is None
    assert stands() == []
    assert earning.why_none(version) == earning.NOT_PASSED


def test_without_grade_lines_there_is_no_medal_and_the_reason_is_told(sheet, signer):
    version, made = settle(sheet, None, signer=signer, notes=[{"code": "grades_not_set"}])

    assert made is None
    assert earning.why_none(version) == earning.NO_GRADE_LINES


def test_an_assessment_outside_all_seasons_awards_nothing(bureau, signer):
    version, made = settle(make_sheet(make_assessment(bureau.east), bureau.officer), "gold", signer=signer)

    assert made is None
    assert Award.select().count() == 0
    assert earning.why_none(version) == earning.NO_SEASON


def test_a_contest_awards_no_fitness_medal(bureau, signer):
    contest = make_assessment(bureau.east, season=make_season(), kind=AssessmentKind.CONTEST)
    version, made = settle(make_sheet(contest, bureau.officer), "gold", signer=signer)

    assert made is None
    assert earning.why_none(version) == earning.NOT_CLOSED


def test_a_better_retest_upgrades_the_same_medal(sheet, retest, signer):
    _, first = settle(sheet, "bronze", signer=signer)
    _, second = settle(retest, "gold", signer=signer)

    assert stands() == [(1, "bronze", "superseded"), (2, "gold", "valid")]
    assert second.award_id == first.award_id
    assert second.check_code != first.check_code


@pytest.mark.parametrize("later", ["bronze", "silver", None])
def test_a_retest_that_is_no_better_changes_nothing_and_says_why(sheet, retest, signer, later):
    settle(sheet, "silver", signer=signer)
    version, made = settle(retest, later, signer=signer)

    assert made is None
    assert stands() == [(1, "silver", "valid")]
    assert earning.why_none(version) == (earning.BETTER_STANDS if later else earning.NOT_PASSED)


def test_a_correction_of_the_sheet_that_earned_it_lowers_the_medal(sheet, signer):
    settle(sheet, "gold", signer=signer)
    settle(sheet, "bronze", signer=signer)

    assert stands() == [(1, "gold", "superseded"), (2, "bronze", "valid")]


def test_a_correction_to_no_grade_revokes_and_earning_again_revives_the_same_edition(sheet, retest, signer):
    settle(sheet, "gold", signer=signer)
    _, gone = settle(sheet, None, signer=signer)
    assert gone is None
    assert stands() == [(1, "gold", "revoked")]

    _, back = settle(retest, "bronze", signer=signer)
    assert stands() == [(1, "gold", "revoked"), (2, "bronze", "valid")]
    assert back.award.edition == 1


def test_when_the_better_sheet_falls_the_medal_falls_back_to_the_other_sheet(sheet, retest, signer):
    settle(sheet, "bronze", signer=signer)
    settle(retest, "gold", signer=signer)
    settle(retest, None, signer=signer)

    assert stands()[-1] == (3, "bronze", "valid")
    assert list(earning.carried_by([sheet.id, retest.id])) == [sheet.id]


def test_an_equal_correction_makes_a_version_only_if_something_printed_changes(sheet, signer):
    _, first = settle(sheet, "silver", signer=signer, total=30)
    _, same = settle(sheet, "silver", signer=signer, total=30)
    assert same == first
    assert stands() == [(1, "silver", "valid")]

    settle(sheet, "silver", signer=signer, total=31)
    assert stands() == [(1, "silver", "superseded"), (2, "silver", "valid")]


@pytest.mark.parametrize("order", list(permutations(["bronze", "gold", None])))
def test_the_medal_does_not_depend_on_the_order_of_settling(bureau, signer, order):
    season = make_season()
    for metal in order:
        settle(make_sheet(make_assessment(bureau.east, season=season), bureau.officer), metal, signer=signer)

    assert stands()[-1][1:] == ("gold", "valid")
    assert sum(state == "valid" for _, _, state in stands()) == 1


def test_another_season_is_another_medal_with_its_own_numbers(bureau, sheet, signer):
    settle(sheet, "gold", signer=signer)
    winter = make_assessment(bureau.east, season=make_season(SeasonKind.WINTER))
    _, other = settle(make_sheet(winter, bureau.officer), "bronze", signer=signer)

    assert Award.select().count() == 2
    assert other.award.edition == 1


def test_a_sheet_whose_training_moved_to_another_season_keeps_its_medal(bureau, sheet, signer):
    settle(sheet, "gold", signer=signer)
    training = sheet.assessment.training
    training.season = make_season(SeasonKind.WINTER)
    training.save()
    settle(sheet, "silver", signer=signer)

    assert stands() == [(1, "gold", "superseded"), (2, "silver", "valid")]
