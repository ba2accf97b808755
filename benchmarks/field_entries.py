"""A thousand entries of a morning without a network, delivered as a device does: two hundred at a time."""

import hashlib
import json
import tempfile
import uuid
from datetime import date, timedelta
from statistics import median
from time import perf_counter, process_time

from models import Account, AssessmentKind, Entry, Finish, Person, PersonKind, Sex, TrainingKind, Unit
from services import access, clock, intake, planning, sheets, standards, store
from services.planning import assessment_plans
from services.sheets import readiness
from services.stations import packs
from services.trainings import enrolments

PEOPLE, HEAT = 400, 20
ENTRIES = 1000


def main():
    """[(what, value, unit, limit)]"""
    with tempfile.TemporaryDirectory() as folder:
        store.bind(f"sqlite:///{folder}/entries.db")
        with store.connection():
            store.migrate()
            return list(_measures())


def _measures():
    assessment, station, examiner = _day()
    mornings = [_texts(assessment, station, examiner) for _n in range(3)]
    took = [_delivered(texts, assessment, examiner) for texts in mornings]
    assert (Entry.select().count(), Finish.select().count() > 900) == (3 * ENTRIES, True)
    yield f"field: {ENTRIES} entries delivered", median(seconds for seconds, _own in took), "s", 1
    yield f"field: {ENTRIES} entries, processor", median(own for _seconds, own in took), "s", 0.8
    again = _delivered(mornings[0], assessment, examiner)[0]
    yield "field: the same delivered again", again, "s", 1
    alive = _timed(_deliver, mornings[0], ENTRIES, assessment, examiner)
    yield "field: a sign of life", alive * 1000, "ms", 100
    sheet = sheets.of_person(assessment.id, assessment.training.enrolments.get().person_id)
    yield "field: what stands in a sheet's way", _timed(readiness.obstacles, sheet) * 1000, "ms", 250
    place = packs.find(station.id, examiner)
    yield f"field: a pack of {PEOPLE}, first", _timed(packs.of, place) * 1000, "ms", 2500
    yield f"field: a pack of {PEOPLE}, again", _timed(packs.of, place) * 1000, "ms", 300


def _delivered(texts, assessment, examiner):
    """(seconds, seconds of the processor) that handing all of them over takes."""
    own = process_time()
    seconds = sum(_timed(_deliver, texts, n, assessment, examiner) for n in range(0, ENTRIES, intake.MOST))
    return seconds, process_time() - own


def _day():
    """An assessment of the physique standard with one station, its examiner and everyone on the list."""
    unit = Unit.create(name="示例", path="/1/")
    for n in range(PEOPLE):
        person = Person.create(
            police_number=f"{n:06d}",
            name=f"示例{n}",
            sex=Sex.MALE,
            born_on=date(clock.today().year - 25, 1, 1),
            kind=PersonKind.OFFICER,
            unit=unit,
        )
        Account.create(person=person)
    now = clock.now()
    plan = planning.Plan(
        title="体测",
        kind=TrainingKind.ASSESSMENT,
        unit_id=unit.id,
        starts_at=now - timedelta(hours=3),
        ends_at=now + timedelta(hours=3),
        instructor_ids=(1,),
    )
    training = planning.plan(plan)
    for person in Person.select():
        enrolments.admit(training.id, person.id, unit.id)
    return _assessment(training)


def _assessment(training):
    offer = next(one for one in standards.offered() if one.standard.code == "police-2010-445")
    version = standards.adopt(offer.digest)
    setup = assessment_plans.Setup(
        kind=AssessmentKind.FITNESS, digest=offer.digest, stations=(("run1000", 1),), chief_id=1
    )
    made = assessment_plans._created(setup, training, version)
    station = made.stations.model.create(assessment=made, number=1, exercise="run1000", examiner=1)
    return made, station, access.identify(1)


def _texts(assessment, station, examiner):
    """Groups of twenty on the track: a start, a tap each, names, and a word of each runner's."""
    kept = _Kept(assessment, station, examiner)
    people = iter(range(1, PEOPLE + 1))
    while len(kept.texts) < ENTRIES:
        heat = str(uuid.uuid4())
        kept.write("start", heat=heat, word="lead", place=1)
        taps = [kept.write("tap", heat=heat, after=200_000 if n == 0 else 900) for n in range(HEAT)]
        for place, tap in enumerate(taps, start=1):
            person = next(people)
            kept.write("assign", heat=heat, place=place, person=person, declared=1)
            if place % 2:
                kept.write("ack", person=person, target=tap, word="tap", exercise="run1000")
    return kept.texts[:ENTRIES]


class _Kept:
    """What one device keeps: its texts, each chained to the one before."""

    def __init__(self, assessment, station, examiner):
        self.device, self.texts, self.steady = str(uuid.uuid4()), [], 0
        self.facts = {"v": 1, "owner": examiner.account_id, "assessment": assessment.id}
        self.facts |= {"device": self.device, "station": station.id}
        self.at = int(clock.now().timestamp() * 1000) - 9_000_000

    def write(self, kind, *, after=50, **fields):
        self.at, self.steady = self.at + after, self.steady + after
        prev = hashlib.sha256(self.texts[-1].encode()).hexdigest() if self.texts else ""
        facts = {"id": str(uuid.uuid4()), "seq": len(self.texts) + 1, "prev": prev, "kind": kind}
        clocks = {"at": self.at, "steady": self.steady, "wall": self.at, "mono": self.steady}
        self.texts.append(json.dumps(self.facts | facts | clocks | fields))
        return facts["id"]


def _deliver(texts, start, assessment, examiner):
    sent = intake.Sent(
        device=json.loads(texts[0])["device"],
        assessment_id=assessment.id,
        label="平板一",
        seq=len(texts),
        hash=hashlib.sha256(texts[-1].encode()).hexdigest(),
        texts=tuple(texts[start : start + intake.MOST]),
    )
    intake.deliver([sent], examiner)


def _timed(act, *args):
    began = perf_counter()
    act(*args)
    return perf_counter() - began


if __name__ == "__main__":
    import sys

    sys.stdout.writelines(f"{row}\n" for row in main())
