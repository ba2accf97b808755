"""One sheet with its marks: the settled ones where there are any, else those of now."""

import json
from dataclasses import dataclass
from datetime import datetime

from models import Account, Assessment, Person, Sheet, SheetVersion
from services import assessments, standards
from services.marks import scores
from services.marks.recordings import Recorded
from services.scoring.rulebook import Standard


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A sheet with its marks: the settled ones where there are any, else those of now."""

    sheet: Sheet
    assessment: Assessment
    standard: Standard
    snapshot: dict
    versions: tuple[SheetVersion, ...]  # oldest first

    @property
    def state(self):
        """``open``, ``complete`` (awaits settling), ``settled`` or ``corrected``."""
        return state_of(self.snapshot, len(self.versions))

    @property
    def changes(self):
        """A value that changes with the sheet, for a live screen to compare."""
        return f"{self.sheet.id}.{self.sheet.changes}"

    def result(self, exercise):
        return next((r for r in self.snapshot["results"] if r["exercise"] == exercise), None)


def state_of(snapshot, versions: int):
    """The state of a sheet by its marks and the number of its settled versions."""
    if versions:
        return "corrected" if versions > 1 else "settled"
    return "complete" if snapshot["complete"] else "open"


def folded_of(sheet, assessment):
    """What was recorded of the sheet's person."""
    return recorded_of(sheet, assessment).folded(sheet.person_id)


def recorded_of(sheet, assessment):
    return Recorded(assessment, [sheet.person_id])


def versions_of(sheet_id):
    """Every settled version with who signed it, oldest first."""
    return tuple(signed_versions([sheet_id]))


def signed_versions(sheet_ids):
    """The settled versions of some sheets with who signed them, oldest first within a sheet: a query."""
    return (
        SheetVersion.select(SheetVersion, Account, Person)
        .join(Account)
        .join(Person)
        .where(SheetVersion.sheet.in_(sheet_ids))
        .order_by(SheetVersion.version)
    )


def of(sheet, assessment, *, rules=None) -> Marked:
    """A sheet with its marks: those of its newest settled version, else of now. At most nine queries."""
    versions = versions_of(sheet.id)
    if versions:
        snapshot = json.loads(versions[-1].snapshot)
    else:
        snapshot = live(sheet, assessment, rules or assessments.rules_of(assessment))
    return Marked(
        sheet=sheet,
        assessment=assessment,
        standard=standards.load(assessment.standard),
        snapshot=snapshot,
        versions=versions,
    )


def live(sheet, assessment, rules, recorded=None):
    """The snapshot that a settling would freeze now.

    ``recorded`` is what was read of the assessment already, where many sheets are looked at.
    """
    recorded = recorded or recorded_of(sheet, assessment)
    return scores.build(
        rules,
        recorded.folded(sheet.person_id),
        sex=sheet.person.sex.value,
        born_on=sheet.person.born_on,
        on=assessments.on(assessment),
        labels=recorded.labels,
        released=recorded.released,
    )


@dataclass(frozen=True, slots=True)
class Signature:
    """The name of someone who entered attempts, and when they last did."""

    name: str
    at: datetime


def examiners(marked) -> list[Signature]:
    """Who entered the attempts that stand, by the time of each one's last attempt."""
    last = {}
    for row in marked.snapshot["results"]:
        for attempt in row["attempts"]:
            if not (attempt["void"] or attempt.get("held") or attempt.get("copy")):
                last[attempt["by"]] = max(attempt["at"], last.get(attempt["by"], ""))
    accounts = Account.select(Account, Person).join(Person).where(Account.id.in_(list(last)))
    found = [Signature(row.person.name, datetime.fromisoformat(last[row.id])) for row in accounts]
    return sorted(found, key=lambda signature: signature.at)
