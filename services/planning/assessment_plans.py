"""Setting an assessment up: its standard, its stations, and who stands at them."""

from dataclasses import dataclass
from functools import reduce
from operator import or_

from peewee import IntegrityError

from models import (
    Assessment,
    AssessmentKind,
    Evidence,
    Person,
    Station,
    Training,
    TrainingInstructor,
    TrainingKind,
    Unit,
    database,
    locked,
)
from services import access, assessments, audit, clock, people, planning, sheets, standards, trainings
from services.errors import DomainError, Invalid, NotFound
from services.standards import publications
from services.trainings.policies import OPEN_AFTER_END
from services.words import gettext as _
from services.words import lazy as _l

MOST_STATIONS = 60


class AlreadyHeld(DomainError):
    message = _l("这场训练已有考核")


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """The fields that a planner fills in. ``stations`` are (exercise, examiner's person id or None), in
    order.

    ``is_sure`` confirms the standard, though another version of it holds on the day.
    """

    kind: AssessmentKind
    digest: str
    stations: tuple[tuple[str, int | None], ...]
    chief_id: int | None = None
    team_size: int | None = None
    is_sure: bool = False


@database.atomic()
def create(wanted, *, actor, training_id=None, plan=None):
    """Hold an assessment at an existing training, or at one planned now (``planning.Plan``).

    For planners who may run that training. Refused: another kind of training, one that has an assessment,
    an unknown or unfit standard, exercise or examiner, no station; and a version that does not hold on the
    day, unless ``wanted.is_sure``. People who have checked in get a sheet.
    """
    access.require(actor, *access.PLANNERS)
    if plan is not None:
        training = planning.plan(plan, actor=actor)
    else:
        training = trainings.open_for_change(training_id, actor)
    _check(wanted, training)
    version = standards.adopt(wanted.digest, actor_id=actor.account_id)
    made = _created(wanted, training, version)
    for number, (exercise, examiner_id) in enumerate(wanted.stations, start=1):
        Station.create(assessment=made, number=number, exercise=exercise, examiner=examiner_id)
    for row in Evidence.select(Evidence.person).where(Evidence.training == training.id).order_by(Evidence.id):
        sheets.arrive(training.id, row.person_id)
    trainings.touch(training.id)
    audit.note("assessment.create", "assessment", made.id, actor_id=actor.account_id, standard=version.id)
    return assessments.get(made.id)


def _created(wanted, training, version):
    """The assessment. Two planners at once meet in the unique training."""
    try:
        with database.atomic():
            return Assessment.create(
                training=training.id,
                kind=wanted.kind,
                standard=version.id,
                chief=wanted.chief_id,
                team_size=wanted.team_size if wanted.kind is AssessmentKind.CONTEST else None,
            )
    except IntegrityError:
        raise AlreadyHeld from None


def _check(wanted, training):
    errors = {}
    if training.kind not in assessments.KINDS:
        errors["training"] = _l("只有考核和比武可以设站评分")
    if not wanted.stations:
        errors["stations"] = _l("请至少设一个测试站")
    if len(wanted.stations) > MOST_STATIONS:
        errors["stations"] = _("最多 %(n)s 个测试站", n=MOST_STATIONS)
    on = clock.local(training.starts_at).date()
    exercises = [exercise for exercise, _examiner in wanted.stations]
    errors |= publications.unfit(wanted.digest, wanted.kind, exercises, on=on, is_sure=wanted.is_sure)
    if not _all_active({wanted.chief_id, *(examiner for _e, examiner in wanted.stations)} - {None}):
        errors["stations"] = _l("考官不在职或没有这个人")
    if errors:
        raise Invalid(errors)


def _all_active(person_ids):
    found = Person.select().where(Person.id.in_(list(person_ids)), Person.is_active)
    return found.count() == len(person_ids)


def plan_kind(kind):
    """The kind of training that is planned for an assessment of this kind."""
    return TrainingKind.CONTEST if kind is AssessmentKind.CONTEST else TrainingKind.ASSESSMENT


def _open(assessment_id, actor):
    """An assessment whose staff may still be changed. Locked, so that two changes follow each other."""
    locked(Assessment.select(Assessment.id).where(Assessment.id == assessment_id)).get_or_none()
    found = assessments.get(assessment_id)
    assessments.require_staff(actor, found)
    if found.training.cancelled_at:
        raise trainings.Cancelled
    return found


@database.atomic()
def appoint(assessment_id, police_number, *, actor):
    """Name the chief examiner. For the desk, the training's instructors, and the present chief."""
    found = _open(assessment_id, actor)
    chief = _examiner(police_number, field="chief")
    Assessment.update(chief=chief).where(Assessment.id == found.id).execute()
    audit.note("assessment.appoint", "assessment", found.id, actor_id=actor.account_id, person=chief)


@database.atomic()
def assign(station_id, police_number, *, actor, assessment_id=None):
    """Put an examiner at a station, or nobody where the number is blank. For whoever may staff it."""
    station = assessments.station(station_id)
    if assessment_id not in (None, station.assessment_id):
        raise NotFound
    _open(station.assessment_id, actor)
    examiner = _examiner(police_number, field="examiner")
    Station.update(examiner=examiner).where(Station.id == station.id).execute()
    audit.note("station.assign", "station", station.id, actor_id=actor.account_id, person=examiner)


@database.atomic()
def add_station(assessment_id, exercise, police_number, *, actor):
    """Add a station after the others. For whoever may staff the assessment."""
    found = _open(assessment_id, actor)
    if standards.load(found.standard).item(exercise) is None:
        raise Invalid({"exercise": _("标准中没有项目 %(exercise)s", exercise=exercise)})
    examiner = _examiner(police_number, field="examiner")
    number = Station.select().where(Station.assessment == found.id).count() + 1
    if number > MOST_STATIONS:
        raise Invalid({"exercise": _("最多 %(n)s 个测试站", n=MOST_STATIONS)})
    made = Station.create(assessment=found.id, number=number, exercise=exercise, examiner=examiner)
    audit.note("station.add", "station", made.id, actor_id=actor.account_id, person=examiner)
    return made


def _examiner(police_number, *, field):
    if not police_number.strip():
        return None
    return person_of(police_number, field=field)


def person_of(police_number, *, field):
    """The id of an active person by police number. Raises ``Invalid`` for ``field``."""
    try:
        person = people.by_number(police_number)
    except NotFound:
        person = None
    if person is None or not person.is_active:
        raise Invalid({field: _("没有这个警号: %(number)s", number=police_number)})
    return person.id


def open_trainings(actor):
    """Trainings of the right kind that the actor may run and that have no assessment yet, newest first."""
    led = TrainingInstructor.select(TrainingInstructor.training).where(
        TrainingInstructor.person == actor.person_id
    )
    runnable = [
        Training.id.in_(led),
        *(Unit.path.startswith(path) for path in actor.paths(*access.DESK)),
    ]
    return list(
        Training.select(Training, Unit)
        .join(Unit)
        .where(
            reduce(or_, runnable),
            Training.kind.in_(assessments.KINDS),
            Training.cancelled_at.is_null(),
            Training.finalised_at.is_null(),
            Training.ends_at > clock.now() - OPEN_AFTER_END,
            Training.id.not_in(Assessment.select(Assessment.training)),
        )
        .order_by(Training.starts_at.desc())
        .limit(assessments.PAGE)
    )
