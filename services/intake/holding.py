"""Whether an entry from a device may count, and whose it is. One that may not is kept and held for a
ruling.
"""

from models import Enrolment, Entry, EntryKind, Finish, Person, Sheet, SheetVersion
from services import assessments, clock, standards
from services.checkins import passes

FORBIDDEN, UNKNOWN, LATE, CHAIN, IMPLAUSIBLE = "forbidden", "unknown", "late", "chain", "implausible"
#: Kinds of entries by which the chief or the desk rules on something.
OF_CHIEF = {EntryKind.RULE, EntryKind.ADMIT}
#: Kinds that measure what the station measures, and nothing else.
OF_STATION = {EntryKind.ATTEMPT, EntryKind.START, EntryKind.FAULT}


class Ground:
    """What is known of an assessment for judging a batch of entries in one person's name; everything is
    read once.
    """

    def __init__(self, assessment, owner, written):
        self.assessment = assessment
        self.standard = standards.load(assessment.standard)
        self.part = owner and assessments.part_of(owner, assessment)
        self.stations = {s.id: s for s in assessments.stations_of(assessment.id)}
        self._book = passes.Book()
        self._passes = {w.id: self._read_pass(w) for w in written if w.pass_text and w.person is None}
        ids = {w.person for w in written} | {p for p, _unit in self._passes.values() if p}
        self._known(ids - {None})
        self.about = about(assessment.id, {w.target for w in written if w.target})

    def _read_pass(self, written):
        training, day = self.assessment.training_id, clock.local(clock.moment(written.at)).date()
        return self._book.owner(written.pass_text, training, day) or (None, None)

    def _known(self, ids):
        one = self.assessment
        self.people = {row.id for row in Person.select(Person.id).where(Person.id.in_(ids))}
        listed = Enrolment.select(Enrolment.person).where(
            Enrolment.training == one.training_id, Enrolment.person.in_(ids)
        )
        self.sheets = dict(
            Sheet.select(Sheet.person, Sheet.id)
            .where(Sheet.assessment == one.id, Sheet.person.in_(ids))
            .tuples()
        )
        self.listed = {row.person_id for row in listed} | set(self.sheets)
        self.settled = settled(one.id)

    def person_of(self, written):
        """The id of the person that an entry means; None where it means nobody, or nobody we know."""
        if written.person is None:
            return self._passes.get(written.id, (None, None))[0]
        return written.person if written.person in self.people else None

    def walks_in(self, written):
        """The unit of a walk-in: someone not on the list who held up their pass, where walk-ins may take
        part; else None.
        """
        person, unit = self._passes.get(written.id, (None, None))
        is_new = person is not None and person not in self.listed
        return unit if is_new and self.assessment.training.admits_walk_ins else None

    def held(self, written):
        """The reason why an entry may not count; empty where it may."""
        if not self._may(written):
            return FORBIDDEN
        if not self._is_known(written):
            return UNKNOWN
        if self.assessment.closed_at or self._whom(written) & self.settled:
            return LATE
        return "" if self._is_plausible(written) else IMPLAUSIBLE

    def _may(self, written):
        station = self.stations[written.station]
        if self.part is None:
            return False
        if written.kind in OF_CHIEF:
            return self.part.may_settle
        if written.kind in OF_STATION and written.exercise not in ("", station.exercise):
            return False
        return self.part.may_enter(station)

    def _is_known(self, written):
        if not written.has_person:
            return True
        person = self.person_of(written)
        return person in self.listed or self.walks_in(written) is not None

    def _whom(self, written):
        """The people whose sheets an entry changes: the one it names, else those its target is about."""
        person = self.person_of(written)
        return {person} if person is not None else self.about.get(written.target, set())

    def _is_plausible(self, written):
        item = self.standard.item(written.exercise) if written.exercise else None
        if written.kind is not EntryKind.ATTEMPT:
            return item is not None or not written.exercise
        second_fits = (written.second is None) == (item.second is None)
        if second_fits and item.second:
            second_fits = item.second.scale.is_plausible(written.second)
        return second_fits and item.scale.is_plausible(written.measure)


def settled(assessment_id):
    """The people whose sheets at an assessment are settled."""
    rows = Sheet.select(Sheet.person).join(SheetVersion).where(Sheet.assessment == assessment_id).distinct()
    return {row.person_id for row in rows}


def about(assessment_id, targets):
    """{entry id: people it is about}, for targets that are here: its own person, or the one given its tap."""
    rows = list(
        Entry.select(Entry.entry_id, Entry.person, Entry.heat, Entry.target).where(
            Entry.entry_id.in_(list(targets)), Entry.assessment == assessment_id
        )
    )
    runs = {row.heat for row in rows if row.heat and row.person_id is None}
    taps = {}
    places = Finish.select(Finish.tap, Finish.person).where(Finish.heat.in_(list(runs)))
    for tap, person in places.tuples() if runs else ():
        taps.setdefault(tap, set()).add(person)
    return {row.entry_id: ({row.person_id} | taps.get(row.entry_id, set())) - {None} for row in rows}
