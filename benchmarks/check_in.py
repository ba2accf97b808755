"""Checking in against the floor: a bare durable insert on the same disk in the same run."""

import tempfile
import uuid
from datetime import date, timedelta
from statistics import median
from time import perf_counter

from models import (
    Account,
    AuditEntry,
    Person,
    PersonKind,
    Phase,
    Sex,
    TrainingKind,
    Unit,
)
from services import access, checkins, clock, planning, store, trainings
from services.attendance import presence
from services.checkins import displays
from services.trainings import codes, enrolments

PEOPLE = 400
#: A check-in is eleven statements in one transaction, most of their time spent in Python.
FLOORS = 30


def main():
    """[(what, value, unit, limit)]"""
    with tempfile.TemporaryDirectory() as folder:
        store.bind(f"sqlite:///{folder}/check_in.db")
        with store.connection():
            store.migrate()
            return list(_measures())


def _measures():
    training, actors = _hall()
    floor = median(_timed(_insert) for _ in range(100))
    yield "check-in: floor, one durable insert", floor * 1000, "ms"
    took = [_timed(checkins.accept, _claim(training), actor) for actor in actors]
    yield "check-in: one claim accepted", median(took) * 1000, "ms"
    yield "check-in: as a multiple of the floor", median(took) / floor, "floors", FLOORS
    fresh = trainings.get(training.id)
    yield f"board: roster of {PEOPLE} folded", _timed(presence.roster, fresh) * 1000, "ms", 250
    seconds = sum(_pack(training) for _ in range(6))
    yield "board: 360 codes drawn", seconds, "s", 1


def _hall():
    unit = Unit.create(name="示例", path="/1/")
    for n in range(PEOPLE):
        person = Person.create(
            police_number=f"{n:06d}",
            name=f"示例{n}",
            sex=Sex.MALE,
            born_on=date(1990, 1, 1),
            kind=PersonKind.OFFICER,
            unit=unit,
        )
        Account.create(person=person)
    now = clock.now()
    plan = planning.Plan(
        title="大讲堂",
        kind=TrainingKind.LECTURE,
        unit_id=unit.id,
        starts_at=now,
        ends_at=now + timedelta(hours=3),
        instructor_ids=(1,),
    )
    training = planning.plan(plan)
    for person in Person.select():
        enrolments.admit(training.id, person.id, unit.id)
    return training, [access.identify(n) for n in range(1, PEOPLE + 1)]


def _claim(training):
    text = codes.make(bytes(training.key), training.number, Phase.IN, codes.slot_of(clock.now()))
    return checkins.Claim(str(uuid.uuid4()), codes.read(text), clock.now(), device=str(uuid.uuid4()))


def _pack(training):
    lead = access.identify(1)
    address = "https://xunlian.example.gov.cn"
    first = codes.slot_of(clock.now())
    return _timed(
        displays.pack, training, Phase.IN, display="QK", first=first, count=60, address=address, actor=lead
    )


def _insert():
    AuditEntry.create(at=clock.now(), act="floor", subject="floor")


def _timed(act, *args, **kwargs):
    began = perf_counter()
    act(*args, **kwargs)
    return perf_counter() - began


if __name__ == "__main__":
    import sys

    sys.stdout.writelines(f"{row}\n" for row in main())
