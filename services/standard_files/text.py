"""A standard as one canonical JSON text: equal standards give equal texts, so a digest names a version."""

import json
from dataclasses import asdict
from datetime import date
from functools import lru_cache

from services.scoring.measures import Scale
from services.scoring.rulebook import Band, Grade, Group, Item, Second, SecondBand, Span, Standard, Table

FORMAT = 1


@lru_cache(maxsize=16)
def to_text(standard: Standard) -> str:
    """The canonical text: keys sorted, ASCII, no spaces, measures as integers in base units.

    Kept for those written last: a large one takes 10 ms, and is written again when it is first used.
    """
    facts = asdict(standard) | {"format": FORMAT}
    facts["effective_on"] = standard.effective_on and standard.effective_on.isoformat()
    if not standard.kind:  # left out, so that the digests of older versions stand
        del facts["kind"]
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_text(text: str) -> Standard:
    """The standard that ``to_text`` wrote. It was checked on import and is not checked again."""
    facts = json.loads(text)
    if facts.pop("format") != FORMAT:
        raise ValueError("a standard written by a newer version of this program")
    effective_on = facts.pop("effective_on")
    return Standard(
        **facts
        | {
            "effective_on": effective_on and date.fromisoformat(effective_on),
            "groups": tuple(Group(**group) for group in facts["groups"]),
            "items": tuple(_item(item) for item in facts["items"]),
            "tables": tuple(_table(table) for table in facts["tables"]),
            "grades": tuple(Grade(**grade) for grade in facts["grades"]),
        }
    )


def _item(facts):
    second = facts["second"]
    return Item(
        **facts
        | {
            "scale": Scale(**facts["scale"]),
            "second": second and Second(**second | {"scale": Scale(**second["scale"])}),
        }
    )


def _table(facts):
    return Table(**facts | {"bands": tuple(_band(band) for band in facts["bands"])})


def _band(facts):
    if "spans" not in facts:
        return Band(**facts)
    return SecondBand(**facts | {"spans": tuple(Span(**span) for span in facts["spans"])})
