"""The instructor's own screen for a field without a network."""

from flask import Blueprint, render_template

from pwa import take_along
from services.checkins import rolls

bp = Blueprint("field", __name__, url_prefix="/trainings/<int:training_id>")


@bp.get("/field")
def show(training_id):
    """The screen without a word about the training: it fills itself from the phone. Open to everyone."""
    return render_template("field/show.html")


@bp.get("/field.json")
def roll(training_id):
    """The list to take along, 304 while nothing on it changed. For whoever runs the training."""
    return take_along.answer(rolls, training_id)
