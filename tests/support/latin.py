"""A bureau whose data are all Latin, with something of everything: what English readers are shown."""

from dataclasses import replace
from datetime import timedelta

from models import (
    AssessmentKind,
    Attendance,
    Evidence,
    Person,
    PersonKind,
    Season,
    SeasonKind,
    Sex,
    Subject,
    Training,
    TrainingKind,
    Unit,
)
from services import bureau, checkins, clock, planning, standard_files, standards
from services.attendance import blocks, headcounts, leaves
from services.checkins import reviews
from services.planning import closing
from services.standards import publications
from services.trainings import codes, policies
from tests.support import undecided
from tests.support.contest_day import ContestDay
from tests.support.factories import code_of, digits_of, identity, make_person, make_training, picture
from tests.support.field_day import FIREARMS, PHYSIQUE, POLICE, RECRUIT, FieldDay, born, fresh

NAMES = {
    "officer": "Lin Xiao",
    "auxiliary": "He Jing",
    "instructor": "Zhou Yan",
    "stranger": "Tang Yi",
    "registrar": "Su Min",
    "admin": "Luo Cheng",
}
ROLES = tuple(NAMES)
#: What a man of 25 did under the 2010 standard and under that of 2003.
CHOSEN = {"run100": "13.1", "run1000": "3:38", "pullup": "12"}
MEASURED = {"height_weight": "172.5/64.0", "lung_capacity": "3600", "grip": "45.0", "pushup": "30"}


class Latin:
    """Names, units, trainings and a season; an assessment under each of the three standards."""

    def __init__(self, cast):
        self.cast = cast
        self.older = make_person(cast.east, sex=Sex.FEMALE, born_on=born(37))
        self.without_group = make_person(cast.east, born_on=born(66))
        self.unopened = make_person(cast.east)
        _say_facts()
        _make_seasons()
        self.drill = self._drill()
        self.past, self.cancelled, self.coming = self._other_days()
        _ask_for_leave(cast, self.coming)
        headcounts.put(self.drill.id, policies.Phase.IN, 9, actor=identity(cast.instructor))
        self.recruits, self.police, self.physique = self._tests()
        self.contest = self._contest()
        _publish(cast)
        _name_everything(cast)

    @property
    def days(self):
        return self.recruits, self.police, self.physique

    def _drill(self):
        """Today's training: scanned, typed, shared, unlisted, ticked, amended, with a word on one."""
        subject = Subject.create(name="体能", name_en="Fitness")
        phases = policies.Policy(phases=("in", "mid", "out"))
        drill = make_training(self.cast, subject_id=subject.id, batch="3", policy=phases)
        leader = identity(self.cast.instructor)
        scan(drill, self.cast.officer)
        scan(drill, self.cast.auxiliary)
        scan(drill, self.cast.stranger, device="another")
        typed = digits_of(drill)
        checkins.type_digits(
            drill.id, typed, identity(self.cast.registrar), claim_id=fresh(), device="a phone"
        )
        checkins.type_digits(drill.id, typed, identity(self.unopened), claim_id=fresh(), device="the third")
        checkins.tick(drill.id, self.older.id, actor=leader, claim_id=fresh())
        reviews.rule(Evidence.get(person=self.unopened).id, False, actor=leader)
        reviews.amend(drill.id, self.without_group.id, Attendance.ON_LEAVE, actor=leader, reason="Court duty")
        return drill

    def _other_days(self):
        """One that is over and finalised with a late scan, one that was called off, one to come."""
        leader = identity(self.cast.instructor)
        past, cancelled = make_training(self.cast, starts_in=-90_000), make_training(self.cast)
        with clock.stopped(past.starts_at + timedelta(minutes=20)):
            scan(past, self.cast.officer)
        closing.finalise(past.id, actor=leader)
        planning.cancel(cancelled.id, actor=leader)
        return past, cancelled, make_training(self.cast, starts_in=86_400, kind=TrainingKind.LECTURE)

    def _tests(self):
        """Settled and corrected, chosen and to be chosen, waiting, voided, failed, without a table."""
        recruits = FieldDay(self.cast, RECRUIT, people=3)
        physique = FieldDay(self.cast, PHYSIQUE, exercises=[*MEASURED, "step_index", "sit_reach"])
        police = FieldDay(self.cast, POLICE, exercises=[*CHOSEN, "shuttle4x10", "run800"])
        for person in (*recruits.trainees[1:], self.older, self.without_group):
            recruits.enter_all(person=person) if person.sex is Sex.MALE else recruits.sheet(person)
        recruits.enter("run800", "6:00", self.older)
        recruits.enter_all()
        _settle_and_correct(recruits)
        _measure(police, physique, self)
        return recruits, police, physique

    def _contest(self):
        """Closed, with a team, one without a place; and marksmen, of whom one failed."""
        day = ContestDay(self.cast, team_size=2)
        for n, unit in enumerate((self.cast.east, self.cast.east, self.cast.west)):
            day.does(f"Ann {n}", 90 + n, unit)
        day.enter("pistol_rings", "70")
        day.settle(reason="Went home")
        day.close()
        bureau.put(bureau.MARKSMEN, True)
        shots = FieldDay(self.cast, FIREARMS, kind=AssessmentKind.FIREARMS)
        for exercise, text in (("pistol_rings", "92"), ("pistol_time", "41.5")):
            shots.enter(exercise, text)
        shots.settle()
        return day


def _publish(cast):
    """A second version of the recruits' standard, published, withdrawn and published for later."""
    first = standard_files.shipped(RECRUIT)
    standards.keep(first)
    tables = tuple(replace(t, bands=(replace(t.bands[0], threshold=t.bands[0].threshold + 100),))
                   for t in first.tables)  # fmt: skip
    second = standards.keep(replace(first, title_en="Second version", tables=tables))
    admin, today = identity(cast.admin), clock.today()
    publications.publish(second.digest, today, actor=admin)
    publications.withdraw(second.digest, actor=admin)
    publications.publish(second.digest, today + timedelta(days=9), actor=admin)


def _ask_for_leave(cast, coming):
    """Approved for a part and with a photo, not approved, ended early, and one that waits."""
    desk = identity(cast.instructor)
    first = blocks.of(coming.starts_at, coming.ends_at)[0].id
    wanted = ("officer", [first], picture()), ("auxiliary", [], None), ("registrar", [], None)
    asked = [
        leaves.ask(
            coming.id,
            reason="Dentist",
            block_ids=part,
            request_id=fresh(),
            actor=identity(getattr(cast, who)),
            photo=photo,
        )
        for who, part, photo in wanted
    ]
    leaves.decide(asked[0], True, actor=desk, note="Get well")
    leaves.decide(asked[1], False, actor=desk)
    leaves.end(asked[0], actor=desk)


def scan(training, person, *, device="a phone", phase=policies.Phase.IN):
    """Check a person in by a code of now."""
    claim = checkins.Claim(fresh(), codes.read(code_of(training, phase=phase)), clock.now(), device=device)
    return checkins.accept(claim, identity(person))


def _settle_and_correct(day):
    """A medal that was corrected and stands, one that was revoked, one sheet that is left to settle."""
    first, second = day.trainees[:2]
    for person in (first, second):
        day.settle(person)
    jump = day.marked(first).result("jumpreach")["attempts"][0]["id"]
    day.correct(first, reason="Read again", exercise="jumpreach", text="2.75", target=jump)
    day.correct(second, reason="Cut a lap", exercise="run1000", text="6:00", target=_only(day, second))
    day.settle(day.cast.auxiliary, reason="Went home")


def _only(day, person):
    return day.marked(person).result("run1000")["attempts"][0]["id"]


def _measure(police, physique, scene):
    for exercise, text in CHOSEN.items():
        police.enter(exercise, text)
    police.enter("shuttle4x10", "12.0")
    police.enter("run800", "3:50", scene.cast.auxiliary)
    police.sheet(scene.without_group)
    for exercise, text in MEASURED.items():
        physique.enter(exercise, text)
    physique.void(physique.enter("step_index", "55.0"), reason="Lost the beat")
    physique.enter("grip", "5.0", scene.cast.auxiliary)
    physique.enter("height_weight", "200.0/90.0", scene.cast.auxiliary)
    physique.enter("pushup", "3", scene.cast.auxiliary)
    physique.sheet(scene.older)
    undecided.leave(police, physique, scene.cast)


def _say_facts():
    year = clock.today().year
    bureau.put(bureau.NAME, "Sample City Bureau")
    bureau.put(bureau.NAME_EN, "Sample City Police")
    bureau.put(bureau.hours_setting(year, PersonKind.OFFICER), 120 * 60)
    bureau.put(f"grades.{POLICE}", [["优秀", 340], ["良好", 300], ["合格", 240]])


def _make_seasons():
    """This year's four, today in the second: one is over and two are to come."""
    today = clock.today()
    for n, kind in enumerate(SeasonKind):
        first = today + timedelta(days=60 * (n - 1) - 30)
        Season.create(year=today.year, kind=kind, first_on=first, last_on=first + timedelta(days=59))


def _name_everything(cast):
    for person in Person.select():
        Person.update(name=f"Officer {chr(64 + person.id)}", rank="Sergeant").where(
            Person.id == person.id
        ).execute()
    for who, name in NAMES.items():
        Person.update(name=name).where(Person.id == getattr(cast, who).id).execute()
    for unit in Unit.select():
        Unit.update(name=f"Unit {unit.id}").where(Unit.id == unit.id).execute()
    for training in Training.select():
        Training.update(title=f"Morning {training.id}", place="Track").where(
            Training.id == training.id
        ).execute()
