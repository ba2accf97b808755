"""What people did, as badge rules see it; a fixed number of queries, however many people.

Attendance is folded training by training: a season costs as many folds as it has trainings.
"""

from collections import defaultdict

from models import (
    Assessment,
    Attendance,
    Award,
    Enrolment,
    Season,
    Sheet,
    Training,
    TrainingInstructor,
    TrainingKind,
)
from services import clock, trainings
from services.attendance import presence
from services.awards import sheets
from services.awards.sheets import when
from services.badges.facts import Course, Facts, Led, Through
from services.badges.rules import ATTENDED, COURSE, GRADED, LED, PLACED, RECORD, SEASONS

CAME = (Attendance.PRESENT, Attendance.LATE)


def facts_of(event, people, season_ids=None) -> dict[int, Facts]:
    """{person id: Facts}, holding the doings that an event is about.

    ``season_ids`` narrows all of them but sheets and places.
    """
    people = list(people)
    if event in (GRADED, RECORD):
        found = {"sheets": sheets.settled_of(people)}
    elif event == PLACED:
        found = {"places": sheets.places(people)}
    elif event == ATTENDED:
        found = {"seasons": _seasons(people, season_ids)}
    elif event == LED:
        found = {"led": _led(people, season_ids)}
    elif event == COURSE:
        found = {"courses": _courses(people, season_ids)}
    else:
        found = {}
    return {p: Facts(**{name: tuple(lists.get(p, ())) for name, lists in found.items()}) for p in people}


def _of_seasons(season_ids):
    """The trainings of these seasons that were not cancelled."""
    return (
        Training.select(Training, Season)
        .join(Season)
        .where(Training.season.in_(list(season_ids or ())), Training.cancelled_at.is_null())
    )


def _seasons(people, season_ids):
    listed = defaultdict(set)
    expected = Enrolment.select(Enrolment.training, Enrolment.person).where(
        Enrolment.person.in_(people),
        ~Enrolment.is_walk_in,
        Enrolment.training.in_(_of_seasons(season_ids).select(Training.id)),
    )
    for training_id, person_id in expected.tuples():
        listed[training_id].add(person_id)
    counts = defaultdict(lambda: defaultdict(lambda: dict.fromkeys(("came", "missed", "excused", "open"), 0)))
    seasons = {}
    for training in _of_seasons(season_ids).where(Training.id.in_(list(listed))):
        seasons[training.season_id] = training.season
        stands = presence.standings(training) if trainings.is_final(training) else None
        for person_id in listed[training.id]:
            counts[person_id][training.season_id][_came(stands, person_id)] += 1
    return {
        person_id: [_through(seasons[key], tally) for key, tally in sorted(of_person.items())]
        for person_id, of_person in counts.items()
    }


def _came(stands, person_id):
    if stands is None:
        return "open"
    attendance = stands[person_id].attendance
    if attendance is Attendance.ON_LEAVE:
        return "excused"
    return "came" if attendance in CAME else "missed"


def _through(season, tally):
    is_over = season.last_on < clock.today()
    return Through(when=when(season), last_on=season.last_on, is_over=is_over, **tally)


def _led(people, season_ids):
    rows = (
        TrainingInstructor.select(TrainingInstructor, Training, Season)
        .join(Training)
        .join(Season)
        .where(
            TrainingInstructor.person.in_(people),
            Training.season.in_(list(season_ids or ())),
            Training.cancelled_at.is_null(),
        )
        .order_by(Training.ends_at, Training.id)
    )
    found = defaultdict(list)
    for row in rows:
        if trainings.is_final(row.training):
            on = clock.local(row.training.ends_at).date()
            found[row.person_id].append(Led(row.training_id, on, when(row.training.season)))
    return found


def _courses(people, season_ids):
    theirs = Enrolment.select(Enrolment.training).where(Enrolment.person.in_(people))
    courses = _of_seasons(season_ids).where(Training.kind == TrainingKind.COURSE, Training.id.in_(theirs))
    found = defaultdict(list)
    for training in courses.order_by(Training.ends_at, Training.id):
        if not trainings.is_final(training):
            continue
        whole = int((training.ends_at - training.starts_at).total_seconds()) // 60
        on = clock.local(training.ends_at).date()
        for person_id, standing in presence.standings(training).items():
            share = standing.minutes * 100 // max(whole, 1)
            found[person_id].append(Course(training.id, on, when(training.season), share))
    return found


def seasons_of(training):
    """The seasons whose doings a training may change: (its own, all of its year); both empty outside
    seasons.
    """
    if training.season_id is None:
        return set(), set()
    year = Season.select(Season.year).where(Season.id == training.season_id)
    return {training.season_id}, {s.id for s in Season.select(Season.id).where(Season.year.in_(year))}


def took_part(training_id):
    """(ids of the people on a training's list, ids of its instructors)."""
    there = Enrolment.select(Enrolment.person).where(Enrolment.training == training_id).tuples()
    leads = TrainingInstructor.select(TrainingInstructor.person).where(
        TrainingInstructor.training == training_id
    )
    return {person for (person,) in there}, {person for (person,) in leads.tuples()}


def concerned(event, season_ids):
    """The ids of everyone who may have doings of an event in these seasons."""
    of_seasons = Training.season.in_(list(season_ids))
    if event == LED:
        rows = TrainingInstructor.select(TrainingInstructor.person).join(Training)
    elif event in (ATTENDED, COURSE):
        rows = Enrolment.select(Enrolment.person).join(Training)
    elif event == SEASONS:
        of_seasons = Award.season.in_(list(season_ids))
        rows = Award.select(Award.person)
    else:
        rows = Sheet.select(Sheet.person).join(Assessment).join(Training)
    return {person for (person,) in rows.where(of_seasons).distinct().tuples()}
