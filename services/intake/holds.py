"""Whether an entry from a device may count, and whose it is. One that may not is kept and held for a
ruling.
"""

from dataclasses import dataclass

from models import Enrolment, Entry, EntryKind, Finish, Person, Sheet, SheetVersion
from services import assessments, clock, standards
from services.checkins import passes

FORBIDDEN, UNKNOWN, LATE, CHAIN, IMPLAUSIBLE = "forbidden", "unknown", "late", "chain", "implausible"
#: Kinds of entries by which the chief or the desk rules on something.
OF_CHIEF = {EntryKind.RULE, EntryKind.ADMIT}
#: Kinds that measure what the station measures, and nothing else.
OF_STATION = {EntryKind.ATTEMPT, EntryKind.START, EntryKind.FAULT}


@dataclass(frozen=True, slots=True)
class Known:
    """The ids of people whom a batch of entries names, as far as the assessment knows them."""

    people: set  # who exist at all
    listed: set  # who are on the list or have a sheet
    settled: set  # everyone at the assessment whose sheet is settled


class Ground:
    """What is known of an assessment for judging a batch of entries in one person's name; everything is
    read once.
    """

    def __init__(self, assessment, owner, written):
        self._assessment = assessment
        self._standard = standards.load(assessment.standard)
        self._part = owner and assessments.part_of(owner, assessment)
        self.stations = {s.id: s for s in assessments.stations_of(assessment.id)}
        self._passes = _passes(assessment, written)
        ids = {w.person for w in written} | {p for p, _unit in self._passes.values() if p}
        self._known = _known(assessment, ids - {None})
        self._about = about(assessment.id, {w.target for w in written if w.target})

    def person_of(self, written):
        """The id of the person that an entry means; None where it means nobody, or nobody we know."""
        if written.person is None:
            return self._passes.get(written.id, (None, None))[0]
        return written.person if written.person in self._known.people else None

    def walks_in(self, written):
        """The unit of a walk-in: someone not on the list who held up their pass, where walk-ins may take
        part; else None.
        """
        person, unit = self._passes.get(written.id, (None, None))
        is_new = person is not None and person not in self._known.listed
        return unit if is_new and self._assessment.training.admits_walk_ins else None

    def held(self, written):
        """The reason why an entry may not count; empty where it may."""
        if not self._may(written):
            return FORBIDDEN
        if not self._is_known(written):
            return UNKNOWN
        if self._assessment.closed_at or self._whom(written) & self._known.settled:
            return LATE
        return "" if self._is_plausible(written) else IMPLAUSIBLE

    def _may(self, written):
        station = self.stations[written.station]
        if self._part is None:
            return False
        if written.kind in OF_CHIEF:
            return self._part.may_settle
        if written.kind in OF_STATION and written.exercise not in ("", station.exercise):
            return False
        return self._part.may_enter(station)

    def _is_known(self, written):
        if not written.has_person:
            return True
        person = self.person_of(written)
        return person in self._known.listed or self.walks_in(written) is not None

    def _whom(self, written):
        """The people whose sheets an entry changes: the one it names, else those its target is about."""
        person = self.person_of(written)
        return {person} if person is not None else self._about.get(written.target, set())

    def _is_plausible(self, written):
        item = self._standard.item(written.exercise) if written.exercise else None
        if written.kind is not EntryKind.ATTEMPT:
            return item is not None or not written.exercise
        second_fits = (written.second is None) == (item.second is None)
        if second_fits and item.second:
            second_fits = item.second.scale.is_plausible(written.second)
        return second_fits and item.scale.is_plausible(written.measure)


def _passes(assessment, written):
    """{entry id: (person id, unit id)} of entries that name a pass; (None, None) where it is nobody's."""
    book, found = passes.Book(), {}
    for one in written:
        if one.pass_text and one.person is None:
            day = clock.local(clock.moment(one.at)).date()
            found[one.id] = book.owner(one.pass_text, assessment.training_id, day) or (None, None)
    return found


def _known(assessment, ids):
    listed = Enrolment.select(Enrolment.person).where(
        Enrolment.training == assessment.training_id, Enrolment.person.in_(ids)
    )
    arrived = Sheet.select(Sheet.person).where(Sheet.assessment == assessment.id, Sheet.person.in_(ids))
    return Known(
        people={row.id for row in Person.select(Person.id).where(Person.id.in_(ids))},
        listed={row.person_id for row in (*listed, *arrived)},
        settled=settled(assessment.id),
    )


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
