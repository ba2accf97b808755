"""A trainee's own trainings: the list, and one of them."""

from datetime import timedelta

from flask import Blueprint, render_template, request
from flask_login import login_required

from pwa.sign_in import actor
from services import access, clock, trainings
from services.attendance import absences, histories
from services.checkins import displays
from services.errors import NotFound

bp = Blueprint("trainings", __name__, url_prefix="/trainings")

AHEAD = timedelta(days=60)
BEHIND = timedelta(days=60)


@bp.get("")
@login_required
def mine():
    """The reader's trainings: those of today, going on and to come; or those over, of two months."""
    now = clock.now()
    is_past = request.args.get("when") == "past"
    until = now if is_past else now + AHEAD
    found = histories.of_person(actor().person_id, since=now - BEHIND, until=until, at=now)
    if is_past:
        shown = [one for one in found if one.training.ends_at < now]
    else:
        today = clock.at(clock.today())
        shown = [one for one in found[::-1] if max(one.training.starts_at, one.training.ends_at) >= today]
    return render_template("trainings/mine.html", attended=shown, is_past=is_past)


@bp.get("/<int:training_id>")
@login_required
def show(training_id):
    """One training as its trainee sees it. For whoever is enrolled, and whoever runs it."""
    training, now = trainings.get(training_id), clock.now()
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
        due=displays.due(training, attended.standing, at=now) if attended else [],
        instructors=trainings.instructors_of(training),
        assessment_id=trainings.assessment_of(training.id),
        asked=absences.of_person(training, actor().person_id) if attended else [],
        now=now,
    )
