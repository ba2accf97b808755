"""Help for whoever stands in a hall and cannot get in."""

from flask import Blueprint, render_template

bp = Blueprint("help", __name__, url_prefix="/help")


@bp.get("/check-in")
def check_in():
    """How to check in, with or without a network. Open to everyone."""
    return render_template("help/check_in.html")
