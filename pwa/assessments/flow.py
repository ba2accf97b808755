"""一站式: a person's next station, live on their sheet, and the screen that calls people to the stations."""

from flask import Blueprint
from flask_login import login_required

from pwa.htmx import not_modified, render, unchanged
from pwa.sign_in import actor
from services import assessments, marks, sheets
from services.stations import flow

bp = Blueprint("flow", __name__)


@bp.get("/sheets/<int:sheet_id>/next")
@login_required
def way(sheet_id):
    """Where the person goes next, 304 while it is the same. For the person, the staff, and their desk."""
    sheet, assessment, _part = sheets.visible(sheet_id, actor())
    found = flow.way_of(sheet, assessment)
    version = found.version if found else "-"
    if unchanged(version):
        return not_modified(version)
    return render("sheets/_next.html", "sheets/_next.html", version=version, way=found, sheet=sheet)


@bp.get("/assessments/<int:assessment_id>/calls")
@login_required
def calls(assessment_id):
    """The screen for the hall: who is called where, and how far all is. For the staff and the desk."""
    assessment = assessments.get(assessment_id)
    assessments.require_watch(actor(), assessment)
    version = marks.changes_of(assessment.id)
    if unchanged(version):
        return not_modified(version)
    return render(
        "board/calls.html", "board/_calls.html", version=version, page=flow.hall(assessment, version)
    )
