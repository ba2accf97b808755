"""待裁定: objections and held entries stand in the chief's list until a word on them, nothing else."""

import pytest

from models import Entry, EntryKind
from services.rulings import desk, held_entries
from services.sheets import entries, entry_words, objections, settling
from services.trainings import enrolments
from tests.conftest import counting_queries
from tests.support.factories import Cast, identity, make_person
from tests.support.field_day import FieldDay, fresh, make_season
from tests.support.field_devices import Device


@pytest.fixture
def cast(database):
    make_season()
    return Cast()


@pytest.fixture
def day(cast):
    day = FieldDay(cast)
    day.enter_all()
    return day


def hold(entry, why="late"):
    Entry.update(held=why).where(Entry.id == entry.id).execute()
    return entry


def late(day, person=None):
    """A result that came when the sheet took no more."""
    facts = {"kind": EntryKind.ATTEMPT, "exercise": "run1000", "measure": 230_000}
    return hold(entries.keep(day.sheet(person), fresh(), identity(day.examiner), **facts))


def word(day, kind, target):
    facts = {"kind": kind, "target": target.entry_id, "reason": "看过"}
    return entries.keep(day.sheet(), fresh(), day.chief, **facts)


def run_of(day):
    return Entry.get(Entry.exercise == "run1000", Entry.kind == EntryKind.ATTEMPT)


def object_to(day, target):
    actor = identity(day.cast.officer)
    return objections.make(day.sheet().id, target=target, reason="少算", entry_id=fresh(), actor=actor)


def test_an_objection_waits_with_who_and_what_it_is_to_until_it_is_ruled_on(day):
    made = object_to(day, run_of(day).entry_id)
    (only,) = desk.objections(day.assessment.id)
    assert (only.person.name, only.by, only.device) == ("林晓", "林晓", "")
    assert only.sheet.id == day.sheet().id
    assert entry_words.what(only.about, day.standard) == "1000米跑 4′00″"
    facts = {"reason": "三圈", "entry_id": fresh(), "actor": day.chief}
    objections.rule(day.sheet().id, made.entry_id, objections.DISMISSED, **facts)
    assert desk.objections(day.assessment.id) == []


def waiting(day):
    return held_entries.read(day.assessment)


def ids(groups):
    return [row.entry.entry_id for group in groups for row in group.rows]


def test_an_objection_that_is_held_waits_as_held_and_when_admitted_as_an_objection(day):
    made = hold(object_to(day, ""), "forbidden")
    assert desk.objections(day.assessment.id) == []
    assert ids(waiting(day).groups) == [made.entry_id]
    word(day, EntryKind.ADMIT, made)
    assert [one.entry.id for one in desk.objections(day.assessment.id)] == [made.id]
    assert waiting(day).total == 0


@pytest.mark.parametrize("kind", [EntryKind.ADMIT, EntryKind.VOID])
def test_a_held_entry_waits_until_it_is_let_in_or_struck_out(day, kind):
    made = late(day)
    assert (ids(waiting(day).groups), waiting(day).total) == ([made.entry_id], 1)
    word(day, kind, made)
    assert waiting(day).groups == []


def test_a_word_that_is_held_itself_decides_nothing(day):
    hold(word(day, EntryKind.ADMIT, late(day)), "forbidden")
    assert waiting(day).total == 2


def test_what_names_nobody_waits_without_a_sheet(day):
    made = hold(late(day), "unknown")
    Entry.update(person=None).where(Entry.id == made.id).execute()
    ((only,),) = [group.rows for group in waiting(day).groups]
    assert (only.sheet, only.person, only.by) == (None, None, "程立")


def test_what_one_word_settles_stands_together(day, cast):
    """What came too late for one settled sheet, and what one device wrote for one reason."""
    day.settle()
    mine = [late(day), late(day)]
    for person in (cast.auxiliary, cast.registrar):
        hold(late(day, person), "forbidden")
    first, second = waiting(day).groups
    assert (first.sheet.id, first.why) == (day.sheet().id, "late")
    assert ids([first]) == [entry.entry_id for entry in mine]
    assert (second.sheet, second.why, len(second.rows)) == (None, "forbidden", 2)


def test_a_tap_that_came_late_stands_with_the_settled_sheet_of_its_heat(day, cast):
    device = Device(day)
    person = make_person(cast.east, name="任远")
    enrolments.add_unit(day.training.id, cast.east.id, actor=day.chief)
    heat = device.start()
    device.tap(heat, 240_000)
    device.assign(heat, 1, person)
    device.deliver()
    settling.settle(day.sheet(person).id, actor=day.chief, reason="只跑一项")
    dropped = device.write("drop", heat=heat, target=device.ids[1])
    device.deliver()
    (only,) = waiting(day).groups
    assert (only.sheet.id, only.why, ids([only])) == (day.sheet(person).id, "late", [dropped])


def test_a_try_beyond_those_allowed_waits_though_it_came_whole(day, cast):
    device = Device(day)
    for measure in (240_000, 250_000):
        device.attempt(cast.auxiliary, measure, declared=None)
    device.deliver()
    (only,) = waiting(day).groups
    assert (only.why, ids([only])) == ("spent", [device.ids[1]])
    assert entry_words.what(only.rows[0].entry, day.standard) == "1000米跑 4′10″"
    assert only.rows[0].device == "平板一"


def test_a_try_in_doubt_says_what_each_device_wrote(day, cast):
    for label, measure in (("平板一", 240_000), ("平板二", 250_000)):
        device = Device(day, label=label)
        device.attempt(cast.auxiliary, measure)
        device.deliver()
    (only,) = desk.in_doubt(day.assessment)
    said = [(one.device, one.by, one.attempt.measure) for one in only.claims]
    assert sorted(said) == [("平板一", "程立", 240_000), ("平板二", "程立", 250_000)]
    assert only.person.id == cast.auxiliary.id


def test_the_lists_take_the_same_few_queries_however_long(day, cast):
    late(day)
    with counting_queries() as few:
        waiting(day)
    for _ in range(5):
        late(day, cast.auxiliary)
    with counting_queries() as many:
        assert waiting(day).total == 6
    assert len(many) == len(few) <= 20


def test_kinds_and_reasons_have_words(day):
    entries = [Entry(kind=kind, exercise="run1000", measure=None, word="dnf") for kind in EntryKind]
    said = [entry_words.what(entry, day.standard) for entry in entries]
    assert all("1000米跑" in text for text in said)
    assert len(set(said)) == len(said)
    assert entry_words.why_held("late") == "定表之后才到"
