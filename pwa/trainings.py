"""A trainee's own trainings: the list, and one of them."""

from datetime import timedelta

from flask import Blueprint, render_template, request
from flask_login import login_required

from pwa.sign_in import actor
from services import access, clock, displays, histories, trainings
from services.errors import NotFound

bp = Blueprint("trainings", __name__, url_prefix="/trainings")

AHEAD = timedelta(days=60)
BEHIND = timedelta(days=60)


@bp.get("")
@login_required
def mine():
    """The reader's trainings: those to come, and those of the last two months."""
    now = clock.now()
    is_past = request.args.get("when") == "past"
    since, until = (now - BEHIND, now) if is_past else (clock.at(clock.today()), now + AHEAD)
    found = histories.of_person(actor().person_id, since=since, until=until, at=now)
    return render_template("trainings/mine.html", attended=found if is_past else found[::-1], is_past=is_past)


@bp.get("/<int:training_id>")
@login_required
def show(training_id):
    """One training as its trainee sees it. For who is enrolled, and who runs it."""
    training = trainings.get(training_id)
    attended = histories.one(actor().person_id, training)
    can_run = access.may_run(actor(), training)
    if attended is None and not can_run:
        raise NotFound
    return render_template(
        "trainings/show.html",
        training=training,
        attended=attended,
        can_run=can_run,
        windows=displays.windows(training),
        instructors=trainings.instructors_of(training),
        assessment_id=trainings.assessment_of(training.id),
    )
