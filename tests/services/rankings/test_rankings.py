"""Places: by total, then exercise by exercise in the standard's order, then shared; and teams. Pure."""

from dataclasses import replace
from itertools import permutations

from services import rankings, standard_files
from services.assessments.settled_sheets import Mark
from services.rankings import Contestant, Placed

CONTEST, FIREARMS = (standard_files.shipped(code) for code in ("sample-contest", "sample-firearms"))
PHYSIQUE = standard_files.shipped("physique-2003")


def one(sheet_id, total, *results, unit=1):
    return Contestant(
        sheet_id=sheet_id,
        person_id=sheet_id + 100,
        unit_id=unit,
        total=total,
        results=tuple((1, *r) if isinstance(r, tuple) else (1, r, 0) for r in results),
    )


def places(*contestants):
    return [(placed.who.sheet_id, placed.place) for placed in rankings.ranked(contestants)]


def mark(exercise, measure, points, *, passed=None, counts=True):
    return Mark(exercise, "", "", measure, None, "", points, passed, counts)


def test_two_who_share_the_first_place_are_first_and_the_next_is_third():
    assert places(one(1, 90), one(2, 95), one(3, 95)) == [(2, 1), (3, 1), (1, 3)]


def test_equal_totals_are_decided_by_the_first_exercise_then_the_next():
    assert places(one(1, 90, 40, 50), one(2, 90, 41, 49)) == [(2, 1), (1, 2)]
    assert places(one(1, 90, 40, 20, 30), one(2, 90, 40, 25, 25)) == [(2, 1), (1, 2)]


def test_equal_points_are_decided_by_the_measure_before_the_next_exercise_is_looked_at():
    assert places(one(1, 90, (40, -9100), 50), one(2, 90, (40, -9000), 50)) == [(2, 1), (1, 2)]


def test_a_better_total_goes_before_whatever_the_exercises_say():
    assert places(one(1, 91, 1, 90), one(2, 90, 90, 0)) == [(1, 1), (2, 2)]


def test_places_do_not_depend_on_the_order_of_the_sheets():
    people = [one(1, 95), one(2, 90, 3), one(3, 90, 3), one(4, 90, 4)]
    assert {tuple(places(*some)) for some in permutations(people)} == {((1, 1), (4, 2), (2, 3), (3, 3))}


def test_nobody_is_ranked_where_nobody_came():
    assert places() == []
    assert rankings.teams([], 2) == []


def test_ties_are_broken_in_the_order_of_the_standard():
    assert rankings.tie_break(CONTEST) == ["shuttle4x10", "pistol_rings", "handcuffing"]
    assert rankings.tie_break(FIREARMS) == ["pistol_rings", "pistol_time"]


def test_marksmen_are_told_apart_by_time_before_anything_else():
    assert rankings.tie_break(FIREARMS, time_first=True) == ["pistol_time", "pistol_rings"]


def test_less_time_is_better_and_more_rings_are():
    fast, slow = ([mark("pistol_time", ms, 0), mark("pistol_rings", 90, 90)] for ms in (31_000, 32_000))
    order = rankings.tie_break(FIREARMS, time_first=True)
    assert rankings.results(FIREARMS, order, fast) > rankings.results(FIREARMS, order, slow)
    few, many = ([mark("pistol_rings", n, n)] for n in (90, 91))
    assert rankings.results(FIREARMS, order, many) > rankings.results(FIREARMS, order, few)


def test_what_was_measured_beside_the_total_and_what_was_not_done_is_worth_less_than_any_result():
    order = ["pistol_rings"]
    nothing = rankings.results(CONTEST, order, [])
    assert rankings.results(CONTEST, order, [mark("pistol_rings", 99, 99, counts=False)]) == nothing
    assert rankings.results(CONTEST, order, [mark("pistol_rings", 0, 0)]) > nothing


def test_a_weight_decides_by_its_points_alone():
    heavy, light = ([mark("height_weight", g, 5)] for g in (70_000, 60_000))
    order = ["height_weight"]
    assert rankings.results(PHYSIQUE, order, heavy) == rankings.results(PHYSIQUE, order, light)


def ranked(*contestants):
    return rankings.ranked(contestants)


def told(teams):
    return [(team.unit_id, team.place, team.total, len(team.best)) for team in teams]


def test_a_team_is_the_sum_of_its_best_and_the_others_do_not_count():
    east = one(1, 90, unit=1), one(2, 80, unit=1), one(3, 10, unit=1)
    placed = ranked(*east, one(4, 85, unit=2), one(5, 84, unit=2))
    assert told(rankings.teams(placed, 2)) == [(1, 1, 170, 2), (2, 2, 169, 2)]


def test_teams_with_one_sum_share_a_place_and_the_next_is_skipped():
    placed = ranked(one(1, 90, unit=1), one(2, 90, unit=2), one(3, 50, unit=3))
    assert [(team.unit_id, team.place) for team in rankings.teams(placed, 1)] == [(1, 1), (2, 1), (3, 3)]


def test_a_unit_with_fewer_people_than_count_has_no_place_and_comes_last():
    placed = ranked(one(1, 99, unit=1), one(2, 50, unit=2), one(3, 50, unit=2))
    assert told(rankings.teams(placed, 2)) == [(2, 1, 100, 2), (1, None, None, 1)]


def test_whoever_of_a_shared_place_stands_for_a_unit_the_sum_is_the_same():
    three = [one(n, 70, unit=1) for n in (1, 2, 3)]
    totals = {rankings.teams(ranked(*order), 2)[0].total for order in permutations(three)}
    assert totals == {140}
    assert rankings.teams([Placed(1, replace(three[0], total=71))], 1)[0].total == 71
