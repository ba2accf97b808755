"""The list of what waits for the chief's ruling at an assessment, each with who, when and which device."""

from dataclasses import dataclass

from peewee import JOIN, fn

from models import Account, Clash, Entry, EntryKind, Person, Sheet, Stream
from services import marks
from services.assessments import streams
from services.marks.attempts import Attempt
from services.rulings import admissions, devices, doubts, oddities
from services.rulings.doubts import Doubt


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One entry that waits. ``about`` is the entry that it is about, where that is here.

    ``sheet`` is None for a person without a sheet, and for an entry that names nobody.
    """

    entry: Entry
    sheet: Sheet | None
    by: str
    device: str
    about: Entry | None = None

    @property
    def person(self):
        return self.entry.person


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """What one device wrote of a try: the attempt, who wrote it, and the device."""

    attempt: Attempt
    by: str
    device: str


@dataclass(frozen=True, slots=True)
class InDoubt:
    """One try of which devices wrote different things, with what each wrote."""

    doubt: Doubt
    claims: tuple[Claimed, ...]

    @property
    def sheet(self):
        return self.doubt.sheet

    @property
    def person(self):
        return self.doubt.sheet.person


def in_doubt(assessment) -> list[InDoubt]:
    """The tries in doubt on sheets that are not settled, by number of the sheet."""
    found = doubts.open_at(assessment)
    names = names_of(attempt.by for doubt in found for attempt in doubt.attempts)
    return [InDoubt(doubt, tuple(_claims(doubt, names))) for doubt in found]


def _claims(doubt, names):
    for attempt in doubt.attempts:
        device = doubt.labels.get(attempt.stream_id, "")
        yield Claimed(attempt=attempt, by=names.get(attempt.by, ""), device=device)


def names_of(account_ids):
    """{account id: name of its person}."""
    rows = Account.select(Account.id, Person.name).join(Person).where(Account.id.in_(set(account_ids)))
    return dict(rows.tuples())


def objections(assessment_id) -> list[Waiting]:
    """Objections without a ruling, the oldest first."""
    ruled, admitted = targets(assessment_id, EntryKind.RULE), targets(assessment_id, EntryKind.ADMIT)
    found = rows(assessment_id).where(
        Entry.kind == EntryKind.OBJECT,
        Entry.entry_id.not_in(ruled),
        (Entry.held == "") | Entry.entry_id.in_(admitted),
    )
    return waiting(assessment_id, list(found))


def targets(assessment_id, *kinds):
    """The targets of entries of these kinds (rulings, voids, admissions), as a query."""
    word = Entry.alias()
    return word.select(word.target).where(
        word.assessment == assessment_id, word.kind.in_(kinds), word.held == ""
    )


def rows(assessment_id):
    """Entries with their person, writer and stream, by time: a query, for callers to narrow."""
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


def waiting(assessment_id, found) -> list[Waiting]:
    """These rows with the sheets of their people, and with the entries they are about."""
    people = {row.person_id for row in found} - {None}
    of_people = Sheet.select().where(Sheet.assessment == assessment_id, Sheet.person.in_(people))
    sheets = {sheet.person_id: sheet for sheet in of_people}
    spoken_of = Entry.select().where(Entry.entry_id.in_([row.target for row in found if row.target]))
    about = {entry.entry_id: entry for entry in spoken_of}
    return [
        Waiting(
            entry=row,
            sheet=sheets.get(row.person_id),
            by=row.actor.person.name,
            device=streams.label(row.stream) if row.stream_id else "",
            about=about.get(row.target),
        )
        for row in found
    ]


def lates(marked) -> list[Waiting]:
    """``Waiting`` for what came of a ``Marked`` sheet's person after it was settled, and waits for a
    ruling.
    """
    late = admissions.lates(marked.sheet) if marked.versions else []
    if not late:
        return []
    here, ids = marked.assessment.id, [entry.id for entry in late]
    return waiting(here, list(rows(here).where(Entry.id.in_(ids))))


def beyond(assessment) -> list[Waiting]:
    """Tries that only the fold holds (too many, or an unlikely time), in the form of entries."""
    found = oddities.odd(assessment)
    names = names_of(one.attempt.by for one in found)
    return [
        Waiting(entry=_as_entry(one), sheet=one.sheet, by=names.get(one.attempt.by, ""), device=one.device)
        for one in found
    ]


def _as_entry(odd):
    """An attempt as an unsaved entry: a result of a run is a tap given to somebody, and has no entry of
    its own.
    """
    attempt = odd.attempt
    return Entry(
        entry_id=attempt.entry_id,
        kind=EntryKind.ATTEMPT,
        person=odd.sheet.person,
        exercise=attempt.exercise,
        measure=attempt.measure,
        second=attempt.second,
        held=attempt.held,
        stream=attempt.stream_id,
        measured_at=attempt.at,
    )


def version_of(assessment):
    """A value that changes with everything that waits here or ceases to, for the live list to compare."""
    clash = (
        Clash.select(fn.COUNT(Clash.id), fn.COUNT(Clash.ruled_at))
        .where(Clash.assessment == assessment.id)
        .tuples()
        .get()
    )
    facts = (marks.changes_of(assessment.id), *devices.facts_of(assessment), *clash)
    return ".".join(map(str, facts))
