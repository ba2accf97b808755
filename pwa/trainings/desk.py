"""The desk for trainings: plan, edit, enrol, cancel, finalise."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask_login import login_required

from pwa.forms import Fields
from pwa.sign_in import actor
from pwa.trainings import form
from services import access, clock, labels, people, planning, seasons, trainings
from services.attendance import absences, presence
from services.errors import Invalid
from services.planning import closing
from services.trainings import enrolments
from services.words import gettext as _

bp = Blueprint("desk", __name__, url_prefix="/desk/trainings")


@bp.get("", endpoint="trainings")
@login_required
def index():
    """The trainings the reader plans or leads."""
    fields = Fields(request.args)
    kind = fields.choice("kind", planning.TrainingKind, required=False)
    since, until = fields.date("since", required=False), fields.date("until", required=False)
    page = fields.whole("page", low=1) or 1
    text = request.args.get("q", "")[:60]
    found, total = trainings.desk(actor(), kind=kind, since=since, until=until, text=text, page=page)
    return render_template(
        "desk/trainings.html",
        trainings=found,
        expected=enrolments.counts(t.id for t in found),
        total=total,
        page=page,
        size=trainings.PAGE,
        kinds=labels.options(planning.TrainingKind),
        season=seasons.on(clock.today()),
        now=clock.now(),
        may_plan=actor().holds(*access.PLANNERS),
    )


@bp.get("/new")
@login_required
def new():
    """An empty plan. For planners."""
    access.require(actor(), *access.PLANNERS)
    return form.show(None, form.blank())


@bp.post("/new")
@login_required
def plan():
    """For planners of the chosen unit."""
    access.require(actor(), *access.PLANNERS)
    try:
        made = planning.plan(form.read(request.form), actor=actor())
    except Invalid as refusal:
        return form.show(None, form.sent(request.form), refusal.errors), 422
    return redirect(url_for(".training", training_id=made.id), 303)


# Whoever reloads after an act was refused asks for its address: it shows the training too.
@bp.get("/<int:training_id>/enrol/<int:person_id>/remove")
@bp.get("/<int:training_id>/enrol")
@bp.get("/<int:training_id>/cancel")
@bp.get("/<int:training_id>")
@login_required
def training(training_id, **_act):
    """One training with its list. For whoever runs it."""
    return _training(training_id)


def _training(training_id, errors=None):
    found = trainings.get(training_id)
    access.require_run(actor(), found)
    lines = presence.roster(found)
    page = Fields(request.args).whole("page", low=1) or 1
    return render_template(
        "desk/training.html",
        training=found,
        tally=presence.tally(lines),
        requested=absences.waiting_at(found),
        lines=lines[(page - 1) * enrolments.PAGE : page * enrolments.PAGE],
        total=len(lines),
        page=page,
        size=enrolments.PAGE,
        units=people.units_under(actor(), *access.PLANNERS),
        instructors=trainings.instructors_of(found),
        kinds=labels.options(people.PersonKind),
        assessment_id=trainings.assessment_of(found.id),
        now=clock.now(),
        is_over=clock.now() >= found.ends_at,
        errors=errors or {},
    )


@bp.get("/<int:training_id>/edit")
@login_required
def edit_form(training_id):
    """For whoever runs the training."""
    found = trainings.get(training_id)
    access.require_run(actor(), found)
    return form.show(found, form.written(found))


@bp.post("/<int:training_id>/edit")
@login_required
def edit(training_id):
    """For whoever runs the training."""
    found = trainings.get(training_id)
    access.require_run(actor(), found)
    try:
        planning.edit(training_id, form.read(request.form), actor=actor())
    except Invalid as refusal:
        return form.show(found, form.sent(request.form), refusal.errors), 422
    return redirect(url_for(".training", training_id=training_id), 303)


@bp.post("/<int:training_id>/cancel")
@login_required
def cancel(training_id):
    """For whoever runs the training."""
    planning.cancel(training_id, actor=actor())
    return redirect(url_for(".training", training_id=training_id), 303)


@bp.get("/<int:training_id>/finalise", endpoint="closing")
@login_required
def show_closing(training_id):
    """What is still open, before it is closed. For whoever runs the training."""
    found = trainings.get(training_id)
    access.require_run(actor(), found)
    lines = presence.roster(found)
    return render_template(
        "desk/closing.html",
        training=found,
        tally=presence.tally(lines),
        pending=sum(len(line.standing.pending) for line in lines),
        requested=absences.waiting_at(found),
        closes_at=found.ends_at + trainings.OPEN_AFTER_END,
        is_over=clock.now() >= found.ends_at,
    )


@bp.post("/<int:training_id>/finalise")
@login_required
def finalise(training_id):
    """For whoever runs the training."""
    closing.finalise(training_id, actor=actor())
    return redirect(url_for(".training", training_id=training_id), 303)


@bp.post("/<int:training_id>/enrol")
@login_required
def enrol(training_id):
    """Add a unit or a list of numbers. For whoever runs the training."""
    fields = Fields(request.form)
    unit_id = fields.whole("unit")
    numbers = request.form.get("numbers", "").strip()
    try:
        if numbers:
            enrolments.add_numbers(training_id, numbers, actor=actor())
        elif unit_id:
            kind = fields.choice("kind", people.PersonKind, required=False)
            enrolments.add_unit(training_id, unit_id, actor=actor(), kind=kind)
        else:
            raise Invalid({"numbers": _("请选单位，或填警号")})
    except Invalid as refusal:
        return _training(training_id, refusal.errors), 422
    return redirect(url_for(".training", training_id=training_id), 303)


@bp.post("/<int:training_id>/enrol/<int:person_id>/remove")
@login_required
def unenrol(training_id, person_id):
    """For whoever runs the training."""
    enrolments.remove(training_id, person_id, actor=actor())
    return redirect(url_for(".training", training_id=training_id), 303)
