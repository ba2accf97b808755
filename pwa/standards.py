"""Standards to be read: the list, and each as a table with where it comes from."""

from flask import Blueprint, render_template, request
from flask_login import login_required

from pwa.forms import Fields
from services import standard_pages, standards

bp = Blueprint("standards", __name__, url_prefix="/standards")


@bp.get("")
@login_required
def index():
    """Every standard and version. Open to everyone who is signed in."""
    return render_template("standards/index.html", entries=standard_pages.index())


@bp.get("/<code>")
@login_required
def show(code):
    """One standard: an item's table for one sex, all age groups side by side. Open to everyone signed in."""
    offers = standards.versions(code)
    wanted = Fields(request.args).whole("version", low=1)
    offer = next((o for o in offers if o.number == wanted), offers[0])
    page = standard_pages.read(
        offer,
        exercise=request.args.get("item", ""),
        sex=request.args.get("sex", ""),
        group=request.args.get("group", ""),
    )
    return render_template("standards/show.html", page=page, offer=offer, offers=offers)
