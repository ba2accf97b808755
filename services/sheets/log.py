"""What was said of a sheet beside its results: who, when, why, and on which device. Reading only."""

from dataclasses import dataclass
from datetime import datetime

from peewee import JOIN

from models import Account, Entry, EntryKind, Person, Stream
from services.assessments import streams
from services.marks import recordings

#: Kinds of entries about a person or about another entry, without a measure.
SAID = (
    EntryKind.VOID,
    EntryKind.FAULT,
    EntryKind.EXEMPT,
    EntryKind.WITHDRAW,
    EntryKind.RETEST,
    EntryKind.ACK,
    EntryKind.OBJECT,
    EntryKind.RULE,
    EntryKind.ADMIT,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One entry that counts. ``by`` is a name; ``device`` is empty for what was typed on a page."""

    entry_id: str
    kind: EntryKind
    exercise: str
    target: str
    word: str
    reason: str
    by: str
    at: datetime
    device: str


def said_of(sheet) -> list[Said]:
    """Everything said of a sheet that counts, in the order it was said; two queries.

    An entry about an entry of the sheet belongs to it even where it names nobody, as entries from devices
    do.
    """
    own = list(_rows(sheet.assessment_id).where(Entry.person == sheet.person_id))
    ids = [row.entry_id for row in own]
    words = _rows(sheet.assessment_id).where(
        Entry.person.is_null(), Entry.kind.in_(recordings.WORDS), Entry.target.in_(ids)
    )
    rows = sorted([*own, *words], key=lambda row: (row.measured_at, row.entry_id))
    admitted = {row.target for row in rows if row.kind is EntryKind.ADMIT and not row.held}
    return [_said(row) for row in rows if not row.held or row.entry_id in admitted]


def _rows(assessment_id):
    return (
        Entry.select(Entry, Account.id, Person.name, Stream)
        .join(Account, on=Entry.actor)
        .join(Person, on=Account.person)
        .join_from(Entry, Stream, JOIN.LEFT_OUTER)
        .where(Entry.assessment == assessment_id, Entry.kind.in_(SAID))
    )


def _said(row):
    return Said(
        entry_id=row.entry_id,
        kind=row.kind,
        exercise=row.exercise,
        target=row.target,
        word=row.word,
        reason=row.reason,
        by=row.actor.person.name,
        at=row.measured_at,
        device=streams.label(row.stream) if row.stream_id else "",
    )


def of_kind(said, *kinds):
    return [one for one in said if one.kind in kinds]
