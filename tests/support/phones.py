"""What phones keep and send: claims as JSON."""

import uuid

from services import clock, store
from tests.support.factories import code_of, identity


def owner_of(person):
    """The account whose queue a person's phone holds."""
    with store.connection():
        return identity(person).account_id


def scan(training, **facts):
    return {"id": str(uuid.uuid4()), "kind": "scan", "code": code_of(training)} | facts


def tick(training, person, **facts):
    facts = {"kind": "tick", "person": person.id, "phase": "in", "at": clock.ms(clock.now())} | facts
    return {"id": str(uuid.uuid4()), "training": training.id, "gap": 0} | facts


def held_up(training, text, **facts):
    """A pass that an instructor scanned."""
    facts = {"kind": "pass", "pass": text, "phase": "in", "at": clock.ms(clock.now())} | facts
    return {"id": str(uuid.uuid4()), "training": training.id, "gap": 0} | facts
