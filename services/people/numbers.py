"""Police numbers as people write them into one field, and whom they mean."""

from models import Person
from services.errors import Invalid
from services.people import facts
from services.words import gettext as _

#: Whatever stands between two numbers, besides white space.
BETWEEN = str.maketrans(dict.fromkeys(",，、､;；", " "))
NAMED = 10  # unknown numbers that a refusal names


def read(text):
    """The numbers that stand in a text, as they are stored: each once, in the order they are written."""
    words = (facts.tidy_number(word) for word in text.translate(BETWEEN).split())
    return list(dict.fromkeys(filter(None, words)))


def find(numbers):
    """{number: person} of the active people who have one of these numbers, in the order of the numbers."""
    query = Person.select().where(Person.police_number.in_(numbers), Person.is_active)
    found = {person.police_number: person for person in query}
    return {number: found[number] for number in numbers if number in found}


def people(numbers):
    """The active people who have these numbers. Where one is unknown it is named, and all are refused."""
    found = find(numbers)
    if unknown := [number for number in numbers if number not in found]:
        raise Invalid({"numbers": _("没有这些警号: %(numbers)s", numbers=" ".join(unknown[:NAMED]))})
    return list(found.values())
