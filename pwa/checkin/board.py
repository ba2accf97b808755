"""The check-in screen for a projector or a phone."""

from flask import Blueprint, current_app, render_template, request
from flask_htmx import make_response
from flask_login import login_required

from pwa import stamps
from pwa.htmx import not_modified, render, unchanged
from pwa.sign_in import actor
from services import access, clock, trainings
from services.attendance import presence
from services.checkins import displays
from services.stations import flow
from services.trainings import codes

bp = Blueprint("board", __name__, url_prefix="/trainings/<int:training_id>/board")


@bp.get("")
@login_required
def show(training_id):
    """The screen itself. For whoever runs the training."""
    training = _run_by_reader(training_id)
    if training.cancelled_at:
        raise trainings.Cancelled
    window = displays.current(training, at=clock.now())
    windows = {w.phase.value: w for w in displays.windows(training)}
    return render_template(
        "board/show.html",
        training=training,
        window=windows.get(request.args.get("phase"), window),
        windows=windows,
        display=codes.new_display(),
        instructors=trainings.instructors_of(training),
        assessment_id=flow.at_training(training.id),
        page=presence.board(training),
    )


@bp.get("/live")
@login_required
def tallies(training_id):
    """The counts and newest names, 304 while nothing changed. For whoever runs the training.

    A cancelled training takes its screen down: the page, asked for again, says so.
    """
    training = _run_by_reader(training_id)
    if training.cancelled_at:
        return make_response("", 200, refresh=True)
    if unchanged(training.changes):
        return not_modified(training.changes)
    page = "board/_live.html"
    return render(page, page, version=training.changes, page=presence.board(training))


@bp.get("/codes")
@login_required
def pack(training_id):
    """Codes to paint, as JSON: window, slot length, and a matrix for each slot. For whoever runs it."""
    training = trainings.get(training_id)
    phase = displays.phase_named(request.args.get("phase", ""))
    found = displays.pack(
        training,
        phase,
        display=request.args.get("display", ""),
        first=request.args.get("from", 0, type=int) or codes.slot_of(clock.now()),
        count=request.args.get("count", 30, type=int),
        address=current_app.config["PUBLIC_URL"],
        actor=actor(),
    )
    window = next(w for w in displays.windows(training) if w.phase is phase)
    return stamps.answer(
        opens=clock.ms(window.opens_at),
        closes=clock.ms(window.closes_at),
        slot=codes.SLOT_SECONDS * 1000,
        size=displays.SIZE,
        codes=found,
    )


def _run_by_reader(training_id):
    training = trainings.get(training_id)
    access.require_run(actor(), training)
    return training
