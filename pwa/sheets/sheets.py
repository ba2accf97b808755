"""一表 on a phone: a trainee's own sheet, and anyone's for whoever may see it."""

from flask import Blueprint, render_template, request, url_for
from flask_login import login_required

from pwa.forms import Fields, sent_id
from pwa.htmx import not_modified, render, unchanged
from pwa.sheets import page
from pwa.sign_in import actor
from services import assessments, sheets
from services.attendance import histories
from services.errors import NotFound
from services.rulings import admissions
from services.sheets import entries, pages, settling

bp = Blueprint("sheets", __name__)
NOT_HERE = "0"  # the version of a sheet that is not there yet


@bp.get("/assessments/<int:assessment_id>/mine")
@login_required
def mine(assessment_id):
    """The reader's own sheet, or that they have not arrived. For whoever is on the list."""
    assessment = assessments.get(assessment_id)
    sheet = sheets.of_person(assessment_id, actor().person_id)
    if sheet is None and histories.one(actor().person_id, assessment.training) is None:
        raise NotFound
    here = url_for(".mine", assessment_id=assessment_id)
    if sheet is None:
        return _absent(assessment, here)
    return page.show(sheet, assessment, None, here)


def _absent(assessment, here):
    if unchanged(NOT_HERE):
        return not_modified(NOT_HERE)
    template, fragment = "sheets/absent.html", "sheets/_absent.html"
    return render(template, fragment, version=NOT_HERE, assessment=assessment, here=here)


@bp.get("/sheets/<int:sheet_id>")
@login_required
def show(sheet_id):
    """For the person, the staff of the assessment, and the desk of the person's unit."""
    sheet, assessment, part = sheets.visible(sheet_id, actor())
    return page.show(sheet, assessment, part, url_for(".show", sheet_id=sheet_id))


@bp.get("/sheets/<int:sheet_id>/versions/<int:number>")
@login_required
def version(sheet_id, number):
    """One settled version as it stood, and what it changed. For whoever may see the sheet."""
    return render_template("sheets/version.html", page=pages.of_version(sheet_id, number, actor()))


@bp.post("/sheets/<int:sheet_id>/choices")
@login_required
def choose(sheet_id):
    """Choose an item of a category. For the person while it is unmeasured, and for the staff."""
    entries.choose(
        sheet_id,
        request.form.get("exercise", "")[:40],
        entry_id=sent_id("entry_id"),
        actor=actor(),
    )
    return page.after(sheet_id)


@bp.post("/sheets/<int:sheet_id>/voids")
@login_required
def void(sheet_id):
    """Strike out a try on an open sheet, with a reason. For whoever may enter at its station."""
    wanted = {"reason": Fields(request.form).text("reason"), "entry_id": sent_id("entry_id")}
    target = request.form.get("target", "")[:36]
    return page.tried(sheet_id, "void", lambda: entries.void(target, actor=actor(), **wanted))


@bp.post("/sheets/<int:sheet_id>/settle")
@login_required
def settle(sheet_id):
    """Freeze the sheet. For the chief and the desk."""
    reason = Fields(request.form).text("reason")
    return page.tried(sheet_id, "settle", lambda: settling.settle(sheet_id, actor=actor(), reason=reason))


@bp.post("/sheets/<int:sheet_id>/late")
@login_required
def take_late(sheet_id):
    """Correct a settled sheet by what came late, or set that aside. For the chief and the desk."""
    facts = {"reason": Fields(request.form).text("reason"), "entry_id": sent_id("entry_id"), "actor": actor()}
    targets = request.form.getlist("target")
    if request.form.get("act") == "dismiss":
        where = sheets.get(sheet_id).assessment_id
        return page.tried(sheet_id, "late", lambda: admissions.dismiss(where, targets, **facts))
    return page.tried(sheet_id, "late", lambda: admissions.readopt(sheet_id, targets=targets, **facts))


@bp.post("/sheets/<int:sheet_id>/corrections")
@login_required
def correct(sheet_id):
    """Change a settled sheet, with a reason. For the chief and the desk."""
    fields = Fields(request.form)
    wanted = {
        "reason": fields.text("reason"),
        "exercise": fields.text("exercise", longest=40),
        "text": fields.text("value", longest=40),
        "target": fields.text("target", longest=36),
        "pick": fields.text("pick", longest=40),
        "entry_id": sent_id("entry_id"),
    }
    fields.close()
    return page.tried(sheet_id, "correct", lambda: settling.correct(sheet_id, actor=actor(), **wanted))
