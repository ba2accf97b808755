"""What the timers of a station's groups stopped, for a second one's times to be put beside the first's."""

from peewee import fn

from models import Entry, EntryKind, Finish

SHOWN = 40  # groups of a station, the newest


def version_of(assessment):
    """Another number whenever a time of the assessment's groups is another: their rows are made anew then."""
    newest = Finish.select(fn.MAX(Finish.id)).where(Finish.assessment == assessment.id)
    return newest.scalar() or 0


def of(station):
    """The groups run at a station, newest first: number, whether by a second timer, times by place."""
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
