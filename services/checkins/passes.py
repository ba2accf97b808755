"""The personal pass (个人码): who someone is on one day, for an instructor's camera.

A pass proves nothing about a place, and a new one comes every day. Passes are not stored: whoever holds the
key can tell whose a pass is by making all of that day's.
"""

import hashlib
import hmac
from base64 import b32encode
from datetime import timedelta

from models import Enrolment, Person
from services import bureau
from services.documents import matrices

LENGTH = 20  # characters of base32: 100 bits
DAYS = 14


def key():
    return bytes.fromhex(bureau.get("pass_key"))


def text_of(person_id, day, secret):
    """A person's pass for a day of the bureau."""
    made = hmac.digest(secret, f"pass|{person_id}|{day}".encode(), "sha256")
    return b32encode(made[:15])[:LENGTH].decode()


def link(address, text):
    """The address a pass stands for, in capitals, which a QR code writes shortest."""
    return f"{address}/P/{text}".upper()


def fortnight(person_id, address, *, on):
    """A person's passes from ``on`` for fourteen days, to be kept on their own phone."""
    secret, found = key(), []
    for day in days_from(on, DAYS):
        text = text_of(person_id, day, secret)
        matrix = matrices.packed(link(address, text))
        found.append({"day": str(day), "text": text, "matrix": matrix, "size": matrices.SIZE})
    return found


def days_from(first, count):
    return [first + timedelta(days=n) for n in range(count)]


def digests(person_id, days, secret):
    """{day: SHA-256 of the pass}, by which an instructor's phone knows a pass it cannot make."""
    return {str(day): hashlib.sha256(text_of(person_id, day, secret).encode()).hexdigest() for day in days}


class Book:
    """Finds whose pass a text is. The passes of a day are made when first needed, once."""

    def __init__(self):
        self._tables, self._secret = {}, None

    def owner(self, text, training_id, around):
        """(person id, unit id) of the person whose pass ``text`` is on the day ``around`` or on a day
        beside it, or None.

        A day beside it, because past midnight a phone still shows yesterday's pass, and clocks are set
        wrong. People on the training's list are tried first: a bureau is ten times a hall.
        """
        near = (around, around - timedelta(days=1), around + timedelta(days=1))
        for among in (training_id, None):
            for day in near:
                if owner := self._table(among, day).get(text):
                    return owner
        return None

    def _table(self, training_id, day):
        if (training_id, day) not in self._tables:
            self._secret = self._secret or key()
            people = _people(training_id).tuples()
            self._tables[training_id, day] = {text_of(one[0], day, self._secret): one for one in people}
        return self._tables[training_id, day]


def _people(training_id):
    active = Person.select(Person.id, Person.unit).where(Person.is_active)
    return active.join(Enrolment).where(Enrolment.training == training_id) if training_id else active
