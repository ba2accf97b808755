"""Something of everything that waits for a chief: for tests of what readers are shown."""

from services.assessments import leases
from services.sheets import exemptions, objections
from tests.support.factories import identity
from tests.support.field_day import fresh
from tests.support.field_devices import Device


def leave(police, physique, cast):
    """A doubt, a clash, what is held, a device that owes and one that is lost; an objection and remarks."""
    first, second, lost = (_ready(police, f"Tablet {n}") for n in (1, 2, 3))
    for device, measure in ((first, 220_000), (second, 230_000)):
        device.attempt(cast.auxiliary, measure)
        device.deliver()
    first.deliver([first.texts[0].replace("220000", "225000")])
    for declared in (2, 3):
        second.attempt(cast.auxiliary, 240_000, declared=declared)
    second.deliver(second.texts[2:])
    (lease,) = [one for one in leases.of_assessment(police.assessment.id) if one.stream.device == lost.id]
    leases.release(lease.id, reason="Lost", actor=police.chief)
    _say(physique, cast)


def _ready(day, label):
    device = Device(day, label=label)
    leases.make_ready(day.stations["run1000"].id, device.id, label, actor=identity(day.examiner))
    return device


def _say(day, cast):
    sheet_id, why = day.sheet().id, {"reason": "Stumbled"}
    objections.make(sheet_id, target="", entry_id=fresh(), actor=identity(cast.officer), **why)
    exemptions.fault(sheet_id, "sit_reach", "dnf", entry_id=fresh(), actor=day.chief, **why)
    exemptions.retest(sheet_id, "sit_reach", entry_id=fresh(), actor=day.chief, **why)
