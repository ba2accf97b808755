"""The results of an assessment's heats: rows worked out from entries, anew whenever an entry of the heat
comes.

These are the only rows of results that are rewritten: they are a reading of entries, kept so that lists
need no fold.
"""

import json

from peewee import fn

from models import Entry, EntryKind, Finish, Sheet, SheetVersion
from services.intake import heats
from services.intake.heats import Step

KINDS = (EntryKind.START, EntryKind.TAP, EntryKind.DROP, EntryKind.MISSED, EntryKind.ASSIGN)
CHECK = "check"  # the ``word`` field of a second timer's start
CHUNK = 200
SHOWN = 40  # groups of a station, the newest


def rewrite(assessment_id, heat_ids):
    """Work these heats out anew, in the caller's transaction, which holds the assessment's lock.

    Returns the people whose results the heats hold now or held before. A heat id that another assessment
    uses is left alone.
    """
    heat_ids = _own(assessment_id, set(heat_ids))
    if not heat_ids:
        return set()
    before = {row.person_id for row in _rows(heat_ids)}
    entries = counting(assessment_id, heat_ids)
    made = [row for heat in sorted(heat_ids) for row in work_out(entries.get(heat, ()))]
    Finish.delete().where(Finish.heat.in_(list(heat_ids))).execute()
    for start in range(0, len(made), CHUNK):
        Finish.insert_many(made[start : start + CHUNK]).execute()
    return (before | {row["person"] for row in made}) - {None}


def _own(assessment_id, heat_ids):
    others = Finish.select(Finish.heat).where(
        Finish.heat.in_(list(heat_ids)), Finish.assessment != assessment_id
    )
    return heat_ids - {row.heat for row in others}


def _rows(heat_ids):
    return Finish.select(Finish.heat, Finish.place, Finish.tap, Finish.person).where(
        Finish.heat.in_(list(heat_ids))
    )


def counting(assessment_id, heat_ids):
    """{heat: its entries that count}: those not held, and those admitted since."""
    rows = Entry.select().where(
        Entry.assessment == assessment_id, Entry.heat.in_(list(heat_ids)), Entry.kind.in_(KINDS)
    )
    let_in, found = admitted(assessment_id), {}
    for row in rows:
        if not row.held or row.entry_id in let_in:
            found.setdefault(row.heat, []).append(row)
    return found


def admitted(assessment_id):
    """The ids of held entries that the chief or the desk admitted."""
    rows = Entry.select(Entry.target).where(
        Entry.assessment == assessment_id, Entry.kind == EntryKind.ADMIT, Entry.held == ""
    )
    return {row.target for row in rows}


def heats_of(assessment_id, entry_ids):
    """The heats that these entries belong to."""
    if not entry_ids:
        return set()
    rows = Entry.select(Entry.heat).where(
        Entry.assessment == assessment_id, Entry.entry_id.in_(list(entry_ids))
    )
    return {row.heat for row in rows if row.heat}


def work_out(entries):
    """The rows of one heat. Times come from its starter's own device, names from anyone at its station.

    ``entries`` are rows, or objects with the same fields.
    """
    by_id = {entry.entry_id: entry for entry in entries}
    began = heats.start_of(map(step, entries))
    start = began and by_id[began.id]
    if start is None:
        return []
    here = [e for e in entries if _belongs(e, start)]
    return [_row(place, start, by_id.get(place.tap, start)) for place in heats.fold(map(step, here))]


def _belongs(entry, start):
    is_of_station = entry.station_id == start.station_id
    return is_of_station and (entry.kind is EntryKind.ASSIGN or entry.stream_id == start.stream_id)


def step(entry) -> Step:
    """An entry in the form that the fold of heats takes."""
    return Step(
        id=entry.entry_id,
        kind=entry.kind.value,
        at=round(entry.measured_at.timestamp() * 1000),
        seq=entry.seq or 0,
        steady=entry.steady,
        place=entry.place,
        person=entry.person_id,
        declared=entry.declared,
        target=entry.target,
        flags=json.loads(entry.flags) if entry.flags else [],
    )


def _row(place, start, tap):
    return {
        "assessment": start.assessment_id,
        "station": start.station_id,
        "heat": start.heat,
        "place": place.place,
        "tap": place.tap,
        "person": place.person,
        "exercise": start.exercise,
        "measure": place.measure,
        "declared": place.declared,
        "is_check": start.word == CHECK,
        "flags": json.dumps(place.flags, sort_keys=True) if place.flags else "",
        "stream": start.stream_id,
        "actor": tap.actor_id,
        "at": tap.measured_at,
    }


def frozen(assessment_id, heat_ids):
    """{heat: {person: tap}}, for people in these heats whose sheets are settled."""
    if not heat_ids:
        return {}
    settled = (
        Finish.select(Finish.heat, Finish.person, Finish.tap)
        .join(Sheet, on=(Sheet.person == Finish.person) & (Sheet.assessment == Finish.assessment))
        .join(SheetVersion)
        .where(Finish.assessment == assessment_id, Finish.heat.in_(list(heat_ids)))
        .distinct()
        .tuples()
    )
    found = {}
    for heat, person, tap in settled:
        found.setdefault(heat, {})[person] = tap
    return found


def version_of_times(assessment):
    """A number that changes whenever a time of the assessment's groups does: rows are made anew then."""
    newest = Finish.select(fn.MAX(Finish.id)).where(Finish.assessment == assessment.id)
    return newest.scalar() or 0


def groups_at(station):
    """The groups run at a station, newest first: number, whether a second timer ran it, times by place."""
    rows = (
        Entry.select(Entry.heat, Entry.place)
        .where(
            Entry.assessment == station.assessment_id,
            Entry.station == station.id,
            Entry.kind == EntryKind.START,
            Entry.person.is_null(),
        )
        .order_by(Entry.id.desc())
        .limit(SHOWN)
    )
    numbers = {row.heat: row.place for row in rows}
    found = {}
    for row in Finish.select().where(Finish.heat.in_(list(numbers)), Finish.measure.is_null(False)):
        group = {"number": numbers[row.heat], "is_check": row.is_check, "places": []}
        found.setdefault(row.heat, group)["places"].append({"place": row.place, "measure": row.measure})
    return [found[heat] for heat in numbers if heat in found]
