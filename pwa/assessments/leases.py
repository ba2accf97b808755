"""设备 at an assessment: which device holds which station, releasing a lost one, and closing up."""

from flask import Blueprint, redirect, request, url_for
from flask_login import login_required

from pwa.forms import Fields
from pwa.htmx import not_modified, render, unchanged, wants_fragment
from pwa.sign_in import actor
from services import assessments
from services.assessments import leases
from services.errors import Invalid
from services.planning import closing
from services.rulings import devices, pages

bp = Blueprint("leases", __name__)


@bp.get("/assessments/<int:assessment_id>/devices")
@login_required
def show(assessment_id):
    """Every device and what it owes. For chief, instructors and desk."""
    return _show(assessment_id)


def _show(assessment_id, *, at="", errors=None):
    assessment = assessments.get(assessment_id)
    part = assessments.require_staff(actor(), assessment)
    version = devices.version_of(assessment)
    if unchanged(version):
        return not_modified(version)
    return render(
        "assessments/devices.html",
        "assessments/_devices.html",
        version=version,
        page=pages.of_devices(assessment, part, version),
        at=at,
        errors=errors or {},
    )


@bp.post("/leases/<int:lease_id>/release")
@login_required
def release(lease_id):
    """Count on a device no longer, with a reason. For the chief and the desk."""
    reason = Fields(request.form).text("reason")
    assessment_id = leases.get(lease_id).station.assessment_id
    return _tried(
        assessment_id,
        f"release-{lease_id}",
        lambda: leases.release(lease_id, reason=reason, actor=actor()),
    )


@bp.post("/assessments/<int:assessment_id>/close")
@login_required
def close(assessment_id):
    """Take nothing more. For the chief and the desk, once no device holds a station."""
    return _tried(assessment_id, "close", lambda: closing.close_assessment(assessment_id, actor=actor()))


def _tried(assessment_id, at, act):
    try:
        act()
    except Invalid as refusal:
        response = _show(assessment_id, at=at, errors=refusal.errors)
        response.status_code = refusal.status
        return response
    if wants_fragment():
        return _show(assessment_id)
    return redirect(url_for(".show", assessment_id=assessment_id), 303)
