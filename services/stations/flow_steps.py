"""What happened at an assessment, in the form that routing takes: who came, what they did, what is open
to them.
"""

from peewee import fn

from models import Entry, EntryKind, Evidence, Finish, Person, Sheet, SheetVersion
from services import assessments, scoring, standards
from services.stations.routing import Step, What

MEANS = {
    EntryKind.ATTEMPT: What.DONE,
    EntryKind.FAULT: What.DONE,
    EntryKind.EXEMPT: What.SHUT,
    EntryKind.RETEST: What.AGAIN,
    EntryKind.CHOOSE: What.PICK,
    EntryKind.WITHDRAW: What.LEAVE,
}


def read(assessment):
    """({person: exercises open to them, by category}, every step); six queries."""
    arrived = _arrived(assessment)
    open_to = _open_to(assessment, arrived)
    steps = [Step(at, person_id, What.COME) for person_id, at in _arrivals(assessment, arrived)]
    steps += _entered(assessment)
    settled = SheetVersion.select(Sheet.person, SheetVersion.settled_at).join(Sheet)
    settled = settled.where(Sheet.assessment == assessment.id, SheetVersion.version == 1)
    steps += [Step(_ms(at), person_id, What.LEAVE) for person_id, at in settled.tuples()]
    return open_to, steps


def _ms(at):
    return round(at.timestamp() * 1000)


def _arrived(assessment):
    query = Sheet.select(Sheet.person, Person.sex, Person.born_on).join(Person)
    return list(query.where(Sheet.assessment == assessment.id).order_by(Sheet.number).tuples())


def _arrivals(assessment, arrived):
    """(person, when the server knew that they came), in the order of their sheets' numbers.

    A sheet opened by hand has no evidence: its person came no earlier than the one of the number before.
    """
    seen = Evidence.select(Evidence.person, fn.MIN(Evidence.received_at))
    seen = seen.where(Evidence.training == assessment.training_id).group_by(Evidence.person)
    first, last = dict(seen.tuples()), 0
    for person_id, _sex, _born_on in arrived:
        known = first.get(person_id)
        last = max(last, known if isinstance(known, int) else _ms(known) if known else 0)
        yield person_id, last


def _open_to(assessment, arrived):
    """{person: for each category the exercises in which their group is tested and has a table}."""
    standard, on, known = standards.load(assessment.standard), assessments.on(assessment), {}
    found = {}
    for person_id, sex, born_on in arrived:
        group = scoring.group_of(standard, sex.value, born_on, on)
        if group not in known:
            choices = scoring.choices(standard, group) if group else ()
            known[group] = tuple(
                tuple(item.exercise for item, has_table in choice.items if has_table) for choice in choices
            )
        found[person_id] = known[group]
    return found


def _entered(assessment):
    """The steps that entries and places in heats make, in the order the server received them.

    Left out are entries that were voided, and those that are held and not admitted.
    """
    said = Entry.entry_id, Entry.person, Entry.kind, Entry.exercise, Entry.target, Entry.held
    query = Entry.select(*said, Entry.received_at).where(Entry.assessment == assessment.id)
    rows = list(query.order_by(Entry.received_at, Entry.id).tuples())
    void = {(row[4], row[1]) for row in rows if row[2] is EntryKind.VOID and not row[5]}
    admitted = {row[4] for row in rows if row[2] is EntryKind.ADMIT and not row[5]}
    received = {row[0]: row[6] for row in rows}

    def stands(entry_id, person_id):
        return void.isdisjoint({(entry_id, person_id), (entry_id, None)})

    for entry_id, person_id, kind, exercise, _target, held, at in rows:
        is_kept = stands(entry_id, person_id) and (not held or entry_id in admitted)
        if is_kept and person_id and kind in MEANS:
            yield Step(_ms(at), person_id, MEANS[kind], exercise)
    for tap, person_id, exercise in _places(assessment):
        if stands(tap, person_id):
            yield Step(_ms(received[tap]), person_id, What.DONE, exercise)


def _places(assessment):
    """(tap, person, exercise) for every place in a heat that has a time."""
    return (
        Finish.select(Finish.tap, Finish.person, Finish.exercise)
        .where(
            Finish.assessment == assessment.id,
            Finish.person.is_null(False),
            Finish.measure.is_null(False),
            ~Finish.is_check,
        )
        .order_by(Finish.heat, Finish.place)
        .tuples()
    )
