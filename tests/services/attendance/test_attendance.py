"""Attendance is a fold over a set: what counts, how sure it is, and that order cannot matter."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models import Attendance, Means, Phase
from services.attendance import Away, Gathering, blocks, fold
from services.attendance.grading import Piece, grade
from services.trainings.policies import Policy, from_text
from tests.support import examples

NINE = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
NOON = NINE + timedelta(hours=3)
SIX = NINE + timedelta(hours=9)
LIN, HE = 1, 2
#: The half-days of a training from nine to six.
MORNING, AFTERNOON = "2026-03-02am", "2026-03-02pm"


def seconds(n):
    return timedelta(seconds=n)


def piece(claim_id="a", person_id=LIN, *, at=NINE, after=1, **changes):
    facts = {"phase": Phase.IN, "means": Means.SCAN, "device": f"phone of {person_id}"}
    return Piece(claim_id, person_id, credited_at=at, received_at=at + seconds(after), **facts | changes)


def gathering(**changes):
    return Gathering(**{"starts_at": NINE, "ends_at": NOON, "policy": Policy()} | changes)


def stand(*pieces, at=NOON, amendments=None, leaves=None, **changes):
    whole = gathering(**changes)
    return fold(pieces, whole, people=[LIN], amendments=amendments, leaves=leaves, at=at)[LIN]


def stand_on_leave(*pieces, away, at=SIX, **changes):
    """From nine to six, with leave."""
    away = away if isinstance(away, Away) else Away(frozenset(away))
    return stand(*pieces, at=at, leaves={LIN: [away]}, ends_at=SIX, **changes)


def letters(*pieces, **changes):
    return [(g.grade, g.reasons) for g in grade(pieces, gathering(**changes))]


@pytest.mark.parametrize(
    ("after", "letter"), [(-10, "B"), (0, "B"), (39.999, "B"), (40, "C"), (86400, "C"), (-10.001, "D")]
)
def test_a_live_scan_is_b_and_a_late_delivery_c(after, letter):
    assert letters(piece(after=after))[0][0] == letter


def test_weak_evidence_of_what_stands_already_waits_for_nobody():
    sure = piece("sure", at=NINE + seconds(600))
    again = piece("again", at=NINE + seconds(900), means=Means.TYPED)
    sooner = piece("sooner", at=NINE, means=Means.TYPED)
    assert [g.piece.claim_id for g in stand(sure, again, sooner).pending] == ["sooner"]


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


def test_what_is_final_is_not_undone_by_another_s_earlier_code_from_the_same_device():
    kept = piece(at=NINE + seconds(60), device="one")
    late = piece("late", HE, after=80 * 3600, device="one")
    assert stand(kept).credits == stand(kept, late).credits != {}
    assert stand(late, kept, finalised_at=NOON).attendance is Attendance.LATE
    assert letters(late, kept)[0] == ("D", ("shared_device", "after_close"))


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


@pytest.mark.parametrize(
    ("gap", "counts"), [(None, True), (5000, True), (-5000, True), (5001, False), (-5001, False)]
)
def test_an_instructor_whose_clocks_disagree_needs_a_word(gap, counts):
    ticked = piece(means=Means.TICK, device=None, clock_gap=gap)
    assert letters(ticked) == [("A", () if counts else ("clock",))]
    assert (stand(ticked).attendance is Attendance.PRESENT) is counts
    assert stand(replace(ticked, ruling=True)).attendance is Attendance.PRESENT


def test_a_half_day_belongs_to_the_training_as_far_as_both_reach():
    assert [b.id for b in blocks.of(NINE, NOON)] == [MORNING]
    assert [b.id for b in blocks.of(NINE, NOON + seconds(1))] == [MORNING, AFTERNOON]
    assert [b.id for b in blocks.of(NOON, SIX)] == [AFTERNOON]
    assert [b.id[8:] for b in blocks.of(SIX, NINE + timedelta(days=1, minutes=1))] == ["02eve", "03am"]
    assert blocks.runs(blocks.of(NINE, SIX + timedelta(days=3))) == ((NINE, SIX + timedelta(days=3)),)


def test_leave_from_everything_stands_above_evidence():
    standing = stand_on_leave(piece(), away=[MORNING, AFTERNOON])
    assert standing.attendance is Attendance.ON_LEAVE
    assert standing.minutes == 0
    assert not standing.is_provisional
    assert standing.away == (MORNING, AFTERNOON)


def test_a_decision_stands_above_leave():
    away = {LIN: [Away(frozenset([MORNING]))]}
    absent = stand(piece(), leaves=away, amendments={LIN: Attendance.ABSENT})
    assert absent.attendance is Attendance.ABSENT
    present = stand(leaves=away, amendments={LIN: Attendance.PRESENT})
    assert (present.attendance, present.minutes) == (Attendance.PRESENT, 180)


@pytest.mark.parametrize(
    ("away", "at", "state", "minutes"),
    [
        (MORNING, NOON, "present", 360),
        (MORNING, NOON - seconds(1800), "present", 360),
        (MORNING, NOON - seconds(1801), "absent", 0),
        (MORNING, NINE, "absent", 0),
        (MORNING, NOON + seconds(1), "late", 359),
        (MORNING, NOON + seconds(600), "late", 350),
        (AFTERNOON, NINE, "present", 180),
        (AFTERNOON, NINE + seconds(1200), "late", 160),
        (AFTERNOON, NOON + seconds(1), "absent", 0),
    ],
)
def test_who_has_leave_for_some_half_days_is_expected_for_the_rest(away, at, state, minutes):
    standing = stand_on_leave(piece(at=at), away=[away])
    assert (standing.attendance, standing.minutes) == (Attendance(state), minutes)


def test_no_evidence_in_the_rest_is_an_absence_and_provisional_until_closed():
    assert stand_on_leave(away=[MORNING]).attendance is Attendance.ABSENT
    assert stand_on_leave(away=[MORNING]).is_provisional
    assert not stand_on_leave(away=[MORNING], finalised_at=SIX).is_provisional


def test_leave_in_the_middle_leaves_two_stretches():
    night = NINE + timedelta(hours=12)
    standing = stand(piece(), leaves={LIN: [Away(frozenset([AFTERNOON]))]}, ends_at=night, at=night)
    assert (standing.attendance, standing.minutes) == (Attendance.PRESENT, 3 * 60 + 3 * 60)


@pytest.mark.parametrize(
    ("ended_at", "away"),
    [
        (NINE - seconds(1), ()),
        (NINE, ()),
        (NINE + seconds(1), (MORNING,)),
        (NOON, (MORNING,)),
        (NOON + seconds(1), (MORNING, AFTERNOON)),
    ],
)
def test_leave_that_ended_early_covers_only_what_had_begun(ended_at, away):
    ended = Away(frozenset([MORNING, AFTERNOON]), ended_at)
    assert stand_on_leave(away=ended).away == away


def test_several_leaves_add_up():
    leaves = {LIN: [Away(frozenset([MORNING])), Away(frozenset([AFTERNOON]))]}
    assert stand(leaves=leaves, ends_at=SIX).attendance is Attendance.ON_LEAVE


def crowd(weak=0, late=0, live=0, seen=0, **changes):
    """That many people of each grade, D to A."""
    kinds = [("D", Means.TYPED, 1)] * weak + [("C", Means.SCAN, 3600)] * late
    kinds += [("B", Means.SCAN, 1)] * live + [("A", Means.TICK, 1)] * seen
    return [
        piece(f"{letter}{n}", n, means=means, after=after, device=None, **changes)
        for n, (letter, means, after) in enumerate(kinds)
    ]


ALL_COUNT = Policy(counts=("A", "B", "C", "D"))


def doubted(pieces, heads, **changes):
    """The claims that a count of heads puts up for review, by their first letters."""
    graded = grade(pieces, gathering(**{"policy": ALL_COUNT, "heads": heads} | changes))
    assert all(g.awaits_review for g in graded if "headcount" in g.reasons)
    return "".join(sorted(g.piece.claim_id[0] for g in graded if "headcount" in g.reasons))


@pytest.mark.parametrize(
    ("heads", "opened"),
    [
        (9, ""),
        (8, ""),
        (7, "DD"),
        (6, "DD"),
        (5, "CCDD"),
        (4, "CCDD"),
        (3, "BBCCDD"),
        (2, "BBCCDD"),
        (0, "BBCCDD"),
    ],
)
def test_more_claims_than_heads_open_the_weakest_by_whole_grades_and_never_a_tick(heads, opened):
    assert doubted(crowd(2, 2, 2, 2), {Phase.IN: heads}) == opened


def test_a_headcount_speaks_of_its_own_phase():
    pieces = crowd(live=3)
    assert doubted(pieces, {Phase.OUT: 1}) == ""
    assert doubted(crowd(live=3, phase=Phase.OUT), {Phase.OUT: 1, Phase.IN: 0}) == "BBB"


def test_a_person_stands_by_their_best_piece_and_is_one_head():
    twice = [piece("D", LIN, means=Means.TYPED), piece("B", LIN)]
    assert doubted([*twice, piece("A", HE, means=Means.TICK)], {Phase.IN: 2}) == ""
    assert doubted([*twice, piece("A", HE, means=Means.TICK)], {Phase.IN: 1}) == "BD"
    assert doubted([*twice, piece("C", HE, after=3600)], {Phase.IN: 1}) == "C"


def test_a_ruling_stands_above_a_headcount():
    first, second, third = crowd(live=3)
    assert doubted([replace(first, ruling=True), second, third], {Phase.IN: 2}) == "BB"
    assert doubted([replace(first, ruling=False), second, third], {Phase.IN: 2}) == ""
    (weak,), (late,) = crowd(weak=1), crowd(late=1)
    assert doubted([replace(weak, ruling=True), replace(late, person_id=HE), second], {Phase.IN: 2}) == "C"
    yes = replace(first, ruling=True), replace(second, ruling=True), replace(third, ruling=True)
    assert doubted(yes, {Phase.IN: 0}) == ""


def test_what_did_not_count_anyway_takes_no_head():
    assert doubted(crowd(weak=3, live=2), {Phase.IN: 2}, policy=Policy()) == ""


def test_an_absence_by_headcount_waits_with_its_reason():
    standing = stand(piece(), heads={Phase.IN: 0})
    assert standing.attendance is Attendance.ABSENT
    assert [g.reasons for g in standing.pending] == [("headcount",)]


TIMES = st.integers(-1800, 9000)
PIECES = st.lists(
    st.builds(
        lambda claim, person, at, after, means, device, sync, gap, ruling: piece(
            f"c{claim}",
            person,
            at=NINE + seconds(at),
            after=after,
            means=means,
            device=device,
            synced_at=None if sync is None else NINE + seconds(sync),
            clock_gap=gap,
            ruling=ruling,
        ),
        st.integers(0, 10**6),
        st.sampled_from([LIN, HE, 3]),
        TIMES,
        st.sampled_from([1, 39, 41, 90_000]),
        st.sampled_from([Means.SCAN, Means.TYPED, Means.TICK]),
        st.sampled_from([None, "one", "two"]),
        st.none() | TIMES,
        st.sampled_from([None, 0, 6000]),
        st.sampled_from([None, None, True, False]),
    ),
    max_size=8,
    unique_by=lambda p: p.claim_id,
)
LEAVES = st.dictionaries(
    st.sampled_from([LIN, HE]),
    st.lists(
        st.builds(
            Away,
            st.frozensets(st.sampled_from([MORNING, AFTERNOON])),
            st.none() | st.integers(-1800, 20_000).map(lambda n: NINE + seconds(n)),
        ),
        max_size=2,
    ),
)


@pytest.mark.long
@settings(max_examples=examples.number(40, long=400))
@given(
    pieces=PIECES,
    leaves=LEAVES,
    heads=st.dictionaries(st.just(Phase.IN), st.integers(0, 3)),
    random=st.randoms(),
)
def test_attendance_does_not_depend_on_the_order_of_delivery(pieces, leaves, heads, random):
    shuffled = random.sample(pieces, len(pieces))
    whole = gathering(ends_at=SIX, heads=heads)

    def standing(given):
        found = fold(given, whole, people=[LIN, HE, 3], leaves=leaves, at=SIX)
        return {who: (s.attendance, s.credits, s.minutes, s.away, set(s.pending)) for who, s in found.items()}

    assert standing(shuffled) == standing(pieces)
    assert standing(pieces) == standing(pieces)


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
