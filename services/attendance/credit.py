"""How many minutes a training is worth to a person. Pure: a function for each rule.

A training's policy names its ``rule``. A better way to count is added as a further rule, so that what was
decided under an earlier one stays as it was.
"""

from datetime import timedelta

from models import Attendance, Phase


def minutes(attendance, credits, gathering, expected):
    """The whole minutes credited under the policy's rule.

    ``expected`` are the stretches in which the person was expected, ((start, end), …): the whole training,
    or what leave left of it.
    """
    if attendance in (Attendance.ABSENT, Attendance.ON_LEAVE):
        return 0
    return RULES[gathering.policy.rule](attendance, credits, gathering, expected)


def _rule_1(attendance, credits, gathering, expected):
    """From the start (from arrival, if late) to the end (or to checking out early), of the time the
    person was expected.

    Whole minutes. A missing check-out or half-way check-in leaves the policy's share, the smaller of the
    two; the result is rounded down to the policy's step. A person on leave at the end need not check out.
    """
    policy = gathering.policy
    begin, end = expected[0][0], expected[-1][1]
    if attendance is Attendance.LATE and Phase.IN in credits:
        begin = max(begin, credits[Phase.IN].at)
    share = 100
    if policy.asks(Phase.MID) and Phase.MID not in credits:
        share = policy.missing_mid
    if policy.asks(Phase.OUT) and end == gathering.ends_at:
        if Phase.OUT not in credits:
            share = min(share, policy.missing_out)
        elif credits[Phase.OUT].at < end - timedelta(minutes=policy.early_grace):
            end = credits[Phase.OUT].at
    whole = _seconds(expected, begin, end) // 60 * share // 100
    return whole - whole % policy.rounding


def _seconds(stretches, begin, end):
    spans = (min(last, end) - max(first, begin) for first, last in stretches)
    return int(sum((max(span, timedelta(0)) for span in spans), timedelta(0)).total_seconds())


RULES = {1: _rule_1}
