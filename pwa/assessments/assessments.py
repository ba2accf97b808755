"""The desk for assessments: holding one, its people, stations and marks, and settling."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask_login import login_required

from pwa.assessments import form
from pwa.forms import Fields
from pwa.htmx import not_modified, render, unchanged, wants_fragment
from pwa.sign_in import actor
from services import access, assessments, marks, sheets
from services.assessments import lists
from services.errors import Invalid
from services.planning import assessment_plans
from services.sheets import desk, settling
from services.sheets.desk import Settled

bp = Blueprint("assessments", __name__, url_prefix="/assessments")


@bp.get("")
@login_required
def index():
    """The assessments the reader plans, leads, examines at or is chief of."""
    page = Fields(request.args).whole("page", low=1) or 1
    found, total = lists.held(actor(), page=page)
    return render_template(
        "assessments/index.html",
        assessments=found,
        counts=lists.counts(a.id for a in found),
        total=total,
        number=page,
        size=assessments.PAGE,
        may_plan=actor().holds(*access.PLANNERS),
    )


@bp.get("/new")
@login_required
def new():
    """First the standard, then the form. For planners."""
    access.require(actor(), *access.PLANNERS)
    return form.show(form.blank(request.args))


@bp.post("/new")
@login_required
def create():
    """For planners who may run the training, or plan one in the chosen unit."""
    access.require(actor(), *access.PLANNERS)
    try:
        setup, training_id, plan = form.read(request.form)
        made = assessment_plans.create(setup, actor=actor(), training_id=training_id, plan=plan)
    except Invalid as refusal:
        return form.show(form.sent(request.form), refusal.errors), 422
    return redirect(url_for(".show", assessment_id=made.id, tab="stations"), 303)


@bp.get("/<int:assessment_id>")
@login_required
def show(assessment_id):
    """People, stations or marks. For the staff of the assessment and the desk of its unit."""
    fields = Fields(request.args)
    told = Settled(*(fields.whole(name) or 0 for name in ("done", "left", "blocked")))
    return _show(assessment_id, settled=told if any((told.done, told.left, told.blocked)) else None)


def _show(assessment_id, errors=None, settled=None):
    assessment = assessments.get(assessment_id)
    part = assessments.require_watch(actor(), assessment)
    version = marks.changes_of(assessment.id)
    if unchanged(version):
        return not_modified(version)
    asked = request.values.get("tab", "")
    page = desk.page(
        assessment,
        part,
        version,
        tab=asked if asked in desk.TABS else desk.PEOPLE,
        text=request.values.get("q", "")[:40],
        number=Fields(request.values).whole("page", low=1) or 1,
        settled=settled,
    )
    template, fragment = "assessments/show.html", "assessments/_show.html"
    return render(template, fragment, version=version, page=page, errors=errors or {})


@bp.post("/<int:assessment_id>/sheets")
@login_required
def open_sheet(assessment_id):
    """Open the sheet of someone on the list. For the staff."""
    person_id = Fields(request.form).whole("person", required=True, high=2**63 - 1) or 0
    sheets.open_for(assessment_id, person_id, actor=actor())
    return _after(assessment_id)


@bp.post("/<int:assessment_id>/settle")
@login_required
def settle(assessment_id):
    """Settle the complete sheets, some at a time; asked again until none is left. For chief and desk."""
    done, left, blocked = settling.settle_complete(assessment_id, actor=actor())
    so_far = (Fields(request.form).whole("done") or 0) + done
    if wants_fragment():
        return _show(assessment_id, settled=Settled(so_far, left, blocked))
    told = {"done": so_far, "left": left, "blocked": blocked}
    return redirect(url_for(".show", assessment_id=assessment_id, tab="results", **told), 303)


@bp.post("/<int:assessment_id>/chief")
@login_required
def appoint(assessment_id):
    """Name the chief examiner. For the desk, the instructors and the chief of now."""
    return _staffed(
        assessment_id,
        lambda: assessment_plans.appoint(assessment_id, request.form.get("chief", "")[:20], actor=actor()),
    )


@bp.post("/<int:assessment_id>/stations")
@login_required
def add_station(assessment_id):
    """One more station. For whoever may staff the assessment."""
    exercise, number = request.form.get("exercise", "")[:40], request.form.get("examiner", "")[:20]
    return _staffed(
        assessment_id,
        lambda: assessment_plans.add_station(assessment_id, exercise, number, actor=actor()),
    )


@bp.post("/<int:assessment_id>/examiners")
@login_required
def assign(assessment_id):
    """Put an examiner at a station. For whoever may staff the assessment."""
    station_id = Fields(request.form).whole("station", required=True, high=2**63 - 1) or 0
    number = request.form.get("examiner", "")[:20]
    return _staffed(
        assessment_id,
        lambda: assessment_plans.assign(station_id, number, actor=actor(), assessment_id=assessment_id),
    )


def _staffed(assessment_id, act):
    try:
        act()
    except Invalid as refusal:
        response = _show(assessment_id, refusal.errors)
        response.status_code = refusal.status
        return response
    return _after(assessment_id)


def _after(assessment_id):
    if wants_fragment():
        return _show(assessment_id)
    tab = request.form.get("tab", "people")
    return redirect(url_for(".show", assessment_id=assessment_id, tab=tab), 303)
