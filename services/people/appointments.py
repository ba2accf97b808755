"""Roles given in a unit, and so in all units below it, for a time."""

from datetime import timedelta

from models import Account, Appointment, Role, Unit, database, locked
from services import access, audit, clock
from services.errors import DomainError, Invalid, NotFound
from services.words import lazy as _l


class OwnAdmin(DomainError):
    message = _l("管理员的任职请另一位管理员来结束，免得无人管理")


def givers(role):
    """The roles whose holders may give or end ``role`` in their units: an equal or a higher one."""
    return {Role.ADMIN: (Role.ADMIN,), Role.REGISTRAR: (Role.ADMIN,)}.get(role, access.DESK)


def holders_of_more(role):
    """The roles whose holders may issue opening codes to someone with ``role``, and so could become them."""
    return (Role.ADMIN,) if role == Role.ADMIN else access.DESK


def roles_for(actor):
    """The roles this actor may give somewhere."""
    return [role for role in Role if actor.holds(*givers(role))]


def of(person, *, actor):
    """The appointments a person holds, held or will hold, newest first. Each knows its ``state`` and
    ``may_end``.
    """
    access.require(actor, *access.DESK, path=person.unit.path)
    held = (
        Appointment.select(Appointment, Unit)
        .join(Unit)
        .switch(Appointment)
        .join(Account)
        .where(Account.person == person.id)
        .order_by(Appointment.id.desc())
    )
    return [_described(row, actor, clock.today()) for row in held]


def _described(row, actor, today):
    if row.to_on is not None and row.to_on < today:
        row.state = "ended"
    else:
        row.state = "coming" if row.from_on > today else "current"
    row.may_end = row.state != "ended" and actor.may(row.unit.path, *givers(row.role))
    return row


def out_of_reach(actor):
    """The ids of people who hold, or will hold, rights that the actor does not have over their unit.

    Opening or closing such a person's account would give the actor more than they have.
    """
    rows = (
        Appointment.select(Appointment, Account, Unit)
        .join(Account)
        .switch(Appointment)
        .join(Unit)
        .where(_not_over(clock.today()))
    )
    return {row.account.person_id for row in rows if not actor.may(row.unit.path, *holders_of_more(row.role))}


def _not_over(on):
    return Appointment.to_on.is_null() | (Appointment.to_on >= on)


@database.atomic()
def give(person, role, unit, *, actor=None, from_on=None, to_on=None):
    """Give a role in a unit. Admins give any role; a registrar gives instructor and trainee in their units.

    The same role in the same unit at the same time is refused. ``actor`` is None only for the command line,
    which makes the first admin.
    """
    from_on = from_on or clock.today()
    if actor is not None:
        access.require(actor, *access.DESK, path=person.unit.path)
        access.require(actor, *givers(role), path=unit.path)
    if to_on is not None and to_on < max(from_on, clock.today()):
        raise Invalid({"to_on": _l("截止日期要在开始之后，且不早于今天")})
    account = _account(person)
    if _overlaps(account, role, unit, from_on, to_on):
        raise Invalid({"role": _l("这段时间已有同样的任职")})
    given = Appointment.create(account=account, role=role, unit=unit, from_on=from_on, to_on=to_on)
    actor_id = actor and actor.account_id
    audit.note("appointment.give", "person", person.id, actor_id=actor_id, role=role, unit=unit.id)
    return given


def _account(person):
    """The person's account, locked: two clicks at once must not give a role twice."""
    Account.insert(person=person.id).on_conflict_ignore().execute()
    return locked(Account.select().where(Account.person == person.id)).get()


def _overlaps(account, role, unit, from_on, to_on):
    same = (Appointment.account == account.id) & (Appointment.role == role) & (Appointment.unit == unit.id)
    query = Appointment.select().where(same & _not_over(from_on))
    if to_on is not None:
        query = query.where(Appointment.from_on <= to_on)
    return query.exists()


@database.atomic()
def end(appointment_id, *, actor, person_id=None):
    """End an appointment as of yesterday; what was done under it stays. One that is over stays as it was.

    For whoever may give it. No admin ends their own role as admin. ``person_id``, where given, must be its
    holder.
    """
    found = (
        Appointment.select(Appointment, Unit, Account)
        .join(Unit)
        .switch(Appointment)
        .join(Account)
        .where(Appointment.id == appointment_id)
        .get_or_none()
    )
    if found is None or person_id not in (None, found.account.person_id):
        raise NotFound
    access.require(actor, *givers(found.role), path=found.unit.path)
    if found.role == Role.ADMIN and found.account_id == actor.account_id:
        raise OwnAdmin
    yesterday = clock.today() - timedelta(days=1)
    if found.to_on is not None and found.to_on <= yesterday:
        return
    Appointment.update(to_on=yesterday).where(Appointment.id == found.id).execute()
    audit.note("appointment.end", "appointment", found.id, actor_id=actor.account_id)
