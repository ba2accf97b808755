"""待裁定 at an assessment: everything that waits for the chief, each with its decisions and a reason."""

from flask import Blueprint, redirect, request, url_for
from flask_login import login_required

from pwa.forms import Fields, fresh_id, sent_id
from pwa.htmx import go, not_modified, render, unchanged, wants_fragment
from pwa.sign_in import actor
from services import assessments, sheets
from services.errors import Invalid
from services.rulings import admissions, clashes, desk, doubts, pages
from services.sheets import objections
from services.words import gettext as _

bp = Blueprint("field_reviews", __name__)


@bp.get("/assessments/<int:assessment_id>/reviews")
@login_required
def show(assessment_id):
    """What waits for a word. For chief, instructors and desk; the word is the chief's and the desk's."""
    return _show(assessment_id)


def _show(assessment_id, *, at="", errors=None):
    assessment = assessments.get(assessment_id)
    part = assessments.require_staff(actor(), assessment)
    version = desk.version_of(assessment)
    if unchanged(version):
        return not_modified(version)
    return render(
        "assessments/reviews.html",
        "assessments/_reviews.html",
        version=version,
        page=pages.of_rulings(assessment, part, version),
        fresh_id=fresh_id,
        at=at,
        errors=errors or {},
    )


@bp.post("/sheets/<int:sheet_id>/doubts")
@login_required
def decide(sheet_id):
    """Let one of the measures in doubt hold and void the others. For the chief and the desk."""
    keep, sent = request.form.get("keep", "")[:36], _sent()
    return _tried(
        sheets.get(sheet_id).assessment_id,
        lambda: doubts.decide(sheet_id, keep=keep, actor=actor(), **sent),
    )


@bp.post("/assessments/<int:assessment_id>/held")
@login_required
def admit(assessment_id):
    """Let held entries count, or set them aside. For the chief and the desk."""
    targets, sent = request.form.getlist("target"), _sent()
    act = {"admit": admissions.admit, "dismiss": admissions.dismiss}.get(request.form.get("act"))
    return _tried(assessment_id, lambda: _chosen(act)(assessment_id, targets, actor=actor(), **sent))


def _chosen(act):
    if act is None:
        raise Invalid({"act": _("请选择")})
    return act


@bp.post("/sheets/<int:sheet_id>/lates")
@login_required
def readopt(sheet_id):
    """Correct a settled sheet by what came late; its award follows. For the chief and the desk."""
    targets, sent = request.form.getlist("target"), _sent()
    return _tried(
        sheets.get(sheet_id).assessment_id,
        lambda: admissions.readopt(sheet_id, targets=targets, actor=actor(), **sent),
    )


@bp.post("/sheets/<int:sheet_id>/objections/word")
@login_required
def rule(sheet_id):
    """A word on an objection from the list; one that is upheld goes on to the sheet. For chief and desk."""
    objection, word = (request.form.get(name, "")[:36] for name in ("objection", "word"))
    assessment_id = sheets.get(sheet_id).assessment_id
    answer = _tried(
        assessment_id,
        lambda: objections.rule(sheet_id, objection, word, actor=actor(), **_sent()),
    )
    if word == objections.UPHELD and answer.status_code < 400:
        return go(url_for("sheets.show", sheet_id=sheet_id, fix=objection))
    return answer


@bp.post("/clashes/<int:clash_id>/word")
@login_required
def settle_clash(clash_id):
    """Let what came first stand. For the chief and the desk."""
    reason = Fields(request.form).text("reason")
    return _tried(
        clashes.get(clash_id).assessment_id,
        lambda: clashes.rule(clash_id, reason=reason, actor=actor()),
    )


def _sent():
    return {"reason": Fields(request.form).text("reason"), "entry_id": sent_id("entry_id")}


def _tried(assessment_id, act):
    """Do it; where a field is refused, show the list again with the word beside it."""
    try:
        act()
    except Invalid as refusal:
        response = _show(assessment_id, at=request.form.get("at", "")[:80], errors=refusal.errors)
        response.status_code = refusal.status
        return response
    if wants_fragment():
        return _show(assessment_id)
    return redirect(url_for(".show", assessment_id=assessment_id), 303)
