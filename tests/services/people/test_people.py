from datetime import date

import pytest

from models import AuditEntry, Person, PersonKind, Role, Sex, Unit
from services import clock, people
from services.errors import Forbidden, Invalid, NotFound
from services.people import appointments, personnel
from tests.support.factories import identity, make_person, make_unit
from tests.support.tables import digest

FORM = {
    "police_number": "FJ0123",
    "name": "陈 岚",
    "sex": "F",
    "born_on": "1998-05-06",
    "kind": "auxiliary",
    "rank": "",
}


def form(unit, **changes):
    return FORM | {"unit_id": str(unit.id)} | changes


def refused(act, kind=Invalid):
    """The refusal, after making sure that nothing changed."""
    before = digest()
    with pytest.raises(kind) as refusal:
        act()
    assert digest() == before
    return refusal.value


# Finding


def names(actor, **wanted):
    return [person.name for person in people.search(identity(actor), **wanted)[0]]


def test_a_registrar_finds_their_unit_and_below_and_an_admin_everyone(cast, database):
    make_person(make_unit("一中队", cast.east), name="方圆")
    assert set(names(cast.registrar)) == {"林晓", "何静", "周岩", "苏敏", "方圆"}
    assert {"唐毅", "罗成"} < set(names(cast.admin))
    assert names(cast.officer) == ["林晓"]


@pytest.mark.parametrize(("text", "found"), [("林", ["林晓"]), ("林 晓", ["林晓"]), ("%", []), ("_", [])])
def test_people_are_found_by_part_of_the_name(cast, database, text, found):
    assert names(cast.admin, text=text) == found


def test_people_are_found_by_either_end_of_the_number(cast, database):
    person = make_person(cast.east, police_number="FJ90431", name="方圆")
    for text in ("fj904", "90431", "ｆｊ９０４３１"):
        assert names(cast.admin, text=text) == [person.name]


def test_the_unit_filter_takes_in_the_units_below(cast, database):
    make_person(make_unit("一中队", cast.west), name="方圆")
    assert set(names(cast.admin, unit_id=cast.west.id)) == {"唐毅", "方圆"}
    assert names(cast.registrar, unit_id=cast.west.id) == []


def test_a_list_comes_in_pages_of_fifty(cast, database):
    for _ in range(55):
        make_person(cast.west)
    first, total = people.search(identity(cast.admin), unit_id=cast.west.id)
    second, _ = people.search(identity(cast.admin), unit_id=cast.west.id, page=2)
    assert (len(first), len(second), total) == (50, 6, 56)


def test_the_deactivated_are_listed_apart(cast, database):
    make_person(cast.east, name="方圆", is_active=False)
    assert "方圆" not in names(cast.registrar)
    assert names(cast.registrar, active=False) == ["方圆"]


# One person by hand


def test_a_registrar_adds_a_person(cast, database):
    person = personnel.add(form(cast.east), actor=identity(cast.registrar))
    person = Person.get_by_id(person.id)
    assert (person.name, person.sex, person.kind) == ("陈岚", Sex.FEMALE, PersonKind.AUXILIARY)
    assert (person.police_number, person.born_on) == ("FJ0123", date(1998, 5, 6))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("police_number", ""),
        ("police_number", "1.2E+05"),
        ("police_number", "x" * 21),
        ("name", " "),
        ("name", "x" * 41),
        ("sex", ""),
        ("born_on", "1998-02-30"),
        ("born_on", "2024-01-01"),
        ("born_on", "1898-01-01"),
        ("kind", "chief"),
        ("rank", "x" * 21),
        ("unit_id", ""),
        ("unit_id", "x"),
    ],
)
def test_a_bad_field_is_named_and_changes_nothing(cast, database, field, value):
    changed = form(cast.east, **{field: value})
    refusal = refused(lambda: personnel.add(changed, actor=identity(cast.registrar)))
    assert list(refusal.errors) == [field]


def test_a_number_belongs_to_one_person(cast, database):
    taken = form(cast.east, police_number=cast.stranger.police_number)
    refusal = refused(lambda: personnel.add(taken, actor=identity(cast.registrar)))
    assert list(refusal.errors) == ["police_number"]


@pytest.mark.parametrize("who", ["officer", "instructor", "stranger"])
def test_only_the_desk_adds_people(cast, database, who):
    refused(lambda: personnel.add(form(cast.east), actor=identity(getattr(cast, who))), Forbidden)


def test_a_registrar_adds_no_one_to_another_unit(cast, database):
    refused(lambda: personnel.add(form(cast.west), actor=identity(cast.registrar)), Forbidden)


def test_facts_are_corrected_and_the_log_keeps_which_but_not_what(cast, database):
    changed = form(cast.east, rank="二级警员", is_active="on")
    personnel.edit(cast.officer.id, changed, actor=identity(cast.registrar))
    person = Person.get_by_id(cast.officer.id)
    assert (person.name, person.rank, person.is_active) == ("陈岚", "二级警员", True)
    assert person.police_number == cast.officer.police_number
    entry = AuditEntry.get(AuditEntry.act == "person.edit")
    assert '"rank"' in entry.detail
    assert "陈岚" not in entry.detail


def test_a_person_moves_only_between_units_of_the_actor(cast, database):
    away = form(cast.west, is_active="on")
    refused(lambda: personnel.edit(cast.officer.id, away, actor=identity(cast.registrar)), Forbidden)
    refused(lambda: personnel.edit(cast.stranger.id, away, actor=identity(cast.registrar)), NotFound)
    personnel.edit(cast.officer.id, away, actor=identity(cast.admin))
    assert Person.get_by_id(cast.officer.id).unit_id == cast.west.id


def test_closing_a_persons_access_is_not_for_oneself_nor_for_someone_above(cast, database):
    closed = form(cast.east)
    chief = make_person(cast.east, roles=[Role.ADMIN])
    registrar = identity(cast.registrar)
    refused(lambda: personnel.edit(cast.registrar.id, closed, actor=registrar), personnel.OwnAccess)
    refused(lambda: personnel.edit(chief.id, closed, actor=registrar), Forbidden)
    personnel.edit(cast.officer.id, closed, actor=registrar)
    assert not Person.get_by_id(cast.officer.id).is_active


def test_a_persons_page_is_for_the_desk_and_not_for_themselves(cast, database):
    assert personnel.get(cast.officer.id, actor=identity(cast.registrar)).id == cast.officer.id
    refused(lambda: personnel.get(cast.officer.id, actor=identity(cast.officer)), Forbidden)
    refused(lambda: personnel.get(cast.stranger.id, actor=identity(cast.registrar)), NotFound)


def test_a_registrar_of_another_unit_has_no_page_of_their_own(cast, database):
    appointments.give(cast.officer, Role.REGISTRAR, cast.west, actor=identity(cast.admin))
    refused(lambda: personnel.get(cast.officer.id, actor=identity(cast.officer)), Forbidden)


# Units


def test_a_unit_is_added_below_and_the_tree_knows_it(cast, database):
    team = people.add_unit("一 中队", cast.east, actor=identity(cast.registrar))
    assert (team.name, team.path) == ("一中队", f"{cast.east.path}{team.id}/")
    assert people.lineage(team) == ["示例市公安局", "城东分局", "一中队"]


@pytest.mark.parametrize("name", ["", "  ", "x" * 81, "东/西", "东／西", "a\\b"])
def test_a_bad_unit_name_changes_nothing(cast, database, name):
    refused(lambda: people.add_unit(name, cast.east, actor=identity(cast.registrar)))
    refused(lambda: people.rename_unit(cast.east.id, name, actor=identity(cast.registrar)))


def test_two_units_under_one_have_two_names(cast, database):
    refused(lambda: people.add_unit("城东分局", cast.bureau, actor=identity(cast.admin)))
    refused(lambda: people.rename_unit(cast.west.id, "城东分局", actor=identity(cast.admin)))
    people.rename_unit(cast.west.id, "城西分局", actor=identity(cast.admin))


def test_a_tree_does_not_grow_without_end(cast, database):
    unit = cast.bureau
    for depth in range(people.DEEPEST - 1):
        unit = people.add_unit(f"{depth}", unit, actor=identity(cast.admin))
    refused(lambda: people.add_unit("deeper", unit, actor=identity(cast.admin)))
    assert people.DEEPEST * len("/9223372036854775807") < Unit.path.max_length


@pytest.mark.parametrize("who", ["officer", "instructor", "stranger"])
def test_only_the_desk_changes_units(cast, database, who):
    actor = identity(getattr(cast, who))
    refused(lambda: people.add_unit("一中队", cast.east, actor=actor), Forbidden)
    refused(lambda: people.rename_unit(cast.east.id, "东", actor=actor), Forbidden)


def test_a_registrar_changes_no_unit_above_or_beside(cast, database):
    actor = identity(cast.registrar)
    refused(lambda: people.add_unit("一中队", cast.bureau, actor=actor), Forbidden)
    refused(lambda: people.rename_unit(cast.west.id, "西", actor=actor), Forbidden)
    refused(lambda: people.add_unit("新局", None, actor=actor), Forbidden)


def test_headcounts_add_up_and_leave_out_the_deactivated(cast, database):
    make_person(make_unit("一中队", cast.east))
    make_person(cast.east, is_active=False)
    units = people.with_headcounts(people.units_under(identity(cast.admin), Role.ADMIN))
    assert {u.name: (u.own, u.headcount) for u in units} == {
        "示例市公安局": (1, 7),
        "城东分局": (4, 5),
        "一中队": (1, 1),
        "城西分局": (1, 1),
    }


def test_dates_are_the_bureaus(cast, database, monkeypatch):
    """Sixteen years old today in Shanghai, though not yet in UTC."""
    monkeypatch.setattr(clock, "today", lambda: date(2026, 3, 20))
    personnel.add(form(cast.east, born_on="2010-03-20"), actor=identity(cast.registrar))
    tomorrow = form(cast.east, police_number="FJ0124", born_on="2010-03-21")
    refused(lambda: personnel.add(tomorrow, actor=identity(cast.registrar)))
