"""What a phone's own camera finds behind a personal pass: what it is, and nothing about whose."""

from flask import Blueprint, render_template

bp = Blueprint("passes", __name__)


@bp.get("/P/<text>")
@bp.get("/p/<text>")
def read(text):
    """What a personal pass is for. Open to everyone; the same for every pass, genuine or not."""
    return render_template("check_in/pass_read.html")
