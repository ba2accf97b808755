"""Late words on a heat must not move somebody whose sheet is settled: they wait for a word instead."""

from models import Entry
from services.intake import finishes, holding


def hold_back(assessment_id, rows):
    """Hold, as late, those of the new rows that would change whose tap is whose of anyone settled.

    ``rows`` are those of one request; of a heat that they would disturb all are held.
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
                row["held"] = holding.LATE
