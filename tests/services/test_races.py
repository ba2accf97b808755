"""Two people who press at the same moment: one of them wins, and the other is told, never a fault."""

import pytest

from models import Appointment, Enrolment, Entry, Finish, Person, Role, Sheet, SheetVersion, Stream
from services import checkins
from services.errors import Invalid
from services.people import appointments, personnel
from services.sheets import settling
from services.trainings import enrolments
from tests.services.sheets.test_settling import at_once
from tests.support.factories import Cast, digits_of, identity, make_person, make_training
from tests.support.field_day import PASSING, RECRUIT, FieldDay, fresh, make_season
from tests.support.field_devices import Device

FORM = {"police_number": "770077", "name": "新来", "sex": "男", "born_on": "1999-09-09", "kind": "民警"}


@pytest.fixture
def cast(database):
    return Cast()


def test_one_number_is_given_to_one_person(cast):
    acts = [
        lambda unit=unit: personnel.add(FORM | {"unit_id": str(unit.id)}, actor=identity(cast.admin))
        for unit in (cast.east, cast.west, cast.bureau)
    ]
    assert sorted(at_once(*acts), key=str) == [Invalid, Invalid, None]
    assert Person.select().where(Person.police_number == "770077").count() == 1


def test_a_role_is_given_once(cast):
    before = Appointment.select().count()

    def give():
        appointments.give(cast.officer, Role.INSTRUCTOR, cast.east, actor=identity(cast.admin))

    assert sorted(at_once(give, give, give), key=str) == [Invalid, Invalid, None]
    assert Appointment.select().count() == before + 1


def test_enrolling_twice_and_checking_in_meanwhile_leave_one_place_each(cast):
    training, leader = make_training(cast), identity(cast.instructor)
    new = [make_person(cast.east) for _ in range(4)]
    acts = [lambda: enrolments.add_unit(training.id, cast.east.id, actor=leader) for _ in range(3)]
    acts += [
        lambda who=who: checkins.type_digits(
            training.id, digits_of(training), identity(who), claim_id=fresh(), device=None
        )
        for who in new
    ]
    assert at_once(*acts) == [None] * len(acts)
    listed = Enrolment.select().where(Enrolment.training == training)
    assert listed.count() == Person.select().where(Person.unit == cast.east).count()


def test_what_is_delivered_while_a_sheet_is_settled_is_on_it_or_late(cast):
    """Never a third: an entry that counts and that the frozen sheet does not know of."""
    make_season()
    day = FieldDay(cast, RECRUIT, people=6)
    for person in day.trainees:
        day.enter_all({name: text for name, text in PASSING.items() if name != "run1000"}, person)
    devices = [Device(day) for _person in day.trainees]
    for device, person in zip(devices, day.trainees, strict=True):
        device.attempt(person, 240_000)
    sheet_ids = [day.sheet(person).id for person in day.trainees]
    acts = [lambda one=one: settling.settle(one, actor=day.chief, reason="收工") for one in sheet_ids]
    acts += [lambda one=one: one.deliver() and None for one in devices]
    told = at_once(*acts)
    assert set(map(str, told)) <= {"None", str(settling.NotReady)}, told
    for version in SheetVersion.select():
        entry = Entry.get(stream=Stream.get(device=devices[sheet_ids.index(version.sheet_id)].id))
        is_on_it = entry.entry_id in version.snapshot
        assert is_on_it == (entry.held == ""), entry.held


def test_two_deliveries_of_one_queue_at_once_keep_each_entry_once(cast):
    day = FieldDay(cast, RECRUIT, people=6)
    device = Device(day)
    heat = device.start()
    for place, person in enumerate(day.trainees, start=1):
        device.tap(heat, 200_000)
        device.assign(heat, place, person)
    told = at_once(*[lambda: device.deliver() and None for _n in range(4)])
    assert told == [None] * 4
    assert Entry.select().count() == len(device.texts)
    assert (Stream.select().count(), Finish.select().count()) == (1, len(day.trainees))
    numbers = [sheet.number for sheet in Sheet.select()]
    assert sorted(numbers) == list(range(1, len(day.trainees) + 1))
