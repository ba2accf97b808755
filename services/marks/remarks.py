"""The remarks beside a sheet's measures, as plain values of its snapshot. Older snapshots lack them."""

from models import EntryKind


def as_values(standard, folded, labels) -> dict:
    """Faults, exemptions, a withdrawal, retests, doubts, acknowledgements, and objections with rulings."""

    def told(kind):
        return [_remark(standard, entry, labels) for entry in folded.of_kind(kind)]

    rulings = folded.rulings or {}
    return {
        "faults": told(EntryKind.FAULT),
        "exempt": told(EntryKind.EXEMPT),
        "withdrawn": next(iter(told(EntryKind.WITHDRAW)), None),
        "retests": told(EntryKind.RETEST),
        "doubts": [_doubt(standard, *about, attempts) for about, attempts in folded.doubts.items()],
        "acks": told(EntryKind.ACK),
        "objections": [
            {**remark, "ruling": _ruling(standard, rulings.get(remark["id"]), labels)}
            for remark in told(EntryKind.OBJECT)
        ],
    }


def _remark(standard, entry, labels):
    return {
        "id": entry.entry_id,
        **_named(standard, entry.exercise),
        "word": entry.word,
        "target": entry.target,
        "declared": entry.declared,
        "reason": entry.reason,
        "at": entry.measured_at.isoformat(),
        "by": entry.actor_id,
        "device": labels.get(entry.stream_id, ""),
    }


def _ruling(standard, entry, labels):
    return entry and _remark(standard, entry, labels)


def _named(standard, exercise):
    item = standard.item(exercise) if exercise else None
    return {
        "exercise": exercise,
        "name": item.name if item else "",
        "name_en": item.name_en if item else "",
    }


def _doubt(standard, exercise, declared, attempts):
    return {
        **_named(standard, exercise),
        "declared": declared,
        "attempts": [attempt.entry_id for attempt in attempts],
    }


def released(exercises, leases) -> list[dict]:
    """The devices given up at stations of these exercises, and why, as plain values."""
    return [
        {
            "device": lease.stream.label or lease.stream.device[:8],
            "station": lease.station.number,
            "exercise": lease.station.exercise,
            "reason": lease.reason,
            "at": lease.released_at.isoformat(),
            "by": lease.released_by_id,
        }
        for lease in leases
        if lease.station.exercise in exercises
    ]
