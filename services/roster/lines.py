"""The rows of a roster as values. A row is read, or refused with everything that is wrong with it."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from models import PersonKind, Sex
from services import texts
from services.people import facts
from services.people.facts import Unreadable
from services.words import gettext as _

READERS = {
    "police_number": facts.police_number,
    "name": facts.name,
    "sex": facts.sex,
    "born_on": facts.born_on,
    "kind": facts.kind,
    "rank": facts.rank,
    "unit": texts.plain,
}


class Line(NamedTuple):
    """One person as the file describes them. ``rank`` is None where the file has no such column."""

    row: int
    number: str
    name: str
    sex: Sex
    born_on: date
    kind: PersonKind
    rank: str | None
    unit: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that cannot be taken: its number in the file, how it names the person, and why not."""

    row: int
    who: str
    reasons: tuple[str, ...]


def read_lines(table):
    """(lines, refusals) of a table. A number that stands in two rows refuses both."""
    lines, refused = [], []
    for row, record in table.rows:
        values, reasons = _values(table.cells(record))
        if reasons:
            refused.append(Refusal(row, _who(table.cells(record)), tuple(reasons)))
        else:
            lines.append(Line(row, *values))
    return _without_twins(lines, refused)


def _values(cells):
    values, reasons = [], []
    for field, read_one in READERS.items():
        try:
            values.append(read_one(cells[field]) if field in cells else None)
        except Unreadable as reason:
            reasons.append(str(reason))
    if not texts.plain(cells["unit"]):
        reasons.append(_("缺单位"))
    return values, reasons


def _who(cells):
    return " ".join(part for part in (texts.plain(cells[f])[:40] for f in ("police_number", "name")) if part)


def _without_twins(lines, refused):
    rows = {}
    for line in lines:
        rows.setdefault(line.number, []).append(line.row)
    for line in lines:
        if others := [str(row) for row in rows[line.number] if row != line.row]:
            reason = _("警号与第 %(rows)s 行重复", rows=", ".join(others[:5]))
            refused.append(Refusal(line.row, f"{line.number} {line.name}", (reason,)))
    return [line for line in lines if len(rows[line.number]) == 1], refused
