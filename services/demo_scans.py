"""People of the demo scanning the screen, at times gone by."""

import uuid
from datetime import timedelta

from models import Phase
from services import access, checkins, clock, codes


def check_in(training, person, at):
    """A person scans the code on the screen at that instant."""
    slot = codes.slot_of(at)
    text = codes.make(bytes(training.key), training.number, Phase.IN, slot)
    received_at = codes.starts_at(slot) + timedelta(seconds=3)
    claim = checkins.Claim(str(uuid.uuid4()), codes.read(text), received_at, device=f"demo-{person.id}")
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
