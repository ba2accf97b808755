"""Heads counted in the room, and that one's own page says what the roster says whatever was counted."""

import random
import uuid
from datetime import timedelta

import pytest

from models import (
    Amendment,
    Attendance,
    Evidence,
    Headcount,
    Leave,
    LeaveState,
    LeaveStep,
    Means,
    Phase,
    Review,
)
from services import clock, trainings
from services.attendance import blocks, headcounts, histories, presence
from services.checkins import reviews
from services.errors import Forbidden, Invalid
from services.planning import closing
from services.trainings import enrolments, policies
from tests.conftest import counting_queries
from tests.support.factories import Cast, identity, make_person, make_training, seconds_until
from tests.support.tables import digest


@pytest.fixture
def cast(database):
    return Cast()


@pytest.fixture
def training(cast):
    return make_training(cast)


@pytest.fixture
def leader(cast):
    return identity(cast.instructor)


def came(training, person, *, means=Means.SCAN, phase=Phase.IN, seconds=0, late=0, device=None):
    """A row of evidence, as an honest phone or another would have left it."""
    at = training.starts_at + timedelta(seconds=seconds)
    return Evidence.create(
        claim_id=str(uuid.uuid4()),
        training=training.id,
        person=person.id,
        unit=person.unit_id,
        phase=phase,
        means=means,
        credited_at=at,
        received_at=at + timedelta(seconds=late),
        device=device,
    )


def test_the_newest_count_of_a_phase_holds(training, leader):
    assert headcounts.newest([training.id]) == {}
    headcounts.put(training.id, Phase.IN, 3, actor=leader)
    headcounts.put(training.id, Phase.IN, 2, actor=leader)
    assert headcounts.newest([training.id]) == {training.id: {Phase.IN: 2}}
    held = headcounts.of(training.id)[Phase.IN]
    assert (held.heads, held.by) == (2, leader.name)
    assert Headcount.select().count() == 2


def test_more_claims_than_heads_wait_until_someone_has_looked(cast, training, leader):
    came(training, cast.officer, late=3600)
    came(training, cast.auxiliary)
    came(training, cast.registrar)
    headcounts.put(training.id, Phase.IN, 2, actor=leader)
    fresh = trainings.get(training.id)
    lines = presence.roster(fresh)
    assert presence.tally(lines).came == 2
    assert presence.claimed(lines)[Phase.IN] == 3
    (case,) = reviews.waiting(fresh, actor=leader)
    assert (case.evidence.person_id, case.graded.reasons) == (cast.officer.id, ("headcount",))
    reviews.rule(case.evidence.id, True, actor=leader)
    # Three stand again and there were two heads: now the next weakest are looked at.
    assert {c.evidence.person_id for c in reviews.waiting(fresh, actor=leader)} == {
        cast.auxiliary.id,
        cast.registrar.id,
    }
    reviews.rule(case.evidence.id, False, actor=leader)
    assert reviews.waiting(fresh, actor=leader) == []


def test_who_does_not_run_a_training_counts_no_heads_and_nobody_once_it_is_final(cast, training, leader):
    before = digest()
    for who in (cast.officer, cast.stranger):
        with pytest.raises(Forbidden):
            headcounts.put(training.id, Phase.IN, 1, actor=identity(who))
    with pytest.raises(Invalid):
        headcounts.put(training.id, Phase.OUT, 1, actor=leader)
    with clock.stopped(training.ends_at):
        closing.finalise(training.id, actor=leader)
        before = digest()
        with pytest.raises(trainings.AlreadyFinalised):
            headcounts.put(training.id, Phase.IN, 1, actor=leader)
    assert digest() == before


def test_a_verdict_knows_of_the_heads_too(cast, training, leader):
    evidence = came(training, cast.officer, late=3600)
    came(training, cast.auxiliary)
    assert presence.graded_of(training, evidence).counts
    headcounts.put(training.id, Phase.IN, 1, actor=leader)
    assert presence.graded_of(training, evidence).reasons == ("headcount",)


def test_one_s_own_page_knows_who_else_was_on_the_list(cast, leader):
    closed = make_training(cast, admits_walk_ins=False)
    came(closed, cast.officer, late=3600)
    came(closed, cast.auxiliary)
    came(closed, cast.stranger, late=3600)
    headcounts.put(closed.id, Phase.IN, 1, actor=leader)
    own = histories.one(cast.officer.id, trainings.get(closed.id)).standing
    assert own == presence.standings(trainings.get(closed.id))[cast.officer.id]
    assert own.pending[0].reasons == ("headcount",)


def scatter(cast, people, chance, leader):
    """A training with everything that can bear on a standing, at random."""
    training = make_training(
        cast,
        # Over for less than the 72 h after which it could no longer be changed, at any hour of today.
        starts_in=seconds_until(8, days=-chance.randint(1, 2)),
        lasts=36_000,
        admits_walk_ins=chance.random() < 0.5,
        policy=policies.Policy(phases=("in", "out"), late_grace=5),
    )
    for person in people:
        if chance.random() < 0.8:
            enrolments.admit(training.id, person.id, person.unit_id)
        for _ in range(chance.randint(0, 2)):
            _at_random(training, person, chance, leader)
        if chance.random() < 0.3:
            _on_leave(training, person, chance, leader)
    for phase in (Phase.IN, Phase.OUT):
        if chance.random() < 0.7:
            Headcount.create(
                training=training.id,
                phase=phase,
                heads=chance.randint(0, 4),
                actor=leader.account_id,
                at=clock.now(),
            )
    if chance.random() < 0.3:
        with clock.stopped(training.ends_at + timedelta(hours=chance.randint(0, 30))):
            closing.finalise(training.id, actor=leader)
    return training


def _at_random(training, person, chance, leader):
    evidence = came(
        training,
        person,
        means=chance.choice([Means.SCAN, Means.SCAN, Means.TYPED, Means.TICK]),
        phase=chance.choice([Phase.IN, Phase.OUT]),
        seconds=chance.randint(-1800, 36_000),
        late=chance.choice([1, 3600, 90_000]),
        device=chance.choice([None, "one", "two", f"of {person.id}"]),
    )
    about = {"actor": leader.account_id, "at": clock.now()}
    if chance.random() < 0.2:
        Review.create(evidence=evidence.id, counts=chance.random() < 0.5, **about)
    if chance.random() < 0.1:
        state = chance.choice(list(Attendance))
        Amendment.create(training=training.id, person=person.id, attendance=state, reason="更正", **about)


def _on_leave(training, person, chance, leader):
    all_of = [block.id for block in blocks.of(training.starts_at, training.ends_at)]
    leave = Leave.create(
        request_id=str(uuid.uuid4()),
        training=training.id,
        person=person.id,
        blocks=" ".join(chance.sample(all_of, chance.randint(1, len(all_of)))),
        reason="看病",
        at=clock.now(),
    )
    for state in chance.choice(
        [
            [],
            [LeaveState.APPROVED],
            [LeaveState.REJECTED],
            [LeaveState.WITHDRAWN],
            [LeaveState.APPROVED, LeaveState.ENDED],
        ]
    ):
        at = training.starts_at + timedelta(hours=chance.randint(-1, 10))
        LeaveStep.create(leave=leave.id, state=state, actor=leader.account_id, at=at)


@pytest.mark.parametrize("seed", range(8))
def test_one_s_own_record_and_the_roster_never_differ(cast, leader, seed):
    chance = random.Random(seed)
    people = [cast.officer, cast.auxiliary, cast.registrar, *(make_person(cast.west) for _ in range(5))]
    held = [scatter(cast, people, chance, leader) for _ in range(4)]
    rosters = {t.id: presence.standings(trainings.get(t.id)) for t in held}
    span = {"since": clock.now() - timedelta(days=9), "until": clock.now() + timedelta(days=9)}
    for person in people:
        own = {one.training.id: one.standing for one in histories.of_person(person.id, **span)}
        assert own == {key: stands[person.id] for key, stands in rosters.items() if person.id in stands}
        for training in held:
            one = histories.one(person.id, trainings.get(training.id))
            assert (one and one.standing) == rosters[training.id].get(person.id)


def test_the_queries_do_not_grow_with_people_nor_with_trainings(cast, leader):
    people = [cast.officer, cast.auxiliary, cast.registrar]
    first = scatter(cast, people, random.Random(1), leader)
    Headcount.create(training=first.id, phase=Phase.IN, heads=0, actor=leader.account_id, at=clock.now())
    span = {"since": clock.now() - timedelta(days=9), "until": clock.now() + timedelta(days=9)}

    def asked():
        with counting_queries() as roster:
            presence.roster(trainings.get(first.id))
        with counting_queries() as own:
            histories.of_person(cast.officer.id, **span)
        return len(roster), len(own)

    few = asked()
    for seed in range(2, 8):
        training = scatter(cast, [*people, make_person(cast.east)], random.Random(seed), leader)
        Headcount.create(
            training=training.id, phase=Phase.IN, heads=0, actor=leader.account_id, at=clock.now()
        )
    assert asked() == few
    assert few[0] <= 8
    assert few[1] <= 9
