"""异议: the person's own, before and after settling; the chief's word on it is said once, with a reason."""

import pytest

from models import Entry, EntryKind
from services import sheets
from services.errors import Forbidden, Invalid, NotFound
from services.rulings import desk
from services.sheets import entries, log, objections, settling
from tests.support.factories import Cast, identity
from tests.support.field_day import FieldDay, fresh, make_season
from tests.support.field_devices import Device
from tests.support.tables import digest


@pytest.fixture
def cast(database):
    make_season()
    return Cast()


@pytest.fixture
def day(cast):
    day = FieldDay(cast)
    day.enter_all()
    return day


def run_of(day):
    return day.marked().result("run1000")["attempts"][0]["id"]


def make(day, actor=None, **changes):
    facts = {"target": run_of(day), "reason": "少算一圈", "entry_id": fresh()} | changes
    return objections.make(day.sheet().id, actor=actor or identity(day.cast.officer), **facts)


def rule(day, made, word=objections.DISMISSED, actor=None, **changes):
    facts = {"reason": "录像里是三圈", "entry_id": fresh()} | changes
    return objections.rule(day.sheet().id, made.entry_id, word, actor=actor or day.chief, **facts)


def found(day):
    return objections.of(sheets.get(day.sheet().id))


@pytest.mark.parametrize("settled", [False, True])
def test_a_person_objects_to_a_try_on_an_open_and_on_a_settled_sheet(day, settled):
    if settled:
        day.settle()
    make(day)
    (only,) = found(day)
    assert only.is_open
    assert (only.said.exercise, only.said.reason, only.said.by) == ("run1000", "少算一圈", "林晓")
    assert len(day.marked().versions) == int(settled)


def test_an_objection_may_be_to_the_whole_sheet(day):
    make(day, target="")
    assert found(day)[0].said.exercise == ""


def test_only_the_person_objects(day, cast):
    before = digest()
    for other in (cast.instructor, day.examiner, cast.auxiliary, cast.admin):
        with pytest.raises(Forbidden):
            make(day, identity(other))
    assert digest() == before


@pytest.mark.parametrize(
    ("changes", "refusal"), [({"reason": "  "}, Invalid), ({"target": "no-such-try"}, NotFound)]
)
def test_an_objection_without_a_reason_or_to_nothing_changes_nothing(day, changes, refusal):
    before = digest()
    with pytest.raises(refusal):
        make(day, **changes)
    assert digest() == before


def test_an_objection_sent_twice_is_one_and_a_second_waits_for_the_word_on_the_first(day):
    again = fresh()
    first = make(day, entry_id=again)
    assert make(day, entry_id=again) == first
    before = digest()
    with pytest.raises(objections.AlreadyObjected):
        make(day)
    assert digest() == before
    rule(day, first)
    make(day, reason="我有另一段录像")
    assert [one.is_open for one in found(day)] == [False, True]


def test_the_chiefs_word_is_kept_with_who_when_and_why_and_is_said_once(day):
    made, again = make(day), fresh()
    rule(day, made, objections.UPHELD, entry_id=again)
    rule(day, made, objections.UPHELD, entry_id=again)
    (only,) = found(day)
    assert only.is_upheld
    assert (only.ruling.by, only.ruling.reason) == ("周岩", "录像里是三圈")
    before = digest()
    with pytest.raises(objections.AlreadyRuled):
        rule(day, made)
    with pytest.raises(entries.Conflict):
        rule(day, made, entry_id=again)
    assert digest() == before


def test_neither_examiner_nor_the_person_rules_on_it(day, cast):
    made = make(day)
    before = digest()
    for other in (day.examiner, cast.officer, cast.stranger):
        with pytest.raises(Forbidden):
            rule(day, made, actor=identity(other))
    assert digest() == before


def test_nobody_rules_on_their_own_objection(day, cast):
    day.enter_all(person=cast.instructor)
    sheet = day.sheet(cast.instructor)
    made = objections.make(sheet.id, target="", reason="看错", entry_id=fresh(), actor=day.chief)
    before = digest()
    with pytest.raises(objections.OwnObjection):
        objections.rule(
            sheet.id, made.entry_id, objections.UPHELD, reason="对", entry_id=fresh(), actor=day.chief
        )
    assert digest() == before


@pytest.mark.parametrize(
    ("word", "reason", "refusal"), [("maybe", "因为", Invalid), (objections.UPHELD, " ", Invalid)]
)
def test_a_word_that_is_none_or_lacks_a_reason_changes_nothing(day, word, reason, refusal):
    made = make(day)
    before = digest()
    with pytest.raises(refusal):
        rule(day, made, word, reason=reason)
    assert digest() == before


def test_an_objection_of_another_sheet_is_not_found(day, cast):
    made = make(day)
    other = day.sheet(cast.auxiliary)
    with pytest.raises(NotFound):
        objections.rule(
            other.id, made.entry_id, objections.UPHELD, reason="对", entry_id=fresh(), actor=day.chief
        )


def test_no_void_takes_an_objection_back(day, cast):
    device = Device(day, cast.instructor)
    device.write("void", target=make(day).entry_id, reason="不要了")
    device.deliver()
    assert [one.is_open for one in found(day)] == [True]
    assert len(desk.objections(day.assessment.id)) == 1
    with pytest.raises(settling.NotReady):
        day.settle()


def test_what_is_held_is_not_said_until_it_is_admitted(day):
    made = make(day)
    Entry.update(held="forbidden").where(Entry.id == made.id).execute()
    assert found(day) == []
    sheet = sheets.get(day.sheet().id)
    entries.keep(sheet, fresh(), day.chief, kind=EntryKind.ADMIT, target=made.entry_id, reason="本人说过")
    assert [one.said.entry_id for one in found(day)] == [made.entry_id]
    assert [one.kind for one in log.said_of(sheet)] == [EntryKind.OBJECT, EntryKind.ADMIT]
