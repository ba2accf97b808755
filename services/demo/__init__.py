"""The demo bureau: a year of a small bureau, labelled 示例, loaded once into a database of its own.

A file for each kind of thing that happened there: ``people``, ``year`` (trainings), ``tests``,
``contests``, ``field``, ``offline`` and ``scans``. Everything goes through the services of real work, so
that the demo shows nothing the product could not have recorded. Not here: any rule, and any way of
writing of its own. Only the command line imports this package.
"""

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
    """The accounts to print at the start; the password of each is ``PASSWORD``."""
    return [
        DemoAccount(number, name, str(labels.of(role or Role.TRAINEE))) for number, name, role in people.CAST
    ]


@database.atomic()
def load():
    """Fill an empty database with the demo bureau. One transaction: all of it or nothing."""
    year.live_through(people.move_in())
