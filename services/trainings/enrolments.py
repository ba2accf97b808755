"""Who is expected at a training: 应训名单."""

from peewee import fn

from models import Enrolment, Evidence, Person, Unit, database
from services import access, audit, people, trainings
from services.errors import Invalid, NotFound
from services.people import numbers
from services.words import gettext as _

MOST = 5000
PAGE = 50


def walk_ins(training_id, *, among=None):
    """{person id: whether they walked in}, of everyone enrolled or of the person ids in ``among``."""
    rows = Enrolment.select(Enrolment.person, Enrolment.is_walk_in).where(Enrolment.training == training_id)
    if among is not None:
        rows = rows.where(Enrolment.person.in_(among))
    return dict(rows.tuples())


def of(training_id):
    """Every enrolment of a training with its person's and its unit's names, by unit and number."""
    shown = Enrolment.id, Enrolment.person, Enrolment.unit, Enrolment.is_walk_in
    return list(
        Enrolment.select(*shown, Person.id, Person.name, Person.police_number, Unit.id, Unit.name)
        .join(Person)
        .switch(Enrolment)
        .join(Unit)
        .where(Enrolment.training == training_id)
        .order_by(Unit.path, Person.police_number)
    )


def counts(training_ids):
    """How many are expected at each training: {training id: n}, one query."""
    rows = (
        Enrolment.select(Enrolment.training, fn.COUNT(Enrolment.id).alias("n"))
        .where(Enrolment.training.in_(list(training_ids)), ~Enrolment.is_walk_in)
        .group_by(Enrolment.training)
    )
    return {row.training_id: row.n for row in rows}


@database.atomic()
def add_unit(training_id, unit_id, *, actor, kind=None):
    """Expect everyone of a unit and below, or only one kind of person. Returns how many are new."""
    training = trainings.open_for_change(training_id, actor)
    unit = people.unit(unit_id)
    access.require(actor, *access.PLANNERS, path=unit.path)
    found = (
        Person.select(Person.id, Person.unit)
        .join(Unit)
        .where(Unit.path.startswith(unit.path), Person.is_active)
    )
    if kind:
        found = found.where(Person.kind == kind)
    return _enrol(training, list(found), actor)


@database.atomic()
def add_numbers(training_id, text, *, actor):
    """Expect the people whose police numbers stand in ``text``, however separated.

    All or nothing: a number that is unknown is named, and no one is added.
    """
    training = trainings.open_for_change(training_id, actor)
    wanted = numbers.read(text)
    if len(wanted) > MOST:
        raise Invalid({"numbers": _("一场训练最多 %(n)s 人", n=MOST)})
    return _enrol(training, numbers.people(wanted), actor)


def _enrol(training, found, actor):
    """Locked by ``open_for_change``, so two planners cannot both add the same person."""
    known = {row.person_id: row for row in Enrolment.select().where(Enrolment.training == training.id)}
    fresh = [p for p in found if p.id not in known]
    if len(known) + len(fresh) > MOST:
        raise Invalid({"numbers": _("一场训练最多 %(n)s 人", n=MOST)})
    listed = [known[p.id].id for p in found if p.id in known and known[p.id].is_walk_in]
    Enrolment.update(is_walk_in=False).where(Enrolment.id.in_(listed)).execute()
    rows = [{"training": training.id, "person": p.id, "unit": p.unit_id} for p in fresh]
    for start in range(0, len(rows), 200):
        Enrolment.insert_many(rows[start : start + 200]).execute()
    trainings.touch(training.id)
    audit.note("training.enrol", "training", training.id, actor_id=actor.account_id, added=len(fresh))
    return len(fresh) + len(listed)


@database.atomic()
def remove(training_id, person_id, *, actor):
    """No longer expect a person. Their evidence, if any, stays and makes them a walk-in."""
    training = trainings.open_for_change(training_id, actor)
    row = Enrolment.get_or_none(training=training.id, person=person_id)
    if row is None:
        return
    if _has_evidence(training.id, person_id):
        Enrolment.update(is_walk_in=True).where(Enrolment.id == row.id).execute()
    else:
        row.delete_instance()
    trainings.touch(training.id)
    audit.note("training.unenrol", "training", training.id, actor_id=actor.account_id, person=person_id)


def _has_evidence(training_id, person_id):
    return Evidence.select().where(Evidence.training == training_id, Evidence.person == person_id).exists()


def person_for(training, person_id, actor):
    """A person whom who runs a training may write down there: on its list, or of a unit they plan for.

    Any other id leads nowhere, or whoever runs one training could learn a bureau's names by counting up.
    """
    person = people.by_id(person_id)
    is_listed = Enrolment.select().where(Enrolment.training == training.id, Enrolment.person == person.id)
    if not actor.may(person.unit.path, *access.PLANNERS) and not is_listed.exists():
        raise NotFound
    return person


def reach(training_id):
    """{person id: their unit of today} of everyone on a training's list."""
    rows = Enrolment.select(Person.id, Person.unit).join(Person).where(Enrolment.training == training_id)
    return dict(rows.tuples())


def admit(training_id, person_id, unit_id):
    """Write a person down who came without being expected. A repeat changes nothing."""
    admit_all(training_id, {person_id: unit_id})


def admit_all(training_id, came):
    """The same for many: {person id: unit id}."""
    rows = [
        {"training": training_id, "person": person, "unit": unit, "is_walk_in": True}
        for person, unit in came.items()
    ]
    Enrolment.insert_many(rows).on_conflict_ignore().execute()
