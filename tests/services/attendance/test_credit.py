"""Credited minutes: a table worked out by hand, that recomputing changes nothing, and that old rules stay."""

import json
from datetime import UTC, datetime, time, timedelta

import pytest

from models import Attendance, Means, Phase
from services import clock
from services.attendance import Away, Credit, Gathering, blocks, credit, stand
from services.attendance.grading import Graded, Piece
from services.trainings.policies import Policy, from_text

DAY = datetime(2026, 3, 2, tzinfo=clock.ZONE).date()
IN, OUT = ("in",), ("in", "out")
ALL = ("in", "mid", "out")
#: (what it shows, checked in at, half-way, out, policy, half-days of leave, minutes). The training is from
#: 9:00 to 17:00: 480 minutes, 180 of them before noon and 300 after.
GOLDEN = [
    ("on time, nothing else asked", "08:55:00", None, None, {}, "", 480),
    ("on the stroke", "09:00:00", None, None, {}, "", 480),
    ("a second late is late: 479 whole minutes of 28,799 s", "09:00:01", None, None, {}, "", 479),
    ("a minute late", "09:01:00", None, None, {}, "", 479),
    ("59 s beyond a minute", "09:01:59", None, None, {}, "", 478),
    ("the last second of the grace", "09:05:00", None, None, {"late_grace": 5}, "", 480),
    (
        "a second beyond it counts from arrival: 474 min 59 s",
        "09:05:01",
        None,
        None,
        {"late_grace": 5},
        "",
        474,
    ),
    ("who never came", None, None, None, {}, "", 0),
    ("out at the end", "08:55:00", None, "17:00:00", {"phases": OUT}, "", 480),
    ("out after the end", "08:55:00", None, "17:20:00", {"phases": OUT}, "", 480),
    ("out an hour early", "08:55:00", None, "16:00:00", {"phases": OUT}, "", 420),
    ("out a second early", "08:55:00", None, "16:59:59", {"phases": OUT}, "", 479),
    ("out within the early grace", "08:55:00", None, "16:50:00", {"phases": OUT, "early_grace": 10}, "", 480),
    ("out a second before it", "08:55:00", None, "16:49:59", {"phases": OUT, "early_grace": 10}, "", 469),
    ("no check-out keeps half", "08:55:00", None, None, {"phases": OUT}, "", 240),
    ("no check-out keeps nothing", "08:55:00", None, None, {"phases": OUT, "missing_out": 0}, "", 0),
    ("no check-out keeps all", "08:55:00", None, None, {"phases": OUT, "missing_out": 100}, "", 480),
    ("a third of 480, no half minutes", "08:55:00", None, None, {"phases": OUT, "missing_out": 33}, "", 158),
    ("late and no check-out: half of 450", "09:30:00", None, None, {"phases": OUT}, "", 225),
    ("late and early: 10:00 to 15:30", "10:00:00", None, "15:30:00", {"phases": OUT}, "", 330),
    ("out before in", "16:00:00", None, "15:00:00", {"phases": OUT}, "", 0),
    ("an out that is not asked for", "08:55:00", None, "12:00:00", {}, "", 480),
    ("a missing half-way costs nothing by itself", "08:55:00", None, "17:00:00", {"phases": ALL}, "", 480),
    ("unless the policy says so", "08:55:00", None, "17:00:00", {"phases": ALL, "missing_mid": 75}, "", 360),
    (
        "a half-way worth more than the end",
        "08:55:00",
        None,
        None,
        {"phases": ALL, "missing_mid": 25},
        "",
        120,
    ),
    ("half-way done", "08:55:00", "13:00:00", "17:00:00", {"phases": ALL, "missing_mid": 75}, "", 480),
    ("both missing: the smaller share", "08:55:00", None, None, {"phases": ALL, "missing_mid": 75}, "", 240),
    ("in steps of 45: 10 of them", "08:55:00", None, None, {"rounding": 45}, "", 450),
    ("in steps of 60", "08:55:00", None, None, {"rounding": 60}, "", 480),
    ("a second short of a step of 60", "09:00:01", None, None, {"rounding": 60}, "", 420),
    ("a step longer than the training", "08:55:00", None, None, {"rounding": 481}, "", 0),
    (
        "share first, then steps: 240 in steps of 50",
        "08:55:00",
        None,
        None,
        {"phases": OUT, "rounding": 50},
        "",
        200,
    ),
    ("leave before noon", "12:00:00", None, None, {}, "am", 300),
    ("leave before noon, then late by 20", "12:20:00", None, None, {}, "am", 280),
    ("leave before noon, the grace runs from noon", "12:05:00", None, None, {"late_grace": 5}, "am", 300),
    ("leave before noon, out an hour early", "12:00:00", None, "16:00:00", {"phases": OUT}, "am", 240),
    ("leave before noon, no check-out", "12:00:00", None, None, {"phases": OUT}, "am", 150),
    ("leave after noon needs no check-out", "08:55:00", None, None, {"phases": OUT}, "pm", 180),
    ("leave after noon, late by 30", "09:30:00", None, None, {"phases": OUT}, "pm", 150),
    ("leave throughout", "08:55:00", None, "17:00:00", {"phases": OUT}, "am pm", 0),
]


def moment(wall):
    return clock.at(DAY, time.fromisoformat(wall))


def gathering(**policy):
    return Gathering(starts_at=moment("09:00"), ends_at=moment("17:00"), policy=Policy(**policy))


def standing(checked, policy, leave="", *, rule=1, at=None):
    """Where someone stands who was seen at these times: {phase: wall time}."""
    whole = gathering(rule=rule, **policy)
    graded = [
        Graded(Piece(phase, 1, phase, Means.TICK, moment(wall), moment(wall)), "A", (), counts=True)
        for phase, wall in checked.items()
    ]
    away = Away(frozenset(f"{DAY}{part}" for part in leave.split()))
    return stand(graded, whole, leaves=[away] if leave else (), at=at or whole.ends_at)


def checked(*walls):
    return {phase: wall for phase, wall in zip(Phase, walls, strict=True) if wall}


@pytest.mark.parametrize(
    ("arrive", "half_way", "leave_at", "policy", "leave", "minutes"),
    [pytest.param(*row[1:], id=row[0]) for row in GOLDEN],
)
def test_minutes_under_rule_1(arrive, half_way, leave_at, policy, leave, minutes):
    seen = checked(arrive, half_way, leave_at)
    first = standing(seen, policy, leave)
    assert first.minutes == minutes
    assert standing(seen, policy, leave) == first


def test_nothing_is_credited_before_the_end():
    end = moment("17:00")
    assert standing(checked("09:00", None, None), {}, at=end - timedelta(milliseconds=1)).minutes == 0
    assert standing(checked("09:00", None, None), {}, at=end).minutes == 480


def test_a_decision_without_evidence_is_worth_the_whole_training():
    for attendance, minutes in ((Attendance.PRESENT, 480), (Attendance.LATE, 480), (Attendance.ABSENT, 0)):
        found = stand([], gathering(), amended=attendance, at=moment("17:00"))
        assert found.minutes == minutes


def test_a_later_rule_leaves_what_was_planned_under_an_earlier_one(monkeypatch):
    monkeypatch.setitem(credit.RULES, 2, lambda attendance, credits, gathering, expected: 45)
    seen = checked("09:00", None, None)
    assert standing(seen, {}, rule=2).minutes == 45
    assert standing(seen, {}, rule=1).minutes == 480


def test_rules_written_before_a_field_was_known_read_as_they_were_meant():
    old = json.loads(Policy(phases=ALL).to_text())
    del old["missing_mid"]
    assert from_text(json.dumps(old)) == Policy(phases=ALL)
    assert standing(checked("09:00", None, "17:00"), {"phases": ALL}).minutes == 480


def test_minutes_are_whole_and_never_more_than_the_training():
    span = (datetime(2026, 3, 2, 1, tzinfo=UTC), datetime(2026, 3, 2, 2, 30, 59, tzinfo=UTC))
    odd = Gathering(starts_at=span[0], ends_at=span[1], policy=Policy())
    came = {Phase.IN: Credit(span[0] - timedelta(hours=1), "A", Means.TICK)}
    assert credit.minutes(Attendance.PRESENT, came, odd, blocks.runs(blocks.of(*span))) == 90
