"""Attendance is a fold over a set: what counts, how sure it is, and that order cannot matter."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models import Attendance, Means, Phase
from services import credit
from services.attendance import Gathering, Piece, fold, grade
from services.policies import Policy, from_text

NINE = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
NOON = NINE + timedelta(hours=3)
LIN, HE = 1, 2


def seconds(n):
    return timedelta(seconds=n)


def piece(claim_id="a", person_id=LIN, *, at=NINE, after=1, **changes):
    facts = {"phase": Phase.IN, "means": Means.SCAN, "device": f"phone of {person_id}"}
    return Piece(claim_id, person_id, credited_at=at, received_at=at + seconds(after), **facts | changes)


def gathering(**changes):
    return Gathering(starts_at=NINE, ends_at=NOON, **{"policy": Policy()} | changes)


def stand(*pieces, at=NOON, amendments=None, **changes):
    return fold(pieces, gathering(**changes), people=[LIN], amendments=amendments, at=at)[LIN]


def letters(*pieces, **changes):
    return [(g.grade, g.reasons) for g in grade(pieces, gathering(**changes))]


@pytest.mark.parametrize(
    ("after", "letter"), [(-10, "B"), (0, "B"), (39.999, "B"), (40, "C"), (86400, "C"), (-10.001, "D")]
)
def test_a_live_scan_is_b_and_a_late_delivery_c(after, letter):
    assert letters(piece(after=after))[0][0] == letter


def test_an_instructor_s_tick_is_a():
    assert letters(piece(means=Means.TICK, device=None)) == [("A", ())]


def test_typed_digits_are_d_and_wait_for_review():
    standing = stand(piece(means=Means.TYPED))
    assert standing.attendance is Attendance.ABSENT
    assert [(g.grade, g.reasons) for g in standing.pending] == [("D", ("typed",))]


def test_the_second_person_of_one_device_is_d_whichever_claim_came_first():
    lin, he = piece("a", LIN, device="one"), piece("b", HE, at=NINE + seconds(10), device="one")
    assert letters(lin, he) == [("B", ()), ("D", ("shared_device",))]
    assert letters(he, lin) == [("D", ("shared_device",)), ("B", ())]


def test_a_code_from_a_browser_that_has_since_seen_the_server_is_relayed():
    until = NINE + seconds(40)
    assert letters(piece(after=3600, synced_at=until)) == [("C", ())]
    assert letters(piece(after=3600, synced_at=until + seconds(1))) == [("D", ("relayed",))]


def test_who_is_not_listed_waits_where_walk_ins_are_not_admitted():
    assert stand(piece(), admits_walk_ins=False).attendance is Attendance.ABSENT
    assert stand(piece(), admits_walk_ins=False).pending[0].reasons == ("unlisted",)
    assert stand(piece(), admits_walk_ins=False, listed=frozenset({LIN})).attendance is Attendance.PRESENT


def test_what_arrives_after_finalising_waits_for_review():
    late = piece(after=7200)
    assert stand(late, finalised_at=NINE + seconds(7199)).pending[0].reasons == ("after_close",)
    assert stand(late, finalised_at=NINE + seconds(7200)).attendance is Attendance.PRESENT


def test_a_training_closes_by_itself_72_hours_after_its_end():
    closes = timedelta(hours=72) + (NOON - NINE)
    assert stand(piece(after=closes.total_seconds())).attendance is Attendance.PRESENT
    assert stand(piece(after=closes.total_seconds() + 1)).attendance is Attendance.ABSENT
    assert stand(at=NOON + timedelta(hours=71)).is_provisional
    assert not stand(at=NOON + timedelta(hours=72)).is_provisional


def test_a_review_has_the_last_word_on_a_piece():
    assert stand(piece(means=Means.TYPED, ruling=True)).attendance is Attendance.PRESENT
    refused = stand(piece(ruling=False))
    assert refused.attendance is Attendance.ABSENT
    assert refused.pending == ()


def test_the_policy_says_which_grades_count_by_themselves():
    strict = Policy(counts=("A", "B"))
    assert stand(piece(after=3600), policy=strict).pending[0].grade == "C"
    assert stand(piece(), policy=strict).attendance is Attendance.PRESENT


@pytest.mark.parametrize(
    ("late_by", "grace", "state"),
    [(0, 0, "present"), (1, 0, "late"), (300, 5, "present"), (301, 5, "late"), (-1800, 0, "present")],
)
def test_late_begins_after_the_grace(late_by, grace, state):
    arrived = piece(at=NINE + seconds(late_by))
    assert stand(arrived, policy=Policy(late_grace=grace)).attendance is Attendance(state)


def test_the_earliest_credited_time_and_the_best_grade_hold():
    early = piece("z", at=NINE - seconds(60), after=3600)
    ticked = piece("a", at=NINE, means=Means.TICK, device=None)
    credit_in = stand(early, ticked).credits[Phase.IN]
    assert (credit_in.at, credit_in.grade) == (NINE - seconds(60), "A")


def test_a_decision_stands_above_all_evidence():
    standing = stand(piece(), amendments={LIN: Attendance.ON_LEAVE})
    assert standing.attendance is Attendance.ON_LEAVE
    assert standing.is_amended
    assert standing.minutes == 0


TIMES = st.integers(-1800, 9000)
PIECES = st.lists(
    st.builds(
        lambda claim, person, at, after, means, device, sync: piece(
            f"c{claim}",
            person,
            at=NINE + seconds(at),
            after=after,
            means=means,
            device=device,
            synced_at=None if sync is None else NINE + seconds(sync),
        ),
        st.integers(0, 10**6),
        st.sampled_from([LIN, HE]),
        TIMES,
        st.sampled_from([1, 39, 41, 90_000]),
        st.sampled_from([Means.SCAN, Means.TYPED]),
        st.sampled_from([None, "one", "two"]),
        st.none() | TIMES,
    ),
    max_size=8,
    unique_by=lambda p: p.claim_id,
)


@settings(max_examples=400, deadline=None)
@given(pieces=PIECES, random=st.randoms())
def test_attendance_does_not_depend_on_the_order_of_delivery(pieces, random):
    shuffled = random.sample(pieces, len(pieces))

    def standing(given):
        found = fold(given, gathering(), people=[LIN, HE], at=NOON)
        return {who: (s.attendance, s.credits, s.minutes, set(s.pending)) for who, s in found.items()}

    assert standing(shuffled) == standing(pieces)


@pytest.mark.parametrize(
    ("arrive", "leave", "policy", "minutes"),
    [
        (-600, None, {}, 180),
        (0, None, {}, 180),
        (600, None, {}, 170),
        (600, None, {"late_grace": 10}, 180),
        (629, None, {}, 169),
        (0, 10800, {"phases": ("in", "out")}, 180),
        (0, 7200, {"phases": ("in", "out")}, 120),
        (0, 10500, {"phases": ("in", "out"), "early_grace": 5}, 180),
        (0, None, {"phases": ("in", "out")}, 90),
        (0, None, {"phases": ("in", "out"), "missing_out": 0}, 0),
        (0, None, {"phases": ("in", "out"), "missing_out": 100}, 180),
        (660, None, {"rounding": 30}, 150),
        (1200, 7200, {"phases": ("in", "out")}, 100),
    ],
)
def test_credited_minutes_of_rule_1(arrive, leave, policy, minutes):
    pieces = [piece("in", at=NINE + seconds(arrive))]
    if leave is not None:
        pieces.append(piece("out", at=NINE + seconds(leave), phase=Phase.OUT))
    assert stand(*pieces, policy=Policy(**policy)).minutes == minutes


def test_nothing_is_credited_before_the_end_nor_to_the_absent():
    assert stand(piece(), at=NOON - seconds(1)).minutes == 0
    assert stand().minutes == 0
    assert credit.minutes(Attendance.ON_LEAVE, {}, gathering()) == 0


def test_a_policy_survives_its_text():
    policy = Policy(phases=("in", "out"), late_grace=5, counts=("A",))
    assert from_text(policy.to_text()) == policy
    assert replace(policy, late_grace=6) != policy


def test_windows_of_the_phases():
    policy = Policy(phases=("in", "out"))
    assert policy.window(Phase.IN, NINE, NOON) == (NINE - timedelta(minutes=30), NOON)
    assert policy.window(Phase.MID, NINE, NOON) is None
    assert policy.window(Phase.OUT, NINE, NOON) == (
        NOON - timedelta(minutes=15),
        NOON + timedelta(minutes=30),
    )
