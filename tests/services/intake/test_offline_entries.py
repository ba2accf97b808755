"""A morning at the stations without a network: each batch three times, in any order, and the same sheets."""

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models import Clash, Entry, EntryKind, database
from services import assessments, clock, marks, sheets
from services.sheets import entries, readiness
from tests.support import examples
from tests.support.factories import Cast, identity
from tests.support.field_day import RECRUIT, FieldDay, make_season
from tests.support.field_devices import Device

PEOPLE, DEVICES = 3, 3
RUN, JUMP = "run1000", "jumpreach"
MEASURES = {"shuttle4x10": (9_000, 14_000), RUN: (200_000, 300_000), JUMP: (2_000, 3_000)}
TRIES = {"shuttle4x10": 1, RUN: 1, JUMP: 3}
MISHAPS = (None, "double", "missed", "swapped", "undone")

people, devices = st.integers(0, PEOPLE - 1), st.integers(0, DEVICES - 1)
measured = st.one_of(
    *(st.tuples(st.just(name), st.integers(*MEASURES[name])) for name in MEASURES),
)
acts = st.one_of(
    st.tuples(st.just("measure"), devices, people, measured),
    st.tuples(st.just("run"), devices, st.permutations(range(PEOPLE)), st.sampled_from(MISHAPS)),
    st.tuples(st.just("strike"), devices, st.integers(0, 20)),
    st.tuples(st.just("foul"), devices, people),
)


class Morning:
    """What happened: written down on devices, and typed by the same people on a server that is there."""

    def __init__(self, day):
        self.day, self.people = day, day.trainees
        owners = day.examiner, day.examiner, day.cast.instructor
        self.devices = [Device(day, owner, f"平板{n}") for n, owner in enumerate(owners)]
        self.now, self.typed, self.tries, self.used = self.devices[0].clock - 7_200_000, [], [], {}

    def at(self, device, ms=1000):
        """Let time pass everywhere, and go to a device."""
        self.now += ms
        device.steady += self.now - device.clock
        device.clock = self.now
        return device

    def type(self, act, at=None):
        self.typed.append((at or self.now, act))

    def use(self, person, exercise, by=1):
        self.used[person.id, exercise] = self.used.get((person.id, exercise), 0) + by

    def left(self, person, exercise):
        return TRIES[exercise] - self.used.get((person.id, exercise), 0)

    def measure(self, n, who, what):
        (exercise, measure), person, device = what, self.people[who], self.at(self.devices[n])
        if self.left(person, exercise):
            made = device.attempt(person, measure, exercise, self.used.get((person.id, exercise), 0) + 1)
            self._tried(device, person, exercise, measure, made)

    def _tried(self, device, person, exercise, measure, made, at=None):
        self.use(person, exercise)
        self.tries.append((person, exercise, made))
        actor, sheet, station = identity(device.owner), self.day.sheet(person), self.day.stations[exercise]
        facts = {"text": str(measure / 1000), "exercise": exercise, "entry_id": made, "actor": actor}
        self.type(lambda: entries.record(station.id, sheet.id, **facts), at)

    def run(self, n, order, mishap):
        device, runners = self.at(self.devices[n]), [self.people[who] for who in order]
        runners = [person for person in runners if self.left(person, RUN)]
        if not runners:
            return
        heat, began = device.start(), device.steady - 1
        taps = [self._tap(device, heat) for _person in runners]
        taps = self._mishap(device, heat, taps, mishap)
        if mishap == "swapped":
            self._assign(device, heat, runners[::-1])
        self._assign(device, heat, runners)
        for person, tap in zip(runners, taps, strict=True):
            if tap:
                made, at, steady = tap
                self._tried(device, person, RUN, steady - began, made, at)

    def _mishap(self, device, heat, taps, mishap):
        """What goes wrong, and is put right: the taps by place, None where one was missed."""
        if mishap == "double":
            self._drop(device, heat, self._tap(device, heat)[0])
        if mishap == "undone":
            self._drop(device, heat, self._drop(device, heat, taps[0][0]))
        if mishap == "missed":
            device.write("missed", heat=heat, target=taps[0][0])
            return [taps[0], None, *taps[1:]][: len(taps)]
        return taps

    def _tap(self, device, heat):
        is_first = device.texts[-1].count('"start"')
        self.at(device, 210_000 if is_first else 900)
        made = device.write("tap", heat=heat)
        return made, device.clock - 1, device.steady - 1

    def _drop(self, device, heat, target):
        self.at(device)
        return device.write("drop", heat=heat, target=target)

    def _assign(self, device, heat, runners):
        for place, person in enumerate(runners, start=1):
            self.at(device)
            device.assign(heat, place, person, declared=self.used.get((person.id, RUN), 0) + 1)

    def strike(self, n, which):
        if not self.tries:
            return
        person, exercise, target = self.tries.pop(which % len(self.tries))
        device, actor = self.at(self.devices[n]), identity(self.devices[n].owner)
        made = device.write("void", exercise, target=target, reason="记错人")
        self.use(person, exercise, -1)
        self.type(lambda: entries.void(target, reason="记错人", entry_id=made, actor=actor))

    def foul(self, n, who):
        device, person = self.at(self.devices[n]), self.people[who]
        if not self.left(person, JUMP):
            return
        made = device.write("fault", JUMP, person=person.id, exercise=JUMP, word="foul", declared=9)
        self.use(person, JUMP)
        facts = {"kind": EntryKind.FAULT, "exercise": JUMP, "word": "foul"}
        actor, sheet = identity(device.owner), self.day.sheet(person)
        self.type(lambda: entries.keep(sheet, made, actor, **facts))


def online(morning):
    """The sheets where everything was typed as it happened."""
    for at, act in sorted(morning.typed, key=lambda typed: typed[0]):
        with clock.stopped(clock.moment(at)):
            act()
    return told(morning.day)


def offline(morning, random):
    """The sheets where every batch came three times in a random order."""
    batches = []
    for device in morning.devices:
        texts = list(device.texts)
        while texts:
            size = random.randint(1, 7)
            batches.append((device, texts[:size]))
            texts = texts[size:]
    thrice = batches * 3
    random.shuffle(thrice)
    for device, texts in thrice:
        random.shuffle(texts)
        outcomes = {one.outcome for one in device.deliver(texts)[0].values()}
        assert outcomes <= {"kept", "duplicate"}
    for device in morning.devices:
        device.deliver([])
    assert Entry.select().count() == sum(len(device.texts) for device in morning.devices)
    assert Clash.select().count() == 0
    for sheet in morning.day.assessment.sheets:
        assert readiness.obstacles(sheets.get(sheet.id), assessments.get(sheet.assessment_id)) == []
    return told(morning.day)


def told(day):
    """Every sheet as it would be settled, without the names of devices; and what the lists say."""
    lines, total = marks.page(day.assessment)
    assert total == PEOPLE
    snapshots = {line.sheet.person_id: plain(line.snapshot) for line in lines}
    return snapshots, marks.progress(day.assessment)


def plain(snapshot):
    for row in [*snapshot["results"], *snapshot["struck"]]:
        for attempt in row["attempts"]:
            for name in ("declared", "device", "flags"):
                del attempt[name]
    snapshot["faults"] = [(fault["id"], fault["at"], fault["word"]) for fault in snapshot["faults"]]
    return snapshot


def rolled_back(act):
    with database.atomic() as transaction:
        found = act()
        transaction.rollback()
    return found


@pytest.fixture
def day(database):
    make_season()
    day = FieldDay(Cast(), RECRUIT, people=PEOPLE)
    for person in day.trainees:
        day.sheet(person)
    return day


def play(day, script):
    morning = Morning(day)
    for name, *facts in script:
        getattr(morning, name)(*facts)
    return morning


@pytest.mark.long
@pytest.mark.parametrize("half", [1, 2])
def test_sheets_do_not_depend_on_how_entries_were_delivered(day, half):
    """Some mornings in two halves, for two processes; hundreds in `make test-long`."""

    number = examples.number(15, long=150, postgres=15)

    @settings(max_examples=number, suppress_health_check=list(HealthCheck))
    @given(script=st.lists(acts, min_size=1, max_size=9), random=st.randoms(use_true_random=False))
    def holds(script, random):
        morning = play(day, script)
        expected = rolled_back(lambda: online(morning))
        assert rolled_back(lambda: offline(morning, random)) == expected

    holds()


def test_what_a_morning_comes_to_is_right_too(day):
    """The online run is no oracle for what both get wrong: one morning by hand."""
    morning = play(
        day,
        [
            ("run", 0, [0, 1, 2], "double"),
            ("measure", 1, 0, ("shuttle4x10", 12_400)),
            ("measure", 2, 0, (JUMP, 2_700)),
            ("foul", 2, 0),
            ("measure", 1, 0, (JUMP, 2_810)),
            ("strike", 1, 0),
        ],
    )
    snapshots, progress = rolled_back(lambda: offline(morning, Random(3)))
    mine = {row["exercise"]: row["measure"] for row in snapshots[day.trainees[0].id]["results"]}
    assert mine == {"shuttle4x10": 12_400, JUMP: 2_810}
    assert snapshots[day.trainees[0].id]["struck"][0]["exercise"] == RUN
    assert progress.done == {RUN: 2, "shuttle4x10": 1, JUMP: 1}
