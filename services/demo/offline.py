"""The demo's check-ins without network, its leave and its headcount: what reviewing and closing look like."""

import uuid
from datetime import timedelta

from models import Phase, TrainingKind
from services import clock, planning
from services.attendance import headcounts, leaves
from services.demo import scans
from services.trainings import enrolments, policies

#: How long after they were scanned the codes arrived, person after person; the rest had a network.
WAITED = (timedelta(minutes=50), timedelta(hours=2), timedelta(hours=3))
BEGAN, LASTED = timedelta(hours=8), timedelta(hours=3)
CAME = 26
#: One head fewer than people checked in: one brought a code from elsewhere.
HEADS = CAME - 1


def hold(bureau, subject):
    """Hold a training without network that is over and not yet final, so that there are things to decide."""
    starts_at = clock.now() - BEGAN
    with clock.stopped(starts_at - timedelta(days=2)):
        plan = planning.Plan(
            title="野外急救（示例：无网络）",
            kind=TrainingKind.DRILL,
            unit_id=bureau.east.id,
            starts_at=starts_at,
            ends_at=starts_at + LASTED,
            place="西山训练场（示例）",
            subject_id=subject.id,
            instructor_ids=(bureau.instructor.person_id,),
            policy=policies.Policy(late_grace=5),
        )
        training = planning.plan(plan, actor=bureau.instructor)
        enrolments.add_unit(training.id, bureau.east.id, actor=bureau.instructor)
    people = bureau.everyone[:CAME]
    for i, person in enumerate(people):
        _scan(training, person, starts_at - timedelta(minutes=12, seconds=-20 * i), i)
    with clock.stopped(starts_at + timedelta(minutes=30)):
        headcounts.put(training.id, Phase.IN, HEADS, actor=bureau.instructor)
    _leave(training, bureau.everyone[CAME], "示例：门诊复查", bureau, days_before=1, approved=True)


def _scan(training, person, at, i):
    """One person scans. The first few had no network.

    The last of those had one in between, and brought the code later still.
    """
    late = WAITED[i] if i < len(WAITED) else timedelta()
    has_synced = i == len(WAITED) - 1
    scans.check_in(training, person, at, late=late, synced_at=at + late / 2 if has_synced else None)


def ask_for_leave(bureau, training):
    """Make two requests for leave that wait for an answer, at the training of today."""
    _leave(training, bureau.everyone[-1], "示例：孩子发烧，要去医院", bureau)
    _leave(training, bureau.everyone[-2], "示例：当天值班", bureau)


def _leave(training, person, reason, bureau, *, days_before=0, approved=False):
    with clock.stopped(clock.now() - timedelta(days=days_before)):
        leave_id = leaves.ask(
            training.id,
            reason=reason,
            block_ids=(),
            request_id=str(uuid.uuid4()),
            actor=scans.account_of(person),
        )
        if approved:
            leaves.decide(leave_id, True, actor=bureau.instructor, note="示例：同意")
