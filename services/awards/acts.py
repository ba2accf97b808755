"""Giving, changing and ending medals: the only place that writes awards.

Every act belongs to the transaction that made it true, after ``editions.hold_people``. Pictures are drawn
later, when somebody looks.
"""

import base64
import secrets
from dataclasses import dataclass, replace

from models import Award, AwardState, AwardVersion
from services import audit, badges, clock
from services.awards import doings, editions, places
from services.awards.books import Ledger
from services.badges import plans
from services.badges.facts import Standing
from services.badges.plans import CHANGE, GIVE
from services.badges.rules import SEASONS

CODE_BYTES = 10  # 80 bits, 16 characters of base32


@dataclass(frozen=True, slots=True)
class Why:
    """Why medals change: a cause of ``lineage``, a note, who acted (None where the rule did), and when."""

    cause: str
    note: str = ""
    actor_id: int | None = None
    at: object = None

    @property
    def moment(self):
        return self.at or clock.now()


def bring_up_to_date(person_ids, kinds, why, *, season_ids=None, facts=None):
    """Bring people's medals of some badges up to date with their doings; returns how many changed.

    ``kinds`` come in the order they are decided. A repeat changes nothing. ``season_ids`` limits the work
    to these seasons; ``facts``, {event: {person id: Facts}}, are doings that were read already.
    """
    editions.hold_people(person_ids)
    ledger, facts, done = Ledger(person_ids), dict(facts or {}), 0
    for kind in kinds:
        done += sum(1 for _act in _follow_one(kind, ledger, facts, why, season_ids))
    return done


def _follow_one(kind, ledger, facts, why, season_ids):
    for person_id, step in steps(kind, ledger, facts, season_ids):
        yield _take_step(kind, ledger, person_id, step, why)


def steps(kind, ledger, facts, season_ids):
    """(person id, step) for all that one badge asks for; writes nothing. ``facts`` are shared by event."""
    event = kind.rule.event
    if event != SEASONS and event not in facts:
        facts[event] = doings.facts_of(event, ledger.people, season_ids)
    for person_id in sorted(ledger.people):
        book = ledger.book(person_id, kind.code, facts[event][person_id] if event != SEASONS else None)
        found = plans.plan(kind.rule, book, fixed_metal=kind.badge.metal, gives=kind.gives, scope=season_ids)
        for step in list(found):
            yield person_id, step


def _take_step(kind, ledger, person_id, step, why):
    """Do one step, note in the ledger how the medal stands now, and return that."""
    now, claim = step.now, step.claim
    if now is not None and now.is_valid:
        state = AwardState.SUPERSEDED if step.what == CHANGE else AwardState.REVOKED
        end_version(now, state, why)
    if claim is None:
        ledger.put(person_id, kind.code, replace(now, state=AwardState.REVOKED), None)
        return now
    if step.what == GIVE:
        now = open_award(kind, ledger.people[person_id], claim)
    made = add(now, claim, why, at_least=kind.rule.at_least if kind.rule.asks_number else None)
    ledger.put(person_id, kind.code, made, claim.when, claim.earned_on)
    return made


def open_award(kind, person, claim) -> Standing:
    """A new award with the next edition, not yet with a version. ``person`` must be held."""
    badge = badges.row(kind.code)
    season_id = claim.when.season_id
    edition = editions.next_number(badge.id, season_id)
    award = Award.create(
        badge=badge.id,
        season=season_id,
        person=person.id,
        unit=claim.unit_id or person.unit_id,
        edition=edition,
        term=claim.term,
    )
    return Standing(
        award_id=award.id,
        version_id=0,
        version=0,
        term=claim.term,
        season_id=season_id,
        edition=edition,
        state=AwardState.REVOKED,
        is_withdrawn=False,
        metal=claim.metal,
        sheet_id=None,
        training_id=None,
        total=None,
        at_least=None,
    )


def add(now, claim, why, *, at_least=None) -> Standing:
    """Add a version to an award: from now on the award says ``claim``."""
    made = AwardVersion.create(
        award=now.award_id,
        version=now.version + 1,
        metal=claim.metal,
        sheet_version=claim.version_id,
        training=claim.training_id,
        check_code=base64.b32encode(secrets.token_bytes(CODE_BYTES)).decode(),
        awarded_at=why.moment,
        earned_on=claim.earned_on,
        at_least=at_least,
        cause=why.cause,
        note=why.note,
        actor=why.actor_id,
    )
    places.allot(made, Award(id=now.award_id, season=now.season_id))
    audit.note("award.make", "award_version", made.id, actor_id=why.actor_id, award=now.award_id)
    return replace(
        now,
        version_id=made.id,
        version=made.version,
        state=AwardState.VALID,
        metal=claim.metal,
        sheet_id=claim.sheet_id,
        training_id=claim.training_id,
        total=claim.total,
        at_least=at_least,
    )


def end_version(now, state, why):
    """End the valid version of an award. Its bit in the status list follows from its state."""
    AwardVersion.update(
        state=state,
        ended_at=clock.now(),
        ended_cause=why.cause,
        ended_note=why.note,
        ended_by=why.actor_id,
    ).where(AwardVersion.id == now.version_id).execute()
    audit.note(
        f"award.{state.value}", "award_version", now.version_id, actor_id=why.actor_id, award=now.award_id
    )
