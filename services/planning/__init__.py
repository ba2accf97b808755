"""Making trainings and assessments, changing their plans, and closing them.

Trainings are planned here, assessments in ``assessment_plans``; both are closed in ``closing``. Not here:
finding a training, its list and its codes (``trainings``), what is done at an assessment (``assessments``,
``sheets``), attendance and rulings (``attendance``, ``checkins.reviews``).

A closed or cancelled plan is not changed any more; what was recorded stays.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from models import Person, Training, TrainingInstructor, TrainingKind, TrainingPolicy, database
from services import access, audit, clock, people, seasons, trainings
from services.errors import Invalid
from services.trainings import codes, policies
from services.words import lazy as _l

LONGEST = timedelta(days=31)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The fields that a planner fills in."""

    title: str
    kind: TrainingKind
    unit_id: int
    starts_at: datetime
    ends_at: datetime
    place: str = ""
    subject_id: int | None = None
    batch: str = ""
    admits_walk_ins: bool = True
    instructor_ids: tuple[int, ...] = ()
    policy: policies.Policy = policies.Policy()

    def check(self):
        errors = {}
        if not self.title.strip():
            errors["title"] = _l("请填写名称")
        if self.ends_at <= self.starts_at:
            errors["ends_at"] = _l("结束时间要晚于开始时间")
        elif self.ends_at - self.starts_at > LONGEST:
            errors["ends_at"] = _l("一场训练最长 31 天")
        if errors:
            raise Invalid(errors)


@database.atomic()
def plan(wanted, *, actor=None):
    """Put a training on the calendar. For planners of its unit; a planning instructor leads it.

    ``actor`` is None for the command line.
    """
    wanted.check()
    unit = people.unit(wanted.unit_id)
    trainings.require_subject(wanted.subject_id)
    if actor is not None:
        access.require(actor, *access.PLANNERS, path=unit.path)
    training = Training.create(
        number=_fresh_number(),
        key=codes.new_key(),
        created_by=actor and actor.account_id,
        **_columns(wanted),
    )
    _keep_policy(training, wanted.policy)
    _lead(training, wanted.instructor_ids or ((actor.person_id,) if actor else ()))
    audit.note("training.plan", "training", training.id, actor_id=actor and actor.account_id)
    return trainings.get(training.id)


def _fresh_number():
    """A number that no training has. There are some 33 million: a clash is rare, and the unique index has
    the last word.
    """
    while True:
        number = codes.new_number()
        if not Training.select().where(Training.number == number).exists():
            return number


def _columns(wanted):
    season = seasons.on(clock.local(wanted.starts_at).date())
    return {
        "title": wanted.title.strip(),
        "kind": wanted.kind,
        "unit": wanted.unit_id,
        "subject": wanted.subject_id,
        "season": season and season.id,
        "place": wanted.place,
        "batch": wanted.batch,
        "starts_at": wanted.starts_at,
        "ends_at": wanted.ends_at,
        "admits_walk_ins": wanted.admits_walk_ins,
    }


def _keep_policy(training, policy):
    version = TrainingPolicy.select().where(TrainingPolicy.training == training.id).count() + 1
    TrainingPolicy.create(training=training, version=version, rules=policy.to_text(), created_at=clock.now())


def _lead(training, person_ids):
    TrainingInstructor.delete().where(TrainingInstructor.training == training.id).execute()
    wanted = dict.fromkeys(person_ids)
    known = {p.id for p in Person.select(Person.id).where(Person.id.in_(list(wanted)), Person.is_active)}
    if missing := set(wanted) - known:
        raise Invalid({"instructors": _l("找不到这位教官: %s") % missing.pop()})
    for person_id in wanted:
        TrainingInstructor.create(training=training, person=person_id)


@database.atomic()
def edit(training_id, wanted, *, actor):
    """Change a plan. For the training's instructors and its desk; a cancelled or finalised one is refused."""
    training = trainings.open_for_change(training_id, actor)
    wanted.check()
    trainings.require_subject(wanted.subject_id)
    access.require(actor, *access.PLANNERS, path=people.unit(wanted.unit_id).path)
    Training.update(changes=Training.changes + 1, **_columns(wanted)).where(
        Training.id == training.id
    ).execute()
    known = trainings.policy_of(training)
    # A training keeps counting minutes by the rule it was planned under.
    policy = replace(wanted.policy, rule=known.rule)
    if known != policy:
        _keep_policy(training, policy)
    _lead(training, wanted.instructor_ids)
    audit.note("training.edit", "training", training.id, actor_id=actor.account_id)
    return trainings.get(training.id)


@database.atomic()
def cancel(training_id, *, actor):
    """Call a training off. Its codes are refused from now on; what was recorded stays."""
    training = trainings.open_for_change(training_id, actor)
    Training.update(cancelled_at=clock.now(), changes=Training.changes + 1).where(
        Training.id == training.id
    ).execute()
    audit.note("training.cancel", "training", training.id, actor_id=actor.account_id)
