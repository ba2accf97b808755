"""The demo bureau, every name of it labelled 示例. Loaded once, into an empty database of its own."""

from dataclasses import dataclass
from datetime import date

from models import Account, Person, PersonKind, Role, Sex, database
from services import accounts, appointments, labels, people

PASSWORD = "yizhang-2026"  # noqa: S105 - told to everyone who starts the demo
ROSTER = (
    ("100001", "示例甲", Role.ADMIN),
    ("100002", "示例乙", Role.REGISTRAR),
    ("100003", "示例丙", Role.INSTRUCTOR),
    ("100004", "示例丁", None),
)


@dataclass(frozen=True, slots=True)
class DemoAccount:
    police_number: str
    name: str
    role: str


def is_empty():
    return not Person.select().exists()


def shown_accounts():
    """The accounts to print at the start; all have ``PASSWORD``."""
    return [DemoAccount(number, name, str(labels.of(role or Role.TRAINEE))) for number, name, role in ROSTER]


@database.atomic()
def load():
    """Fill an empty database with the demo bureau."""
    bureau = people.add_unit("示例市公安局")
    squad = people.add_unit("示例大队", bureau)
    hashed = accounts.hasher.hash(PASSWORD)
    for number, name, role in ROSTER:
        person = Person.create(
            police_number=number,
            name=name,
            sex=Sex.MALE,
            born_on=date(1995, 4, 2),
            kind=PersonKind.OFFICER,
            rank="",
            unit=bureau if role == Role.ADMIN else squad,
        )
        Account.create(person=person, password_hash=hashed)
        if role:
            appointments.give(person, role, person.unit)
