"""待裁定: what at an assessment waits for the chief's word, read from entries in a few queries."""

from dataclasses import dataclass

from peewee import JOIN, fn

from models import Account, Clash, Entry, EntryKind, Person, Sheet, Stream
from services import device_desk, marks

HELD_SHOWN = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One entry that waits. ``about`` is the entry it speaks of, where there is one here.

    ``sheet`` is none for who has no sheet, and for what names nobody.
    """

    entry: Entry
    sheet: Sheet | None
    by: str
    device: str
    about: Entry | None = None

    @property
    def person(self):
        return self.entry.person


def objections(assessment_id) -> list[Waiting]:
    """Objections that nobody has ruled on, the first made first."""
    ruled, admitted = _targets(assessment_id, EntryKind.RULE), _targets(assessment_id, EntryKind.ADMIT)
    rows = _loaded(assessment_id).where(
        Entry.kind == EntryKind.OBJECT,
        Entry.entry_id.not_in(ruled),
        (Entry.held == "") | Entry.entry_id.in_(admitted),
    )
    return _waiting(assessment_id, list(rows))


def held(assessment_id) -> tuple[list[Waiting], int]:
    """Entries that do not count until someone says so, by time; the first of them, and how many in all."""
    said = _targets(assessment_id, EntryKind.ADMIT, EntryKind.VOID)
    rows = _loaded(assessment_id).where(Entry.held != "", Entry.entry_id.not_in(said))
    return _waiting(assessment_id, list(rows.limit(HELD_SHOWN))), rows.count()


def _targets(assessment_id, *kinds):
    """The ids that words of these kinds speak of, as a query."""
    word = Entry.alias()
    return word.select(word.target).where(
        word.assessment == assessment_id, word.kind.in_(kinds), word.held == ""
    )


def _loaded(assessment_id):
    """Entries with their person, their writer and their stream."""
    writer = Person.alias()
    return (
        Entry.select(Entry, Person, Account.id, writer.id, writer.name, Stream)
        .join(Person, JOIN.LEFT_OUTER)
        .join_from(Entry, Account, on=Entry.actor)
        .join(writer, on=(Account.person == writer.id), attr="person")
        .join_from(Entry, Stream, JOIN.LEFT_OUTER)
        .where(Entry.assessment == assessment_id)
        .order_by(Entry.measured_at, Entry.entry_id)
    )


def _waiting(assessment_id, rows):
    people = {row.person_id for row in rows} - {None}
    of_people = Sheet.select().where(Sheet.assessment == assessment_id, Sheet.person.in_(list(people)))
    sheets = {sheet.person_id: sheet for sheet in of_people}
    targets = Entry.select().where(Entry.entry_id.in_([row.target for row in rows if row.target]))
    about = {entry.entry_id: entry for entry in targets}
    return [
        Waiting(
            entry=row,
            sheet=sheets.get(row.person_id),
            by=row.actor.person.name,
            device=(row.stream.label or row.stream.device[:8]) if row.stream_id else "",
            about=about.get(row.target),
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class Group:
    """Held entries that want one word: of one sheet where late, else of one device and one reason."""

    why: str
    rows: tuple[Waiting, ...]

    @property
    def sheet(self):
        """The settled sheet that late ones would correct."""
        return self.rows[0].sheet if self.why == "late" else None

    @property
    def newest(self):
        """What came after it was read was not looked at."""
        return max(row.entry.id for row in self.rows)


def groups(waiting) -> list[Group]:
    """Held entries by what one word would settle, in the order of the first of each."""
    found = {}
    for row in waiting:
        why = row.entry.held
        of = row.sheet and row.sheet.id if why == "late" else row.entry.stream_id
        found.setdefault((why, of), []).append(row)
    return [Group(why, tuple(rows)) for (why, _of), rows in found.items()]


def version_of(assessment):
    """Changes with everything that may wait here or cease to: what the live list compares."""
    clash = (
        Clash.select(fn.COUNT(Clash.id), fn.COUNT(Clash.ruled_at))
        .where(Clash.assessment == assessment.id)
        .tuples()
        .get()
    )
    facts = (marks.changes_of(assessment.id), *device_desk.facts_of(assessment), *clash)
    return ".".join(map(str, facts))
