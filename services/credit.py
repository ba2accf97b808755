"""How many minutes a training is worth to a person: a pure function, versioned by the policy's ``rule``."""

from datetime import timedelta

from models import Attendance, Phase


def minutes(attendance, credits, gathering):
    """Whole minutes credited under rule 1.

    From the start (or from arrival, for who came late) to the end (or to checking out, for
    who left early); a missing check-out keeps the policy's share; rounded down to the
    policy's step.
    """
    if attendance in (Attendance.ABSENT, Attendance.ON_LEAVE):
        return 0
    begin, end, policy = gathering.starts_at, gathering.ends_at, gathering.policy
    if attendance is Attendance.LATE and Phase.IN in credits:
        begin = max(begin, credits[Phase.IN].at)
    share = 100
    if policy.asks(Phase.OUT):
        if Phase.OUT not in credits:
            share = policy.missing_out
        elif credits[Phase.OUT].at < end - timedelta(minutes=policy.early_grace):
            end = credits[Phase.OUT].at
    whole = max(0, int((end - begin).total_seconds())) // 60 * share // 100
    return whole - whole % policy.rounding
