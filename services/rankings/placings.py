"""The places of an assessment, read from its settled sheets.

Only complete sheets have a place. Units are those that people had then, as the sheet keeps them.
"""

import json
from collections import defaultdict

from models import Assessment, AssessmentKind, Sheet
from services import rankings, standards
from services.assessments import settled_sheets
from services.rankings import Contestant


def versions(assessment_ids):
    """The newest settled versions of all sheets of these assessments, by number."""
    rows = settled_sheets.newest().where(Sheet.assessment.in_(list(assessment_ids)))
    return list(rows.order_by(Sheet.number))


def why_none(version):
    """Why a settled sheet has no place, as a key of ``ranking_sheet.WHY``; None where it has one."""
    facts = json.loads(version.snapshot)
    if facts.get("withdrawn"):
        return "withdrawn"
    if not facts.get("complete") or facts.get("total") is None:
        return "incomplete"
    must_pass = version.sheet.assessment.kind is AssessmentKind.FIREARMS and facts.get("cut_offs")
    return "not_passed" if must_pass and not facts.get("passed") else None


def ranked(kind, standard, some):
    """The places of settled sheets, as ``rankings.Placed``. Marksmen: by total, then time."""
    order = rankings.tie_break(standard, time_first=kind is AssessmentKind.FIREARMS)
    return rankings.ranked(_contestant(standard, order, v) for v in some if why_none(v) is None)


def _contestant(standard, order, version):
    snapshot = settled_sheets.read(version.snapshot)
    return Contestant(
        sheet_id=version.sheet_id,
        person_id=version.sheet.person_id,
        unit_id=version.sheet.unit_id,
        total=snapshot.total,
        results=rankings.results(standard, order, snapshot.marks),
    )


def closed(people):
    """The closed contests in which any of these people have a settled sheet: [[(version, place), …], …]."""
    theirs = Sheet.select(Sheet.assessment).where(Sheet.person.in_(list(people)))
    held = Assessment.select(Assessment.id).where(
        Assessment.kind == AssessmentKind.CONTEST,
        Assessment.closed_at.is_null(False),
        Assessment.id.in_(theirs),
    )
    by_assessment = defaultdict(list)
    for version in versions(row.id for row in held):
        by_assessment[version.sheet.assessment_id].append(version)
    for some in by_assessment.values():
        known = {version.sheet_id: version for version in some}
        standard = standards.load(some[0].standard)
        yield [(known[one.who.sheet_id], one.place) for one in ranked(AssessmentKind.CONTEST, standard, some)]


def people_of(assessment_id):
    """The ids of everyone with a sheet."""
    rows = Sheet.select(Sheet.person).where(Sheet.assessment == assessment_id)
    return [person for (person,) in rows.tuples()]


def is_closed(assessment_id):
    """Whether an assessment is a contest that is closed."""
    held = Assessment.select().where(
        Assessment.id == assessment_id,
        Assessment.kind == AssessmentKind.CONTEST,
        Assessment.closed_at.is_null(False),
    )
    return held.exists()
