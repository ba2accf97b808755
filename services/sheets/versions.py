"""A settled version of a sheet as it stood, and what it changed against the version before."""

import json
from dataclasses import dataclass, replace

from services import sheets
from services.errors import NotFound
from services.marks import marked_sheets
from services.scoring import score_words
from services.sheets import sheet_words
from services.words import gettext as _


@dataclass(frozen=True, slots=True)
class Change:
    """One value that differs between two versions; an empty text means that there is none."""

    name: str
    was: str
    now: str


def one(sheet_id, number, actor):
    """(the sheet as of that version, what changed since the one before). For whoever may see the sheet."""
    sheet, assessment, _part = sheets.visible(sheet_id, actor)
    newest = marked_sheets.of(sheet, assessment)
    if not 1 <= number <= len(newest.versions):
        raise NotFound
    snapshots = [json.loads(version.snapshot) for version in newest.versions[:number]]
    then = replace(newest, snapshot=snapshots[-1], versions=newest.versions[:number])
    return then, changes(newest.standard, *snapshots[-2:]) if number > 1 else []


def changes(standard, before, after) -> list[Change]:
    """Every result, choice, total and grade that differs in the later snapshot."""
    names = _names(standard, before, after)
    pairs = [
        *((name, _shown(before, code), _shown(after, code)) for code, name in names),
        (_("总分"), _text(before["total"]), _text(after["total"])),
        (_("等级"), sheet_words.grade(before), sheet_words.grade(after)),
    ]
    return [Change(*pair) for pair in pairs if pair[1] != pair[2]]


def _names(standard, *snapshots):
    seen = {row["exercise"] for snapshot in snapshots for row in snapshot["results"]}
    return [(item.exercise, score_words.item_name(item)) for item in standard.items if item.exercise in seen]


def _shown(snapshot, exercise):
    row = next((row for row in snapshot["results"] if row["exercise"] == exercise), None)
    if row is None:
        return ""
    return row["shown"] if row["counts"] else _("%(shown)s（不计入）", shown=row["shown"])


def _text(value):
    return "" if value is None else str(value)
