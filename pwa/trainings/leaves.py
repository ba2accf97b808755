"""A trainee's leave from a training: asked for, looked at, taken back, ended early."""

from flask import Blueprint, Response, render_template, request, url_for
from flask_login import login_required

from pwa.forms import Fields, fresh_id, sent_id
from pwa.htmx import go
from pwa.sign_in import actor
from services import access, clock, trainings
from services.attendance import absences, blocks, histories, leaves
from services.errors import Invalid, NotFound

bp = Blueprint("leaves", __name__)


@bp.get("/trainings/<int:training_id>/leaves")
@login_required
def new(training_id):
    """The form for leave, and what was asked for already. For whoever is enrolled."""
    return _new(training_id)


def _new(training_id, errors=None):
    training = trainings.get(training_id)
    if histories.one(actor().person_id, training) is None:
        raise NotFound
    return render_template(
        "leaves/new.html",
        training=training,
        asked=absences.of_person(training, actor().person_id),
        blocks=[block.id for block in blocks.of(training.starts_at, training.ends_at)],
        is_over=clock.now() >= training.ends_at,
        fresh_id=fresh_id,
        errors=errors or {},
        now=clock.now(),
    )


@bp.post("/trainings/<int:training_id>/leaves")
@login_required
def ask(training_id):
    """Ask for leave. For whoever is enrolled."""
    try:
        fields = Fields(request.form)
        reason = fields.text("reason", required=True, longest=leaves.LONGEST)
        fields.close()
        leaves.ask(
            training_id,
            reason=reason,
            block_ids=request.form.getlist("blocks"),
            request_id=sent_id("request_id"),
            actor=actor(),
            photo=_photo(),
        )
    except Invalid as refusal:
        return _new(training_id, refusal.errors), 422
    return go(url_for("trainings.show", training_id=training_id))


def _photo():
    file = request.files.get("photo")
    return file.read() if file and file.filename else None


# Whoever reloads after an act was refused asks for its address: it shows the request too.
@bp.get("/leaves/<int:leave_id>/withdraw")
@bp.get("/leaves/<int:leave_id>/end")
@bp.get("/leaves/<int:leave_id>")
@login_required
def show(leave_id):
    """One request and what became of it. For the person and for whoever runs the training."""
    asked = absences.get(leave_id, actor=actor())
    training = trainings.get(asked.leave.training_id)
    return render_template(
        "leaves/show.html",
        asked=asked,
        training=training,
        is_mine=asked.leave.person_id == actor().person_id,
        can_run=access.may_run(actor(), training),
        now=clock.now(),
    )


@bp.post("/leaves/<int:leave_id>/withdraw")
@login_required
def withdraw(leave_id):
    """Take one's own request back. For the person."""
    leave = leaves.withdraw(leave_id, actor=actor())
    return go(url_for("trainings.show", training_id=leave.training_id))


@bp.post("/leaves/<int:leave_id>/end")
@login_required
def end(leave_id):
    """End leave early. For the person and for whoever runs the training."""
    leave = leaves.end(leave_id, actor=actor())
    if leave.person_id == actor().person_id:
        return go(url_for("trainings.show", training_id=leave.training_id))
    return go(url_for("presence.roster", training_id=leave.training_id, tab="on_leave"))


@bp.get("/leaves/<int:leave_id>/photo.jpg")
@login_required
def photo(leave_id):
    """What was attached to a request. For the person and for whoever runs the training."""
    response = Response(absences.photo(leave_id, actor=actor()), mimetype="image/jpeg")
    response.cache_control.private = True
    response.cache_control.no_store = True
    return response
