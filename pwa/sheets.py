"""一表 on a phone: a trainee's own sheet, and anyone's for who may see it."""

from flask import Blueprint, request, url_for
from flask_login import login_required

from pwa.forms import Fields, fresh_id, sent_id
from pwa.htmx import go, live, wants_fragment
from pwa.sign_in import actor
from services import (
    assessments,
    contests,
    entries,
    histories,
    marked,
    outcomes,
    ranking_sheet,
    settling,
    sheet_words,
    sheets,
)
from services.errors import Invalid, NotFound

bp = Blueprint("sheets", __name__)


@bp.get("/assessments/<int:assessment_id>/mine")
@login_required
def mine(assessment_id):
    """The reader's own sheet, or that they have not arrived. For who is on the list."""
    assessment = assessments.get(assessment_id)
    sheet = sheets.of_person(assessment_id, actor().person_id)
    if sheet is None and histories.one(actor().person_id, assessment.training) is None:
        raise NotFound
    here = url_for(".mine", assessment_id=assessment_id)
    if sheet is None:
        return live("sheets/absent.html", "sheets/_absent.html", "0", assessment=assessment, here=here)
    return _sheet(sheet, assessment, None, here)


@bp.get("/sheets/<int:sheet_id>")
@login_required
def show(sheet_id):
    """For the person, the staff of the assessment, and the desk of the person's unit."""
    sheet, assessment, part = sheets.visible(sheet_id, actor())
    return _sheet(sheet, assessment, part, url_for(".show", sheet_id=sheet_id))


def _sheet(sheet, assessment, part, here, **trouble):
    """The page, or its live part: 304 while nothing changed."""
    loaded = {}

    def current():
        if not loaded:
            loaded["marked"] = marked.of(sheet, assessment)
            loaded["stations"] = assessments.stations_of(assessment.id)
        return loaded["marked"]

    return live(
        "sheets/show.html",
        "sheets/_sheet.html",
        f"{sheet.id}.{sheet.changes}",
        marked=current,
        ranking=lambda: contests.is_open_to_all(assessment) and ranking_sheet.heading(assessment),
        parts=lambda: sheet_words.parts(current(), loaded["stations"]),
        notes=lambda: sheet_words.notes(current()),
        outcome=lambda: outcomes.of(current(), actor()),
        signatures=lambda: marked.examiners(current()),
        words=lambda: sheet_words,
        here=here,
        is_own=sheet.person_id == actor().person_id,
        part=part,
        fresh_id=lambda: fresh_id,
        errors=trouble.get("errors", {}),
    )


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
    return _after(sheet_id)


@bp.post("/sheets/<int:sheet_id>/settle")
@login_required
def settle(sheet_id):
    """Freeze the sheet. For the chief and the desk."""
    reason = Fields(request.form).text("reason")
    return _tried(sheet_id, lambda: settling.settle(sheet_id, actor=actor(), reason=reason))


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
    return _tried(sheet_id, lambda: settling.correct(sheet_id, actor=actor(), **wanted))


def _tried(sheet_id, act):
    """Do it; where a field is refused, show the sheet again with the word beside it."""
    try:
        act()
    except Invalid as refusal:
        sheet, assessment, part = sheets.visible(sheet_id, actor())
        here = url_for(".show", sheet_id=sheet_id)
        response = _sheet(sheet, assessment, part, here, errors=refusal.errors)
        response.status_code = refusal.status
        return response
    return _after(sheet_id)


def _after(sheet_id):
    sheet, assessment, part = sheets.visible(sheet_id, actor())
    here = request.form.get("here", "")
    own = url_for(".mine", assessment_id=assessment.id)
    place = own if here == own else url_for(".show", sheet_id=sheet_id)
    return _sheet(sheet, assessment, part, place) if wants_fragment() else go(place)
