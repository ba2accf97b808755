"""The last column of an attendance sheet: decisions, leave, and evidence that waits for a ruling.

The reason for a leave is left out, for the printed sheet goes from hand to hand. The reason for a decision
is printed, for it stands in the place of evidence.
"""

from models import Account, Amendment, Attendance, Leave, LeaveState, LeaveStep, Person
from services import clock, labels
from services.attendance import blocks
from services.attendance.grading import UNLISTED
from services.words import gettext as _

#: The states of a leave that a sheet mentions: not one refused or taken back.
TOLD = (LeaveState.REQUESTED, LeaveState.APPROVED, LeaveState.ENDED)


def remarks_on(line, training, decided):
    """The remarks on one line of a roster, as sentences. ``decided`` are this person's of ``decided()``."""
    said = [labels.weakness(UNLISTED)] if line.is_walk_in else []
    said += decided
    if line.standing.away and line.standing.attendance is not Attendance.ON_LEAVE:
        said.append(_("请假：%(times)s", times=_times(line.standing.away, training)))
    weak = dict.fromkeys(reason for graded in line.standing.pending for reason in graded.reasons)
    if line.is_walk_in:
        weak.pop(UNLISTED, None)
    return said + [_("待核：%(reason)s", reason=labels.weakness(reason)) for reason in weak]


def _times(block_ids, training):
    """The stretches of a leave that is not for the whole training: 11-22 14:00–18:00"""
    of_leave = [b for b in blocks.of(training.starts_at, training.ends_at) if b.id in block_ids]
    return ", ".join(
        f"{clock.local(begin):%m-%d %H:%M}–{clock.local(end):%H:%M}" for begin, end in blocks.runs(of_leave)
    )


def decided(training_id):
    """The newest decision on each person, and the state of each leave: {person id: [sentences]}."""
    found = {}
    for person_id, said in _amended(training_id).items():
        found.setdefault(person_id, []).append(said)
    for step in _newest_steps(training_id):
        if step.state in TOLD:
            found.setdefault(step.leave.person_id, []).append(labels.of(step.state))
    return found


def _amended(training_id):
    rows = (
        Amendment.select(Amendment, Account, Person)
        .join(Account)
        .join(Person)
        .where(Amendment.training == training_id)
        .order_by(Amendment.id)
    )
    return {
        row.person_id: _("%(name)s 更正：%(reason)s", name=row.actor.person.name, reason=row.reason)
        for row in rows
    }


def _newest_steps(training_id):
    rows = (
        LeaveStep.select(LeaveStep, Leave)
        .join(Leave)
        .where(Leave.training == training_id)
        .order_by(LeaveStep.id)
    )
    return {row.leave_id: row for row in rows}.values()
