"""What happened in the demo bureau: seasons, trainings with who came, assessments with their medals.

Everything goes through the same services as real work, with the clock stopped at the time
of each act, so that the demo cannot show what the product could not have recorded.
"""

from datetime import date, time, timedelta

from models import Season, SeasonKind, Subject, TrainingKind
from services import clock, planning
from services.demo import contests, offline, scans, tests
from services.planning import closing
from services.trainings import enrolments, policies

SUBJECTS = (("体能", "Fitness"), ("警务技能", "Police skills"), ("法律与政治", "Law and politics"))
SEASONS = {
    SeasonKind.SPRING: ((2, 20), (5, 10)),
    SeasonKind.SUMMER: ((5, 20), (8, 10)),
    SeasonKind.AUTUMN: ((8, 25), (10, 10)),
    SeasonKind.WINTER: ((10, 20), (12, 31)),
}
DRILLS = (
    ("擒拿控制与上铐", TrainingKind.DRILL, 1, "训练馆 B", 14, 150),
    ("大讲堂：执法规范化", TrainingKind.LECTURE, 2, "报告厅", 15, 120),
    ("晨跑与力量", TrainingKind.DRILL, 0, "田径场", 7, 60),
    ("战术急救复训", TrainingKind.COURSE, 1, "训练馆 A", 9, 180),
)
WEEKS = 8
LONG = timedelta(days=28)


def live_through(bureau):
    """The demo's year up to now, its trainings of today, and one that is always open."""
    today = clock.today()
    subjects = [Subject.create(name=name, name_en=english) for name, english in SUBJECTS]
    for year in (today.year - 1, today.year):
        for kind, (first, last) in SEASONS.items():
            Season.create(year=year, kind=kind, first_on=date(year, *first), last_on=date(year, *last))
    for weeks_ago in range(WEEKS, 0, -1):
        drill = DRILLS[weeks_ago % len(DRILLS)]
        _drill(bureau, subjects, drill, on=today - timedelta(weeks=weeks_ago), n=weeks_ago)
    offline.hold(bureau, subjects[1])
    _today(bureau, subjects)
    contests.hold_all(bureau, today)
    tests.hold_all(bureau, today)


def _drill(bureau, subjects, drill, *, on, n):
    """A past training: nearly everyone came, some late, one typed the digits."""
    title, kind, subject, place, hour, minutes = drill
    starts_at = clock.at(on, time(hour))
    ends_at = starts_at + timedelta(minutes=minutes)
    with clock.stopped(starts_at - timedelta(days=2)):
        training = _planned(bureau, title, kind, place, starts_at, ends_at, subject=subjects[subject])
        enrolments.add_unit(training.id, bureau.east.id, actor=bureau.instructor)
    for i, person in enumerate(bureau.everyone):
        if (i + n) % 9 and (i + n) % 13:
            scans.check_in(training, person, starts_at + timedelta(seconds=_arrival(i, n)))
    with clock.stopped(ends_at + timedelta(hours=1)):
        closing.finalise(training.id, actor=bureau.instructor)


def _arrival(i, n):
    """Seconds after the start at which someone scans; most come before."""
    return 420 if (i + n) % 11 == 5 else -60 * (2 + (i * 7 + n) % 20)


def _today(bureau, subjects):
    now = clock.now()
    soon = now + timedelta(minutes=20)
    training = _planned(
        bureau,
        "擒拿控制与上铐",
        TrainingKind.DRILL,
        "训练馆 B",
        soon,
        soon + timedelta(minutes=150),
        subject=subjects[1],
    )
    enrolments.add_unit(training.id, bureau.east.id, actor=bureau.instructor)
    for i, person in enumerate(bureau.everyone[1:20]):
        scans.check_in(training, person, now - timedelta(seconds=25 * (i + 1)))
    offline.ask_for_leave(bureau, training)
    always = policies.Policy(late_grace=int(LONG.total_seconds() // 60))
    training = _planned(
        bureau, "随到随签（示例）", TrainingKind.DRILL, "任意地点", now, now + LONG, policy=always
    )
    enrolments.add_unit(training.id, bureau.east.id, actor=bureau.instructor)


def _planned(bureau, title, kind, place, starts_at, ends_at, *, subject=None, **rules):
    plan = planning.Plan(
        title=title,
        kind=kind,
        unit_id=bureau.east.id,
        starts_at=starts_at,
        ends_at=ends_at,
        place=place,
        subject_id=subject and subject.id,
        **rules,
    )
    return planning.plan(plan, actor=bureau.instructor)
