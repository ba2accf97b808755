"""The demo's firearms day and its contest: held, measured, settled and closed, all of it sample data."""

import uuid
from datetime import date, time, timedelta

from models import AssessmentKind, Station
from services import clock, planning, sheets, standards
from services.demo import scans
from services.planning import assessment_plans, closing
from services.sheets import entries, settling
from services.trainings import enrolments

SHOTS, CONTEST = "sample-firearms", "sample-contest"
#: What each person does, in the order of the standard's items.
SHOOTING = (("91", "38.4"), ("94", "41.0"), ("88", "36.2"), ("94", "39.5"), ("76", "44.8"), ("58", "52.1"))
SKILLS = (
    ("9.6", "92", "6.4"), ("10.2", "88", "7.1"), ("9.9", "81", "8.0"),
    ("9.5", "90", "6.6"), ("9.8", "89", "6.6"), ("10.4", "84", "7.8"),
    ("10.0", "90", "7.0"), ("10.0", "90", "7.0"),
)  # fmt: skip
#: How many of each squad come to the contest; the last squad is one short of a team.
SQUADS, TEAM = (3, 3, 2), 3


def hold_all(bureau, today):
    """Hold last winter's shooting and last autumn's contest: both past on whatever day the demo is made."""
    year = today.year - 1
    shooters = bureau.squads[0][: len(SHOOTING)]
    _hold(bureau, "枪考（示例）", SHOTS, AssessmentKind.FIREARMS, date(year, 12, 5), shooters, SHOOTING)
    team = [person for squad, n in zip(bureau.squads, SQUADS, strict=True) for person in squad[:n]]
    _hold(bureau, "警务技能比武（示例）", CONTEST, AssessmentKind.CONTEST, date(year, 9, 25), team, SKILLS)


def _hold(bureau, title, code, kind, on, people, results):
    starts_at = clock.at(on, time(9))
    with clock.stopped(starts_at - timedelta(days=3)):
        assessment = _planned(bureau, title, code, kind, starts_at)
    for i, person in enumerate(people):
        scans.check_in(assessment.training, person, starts_at - timedelta(minutes=10, seconds=-20 * i))
    for i, (person, texts) in enumerate(zip(people, results, strict=True)):
        with clock.stopped(starts_at + timedelta(minutes=10 * (i + 1))):
            _measure(bureau, assessment, person, texts)
    with clock.stopped(starts_at + timedelta(hours=3)):
        settling.settle_complete(assessment.id, actor=bureau.instructor)
        closing.close_assessment(assessment.id, actor=bureau.instructor)


def _planned(bureau, title, code, kind, starts_at):
    offer = standards.versions(code)[0]
    plan = planning.Plan(
        title=title,
        kind=assessment_plans.plan_kind(kind),
        unit_id=bureau.east.id,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=4),
        place="靶场" if kind is AssessmentKind.FIREARMS else "训练馆 B",
        instructor_ids=(bureau.instructor.person_id,),
    )
    setup = assessment_plans.Setup(
        kind=kind,
        digest=offer.digest,
        stations=tuple((item.exercise, bureau.instructor.person_id) for item in offer.standard.items),
        chief_id=bureau.instructor.person_id,
        team_size=TEAM,
    )
    assessment = assessment_plans.create(setup, actor=bureau.instructor, plan=plan)
    enrolments.add_unit(assessment.training_id, bureau.east.id, actor=bureau.instructor)
    return assessment


def _measure(bureau, assessment, person, texts):
    sheet = sheets.of_person(assessment.id, person.id)
    stations = Station.select().where(Station.assessment == assessment.id).order_by(Station.number)
    for station, text in zip(stations, texts, strict=True):
        entries.record(
            station.id,
            sheet.id,
            text=text,
            exercise=station.exercise,
            entry_id=str(uuid.uuid4()),
            actor=bureau.instructor,
        )
