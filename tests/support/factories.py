"""The fixed cast, and things for them to do. Small, real rows through the services where there are any."""

import pickle
from datetime import date, time, timedelta
from io import BytesIO
from itertools import count

from argon2 import PasswordHasher
from PIL import Image

from models import (
    Account,
    Appointment,
    Person,
    PersonKind,
    Phase,
    Role,
    Sex,
    TrainingKind,
    Unit,
    database,
)
from services import access, clock, planning
from services.trainings import codes, enrolments
from tests.support import rows

_numbers = count(1)
PASSWORD = "xunlian-2026"
#: A cheap hash of PASSWORD: tests sign in often.
HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


def make_unit(name="城东分局", parent=None):
    unit = Unit.get_or_none(Unit.name == name, Unit.parent == parent)
    if unit is None:
        unit = Unit.create(name=name, parent=parent, path="")
        unit.path = f"{parent.path if parent else '/'}{unit.id}/"
        unit.save()
    return unit


def make_person(unit=None, *, roles=(), **fields):
    n = next(_numbers)
    defaults = {
        # Apart from those of the demo, which its sign-in page names.
        "police_number": f"{300000 + n}",
        "name": f"民警{n}",
        "sex": Sex.MALE,
        # 25 all through the year, whichever it is.
        "born_on": date(clock.today().year - 25, 1, 1),
        "kind": PersonKind.OFFICER,
        "rank": "一级警员",
    }
    person = Person.create(unit=unit or make_unit(), **defaults | fields)
    account = Account.create(person=person, password_hash=HASH)
    for role in roles:
        Appointment.create(account=account, role=role, unit=person.unit, from_on=date(2020, 1, 1))
    return person


def identity(person):
    return access.identify(Account.get(person=person).id)


def make_training(cast, *, starts_in=-600, lasts=7200, **changes):
    """A training of the east brigade under its instructor, everyone of the brigade expected."""
    starts_at = clock.now() + timedelta(seconds=starts_in)
    facts = {"title": "擒拿控制与上铐", "kind": TrainingKind.DRILL, "place": "训练馆 B"} | changes
    plan = planning.Plan(
        unit_id=cast.east.id, starts_at=starts_at, ends_at=starts_at + timedelta(seconds=lasts), **facts
    )
    made = planning.plan(plan, actor=identity(cast.instructor))
    enrolments.add_unit(made.id, cast.east.id, actor=identity(cast.instructor))
    return made


def seconds_until(hour, *, days=0):
    """From now to an hour of the bureau's today or of a day so far from it; less than none where it is past.

    For a training that must lie within one day, or cover the same half-days, at whatever hour the test runs.
    """
    at = clock.at(clock.today() + timedelta(days=days), time(hour))
    return (at - clock.now()).total_seconds()


def code_of(training, *, slot_ago=0, phase=Phase.IN):
    """What a display of the training shows now, or showed some slots ago."""
    slot = codes.slot_of(clock.now()) - slot_ago
    return codes.make(bytes(training.key), training.number, phase, slot)


def digits_of(training, *, slot_ago=0):
    slot = codes.slot_of(clock.now()) - slot_ago
    return codes.digits(bytes(training.key), training.number, Phase.IN, slot)


def picture(size=(30, 20)):
    """A photo someone might attach, as a file's bytes."""
    drawn = BytesIO()
    Image.new("RGB", size, "red").save(drawn, "PNG")
    return drawn.getvalue()


class Cast:
    """本队民警、本队教官、外队教官、辅警、管理员: one bureau, two brigades.

    Made once in a year for each engine, for nearly every test begins with it; then its rows are put back.
    """

    _kept = {}

    @database.atomic()
    def __init__(self):
        # Birth dates follow the year.
        made = bool(database.for_update), clock.today().year
        if Unit.select().exists():
            self._make()
        elif made in self._kept:
            known, people = self._kept[made]
            rows.put_back(known)
            vars(self).update(pickle.loads(people))
        else:
            self._make()
            known = {table: rows.of(table) for table in (Unit, Person, Account, Appointment)}
            self._kept[made] = known, pickle.dumps(vars(self))

    def _make(self):
        self.bureau = make_unit("示例市公安局")
        self.east = make_unit("城东分局", self.bureau)
        self.west = make_unit("城西分局", self.bureau)
        self.officer = make_person(self.east, name="林晓")
        self.auxiliary = make_person(self.east, name="何静", sex=Sex.FEMALE, kind=PersonKind.AUXILIARY)
        self.instructor = make_person(self.east, name="周岩", roles=[Role.INSTRUCTOR])
        self.stranger = make_person(self.west, name="唐毅", roles=[Role.INSTRUCTOR])
        self.registrar = make_person(self.east, name="苏敏", roles=[Role.REGISTRAR])
        self.admin = make_person(self.bureau, name="罗成", roles=[Role.ADMIN])
