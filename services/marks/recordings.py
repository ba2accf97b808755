"""Everything recorded at an assessment about some people, read at once and folded a person at a time."""

from models import Entry, EntryKind, Finish
from services import standards
from services.assessments import leases, streams
from services.marks import attempts

#: Kinds of entries about another entry. From a device they may come without naming a person.
WORDS = (EntryKind.VOID, EntryKind.RULE, EntryKind.ADMIT)


class Recorded:
    """What was recorded about these people. Five queries, however many.

    ``labels`` is {stream id: label of its device}, ``released`` are leases that were given up.
    """

    def __init__(self, assessment, person_ids):
        self.standard = standards.load(assessment.standard)
        self._entries = _by_person(_entries(assessment.id, person_ids))
        self._finishes = _by_person(_finishes(assessment.id, person_ids))
        self._words = {}
        for word in Entry.select().where(Entry.assessment == assessment.id, Entry.kind.in_(WORDS)):
            self._words.setdefault(word.target, []).append(word)
        self.released = leases.released(assessment.id)
        self.labels = self._labels(assessment.id)

    def _labels(self, assessment_id):
        """The labels of devices; no query where none of them wrote anything."""
        rows = [row for found in (self._entries, self._finishes) for own in found.values() for row in own]
        return streams.labels(assessment_id) if any(row.stream_id for row in rows) else {}

    def entries(self, person_id):
        """The entries about a person, including those about the person's entries and taps."""
        own = self._entries.get(person_id, [])
        ids = [entry.entry_id for entry in own] + [finish.tap for finish in self.finishes(person_id)]
        return own + [word for entry_id in ids for word in self._words.get(entry_id, ())]

    def finishes(self, person_id):
        return self._finishes.get(person_id, [])

    def folded(self, person_id):
        own = self.entries(person_id)
        return attempts.fold(own, self.finishes(person_id), standard=self.standard)


def _entries(assessment_id, person_ids):
    return Entry.select().where(
        Entry.assessment == assessment_id, Entry.person.in_(person_ids), Entry.kind.not_in(WORDS)
    )


def _finishes(assessment_id, person_ids):
    return Finish.select().where(
        Finish.assessment == assessment_id, Finish.person.in_(person_ids), ~Finish.is_check
    )


def _by_person(rows):
    found = {}
    for row in rows:
        found.setdefault(row.person_id, []).append(row)
    return found
