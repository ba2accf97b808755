"""The first admin of a bureau, and another admin where none can sign in. For the command line alone."""

from dataclasses import dataclass
from datetime import date

from models import Account, Person, PersonKind, Role, Sex, Unit, database
from services import access, people
from services.errors import DomainError, Invalid
from services.people import appointments, facts, opening_codes
from services.words import lazy as _l


class NotTheFirst(DomainError):
    message = _l("库中已有人员，警号 %(number)s 不在其中；请写已有人员的警号，或先导入名册")


class AnotherName(DomainError):
    message = _l("警号 %(number)s 在库中是另一个姓名，请核对")


class Incomplete(DomainError):
    message = _l("第一位管理员还需要 --unit、--sex 和 --born")


@dataclass(frozen=True, slots=True, kw_only=True)
class Founder:
    """Who is to be admin. Fields that are None are needed only for someone who is not in the tables yet."""

    police_number: str
    name: str
    unit: str | None = None
    sex: Sex | None = None
    born_on: date | None = None


def read(number, name, *, unit=None, sex=None, born=None):
    """A founder from what was typed. Raises ``Invalid`` naming what cannot be read."""
    try:
        return Founder(
            police_number=facts.police_number(number),
            name=facts.name(name),
            unit=unit,
            sex=sex and facts.sex(sex),
            born_on=born and facts.born_on(born),
        )
    except facts.Unreadable as error:
        raise Invalid({"founder": str(error)}) from error


@database.atomic()
def make_admin(founder):
    """Make someone admin of their whole bureau, and return a one-use opening code.

    In empty tables the person and the root unit are made. Later only someone who is in the tables can be
    named. A repeat gives a fresh code and changes nothing else.
    """
    person = Person.get_or_none(police_number=founder.police_number)
    if person is None:
        person = _enter(founder)
    if person.name != founder.name:
        raise AnotherName(number=founder.police_number)
    root = people.unit(int(person.unit.path.split("/")[1]))
    actor = _identity(person)
    if not (actor and actor.may(root.path, Role.ADMIN)):
        appointments.give(person, Role.ADMIN, root)
        actor = _identity(person)
    return opening_codes.issue(person, actor=actor)


def _identity(person):
    account = Account.get_or_none(person=person.id)
    return account and access.identify(account.id)


def _enter(founder):
    if Person.select().exists():
        raise NotTheFirst(number=founder.police_number)
    if None in (founder.unit, founder.sex, founder.born_on):
        raise Incomplete
    return Person.create(
        police_number=founder.police_number,
        name=founder.name,
        sex=founder.sex,
        born_on=founder.born_on,
        kind=PersonKind.OFFICER,
        unit=_root(founder.unit),
    )


def _root(name):
    """The root unit of that name, made where there is none."""
    return Unit.get_or_none(Unit.parent.is_null(), Unit.name == name.strip()) or people.add_unit(name)
