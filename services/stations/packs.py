"""What a station takes along to a place without a network: the rules of its item, and who may come."""

from datetime import timedelta
from functools import cache

from models import Enrolment, Person, Sheet, Unit
from services import assessments, clock, marks, scoring, stations, trainings, words
from services.checkins import passes, rolls
from services.intake import finishes
from services.stations import flow, pack_rules

SHOWN_DIGITS = 4  # of a police number: enough to find somebody by, too few to write down as one
KEPT = 20_000  # readings of sheets remembered, of some 200 bytes each

_read = {}


def find(station_id, actor):
    """The place of a station whose pack someone takes along. For whoever may enter results there; a
    cancelled training is refused.
    """
    place = stations.place(station_id, actor)
    if place.assessment.training.cancelled_at:
        raise trainings.Cancelled
    return place


def version_of(place):
    """A name for the pack as ``of`` would make it now: while the name stays the same, so does the pack."""
    assessment, rules = place.assessment, assessments.rules_of(place.assessment)
    changes = f"{marks.changes_of(assessment.id)}-{assessment.training.changes}-{bool(assessment.closed_at)}"
    rest = f"{clock.today()}-{rules.number}-{rules.setting_id}-{finishes.version_of_times(assessment)}"
    return f"{place.station.id}-{changes}-{rest}-{words.current()}"


def of(place):
    """The pack of a place that ``find`` returned: its rules and its people, as plain values in the
    reader's language.
    """
    assessment, rules = place.assessment, assessments.rules_of(place.assessment)
    return {
        "changes": marks.changes_of(assessment.id),
        "assessment": _assessment(assessment, rules),
        "station": pack_rules.station(place.station, place.standard),
        "stations": [pack_rules.station(s, place.standard) for s in assessments.stations_of(assessment.id)],
        **pack_rules.of_item(rules, place.item),
        "people": _people(place),
        "heats": finishes.groups_at(place.station),
    }


def _assessment(assessment, rules):
    return {
        "id": assessment.id,
        "kind": assessment.kind.value,
        "title": assessment.training.title,
        "day": str(assessments.on(assessment)),
        "standard": f"{rules.standard.code}@{rules.number}",
        "closes": clock.ms(assessment.training.ends_at),
        "closed": assessment.closed_at is not None,
    }


def _people(place):
    """Everyone who is tested in this item or chose it, by sheet and number."""
    assessment = place.assessment
    sheets = {sheet.person_id: sheet for sheet in Sheet.select().where(Sheet.assessment == assessment.id)}
    read = readings(assessment, sheets.values())
    days, secret, found = _days(assessment.training), passes.key(), []
    is_tested = cache(lambda group: _is_tested(place, group))
    coming = set(flow.coming(assessment, place.item.exercise))
    for person in _expected(assessment, list(sheets)):
        sheet = sheets.get(person.id)
        reading = read[sheet.id] if sheet else NOTHING
        group = scoring.group_of(place.standard, person.sex.value, person.born_on, assessments.on(assessment))
        if place.item.exercise in (*reading["picks"], *reading["tries"]) or is_tested(group):
            facts = {"sheet": sheet and sheet.number, "group": group and group.code}
            facts["coming"] = person.id in coming
            found.append(_person(person, place, days, secret) | facts | reading)
    return sorted(found, key=lambda one: (one["sheet"] is None, one["sheet"], one["id"]))


def _is_tested(place, group):
    """Whether a group is tested in this item. An item without a table is tested only where no other of
    its category has one.
    """
    if group is None or not place.item.includes(group):
        return False
    choice = next(c for c in scoring.choices(place.standard, group) if c.category == place.item.category)
    return not choice.is_open or any(i is place.item and has_table for i, has_table in choice.items)


def _expected(assessment, arrived):
    """Everyone on the list, and everyone with a sheet, even if they were taken off the list since."""
    listed = Enrolment.select(Enrolment.person).where(Enrolment.training == assessment.training_id)
    people = Person.select(Person, Unit).join(Unit)
    return people.where(Person.id.in_(listed) | Person.id.in_(arrived))


def _person(person, place, days, secret):
    number = person.police_number
    return {
        "id": person.id,
        "name": person.name,
        "number": "*" * max(0, len(number) - SHOWN_DIGITS) + number[-SHOWN_DIGITS:],
        "unit": person.unit.name,
        "sex": person.sex.value,
        "age": scoring.age_on(person.born_on, assessments.on(place.assessment)),
        "initials": rolls.initials(person.name),
        "passes": passes.digests(person.id, days, secret),
    }


def _days(training):
    """The dates on which passes are read there, as far as they are near."""
    first = max(clock.local(training.starts_at).date(), clock.today() - timedelta(days=1))
    last = clock.local(training.ends_at).date() + timedelta(days=1)
    return passes.days_from(first, min(max(0, (last - first).days + 1), rolls.DAYS))


NOTHING = {"picks": [], "tries": {}, "points": {}, "results": {}, "settled": False}


def readings(assessment, sheets):
    """{sheet id: what a station must know of the sheet}.

    Stations ask every few seconds, and of a thousand sheets a few have changed: each is read once for every
    value of its counter.
    """
    key = bytes(assessment.training.key)
    names = {sheet.id: (key, sheet.id, sheet.changes) for sheet in sheets}
    read = {sheet_id: _read.get(name) for sheet_id, name in names.items()}
    found = {sheet_id: reading for sheet_id, reading in read.items() if reading}
    missing = names.keys() - found.keys()
    if len(_read) + len(missing) > KEPT:
        _read.clear()
    if missing:
        for line in marks.lines(assessment, marks.sheets_of(assessment.id, missing)):
            found[line.sheet.id] = _read[names[line.sheet.id]] = _reading(line)
    return found


def _reading(line):
    snapshot = line.snapshot
    counted = [row for row in snapshot["results"] if row["counts"]]
    return {
        "picks": list(snapshot["choices"].values()),
        "tries": _tries(snapshot),
        "points": {row["category"]: row["points"] for row in counted},
        "results": {
            row["category"]: {name: row[name] for name in ("points", "passed", "reached")} for row in counted
        },
        "settled": line.versions > 0,
    }


def _tries(snapshot):
    """{exercise: how many tries are used up}: those that stand, and those that ended without a measure."""
    tries = {}
    for row in [*snapshot["results"], *snapshot["struck"]]:
        used = sum(not (one["void"] or one.get("held") or one.get("copy")) for one in row["attempts"])
        tries[row["exercise"]] = used
    for fault in snapshot.get("faults", ()):
        tries[fault["exercise"]] = tries.get(fault["exercise"], 0) + 1
    return {exercise: n for exercise, n in tries.items() if n}
