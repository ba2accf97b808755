"""Retroactive runs: what everyone's doings of a year are worth by the rules of today, shown and then done.

A season set after its sheets were settled, a rule switched on late, and what became true by time alone (72
h after a training, the end of a season) are made good by a run. A repeated run changes nothing.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice

from models import Award, Badge, Person, Season, Unit, database
from services import access, audit, badges, clock
from services.awards import acts, doings, lineage
from services.awards.acts import Why
from services.awards.books import Ledger
from services.badges import Kind
from services.badges.plans import Step
from services.badges.rules import ATTENDED, COURSE, HAND, LED

CHUNK = 100  # people a transaction
SHOWN = 100
#: A year just over still has trainings that become final.
LATE = timedelta(days=100)
BY_TIME = (ATTENDED, COURSE, LED)


@dataclass(frozen=True, slots=True)
class Found:
    """One change that a run would make."""

    person: Person
    step: Step


@dataclass(frozen=True, slots=True)
class Preview:
    """What a run would do: how many of each, and the first of them by number."""

    kind: Kind
    year: int
    counts: dict[str, int]
    found: tuple[Found, ...]

    @property
    def total(self):
        return sum(self.counts.values())


def preview(code, year, *, actor) -> Preview:
    """What a run of one badge over a year would change; it changes nothing. For admins of the bureau."""
    access.require_admin(actor)
    kind, season_ids = badges.get(code), _season_ids(year)
    found = []
    for people, facts in _chunks(kind, season_ids):
        found += acts.steps(kind, Ledger(people), facts, season_ids)
    return Preview(kind, year, Counter(step.what for _person, step in found), tuple(_named(found)))


def run(code, year, *, actor=None):
    """Do what ``preview`` shows, as things stand now; returns how many medals changed.

    For admins of the bureau; ``actor`` is None for the command line. A repeat changes nothing. Each hundred
    people are a transaction of their own; a run that breaks off is simply repeated.
    """
    if actor is not None:
        access.require_admin(actor)
    kind, season_ids, done = badges.get(code), _season_ids(year), 0
    why = Why(lineage.RUN, "", actor and actor.account_id)
    for people, facts in _chunks(kind, season_ids):
        with database.atomic():
            done += acts.bring_up_to_date(people, [kind], why, season_ids=season_ids, facts=facts)
    audit.note("badge.run", "badge", kind.badge.id, actor_id=why.actor_id, year=year, changed=done)
    return done


def catch_up():
    """Award what became true by time alone, in this year and in one that has just ended; returns how many
    changed.
    """
    years = {clock.today().year, (clock.today() - LATE).year}
    kinds = [kind for kind in badges.of_events(*BY_TIME) if kind.gives]
    return sum(run(kind.code, year) for year in sorted(years) for kind in kinds)


def _season_ids(year):
    return {season.id for season in Season.select(Season.id).where(Season.year == year)}


def _chunks(kind, season_ids):
    """(people, facts) a hundred at a time: people with doings, and people with a medal that may have to go.

    Attendance is folded once for all of them; sheets are read again by whoever writes, after the lock. What
    attendance changes in between follows by itself, or by the next run.
    """
    event = kind.rule.event
    if event == HAND or not season_ids:
        return
    holders = (
        Award.select(Award.person)
        .join(Badge)
        .where(Badge.code == kind.code, Award.season.in_(list(season_ids)))
    )
    people = sorted(doings.concerned(event, season_ids) | {p for (p,) in holders.tuples()})
    facts = {event: doings.facts_of(event, people, season_ids)} if event in BY_TIME else {}
    waiting = iter(people)
    while some := list(islice(waiting, CHUNK)):
        yield some, dict(facts)


def _named(found):
    """The first of the people concerned, with their units."""
    by_person = dict.fromkeys(person for person, _step in found)
    people = Person.select(Person, Unit).join(Unit).where(Person.id.in_(list(by_person)[:SHOWN]))
    known = {person.id: person for person in people}
    rows = [Found(known[person], step) for person, step in found if person in known]
    return sorted(rows, key=lambda row: row.person.police_number)[:SHOWN]
