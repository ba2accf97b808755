"""Who may see and do what. Rights follow a person's unit and appointments of today."""

from dataclasses import dataclass
from functools import reduce
from operator import or_

from models import Account, Appointment, Person, Role, TrainingInstructor, Unit
from services import clock
from services.errors import Forbidden

DESK = (Role.REGISTRAR, Role.ADMIN)
PLANNERS = (Role.INSTRUCTOR, *DESK)


@dataclass(frozen=True, slots=True)
class Identity:
    """Who is asking. ``grants`` pairs each role held today with the path of the unit it is held in."""

    account_id: int
    person_id: int
    name: str
    unit_id: int
    unit_path: str
    epoch: int
    grants: tuple[tuple[Role, str], ...] = ()

    def paths(self, *roles):
        """The paths of the units in which one of ``roles`` is held."""
        return tuple(path for role, path in self.grants if role in roles)

    def holds(self, *roles):
        return bool(self.paths(*roles))

    def may(self, unit_path, *roles):
        """True where one of ``roles`` is held in that unit or one above it."""
        return any(unit_path.startswith(path) for path in self.paths(*roles))


def identify(account_id, epoch=None):
    """The identity of an account, or None where it is gone, closed or its sessions were ended."""
    account = (
        Account.select(Account, Person, Unit)
        .join(Person)
        .join(Unit)
        .where(Account.id == account_id, Person.is_active)
        .get_or_none()
    )
    if account is None or (epoch is not None and account.epoch != epoch):
        return None
    person = account.person
    return Identity(
        account_id=account.id,
        person_id=person.id,
        name=person.name,
        unit_id=person.unit_id,
        unit_path=person.unit.path,
        epoch=account.epoch,
        grants=_grants(account.id, clock.today()),
    )


def _grants(account_id, on):
    held = (
        Appointment.select(Appointment.role, Unit.path)
        .join(Unit)
        .where(Appointment.account == account_id, in_force(on))
    )
    return tuple((row.role, row.unit.path) for row in held)


def in_force(on):
    """The condition that an appointment holds on that day, its last day included."""
    return (Appointment.from_on <= on) & (Appointment.to_on.is_null() | (Appointment.to_on >= on))


def visible_people(actor):
    """The people this actor may see in lists and exports: themselves, and everyone they administer.

    A query over Person joined to Unit, for lists and exports to narrow further.
    """
    seen = [Person.id == actor.person_id]
    seen += [Unit.path.startswith(path) for path in actor.paths(*DESK)]
    return Person.select(Person, Unit).join(Unit).where(reduce(or_, seen))


def require(actor, *roles, path=None):
    """Refuse unless one of ``roles`` is held: anywhere, or over the unit at ``path``."""
    allowed = actor.holds(*roles) if path is None else actor.may(path, *roles)
    if not allowed:
        raise Forbidden


def may_run(actor, training):
    """True for the training's own instructors and for the desk of its unit or above."""
    if actor.may(training.unit.path, *DESK):
        return True
    return (
        TrainingInstructor.select()
        .where(TrainingInstructor.training == training.id, TrainingInstructor.person == actor.person_id)
        .exists()
    )


def require_run(actor, training):
    """Refuse whoever may not run the training (``may_run``)."""
    if not may_run(actor, training):
        raise Forbidden


def may_see_person(actor, person):
    """True for themselves and for the desk of their unit or above. ``person`` comes with their unit."""
    return actor.person_id == person.id or actor.may(person.unit.path, *DESK)


def is_admin(actor):
    """Whether someone is admin of the whole bureau: of the root above their unit."""
    root = "/" + actor.unit_path.split("/")[1] + "/"
    return actor.may(root, Role.ADMIN)


def require_admin(actor):
    """Refuse whoever is not an admin of the whole bureau."""
    if not is_admin(actor):
        raise Forbidden
