"""The first page: what is next, and how the year stands."""

from flask import Blueprint, render_template
from flask_login import login_required

from pwa.sign_in import actor
from services.records import home

bp = Blueprint("home", __name__)


@bp.get("/")
@login_required
def show():
    """The reader's own home."""
    found = home.of(actor())
    return render_template("home/show.html", home=found, greeting=home.greeting(found, actor().name))
