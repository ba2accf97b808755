"""One of everything a route can name, and everyone who may come: for tests that walk all routes."""

from dataclasses import replace
from datetime import timedelta

from models import Appointment, AwardVersion, Clash, Entry, Evidence, Role
from services import checkins, clock, results, roster, standard_files, standards
from services.assessments import leases
from services.attendance import leaves
from services.sheets import exemptions, objections, photos
from services.standards import imports
from services.trainings import calendars
from tests.support import rosters, signing, small_standard, tables_elsewhere
from tests.support.contest_day import ALIKE, ContestDay
from tests.support.factories import Cast, code_of, digits_of, identity, make_person, make_training, picture
from tests.support.field_day import PASSING, RECRUIT, FieldDay, digest_of, fresh, make_season
from tests.support.field_devices import Device

SIGNED_OUT = "signed_out"
WHO = (
    SIGNED_OUT,
    "officer",
    "auxiliary",
    "instructor",
    "examiner",
    "stranger",  # an instructor of another unit
    "outsider",  # a registrar of another unit
    "registrar",
    "admin",
)
#: Where two forms mean different things by one name.
OTHERWISE = {
    "assessments.create": {"kind": "fitness", "training": ""},
    "desk.enrol": {"kind": "officer", "unit": ""},
    "people.add": {"kind": "officer"},
    "people.save": {"kind": "officer"},
    "presence.tick": {"claim_id": ""},
    "check_in.type_digits": {"claim_id": ""},
    "exemptions.grant": {"act": "retest"},
    "exemptions.fault": {"word": "dnf"},
    "field_reviews.admit": {"act": "dismiss"},
    "field_reviews.rule": {"word": "upheld"},
    "objections.rule": {"word": "upheld"},
}


class World:
    """Built on the database that is open. ``ids`` fills the places in an address."""

    def __init__(self):
        self.cast = cast = Cast()
        make_season()
        self.day = day = FieldDay(cast)
        cast.examiner = day.examiner
        cast.outsider = make_person(cast.west, name="韩可", roles=[Role.REGISTRAR])
        self.training = make_training(cast)
        self.claim, self.tick = fresh(), fresh()
        self._check_in(cast.officer)
        self.leave = self._ask_for_leave(cast.officer)
        # The officer's sheet is settled and bears a medal; the auxiliary's is open.
        day.enter_all(PASSING)
        self.sheet, self.open_sheet = day.sheet().id, day.sheet(cast.auxiliary).id
        day.settle()
        self.results = self._preview_results()
        self.sheet_photo = photos.attach(self.sheet, picture(), actor=day.chief).id
        self.attempt = Entry.get().entry_id
        self.objection, self.remark = self._say()
        self.token = roster.preview("名册.xlsx", rosters.xlsx(rosters.row()), actor=identity(cast.registrar))[
            1
        ]
        self.digest = digest_of(standards.offered()[0].standard.code)
        self.kid = signing.install()
        self.contest = self._hold_contest()
        standards.keep(replace(standard_files.shipped(RECRUIT), title="第二版"))
        self.standard_token = imports.preview(
            tables_elsewhere.folder(small_standard.SMALL), actor=identity(cast.admin)
        )
        self.clash = self._clash()
        self.ids = self._ids()

    def _check_in(self, officer):
        training = self.training
        checkins.type_digits(
            training.id, digits_of(training), identity(officer), claim_id=self.claim, device="one-phone"
        )
        checkins.tick(
            training.id, self.cast.auxiliary.id, actor=identity(self.cast.instructor), claim_id=self.tick
        )

    def _hold_contest(self):
        """Closed, and the officer took part."""
        day = ContestDay(self.cast)
        day.enter_all(ALIKE | {"pistol_rings": "90"})
        day.settle()
        day.close()
        return day.assessment.id

    def _ask_for_leave(self, officer):
        """A request that waits, with a photo."""
        return leaves.ask(
            self.training.id,
            reason="看病",
            block_ids=[],
            request_id=fresh(),
            actor=identity(officer),
            photo=picture(),
        )

    def _say(self):
        """The officer objects to what is settled, and the auxiliary is let off an item: their ids."""
        facts = {"reason": "少算一圈", "entry_id": fresh()}
        made = objections.make(self.sheet, target=self.attempt, actor=identity(self.cast.officer), **facts)
        facts["entry_id"] = fresh()
        remark = exemptions.exempt(
            self.open_sheet, "jumpreach", actor=identity(self.cast.instructor), **facts
        )
        return made.entry_id, remark.entry_id

    def _roster(self):
        return roster.preview("名册.xlsx", rosters.xlsx(rosters.row()), actor=identity(self.cast.registrar))[
            1
        ]

    def _preview_results(self):
        """A file of one result that waits for the chief's word."""
        content = rosters.csv((self.cast.auxiliary.police_number, "5:00"), header=("警号", "800米跑"))
        return results.preview(self.day.assessment.id, "成绩.csv", content, actor=self.day.chief)[1]

    def _ids(self):
        medal = AwardVersion.select().order_by(AwardVersion.id).first()
        return {
            "training": self.training.id,
            "assessment": self.day.assessment.id,
            "contest": self.contest,
            "standard_token": self.standard_token,
            "sheet": self.sheet,
            "open_sheet": self.open_sheet,
            "station": self.day.stations["run1000"].id,
            "lease": self._lease().id,
            "clash": self.clash.id,
            "award": medal.award_id,
            "person": self.cast.officer.id,
            "instructor": self.cast.instructor.id,
            "appointment": Appointment.get(Appointment.role == Role.INSTRUCTOR).id,
            "leave": self.leave,
            "evidence": Evidence.get(claim_id=self.claim).id,
            "unit": self.cast.east.id,
            "claim": self.claim,
            "token": self.token,
            "results": self.results,
            "sheet_photo": self.sheet_photo,
            "check": medal.check_code,
            "kid": self.kid,
            "feed": calendars.turn_on(identity(self.cast.officer)),
            "code": code_of(self.training),
        }

    def _lease(self):
        """A device made ready for a station that nobody here measures anything at."""
        station = self.day.stations["shuttle4x10"].id
        return leases.make_ready(station, fresh(), "平板一", actor=identity(self.day.examiner))

    def _clash(self):
        """One result that came twice under one id, with two measures."""
        device = Device(self.day)
        device.attempt(self.cast.registrar, 240_000)
        device.deliver()
        device.deliver([device.texts[0].replace("240000", "230000")])
        return Clash.get()

    def _target(self, endpoint):
        """The entry that a form speaks of: a remark, one that a device wrote, or the attempt."""
        others = {"exemptions.take_back": self.remark, "field_reviews.admit": self.clash.entry_id}
        return others.get(endpoint, self.attempt)

    def person(self, who):
        """One of ``WHO``; None for whoever is signed out."""
        return None if who == SIGNED_OUT else getattr(self.cast, who)

    def form(self, endpoint):
        """A form any of the writing routes can read: each takes the fields it knows."""
        now = clock.local(clock.now())
        known = {
            "title": "夜间射击",
            "kind": "drill",
            "unit": self.cast.east.id,
            "starts_at": f"{now + timedelta(days=2):%Y-%m-%dT%H:%M}",
            "ends_at": f"{now + timedelta(days=2, hours=2):%Y-%m-%dT%H:%M}",
            "numbers": self.cast.stranger.police_number,
            "person": self.cast.auxiliary.id,
            "sheet": self.open_sheet,
            "station": self.ids["station"],
            "examiner": self.cast.instructor.police_number,
            "chief": self.cast.instructor.police_number,
            "standard": self.digest,
            "exercise": "run1000",
            "value": "4:00",
            "reason": "记错人",
            "attendance": "present",
            "counts": "1",
            "why": "typed",
            "newest": self.ids["evidence"],
            "phase": "in",
            "heads": "9",
            "approved": "1",
            "claim_id": self.tick,
            "entry_id": fresh(),
            "target": self._target(endpoint),
            "objection": self.objection,
            "training": self.training.id,
            "digits": "000000",
            "police_number": "770077",
            "name": "新来",
            "sex": "男",
            "born_on": "1999-09-09",
            "role": "trainee",
            "is_active": "on",
            "unit_id": self.cast.east.id,
            "parent_id": self.cast.east.id,
            "officer": "120",
            "pass": "200",
            "password": "kein-passwort",
            "language": "en",
            "version": "1",
            "from_on": f"{now:%Y-%m-%d}",
        }
        return known | OTHERWISE.get(endpoint, {})
