"""待裁定: objections and held entries stand in the chief's list until a word on them, nothing else."""

import pytest

from models import Entry, EntryKind
from services import entries, entry_words, objections, review_desk
from tests.conftest import counting_queries
from tests.factories import Cast, identity
from tests.field_day import FieldDay, fresh, make_season


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
    (only,) = review_desk.objections(day.assessment.id)
    assert (only.person.name, only.by, only.device) == ("林晓", "林晓", "")
    assert only.sheet.id == day.sheet().id
    assert entry_words.what(only.about, day.standard) == "1000米跑 4′00″"
    facts = {"reason": "三圈", "entry_id": fresh(), "actor": day.chief}
    objections.rule(day.sheet().id, made.entry_id, objections.DISMISSED, **facts)
    assert review_desk.objections(day.assessment.id) == []


def test_an_objection_that_is_held_waits_as_held_and_when_admitted_as_an_objection(day):
    made = hold(object_to(day, ""), "forbidden")
    assert review_desk.objections(day.assessment.id) == []
    assert [one.entry.id for one in review_desk.held(day.assessment.id)[0]] == [made.id]
    word(day, EntryKind.ADMIT, made)
    assert [one.entry.id for one in review_desk.objections(day.assessment.id)] == [made.id]
    assert review_desk.held(day.assessment.id) == ([], 0)


@pytest.mark.parametrize("kind", [EntryKind.ADMIT, EntryKind.VOID])
def test_a_held_entry_waits_until_it_is_let_in_or_struck_out(day, kind):
    made = late(day)
    found, total = review_desk.held(day.assessment.id)
    assert ([one.entry.id for one in found], total) == ([made.id], 1)
    word(day, kind, made)
    assert review_desk.held(day.assessment.id) == ([], 0)


def test_a_word_that_is_held_itself_decides_nothing(day):
    made = late(day)
    hold(word(day, EntryKind.ADMIT, made), "forbidden")
    assert review_desk.held(day.assessment.id)[1] == 2


def test_what_names_nobody_waits_without_a_sheet(day):
    made = hold(late(day), "unknown")
    Entry.update(person=None).where(Entry.id == made.id).execute()
    (only,), _total = review_desk.held(day.assessment.id)
    assert only.sheet is None
    assert only.person is None
    assert only.by == "程立"


def test_the_list_takes_the_same_few_queries_however_long(day, cast):
    late(day)
    with counting_queries() as few:
        review_desk.held(day.assessment.id)
    for _ in range(5):
        late(day, cast.auxiliary)
    with counting_queries() as many:
        assert review_desk.held(day.assessment.id)[1] == 6
    assert len(many) == len(few) <= 4


def test_kinds_and_reasons_have_words(day):
    held = [Entry(kind=kind, exercise="run1000", measure=None, word="dnf") for kind in EntryKind]
    said = [entry_words.what(entry, day.standard) for entry in held]
    assert all("1000米跑" in text for text in said)
    assert len(set(said)) == len(said)
    assert entry_words.why_held("late") == "定表之后才到"
