"""Two people who press at the same moment: one of them wins, and the other is told, never a fault."""

import pytest

from models import Appointment, Enrolment, Person, Role
from services import appointments, checkins, enrolments, personnel
from services.errors import Invalid
from tests.factories import Cast, digits_of, identity, make_person, make_training
from tests.field_day import fresh
from tests.services.test_settling import at_once

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
