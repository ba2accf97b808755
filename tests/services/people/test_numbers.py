import pytest

from models import Person
from services.errors import Invalid
from services.people import numbers
from tests.support.factories import Cast


@pytest.fixture
def cast(database):
    return Cast()


@pytest.mark.parametrize(
    "text",
    [
        "031026 031027",
        "031026,031027",
        "031026，031027",
        "031026、031027",
        "031026; 031027",
        "031026；031027；",
        "031026\r\n031027\n",
        "\t031026\u3000031027",
        "０３１０２６ 031027\u200b",
        "031026 031027 031026 \u200b ,",
    ],
)
def test_numbers_are_read_however_they_are_set_apart_and_each_once(text):
    assert numbers.read(text) == ["031026", "031027"]


def test_a_number_is_read_as_it_is_stored():
    assert numbers.read(" fj0123 ") == ["FJ0123"]
    assert numbers.read(" ，\n") == []


def test_the_people_meant_come_in_the_order_in_which_they_are_written(cast):
    wanted = [cast.officer.police_number, cast.auxiliary.police_number]
    assert [person.police_number for person in numbers.people(wanted)] == wanted
    assert [person.police_number for person in numbers.people(wanted[::-1])] == wanted[::-1]
    assert numbers.people([]) == []


def test_numbers_of_nobody_and_of_who_has_left_are_named_together(cast):
    Person.update(is_active=False).where(Person.id == cast.auxiliary.id).execute()
    gone = cast.auxiliary.police_number
    wanted = [gone, cast.officer.police_number, "000000"]
    with pytest.raises(Invalid) as refusal:
        numbers.people(wanted)
    assert refusal.value.errors == {"numbers": f"没有这些警号: {gone} 000000"}
    assert list(numbers.find(wanted)) == [cast.officer.police_number]
