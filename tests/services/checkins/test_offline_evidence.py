"""A morning without a network: its queues in any order, any of it again, cut at any point, one attendance."""

import uuid
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from peewee import OperationalError

from models import Attendance, Evidence, Phase, database
from services import access, audit, clock, trainings
from services.attendance import presence
from services.checkins import claims, deliveries, passes
from services.checkins.claims import Claim
from services.checkins.sightings import Sight
from services.trainings import codes, policies
from tests.support import examples
from tests.support.factories import Cast, identity, make_person, make_training

NINE = datetime(2026, 3, 2, 1, tzinfo=UTC)
NOON = NINE + timedelta(hours=3)
#: Hours after its end at which a training is still open to what comes late, and one at which it is not.
OPEN, CLOSED = (1, 20, 71), 80
OUT = 3 * 3600  # seconds from the beginning to the end


class Network:
    """Carries batches, until it does not: ``cut`` says where."""

    #: Nowhere; before the server; before its commit; before the answer; at the database, for one claim.
    CUTS = "none", "unheard", "uncommitted", "unanswered", "trouble"

    def __init__(self, monkeypatch):
        self.failing, write = set(), claims.write

        def fail(training, **claim):
            written = write(training, **claim)
            if claim["claim_id"] in self.failing:
                raise OperationalError("disk I/O error")
            return written

        monkeypatch.setattr(claims, "write", fail)
        # What answers say, and the log, are read or written beside attendance: three quarters of the time.
        monkeypatch.setattr(claims, "verdicts", lambda rows: {row.claim_id: row for row in rows})
        monkeypatch.setattr(audit, "note_all", lambda *_, **__: None)

    def carry(self, owner, batch, cut):
        """The ids that an answer names."""
        self.failing = {batch[len(batch) // 2].id} if cut == "trouble" else set()
        answered = []
        if cut != "unheard":
            with database.atomic() as transaction:
                answered = [answer.id for answer in deliveries.deliver(batch, owner)]
                if cut == "uncommitted":
                    transaction.rollback()
        return set(answered) if cut in ("none", "trouble") else set()


@dataclass
class Phone:
    """A queue of one owner's claims, and all it ever held. ``is_late`` if it comes back after the closing."""

    owner: access.Identity
    held: list
    is_late: bool = False

    def __post_init__(self):
        self.waiting = list(self.held)

    def send(self, network, size, cut, hours):
        """Hand over what waits, or again what was handed over; keep whatever no answer names."""
        batch = (self.waiting or self.held)[:size]
        with clock.stopped(NOON + timedelta(hours=CLOSED if self.is_late else hours)) as now:
            batch = [replace(c, received_at=now) if isinstance(c, Claim) else c for c in batch]
            answered = network.carry(self.owner, batch, cut)
        self.waiting = [claim for claim in self.waiting if claim.id not in answered]


class Morning:
    """One display, one instructor and thirty trainees, all offline."""

    def __init__(self):
        with clock.stopped(NINE - timedelta(days=1)):
            self.cast = cast = Cast()
            self.people = people = [make_person(cast.east) for _ in range(30)]
            in_out = policies.Policy(phases=("in", "out"))
            self.training = make_training(cast, starts_in=86400, lasts=OUT, policy=in_out)
            self.key = passes.key()
            own = [self.of(person, *self.day_of(n)) for n, person in enumerate(people[:12])]
            shared = [self.of(people[12 + n], self.scan(-300 + 10 * n, device="one phone")) for n in (0, 1)]
            relayed = self.of(people[14], self.scan(-300, synced_at=NINE - timedelta(seconds=250)))
            late = replace(self.of(people[15], self.scan(-300)), is_late=True)
            field = self.of(cast.instructor, *self.seen())
        self.phones = [*own, *shared, relayed, late, field]

    def of(self, person, *held):
        return Phone(identity(person), list(held))

    def day_of(self, n):
        """What a trainee scanned: coming in, some of them twice, some of them late; going, most of them."""
        device, arrived = f"phone {n}", -600 + 60 * n
        yield self.scan(arrived, device=device, synced_at=NINE - timedelta(hours=1))
        if n % 3 == 0:
            yield self.scan(arrived - 20, device=device)
        if n % 4:
            yield self.scan(OUT - 60 + n, Phase.OUT, device=device, synced_at=NINE)

    def seen(self):
        """What the instructor's phone holds: ticks, passes, both of one person, a clock that was set."""
        for n, person in enumerate(self.people[16:23]):
            yield self.sight(person, 30 * n - 150, clock_gap=9000 if n == 0 else 12)
        for n, person in enumerate([*self.people[23:], self.cast.stranger, self.people[17], self.people[0]]):
            yield self.sight(person, 10 * n - 180, by_pass=True)
        for person in self.people[20:25]:
            yield self.sight(person, OUT, phase=Phase.OUT)

    def scan(self, second, phase=Phase.IN, *, device=None, synced_at=None):
        training, at = self.training, NINE + timedelta(seconds=second)
        text = codes.make(bytes(training.key), training.number, phase, codes.slot_of(at))
        return Claim(str(uuid.uuid4()), codes.read(text), at, device or str(uuid.uuid4()), synced_at)

    def sight(self, person, second, *, by_pass=False, phase=Phase.IN, clock_gap=0):
        at = NINE + timedelta(seconds=second)
        text = passes.text_of(person.id, clock.local(at).date(), self.key)
        whom = {"pass_text": text} if by_pass else {"person_id": person.id}
        return Sight(str(uuid.uuid4()), self.training.id, phase, at, clock_gap=clock_gap, **whom)

    def attendance(self):
        """Where everyone stands once all is final. When a claim was received is no part of it."""
        stands = presence.standings(trainings.get(self.training.id), at=NOON + timedelta(hours=CLOSED + 1))
        return {
            person: replace(
                stand, pending=sorted((g.piece.claim_id, g.grade, g.reasons) for g in stand.pending)
            )
            for person, stand in stands.items()
        }


def _waiting(stand):
    return sorted((graded.piece.claim_id, graded.grade, graded.reasons) for graded in stand.pending)


@pytest.fixture
def network(monkeypatch):
    return Network(monkeypatch)


@pytest.fixture
def morning(database):
    return Morning()


def rolled_back(play):
    """Play on the tables, and leave them as they were."""
    with database.atomic() as transaction:
        found = play()
        transaction.rollback()
    return found


def play(morning, network, hours, mishaps=(), order=None):
    """Let the phones deliver, with mishaps first; at last each finds a network that holds."""
    for phone in morning.phones:
        phone.__post_init__()
    for n, size, cut, backwards in mishaps:
        phone = morning.phones[n]
        if backwards:
            phone.waiting.reverse()
        phone.send(network, size, cut, hours[n])
    for n in order or range(len(morning.phones)):
        while morning.phones[n].waiting:
            morning.phones[n].send(network, deliveries.MOST, "none", hours[n])
    kept = {row.claim_id for row in Evidence.select(Evidence.claim_id)}
    assert kept == {claim.id for phone in morning.phones for claim in phone.held}
    return morning.attendance()


def check(morning, network, runs):
    """Any order, any hours, any mishaps: what stands is what an untroubled delivery makes."""
    phones = len(morning.phones)
    expected = rolled_back(lambda: play(morning, network, [1] * phones))
    check_grades(morning, expected)
    mishap = st.tuples(
        st.integers(0, phones - 1), st.integers(1, 4), st.sampled_from(Network.CUTS), st.booleans()
    )

    @settings(max_examples=runs, suppress_health_check=list(HealthCheck))
    @given(
        order=st.permutations(range(phones)),
        hours=st.lists(st.sampled_from(OPEN), min_size=phones, max_size=phones),
        mishaps=st.lists(mishap, max_size=12),
    )
    def holds(order, hours, mishaps):
        assert rolled_back(lambda: play(morning, network, hours, mishaps, order)) == expected

    holds()


def check_grades(morning, expected):
    """The untroubled delivery is right, too: everyone's grade for coming, and what waits and why."""
    people = [person.id for person in morning.people]
    came = {
        person: stand.credits[Phase.IN].grade
        for person, stand in expected.items()
        if Phase.IN in stand.credits
    }
    in_field = [people[0], *people[17:], morning.cast.stranger.id]
    assert came == dict.fromkeys(people[:13], "C") | dict.fromkeys(in_field, "A")
    waiting = {person: stand.pending[0][2] for person, stand in expected.items() if stand.pending}
    assert waiting == {
        people[13]: ("shared_device",),
        people[14]: ("relayed",),
        people[15]: ("after_close",),
        people[16]: ("clock",),
    }
    late = [person for person, stand in expected.items() if stand.attendance is Attendance.LATE]
    assert late == [people[11], people[22]]


@pytest.mark.long
@pytest.mark.parametrize("half", [1, 2])
def test_attendance_does_not_depend_on_how_it_was_delivered(morning, network, half):
    """Some runs in two halves, for two processes; a thousand in `make test-long`."""
    check(morning, network, runs=examples.number(20, long=500, postgres=15))
