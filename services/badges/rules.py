"""Which medals a person's doings are worth, by rules that are data. Pure: no table, clock or setting.

A rule names an event and what the medal is given once for (``per``). ``claims`` reads all of a person's
doings of that event and says every medal they are worth; ``plans`` compares that with the medals there are.
So a correction, a late result and a retroactive run are one act, and a repeat changes nothing.
"""

import json
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date

from models import AssessmentKind, Metal
from services.badges.facts import Facts, When

# The events by which a medal is earned.
GRADED, RECORD, ATTENDED, SEASONS, LED, COURSE, PLACED, HAND = (
    "graded",  # a settled sheet with a grade
    "record",  # a settled sheet better than all one's earlier ones under the same standard
    "attended",  # a season's trainings, none missed
    "seasons",  # a fitness medal in each of a year's four seasons
    "led",  # trainings led in a year
    "course",  # a course seen through
    "placed",  # a place among the first of a contest that is closed
    "hand",  # given by hand
)
# The terms for which a medal is given once.
SEASON, YEAR, ONCE, EACH = "season", "year", "once", "each"
FOUR = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What a medal asks for. ``at_least`` is the number that the event must reach; a rule that asks for a
    number and has none is not in force.

    ``metals`` are those of the grades that earn the medal, empty for all; for places, those of the first,
    second, … place.

    ``since`` and ``whom`` (kinds of people, empty for all) limit who may newly earn it; they end no medal.
    """

    event: str
    per: str
    kind: AssessmentKind = AssessmentKind.FITNESS
    metals: tuple[Metal, ...] = ()
    at_least: int | None = None
    since: date | None = None
    whom: tuple[str, ...] = ()

    @property
    def asks_number(self):
        return self.event in (ATTENDED, LED, COURSE)

    @property
    def is_set(self):
        return self.at_least is not None or not self.asks_number


def read(text) -> Rule:
    """The rule a badge keeps as JSON. What it leaves out has the usual meaning."""
    facts = json.loads(text)
    since = facts.get("since")
    return Rule(
        event=facts["event"],
        per=facts["per"],
        kind=AssessmentKind(facts.get("kind", "fitness")),
        metals=tuple(map(Metal, facts.get("metals", ()))),
        at_least=facts.get("at_least"),
        since=since and date.fromisoformat(since),
        whom=tuple(facts.get("whom", ())),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One medal that doings are worth. ``metal`` is the grade's, None where the badge has its own."""

    term: str
    when: When
    earned_on: date
    metal: Metal | None = None
    sheet_id: int | None = None
    version_id: int | None = None
    total: int | None = None
    training_id: int | None = None
    unit_id: int | None = None


def term(per, when, source=""):
    """The term for which a medal is given once, as text: unique together with badge and person."""
    return {
        SEASON: f"season:{when.season_id}",
        YEAR: f"year:{when.year}",
        ONCE: "once",
        EACH: source,
    }[per]


def claims(rule: Rule, facts: Facts, pinned=None):
    """Every medal that these doings are worth; several claims of one term compete.

    ``pinned`` maps a sheet that a medal ever rested on to the season it counts in: where its training is
    moved later, the sheet stays with the medal it made.
    """
    if not rule.is_set:
        return []
    return list(_BY_EVENT[rule.event](rule, facts, pinned or {}))


def _graded(rule, facts, pinned):
    for sheet in facts.sheets:
        if sheet.kind is rule.kind and sheet.metal and (not rule.metals or sheet.metal in rule.metals):
            yield from _of_sheet(rule, sheet, pinned)


def _record(rule, facts, pinned):
    """A sheet better in total or in any one exercise than all earlier sheets under its standard; never the
    first.
    """
    best, seen = defaultdict(dict), set()
    for sheet in facts.sheets:
        if sheet.kind is not rule.kind:
            continue
        known = best[sheet.standard]
        if sheet.standard in seen and any(
            name in known and value > known[name] for name, value in sheet.values
        ):
            yield from _of_sheet(rule, sheet, pinned)
        for name, value in sheet.values:
            known[name] = max(value, known.get(name, value))
        seen.add(sheet.standard)


def _of_sheet(rule, sheet, pinned):
    when = pinned.get(sheet.sheet_id, sheet.when)
    if when is not None:
        yield Claim(
            term=term(rule.per, when, f"sheet:{sheet.sheet_id}"),
            when=when,
            earned_on=sheet.held_on,
            metal=sheet.metal,
            sheet_id=sheet.sheet_id,
            version_id=sheet.version_id,
            total=sheet.total,
            unit_id=sheet.unit_id,
        )


def _attended(rule, facts, _pinned):
    """A season that is over, with everything expected in it final, enough attended and nothing missed.

    Leave excuses; lateness is attendance.
    """
    for one in facts.seasons:
        if one.is_over and not one.open and not one.missed and one.came >= rule.at_least:
            yield Claim(term=term(rule.per, one.when), when=one.when, earned_on=one.last_on)


def _seasons(rule, facts, _pinned):
    """The medal belongs to the season that completed the four."""
    years = defaultdict(dict)
    for held in facts.held:
        years[held.when.year][held.when.kind] = held
    for of_year in years.values():
        if len(of_year) == FOUR:
            last = max(of_year.values(), key=lambda held: held.earned_on)
            yield Claim(term=term(rule.per, last.when), when=last.when, earned_on=last.earned_on)


def _led(rule, facts, _pinned):
    """The medal belongs to the season in which the number was reached."""
    years = defaultdict(list)
    for led in facts.led:
        years[led.when.year].append(led)
    for of_year in years.values():
        if len(of_year) >= rule.at_least:
            nth = of_year[rule.at_least - 1]
            yield Claim(term=term(rule.per, nth.when), when=nth.when, earned_on=nth.on)


def _course(rule, facts, _pinned):
    for course in facts.courses:
        if course.when and course.share >= rule.at_least:
            yield Claim(
                term=term(rule.per, course.when, f"training:{course.training_id}"),
                when=course.when,
                earned_on=course.on,
                training_id=course.training_id,
            )


def _placed(rule, facts, pinned):
    """Whoever shares a place has its metal too; the place skipped after it is nobody's."""
    for one in facts.places:
        if one.place <= len(rule.metals):
            yield from _of_sheet(rule, replace(one.sheet, metal=rule.metals[one.place - 1]), pinned)


_BY_EVENT = {
    GRADED: _graded,
    RECORD: _record,
    ATTENDED: _attended,
    SEASONS: _seasons,
    LED: _led,
    COURSE: _course,
    PLACED: _placed,
    HAND: lambda *_: (),
}
