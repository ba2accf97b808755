"""Adding and editing one person by hand, at the registrar's desk."""

from peewee import IntegrityError

from models import Person, Unit, database, locked
from services import access, audit, people
from services.errors import DomainError, Forbidden, Invalid, NotFound
from services.people import appointments, facts
from services.words import gettext as _
from services.words import lazy as _l

FACTS = {
    "name": facts.name,
    "sex": facts.sex,
    "born_on": facts.born_on,
    "kind": facts.kind,
    "rank": facts.rank,
}
TAKEN = {"police_number": _l("这个警号已有人用")}
#: Digits of a number that no column holds.
LONGEST_ID = 19


class OwnAccess(DomainError):
    message = _l("不能停用自己")


def get(person_id, *, actor):
    """A person with their unit. For the desk of the unit or above; for no one else, not even the person."""
    access.require(actor, *access.DESK)
    person = people.get(person_id, actor=actor)
    access.require(actor, *access.DESK, path=person.unit.path)
    return person


@database.atomic()
def add(form, *, actor):
    """Add a person from the fields of a form, to a unit of the actor's desk."""
    access.require(actor, *access.DESK)
    errors = {}
    number = _read(facts.police_number, form, "police_number", errors)
    values = _values(form, errors)
    unit = _unit(form, actor, errors)
    if number and Person.select().where(Person.police_number == number).exists():
        errors |= TAKEN
    if errors:
        raise Invalid(errors)
    person = _created(police_number=number, unit=unit, **values)
    audit.note("person.add", "person", person.id, actor_id=actor.account_id, unit=unit.id)
    return person


def _created(**values):
    """The unique index is the last word where two desks add one number at once."""
    try:
        with database.atomic():
            return Person.create(**values)
    except IntegrityError:
        raise Invalid(TAKEN) from None


@database.atomic()
def edit(person_id, form, *, actor):
    """Correct a person's facts, move them between units of the actor's desk, or close their access.

    The police number stays. What was done in an earlier unit keeps that unit. The row is locked, so that an
    import and a form do not each undo half of the other.
    """
    locked(Person.select(Person.id).where(Person.id == person_id)).get_or_none()
    person = get(person_id, actor=actor)
    errors = {}
    values = _values(form, errors)
    unit = _unit(form, actor, errors)
    if errors:
        raise Invalid(errors)
    values |= {"unit": unit.id, "is_active": "is_active" in form}
    _refuse_closing(person, values["is_active"], actor)
    changed = sorted(field for field in values if values[field] != person.__data__[field])
    if changed:
        Person.update(values).where(Person.id == person.id).execute()
        audit.note(
            "person.edit", "person", person.id, actor_id=actor.account_id, fields=changed, unit=unit.id
        )
    return person


def _refuse_closing(person, stays_active, actor):
    """No one closes themselves out, nor someone with rights beyond their own."""
    if stays_active == person.is_active:
        return
    if person.id == actor.person_id:
        raise OwnAccess
    if person.id in appointments.out_of_reach(actor):
        raise Forbidden


def _values(form, errors):
    return {field: _read(reader, form, field, errors) for field, reader in FACTS.items()}


def _read(reader, form, field, errors):
    try:
        return reader(form.get(field, ""))
    except facts.Unreadable as reason:
        errors[field] = str(reason)
        return None


def _unit(form, actor, errors):
    """The chosen unit, locked: an import holds all units while it writes."""
    chosen = form.get("unit_id", "")
    if not (chosen.isascii() and chosen.isdigit() and len(chosen) < LONGEST_ID):
        errors["unit_id"] = _("请选择单位")
        return None
    unit = locked(Unit.select().where(Unit.id == int(chosen))).get_or_none()
    if unit is None:
        raise NotFound
    access.require(actor, *access.DESK, path=unit.path)
    return unit
