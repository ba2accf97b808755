"""Entries of devices as rows: why each is held, and writing them so that one fault spares the others."""

import logging

from peewee import PeeweeException

from models import Clash, Entry, database
from services import audit, clock
from services.intake import finishes, holds

CHUNK = 100

logger = logging.getLogger("yizhang")


def made(assessment, stream, fresh, owner, carrier_id):
    """The rows of new entries, each with the reason for which it is held, if any."""
    if not fresh:
        return []
    ground = holds.Ground(assessment, owner, fresh)
    loose = _loose(stream, fresh) if carrier_id else set()
    rows = []
    for one in fresh:
        try:
            held = ground.held(one) or (holds.CHAIN if one.id in loose else "")
            rows.append(_row(one, held, ground, stream) | {"carrier": carrier_id})
        except Exception:
            # One entry that meets a bug must not hold up those beside it.
            logger.exception("an entry could not be read, request=%s", audit.request_id.get())
    _hold_back_late_entries(assessment.id, rows)
    return rows


def _loose(stream, fresh):
    """Ids of entries that do not follow the one before them, and of all entries after those."""
    digests = dict(Entry.select(Entry.seq, Entry.digest).where(Entry.stream == stream.id).tuples()) | {0: ""}
    found = set()
    for one in sorted(fresh, key=lambda one: one.seq):
        if digests.get(one.seq - 1) == one.prev:
            digests[one.seq] = one.digest
        else:
            found.add(one.id)
    return found


def _row(one, held, ground, stream):
    names = "measure second target word reason heat place declared steady flags seq prev digest text kind"
    return {name: getattr(one, name) for name in names.split()} | {
        "entry_id": one.id,
        "assessment": stream.assessment_id,
        "station": one.station,
        "person": ground.person_of(one),
        "exercise": one.exercise or (ground.stations[one.station].exercise if one.heat else ""),
        "stream": stream.id,
        "held": held,
        "actor": stream.owner_id,
        "measured_at": clock.moment(one.at),
        "received_at": clock.now(),
    }


def write(rows):
    """Write the rows and return those that were written. A row that fails by itself is left out, and comes
    again.
    """
    written = []
    for start in range(0, len(rows), CHUNK):
        some = rows[start : start + CHUNK]
        written += some if _written(some) else [row for row in some if _written([row])]
    return written


def _written(rows):
    try:
        with database.atomic():
            Entry.insert_many(rows).execute()
    except PeeweeException as trouble:
        name = type(trouble).__name__
        logger.warning("database trouble with an entry, request=%s: %s", audit.request_id.get(), name)
        return False
    return True


def write_clashes(stream, clashing, carrier_id):
    """Keep texts that differ from those kept under the same id or number. A repeat keeps nothing twice."""
    rows = [
        {
            "entry_id": one.id,
            "assessment": stream.assessment_id,
            "stream": stream.id,
            "seq": one.seq,
            "digest": one.digest,
            "text": one.text,
            "carrier": carrier_id,
            "received_at": clock.now(),
        }
        for one in clashing
    ]
    if rows:
        Clash.insert_many(rows).on_conflict_ignore().execute()


def _hold_back_late_entries(assessment_id, rows):
    """Hold, as late, new rows of a heat that would give someone whose sheet is settled another tap, or take
    theirs.

    ``rows`` are those of one request; where they would do that to a heat, all of them about that heat are
    held.
    """
    new = {}
    for row in rows:
        if row["heat"] and row["kind"] in finishes.KINDS and not row["held"]:
            new.setdefault(row["heat"], []).append(row)
    frozen = finishes.frozen(assessment_id, set(new))
    counting = finishes.counting(assessment_id, set(frozen)) if frozen else {}
    for heat, taps in frozen.items():
        after = finishes.work_out([*counting.get(heat, ()), *(Entry(**row) for row in new[heat])])
        now = {row["person"]: row["tap"] for row in after}
        if any(now.get(person) != tap for person, tap in taps.items()):
            for row in new[heat]:
                row["held"] = holds.LATE
