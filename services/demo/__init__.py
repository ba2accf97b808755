"""The demo bureau: a year of a small bureau, labelled 示例. Loaded once, into a database of its own."""

from dataclasses import dataclass

from models import Person, Role, database
from services import labels
from services.demo import people, year

PASSWORD = people.PASSWORD


@dataclass(frozen=True, slots=True)
class DemoAccount:
    police_number: str
    name: str
    role: str
    password: str = PASSWORD


def is_empty():
    return not Person.select().exists()


def shown_accounts():
    """The accounts to print at the start; all have ``PASSWORD``."""
    return [
        DemoAccount(number, name, str(labels.of(role or Role.TRAINEE))) for number, name, role in people.CAST
    ]


@database.atomic()
def load():
    """Fill an empty database with the demo bureau. One transaction: all of it or nothing."""
    year.live_through(people.move_in())
