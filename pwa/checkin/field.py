"""The instructor's own screen for a field without a network."""

from flask import Blueprint, make_response, render_template, request
from flask_login import current_user

from pwa import stamps
from pwa.sign_in import actor
from services.checkins import rolls

bp = Blueprint("field", __name__, url_prefix="/trainings/<int:training_id>")


@bp.get("/field")
def show(training_id):
    """The screen without a word about the training: it fills itself from the phone. Open to everyone."""
    return render_template("field/show.html")


@bp.get("/field.json")
def roll(training_id):
    """The list to take along, 304 while nothing on it changed. For who runs the training.

    Never a redirect: it is a script that reads the answer.
    """
    if not current_user.is_authenticated:
        return stamps.answer(401, refused="signed_out")
    training = rolls.find(training_id, actor())
    version = rolls.version_of(training)
    if request.if_none_match.contains(version):
        response = make_response("", 304)
    else:
        response = stamps.answer(owner=actor().account_id, **rolls.of(training))
    response.set_etag(version)
    return response
