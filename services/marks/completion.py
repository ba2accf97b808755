"""Who has done what at an assessment, asked of the tables: for lists that need no marks."""

from peewee import Select, fn

from models import Entry, EntryKind, Finish, database


def attempted(assessment_id):
    """Attempts that are neither voided nor held: a query, for callers to narrow."""
    return Entry.select().where(
        Entry.assessment == assessment_id,
        Entry.kind == EntryKind.ATTEMPT,
        Entry.entry_id.not_in(_struck(assessment_id)),
        _counts(assessment_id),
    )


def finished(assessment_id):
    """Places in heats that have a time and a person and are not voided: a query, for callers to narrow."""
    return Finish.select().where(
        Finish.assessment == assessment_id,
        Finish.person.is_null(False),
        Finish.measure.is_null(False),
        ~Finish.is_check,
        Finish.tap.not_in(_struck(assessment_id)),
    )


def over(assessment_id):
    """Faults, exemptions and withdrawals that nobody took back: a query, for callers to narrow."""
    return Entry.select().where(
        Entry.assessment == assessment_id,
        Entry.kind.in_((EntryKind.FAULT, EntryKind.EXEMPT, EntryKind.WITHDRAW)),
        Entry.entry_id.not_in(_struck(assessment_id)),
        _counts(assessment_id),
    )


def _words(assessment_id, kind):
    """The targets of entries of a kind (voids, admissions), as a query. An alias, for it is used inside
    queries over entries.
    """
    word = Entry.alias()
    return word.select(word.target).where(
        word.assessment == assessment_id, word.kind == kind, word.held == ""
    )


def _struck(assessment_id):
    return _words(assessment_id, EntryKind.VOID)


def _counts(assessment_id):
    return (Entry.held == "") | Entry.entry_id.in_(_words(assessment_id, EntryKind.ADMIT))


def counts(assessment_id):
    """{exercise: how many people have an attempt or a time that stands}; one query."""
    both = attempted(assessment_id).select(Entry.exercise, Entry.person) | finished(assessment_id).select(
        Finish.exercise, Finish.person
    )
    done = both.alias("done")
    people = fn.COUNT(fn.DISTINCT(done.c.person_id))
    query = Select((done,), (done.c.exercise, people)).group_by(done.c.exercise)
    return dict(query.bind(database).tuples())


def not_waiting(assessment_id, exercise):
    """Three queries of people for whom a station of this exercise need not wait: measured, timed, or out."""
    ended = over(assessment_id).where((Entry.exercise == exercise) | (Entry.kind == EntryKind.WITHDRAW))
    return (
        attempted(assessment_id).select(Entry.person).where(Entry.exercise == exercise),
        finished(assessment_id).select(Finish.person).where(Finish.exercise == exercise),
        ended.select(Entry.person).where(Entry.person.is_null(False)),
    )
