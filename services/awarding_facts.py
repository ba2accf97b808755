"""What people did, read for badge rules; in a fixed number of queries however many people there are.

Attendance is folded training by training: a season's costs as many folds as it has trainings.
"""

import json
from collections import defaultdict

from models import (
    Assessment,
    Attendance,
    Award,
    Enrolment,
    Season,
    Sheet,
    SheetVersion,
    Training,
    TrainingInstructor,
    TrainingKind,
)
from services import clock, presence, settled, standards, trainings
from services.badge_facts import Course, Facts, Led, Sat, Through, When
from services.badge_rules import ATTENDED, COURSE, GRADED, LED, RECORD, SEASONS
from services.rulebook import LOWER

CAME = (Attendance.PRESENT, Attendance.LATE)


def of(event, people, season_ids=None) -> dict[int, Facts]:
    """{person id: Facts} of the doings that an event is about. ``season_ids`` narrows all but sheets."""
    people = list(people)
    if event in (GRADED, RECORD):
        found = {"sheets": _sheets(people)}
    elif event == ATTENDED:
        found = {"seasons": _seasons(people, season_ids)}
    elif event == LED:
        found = {"led": _led(people, season_ids)}
    elif event == COURSE:
        found = {"courses": _courses(people, season_ids)}
    else:
        found = {}
    return {p: Facts(**{name: tuple(lists.get(p, ())) for name, lists in found.items()}) for p in people}


def when(season):
    return season and When(season.id, season.year, season.kind)


def _sheets(people):
    rows = settled.newest().where(Sheet.person.in_(people))
    found = defaultdict(list)
    for row in rows.order_by(Training.starts_at, SheetVersion.settled_at, SheetVersion.id):
        found[row.sheet.person_id].append(_sat(row))
    return found


def _sat(row):
    assessment = row.sheet.assessment
    training = assessment.training
    facts = json.loads(row.snapshot)
    return Sat(
        sheet_id=row.sheet_id,
        version_id=row.id,
        unit_id=row.sheet.unit_id,
        kind=assessment.kind,
        held_on=clock.local(training.starts_at).date(),
        when=when(training.season) if training.season_id else None,
        standard=row.standard.code,
        metal=settled.read(row.snapshot).metal,
        total=facts.get("total"),
        values=tuple(_values(facts, row.standard)),
    )


def _values(facts, version):
    """The total, and each single measure, with the sign that makes the larger the better."""
    if facts.get("total") is not None:
        yield "total", facts["total"]
    results = [r for r in facts.get("results") or () if r.get("measure") is not None]
    for result in results:
        item = standards.load(version).item(result["exercise"])
        # A weight is good or bad by the height beside it: neither more nor less is better.
        if item is not None and item.second is None:
            yield item.exercise, -result["measure"] if item.direction == LOWER else result["measure"]


def _of_seasons(season_ids):
    """Trainings of these seasons that were not called off."""
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
    """The seasons whose doings a training may change: its own; and all of its year."""
    if training.season_id is None:
        return set(), set()
    year = Season.select(Season.year).where(Season.id == training.season_id)
    return {training.season_id}, {s.id for s in Season.select(Season.id).where(Season.year.in_(year))}


def took_part(training_id):
    """(people expected at a training or there, its instructors)."""
    there = Enrolment.select(Enrolment.person).where(Enrolment.training == training_id).tuples()
    leads = TrainingInstructor.select(TrainingInstructor.person).where(
        TrainingInstructor.training == training_id
    )
    return {person for (person,) in there}, {person for (person,) in leads.tuples()}


def concerned(event, season_ids):
    """The ids of everyone with doings that an event may be about in these seasons."""
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
