"""The demo's assessments: held, measured, settled, and one under way."""

import uuid
from datetime import date, time, timedelta

from models import AssessmentKind, Station, TrainingKind
from services import clock, planning, scoring, sheets, standards
from services.demo import field, scans
from services.planning import assessment_plans
from services.scoring import measures
from services.scoring.rulebook import BY_SECOND
from services.sheets import entries, settling
from services.trainings import enrolments, policies

FITNESS, RECRUIT = "physique-2003", "police-recruit-2011"
#: Points aimed at, item after item; of nine items with five points each.
LEVELS = ((5, 4, 5, 4), (4, 3, 3, 4), (3, 3, 2, 3))
GOLD, SILVER, BRONZE = range(3)
#: Years ago, month and day; what; under which standard; how the trainee does.
PAST = (
    ((-1, 9, 12), "秋赛体测（示例）", FITNESS, BRONZE),
    ((-1, 11, 20), "冬考体测（示例）", FITNESS, SILVER),
    ((0, 3, 18), "春训体能测评（示例）", RECRUIT, GOLD),
    ((0, 6, 24), "夏练体测（示例）", FITNESS, GOLD),
    ((0, 9, 16), "秋赛体测（示例）", FITNESS, SILVER),
)
TESTED = 8
UNDER_WAY = timedelta(days=14)


def hold_all(bureau, today):
    for (years, month, day), title, code, level in PAST:
        on = date(today.year + years, month, day)
        if on < today:
            _hold(bureau, title, code, on=on, level=level)
    _hold_now(bureau)


def _hold(bureau, title, code, *, on, level):
    starts_at = clock.at(on, time(8, 30))
    people = bureau.squads[0][:TESTED]
    with clock.stopped(starts_at - timedelta(days=3)):
        assessment = _planned(bureau, title, code, starts_at, starts_at + timedelta(hours=4))
    for i, person in enumerate(people):
        scans.check_in(assessment.training, person, starts_at - timedelta(minutes=10, seconds=-20 * i))
    for i, person in enumerate(people):
        with clock.stopped(starts_at + timedelta(minutes=12 * (i + 1))):
            _measure(bureau, assessment, person, levels=_levels(level, i))
    with clock.stopped(starts_at + timedelta(hours=3)):
        settling.settle_complete(assessment.id, actor=bureau.instructor)


def _hold_now(bureau):
    """Hold today's assessment, which stays open for a fortnight: there is always something to enter."""
    now = clock.now()
    assessment = _planned(
        bureau, "冬考体测（示例）", FITNESS, now - timedelta(minutes=40), now + UNDER_WAY, late_grace=20160
    )
    people = bureau.squads[0][:TESTED]
    for i, person in enumerate(people):
        scans.check_in(assessment.training, person, now - timedelta(minutes=35, seconds=-15 * i))
        _measure(bureau, assessment, person, levels=_levels(SILVER, i), most=5 if i == 0 else 3 + i % 4)
    field.leave_undecided(bureau, assessment, people)


def _planned(bureau, title, code, starts_at, ends_at, **rules):
    plan = planning.Plan(
        title=title,
        kind=TrainingKind.ASSESSMENT,
        unit_id=bureau.east.id,
        starts_at=starts_at,
        ends_at=ends_at,
        place="田径场",
        instructor_ids=(bureau.instructor.person_id,),
        policy=policies.Policy(**rules),
    )
    offer = next(o for o in standards.offered() if o.standard.code == code)
    stations = tuple((item.exercise, bureau.instructor.person_id) for item in offer.standard.items)
    setup = assessment_plans.Setup(
        kind=AssessmentKind.FITNESS,
        digest=offer.digest,
        stations=stations,
        chief_id=bureau.instructor.person_id,
    )
    assessment = assessment_plans.create(setup, actor=bureau.instructor, plan=plan)
    enrolments.add_unit(assessment.training_id, bureau.squads[0][0].unit_id, actor=bureau.instructor)
    return assessment


def _levels(level, i):
    """How the trainee does, who is first, and the others around them."""
    return LEVELS[(level + i) % len(LEVELS)]


def _measure(bureau, assessment, person, *, levels, most=99):
    """Let a person do up to ``most`` items at the stations that test their group."""
    standard = standards.load(assessment.standard)
    on = clock.local(assessment.training.starts_at).date()
    group = scoring.group_of(standard, person.sex.value, person.born_on, on)
    sheet = sheets.of_person(assessment.id, person.id)
    if group is None:
        return
    done = 0
    for station in Station.select().where(Station.assessment == assessment.id).order_by(Station.number):
        item = standard.item(station.exercise)
        rows = scoring.rows(standard, group, item.exercise)
        if not rows or done >= most:
            continue
        text = _text(item, rows, levels[done % len(levels)])
        entries.record(
            station.id,
            sheet.id,
            text=text,
            exercise=item.exercise,
            entry_id=str(uuid.uuid4()),
            actor=bureau.instructor,
        )
        done += 1


def _text(item, rows, points):
    """What an examiner types for a result of about so many points."""
    if item.kind == BY_SECOND:
        row = rows[len(rows) // 2]
        best = max(row.spans, key=lambda span: span.points)
        middle = measures.number((best.low + best.high) // 200 * 100, item.scale)
        return f"{measures.number(row.second_low, item.second.scale)}/{middle}"
    row = next((row for row in rows if row.points is None or row.points <= points), rows[-1])
    return str(measures.number(row.threshold, item.scale))
