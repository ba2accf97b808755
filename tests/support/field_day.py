"""An assessment with its stations and people, made through the services, for tests of what happens there."""

import uuid
from datetime import date, timedelta

from models import AssessmentKind, Season, SeasonKind, Sheet, TrainingKind
from services import clock, planning, sheets, standard_files, standards
from services.marks import marked_sheets
from services.planning import assessment_plans
from services.sheets import entries, settling
from services.trainings import enrolments
from tests.support.factories import identity, make_person

PHYSIQUE, POLICE, RECRUIT = "physique-2003", "police-2010-445", "police-recruit-2011"
FIREARMS, CONTEST = "sample-firearms", "sample-contest"
#: What a man of 25 on the day needs for each of three standards; enough for a pass where there is one.
PASSING = {"shuttle4x10": "12.5", "run1000": "4:00", "jumpreach": "2.80"}


def fresh():
    return str(uuid.uuid4())


def digest_of(code):
    return next(offer.digest for offer in standards.offered() if offer.standard.code == code)


def make_season():
    today = clock.today()
    days = {"first_on": today - timedelta(days=30), "last_on": today + timedelta(days=30)}
    return Season.get_or_create(year=today.year, kind=SeasonKind.WINTER, defaults=days)[0]


def born(age):
    """A birth date that makes this age today."""
    today = clock.today()
    return date(today.year - age, 1, 1)


class FieldDay:
    """The east brigade's fitness test under a standard: the instructor leads and is chief, one examiner
    stands at every station, and a stranger from the west has no part in it."""

    def __init__(
        self,
        cast,
        code=RECRUIT,
        *,
        exercises=None,
        kind=AssessmentKind.FITNESS,
        people=1,
        digest=None,
        **setup,
    ):
        self.cast, self.code = cast, code
        self.standard = standard_files.shipped(code)
        self.examiner = make_person(cast.east, name="程立")
        self.trainees = [cast.officer] + [make_person(cast.east, born_on=born(25)) for _ in range(people - 1)]
        # Today, in the first minutes after midnight too.
        starts_at = max(clock.now() - timedelta(minutes=10), clock.at(clock.today()))
        plan = planning.Plan(
            title="冬考体测",
            kind=TrainingKind.ASSESSMENT,
            unit_id=cast.east.id,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=3),
        )
        wanted = exercises or [item.exercise for item in self.standard.items]
        setup = assessment_plans.Setup(
            kind=kind,
            digest=digest or digest_of(code),
            stations=tuple((exercise, self.examiner.id) for exercise in wanted),
            chief_id=cast.instructor.id,
            **setup,
        )
        self.assessment = assessment_plans.create(setup, actor=identity(cast.instructor), plan=plan)
        self.training = self.assessment.training
        enrolments.add_unit(self.training.id, cast.east.id, actor=identity(cast.instructor))
        self.stations = {s.exercise: s for s in self.assessment.stations}

    @property
    def chief(self):
        return identity(self.cast.instructor)

    def sheet(self, person=None):
        """The person's sheet, opened where it is not yet."""
        sheet = sheets.arrive(self.training.id, (person or self.cast.officer).id)
        return Sheet.get_by_id(sheet.id)

    def enter(self, exercise, text, person=None, *, entry_id=None):
        return entries.record(
            self.stations[exercise].id,
            self.sheet(person).id,
            text=text,
            exercise=exercise,
            entry_id=entry_id or fresh(),
            actor=identity(self.examiner),
        )

    def void(self, entry, reason="记错人"):
        return entries.void(entry.entry_id, reason=reason, entry_id=fresh(), actor=identity(self.examiner))

    def enter_all(self, marks=PASSING, person=None):
        for exercise, text in marks.items():
            self.enter(exercise, text, person)

    def marked(self, person=None):
        sheet = sheets.get(self.sheet(person).id)
        return marked_sheets.of(sheet, self.assessment)

    def snapshot(self, person=None):
        return self.marked(person).snapshot

    def settle(self, person=None, reason=""):
        return settling.settle(self.sheet(person).id, actor=self.chief, reason=reason)

    def correct(self, person=None, **wanted):
        facts = {"reason": "成绩录错", "entry_id": fresh()} | wanted
        return settling.correct(self.sheet(person).id, actor=self.chief, **facts)
