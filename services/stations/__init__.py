"""One station as its examiner sees it: who waits, whom a search finds, what was recorded; and who goes where
next.

``routing`` sends people on (pure), ``flow_steps`` reads the events that it needs, ``flow`` gives one's
next station, who comes, and the call screen; ``packs`` and ``pack_rules`` are what a station takes along
without a network. Not here: setting stations up (``planning.assessment_plans``), leases and streams of
devices (``assessments``), recording (``sheets.entries``, ``intake``).

For whoever may enter results at the station. Nothing of routing is stored.
"""

from dataclasses import dataclass

from models import (
    Assessment,
    Entry,
    EntryKind,
    Person,
    Sheet,
    StandardVersion,
    Station,
    Training,
)
from services import assessments, clock, marks, sheets, standards
from services.assessments import settled_sheets
from services.errors import Forbidden, NotFound
from services.marks import completion, marked_sheets, scores
from services.scoring.rulebook import Item, Standard

SHOWN = 60  # people in a list on the screen
NUMBER = 3  # digits; more are a police number or its end


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A station with what it measures, for an examiner who may enter there."""

    station: Station
    assessment: Assessment
    standard: Standard
    item: Item
    part: assessments.Part


def place(station_id, actor) -> Place:
    """A station for whoever may enter results at it; refuses everyone else."""
    station = assessments.station(station_id)
    assessment = assessments.get(station.assessment_id)
    part = assessments.part_of(actor, assessment)
    if not part.may_enter(station):
        raise Forbidden
    standard = standards.load(assessment.standard)
    item = standard.item(station.exercise)
    return Place(station=station, assessment=assessment, standard=standard, item=item, part=part)


def waiting(found: Place, coming=()):
    """(sheets of people for whom the station waits, how many in all): arrived, nothing standing here,
    not off the item, not settled.

    The ``coming`` first, in their order, then by number. A station for men's run does not wait for women,
    nor one for the young for their elders.
    """
    here = _sheets(found).where(~settled_sheets.has_version())
    order = {person_id: n for n, person_id in enumerate(coming)}
    # A person sent here for one more try has a result that stands, and is waited for all the same.
    sent = sorted(here.where(Sheet.person.in_(list(order))), key=lambda sheet: order[sheet.person_id])
    open_to = here.where(Sheet.person.not_in(list(order)))
    for people_done in completion.not_waiting(found.assessment.id, found.station.exercise):
        open_to = open_to.where(Sheet.person.not_in(people_done))
    for condition in _tested(found):
        open_to = open_to.where(condition)
    rest = open_to.order_by(Sheet.number).limit(max(0, SHOWN - len(sent)))
    return [*sent[:SHOWN], *rest], len(sent) + open_to.count()


def _tested(found):
    """The conditions, by sex and by age on the day, that a person is tested in this item."""
    item, on = found.item, assessments.on(found.assessment)
    if item.sex:
        yield Person.sex == item.sex
    if item.age_min is not None:
        yield Person.born_on <= _years_before(on, item.age_min)
    if item.age_max is not None:
        yield Person.born_on > _years_before(on, item.age_max + 1)


def _years_before(on, years):
    """The latest day of birth of people who have had that many birthdays by ``on``."""
    try:
        return on.replace(year=on.year - years)
    except ValueError:  # 29 February of another year
        return on.replace(year=on.year - years, day=28)


def search(found: Place, text):
    """(sheets that match, people on the list who match and have no sheet yet).

    Up to three digits mean a sheet's number.
    """
    text = text.strip()
    if not text:
        return [], []
    if text.isascii() and text.isdigit() and len(text) <= NUMBER:
        return list(_sheets(found).where(Sheet.number == int(text))), []
    rows = list(_sheets(found).where(marks.matching(text)).order_by(Sheet.number).limit(SHOWN))
    absent, _total = sheets.absent(found.assessment, text=text, limit=10)
    return rows, absent


def _sheets(found):
    return Sheet.select(Sheet, Person).join(Person).where(Sheet.assessment == found.assessment.id)


def chosen(found: Place, sheet_id):
    """The sheet being written on, with its marks. Raises ``NotFound`` for a sheet of another assessment."""
    sheet = sheets.get(sheet_id)
    if sheet.assessment_id != found.assessment.id:
        raise NotFound
    return marked_sheets.of(sheet, found.assessment)


def is_scored(found: Place, chosen_sheet) -> bool:
    """Whether the standard tests this person's group in what the station measures."""
    snapshot = chosen_sheet.snapshot
    group = found.standard.group(snapshot["sex"], snapshot["age"])
    tested = group is not None and found.item.includes(group)
    return tested and found.standard.table(group, found.item.exercise) is not None


def tries_left(found: Place, chosen_sheet) -> int:
    """How many tries the person still has here; tries without a measure are used up too."""
    snapshot, exercise = chosen_sheet.snapshot, found.station.exercise
    rows = [row for row in [*snapshot["results"], *snapshot["struck"]] if row["exercise"] == exercise]
    used = {
        (a.get("doubt") and a["declared"]) or a["id"]
        for row in rows
        for a in row["attempts"]
        if not (a["void"] or a.get("held") or a.get("copy"))
    }
    faults = [fault for fault in snapshot.get("faults", ()) if fault["exercise"] == exercise]
    retests = [retest for retest in snapshot.get("retests", ()) if retest["exercise"] == exercise]
    return found.item.attempts + len(retests) - len(used) - len(faults)


def latest(found: Place):
    """The newest attempts here, with their sheets: [(sheet, shown measure, entry, is void)]."""
    made = latest_at(found.station)
    by_person = {
        row.person_id: row
        for row in _sheets(found).where(Sheet.person.in_([entry.person_id for entry, _void in made]))
    }
    return [(by_person[entry.person_id], shown(found, entry), entry, is_void) for entry, is_void in made]


def shown(found: Place, entry: Entry):
    value = entry.measure if entry.second is None else (entry.second, entry.measure)
    return scores.shown(found.item, value)


def latest_at(station, limit=8):
    """The newest attempts at a station that are not held: [(entry, whether it was voided)], newest first."""
    made = list(
        Entry.select()
        .where(Entry.station == station.id, Entry.kind == EntryKind.ATTEMPT, Entry.held == "")
        .order_by(Entry.id.desc())
        .limit(limit)
    )
    voids = Entry.select(Entry.target).where(
        Entry.assessment == station.assessment_id, Entry.kind == EntryKind.VOID, Entry.held == ""
    )
    struck = {row.target for row in voids}
    return [(entry, entry.entry_id in struck) for entry in made]


@dataclass(frozen=True, slots=True)
class Post:
    """A station at which someone examines today."""

    station: Station
    training: Training
    item: Item


def today(actor) -> tuple[Post, ...]:
    """The stations at which this person examines today, in the order of their trainings."""
    begins, ends = clock.day(clock.today())
    rows = (
        Station.select(Station, Assessment, Training, StandardVersion)
        .join(Assessment)
        .join(Training)
        .switch(Assessment)
        .join(StandardVersion)
        .where(
            Station.examiner == actor.person_id,
            Training.starts_at < ends,
            Training.ends_at >= begins,
            Training.cancelled_at.is_null(),
        )
        .order_by(Training.starts_at, Station.number)
        .limit(SHOWN)
    )
    return tuple(_post(row) for row in rows)


def _post(station):
    standard = standards.load(station.assessment.standard)
    return Post(station, station.assessment.training, standard.item(station.exercise))
