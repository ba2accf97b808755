"""The registrar's desk for units: the tree, names, and the sheet of opening codes."""

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask_login import login_required

from pwa.forms import Fields
from pwa.sign_in import actor
from services import access, clock, people
from services.errors import Invalid
from services.people import opening_codes

bp = Blueprint("units", __name__, url_prefix="/units")


@bp.get("")
@login_required
def index():
    """For registrars and admins: their units and all below, with headcounts."""
    return _tree()


def _tree(errors=None, status=200):
    access.require(actor(), *access.DESK)
    units = people.with_headcounts(people.units_under(actor(), *access.DESK))
    options = [(u.id, "– " * u.depth + u.name) for u in units]
    page = render_template("units/index.html", units=units, options=options, errors=errors or {})
    return page, status


@bp.post("")
@login_required
def add():
    """For the desk of the unit above the new one."""
    form = Fields(request.form)
    try:
        parent_id = form.whole("parent_id", required=True, high=2**63 - 1)
        form.close()
        people.add_unit(request.form.get("name", ""), people.unit(parent_id), actor=actor())
    except Invalid as refusal:
        return _tree(refusal.errors, refusal.status)
    return redirect(url_for(".index"), 303)


@bp.get("/<int:unit_id>")
@login_required
def show(unit_id):
    """For the desk of the unit or above."""
    return _page(unit_id)


def _page(unit_id, errors=None, status=200):
    unit = people.unit(unit_id)
    unopened, without_code = opening_codes.tally(unit, actor=actor())
    page = render_template(
        "units/show.html",
        unit=unit,
        lineage=people.lineage(unit),
        unopened=unopened,
        waiting=unopened - without_code,
        without_code=without_code,
        most=opening_codes.MOST_SLIPS,
        errors=errors or {},
    )
    return page, status


@bp.post("/<int:unit_id>")
@login_required
def rename(unit_id):
    """For the desk of the unit or above."""
    try:
        people.rename_unit(unit_id, request.form.get("name", ""), actor=actor())
    except Invalid as refusal:
        return _page(unit_id, refusal.errors, refusal.status)
    return redirect(url_for(".show", unit_id=unit_id), 303)


@bp.post("/<int:unit_id>/codes")
@login_required
def codes(unit_id):
    """For the desk of the unit or above: fresh codes to print and cut, shown this once."""
    unit = people.unit(unit_id)
    slips, left = opening_codes.issue_for_unit(unit, actor=actor(), renew="renew" in request.form)
    return render_template(
        "units/slips.html",
        unit=unit,
        slips=slips,
        left=left,
        until=clock.local(clock.now() + opening_codes.LIFE).date(),
        address=f"{current_app.config['PUBLIC_URL']}{url_for('sign_in.opening')}",
    )
