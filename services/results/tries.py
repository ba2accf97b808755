"""How many tries a sheet has left at an exercise, and what it shows of those that were made."""

from dataclasses import dataclass

from services import marks, sheets


@dataclass(frozen=True, slots=True)
class Tried:
    """What a sheet shows of one exercise: its attempts, and how many more there may be."""

    attempts: tuple
    left: int


def snapshots(assessment, sheet_ids):
    """{person id: their sheet as plain values}."""
    found = [sheet for sheet in sheets.listed(assessment.id) if sheet.id in sheet_ids]
    return {line.sheet.person_id: line.snapshot for line in marks.lines(assessment, found)}


def of(snapshot, item) -> Tried:
    """What a sheet shows of an item, by the rule of ``marks.tries``: a retest adds a try; a fault or a
    doubt uses one.
    """
    if snapshot is None:
        return Tried((), item.attempts)
    rows = (*snapshot["results"], *snapshot["struck"])
    attempts = next((row["attempts"] for row in rows if row["exercise"] == item.exercise), ())
    said = {name: _about(snapshot.get(name), item) for name in ("retests", "faults", "doubts")}
    faults = {fault["declared"] or fault["id"] for fault in said["faults"]}
    used = sum(_counts(one) for one in attempts) + len(faults) + len(said["doubts"])
    return Tried(tuple(attempts), item.attempts + len(said["retests"]) - used)


def _about(remarks, item):
    return [remark for remark in remarks or () if remark["exercise"] == item.exercise]


def _counts(attempt):
    return not any(attempt.get(name) for name in ("void", "held", "copy", "doubt"))
