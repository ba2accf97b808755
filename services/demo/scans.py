"""People of the demo scanning the screen, at times that are past."""

import uuid
from datetime import timedelta

from models import Account, Phase
from services import access, checkins, clock
from services.trainings import codes


def account_of(person):
    """Whom a person of the demo is signed in as."""
    return access.identify(Account.get(person=person).id)


def check_in(training, person, at, *, late=timedelta(), synced_at=None):
    """A person scans the code on the screen at that instant; without network it arrives ``late`` later."""
    slot = codes.slot_of(at)
    text = codes.make(bytes(training.key), training.number, Phase.IN, slot)
    received_at = codes.starts_at(slot) + timedelta(seconds=3) + late
    claim = checkins.Claim(
        str(uuid.uuid4()), codes.read(text), received_at, device=f"demo-{person.id}", synced_at=synced_at
    )
    owner = access.Identity(
        account_id=0,
        person_id=person.id,
        name=person.name,
        unit_id=person.unit_id,
        unit_path="",
        epoch=0,
    )
    with clock.stopped(received_at):
        checkins.accept(claim, owner)
