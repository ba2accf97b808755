"""The registrar's desk for people: finding, adding and correcting them, their accounts and roles."""

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask_login import login_required

from pwa.forms import Fields
from pwa.htmx import render
from pwa.sign_in import actor
from services import access, clock, labels, people
from services.errors import Invalid
from services.people import appointments, opening_codes, personnel

bp = Blueprint("people", __name__, url_prefix="/people")


@bp.get("")
@login_required
def index():
    """For registrars and admins: those of their units and below, by name, number or unit."""
    access.require(actor(), *access.DESK)
    asked = Fields(request.args)
    wanted = {
        "text": request.args.get("text", "")[:60],
        "unit_id": asked.whole("unit_id", high=2**63 - 1),
        "active": request.args.get("active") != "0",
    }
    at = asked.whole("page", low=1, high=10_000) or 1
    found, total = people.search(actor(), **wanted, page=at)
    context = {"people": found, "total": total, "at": at, "size": people.PAGE, "wanted": wanted}
    return render("people/index.html", "people/_list.html", **context, units=unit_options())


def unit_options():
    """The units of the reader's desk, indented as a tree."""
    return [(u.id, "– " * u.depth + u.name) for u in people.units_under(actor(), *access.DESK)]


@bp.get("/new")
@login_required
def new():
    """For registrars and admins."""
    access.require(actor(), *access.DESK)
    blank = dict.fromkeys(("police_number", "name", "sex", "born_on", "rank"), "")
    unit_id = request.args.get("unit_id", "")
    return _form(blank | {"kind": "officer", "unit_id": unit_id, "is_active": True})


@bp.post("")
@login_required
def add():
    """For registrars and admins, in their units."""
    try:
        person = personnel.add(request.form, actor=actor())
    except Invalid as refusal:
        return _form(_typed(), errors=refusal.errors), refusal.status
    return redirect(url_for(".show", person_id=person.id), 303)


@bp.get("/<int:person_id>")
@login_required
def show(person_id):
    """For the desk of the person's unit or above."""
    return _page(personnel.get(person_id, actor=actor()))


def _page(person, *, errors=None, code=None):
    """The person's page; ``code`` is a fresh opening code, shown this once."""
    roles = [(role.value, labels.of(role)) for role in appointments.roles_for(actor())]
    return render_template(
        "people/show.html",
        person=person,
        state=opening_codes.state(person, actor=actor()),
        held=appointments.of(person, actor=actor()),
        roles=roles,
        units=unit_options(),
        today=clock.today(),
        errors=errors or {},
        typed=request.form if errors else {},
        code=code,
        address=f"{current_app.config['PUBLIC_URL']}{url_for('sign_in.opening')}",
    )


@bp.get("/<int:person_id>/edit")
@login_required
def edit(person_id):
    """For the desk of the person's unit or above."""
    person = personnel.get(person_id, actor=actor())
    kept = ("police_number", "name", "sex", "born_on", "kind", "rank", "unit_id", "is_active")
    return _form({field: getattr(person, field) for field in kept}, person=person)


@bp.post("/<int:person_id>")
@login_required
def save(person_id):
    """For the desk of the person's unit or above, and of the unit they move to."""
    try:
        personnel.edit(person_id, request.form, actor=actor())
    except Invalid as refusal:
        person = personnel.get(person_id, actor=actor())
        values = _typed() | {"police_number": person.police_number}
        return _form(values, person=person, errors=refusal.errors), refusal.status
    return redirect(url_for(".show", person_id=person_id), 303)


def _typed():
    fields = ("police_number", "name", "sex", "born_on", "kind", "rank", "unit_id")
    return {field: request.form.get(field, "") for field in fields} | {
        "is_active": "is_active" in request.form
    }


def _form(values, *, person=None, errors=None):
    return render_template(
        "people/form.html",
        values=values,
        person=person,
        errors=errors or {},
        units=unit_options(),
        sexes=labels.options(labels.Sex),
        kinds=labels.options(labels.PersonKind),
    )


@bp.post("/<int:person_id>/code")
@login_required
def issue_code(person_id):
    """For the desk of the person's unit, not for someone with more rights than one's own. Shown once."""
    person = personnel.get(person_id, actor=actor())
    return _page(person, code=opening_codes.issue(person, actor=actor()))


@bp.post("/<int:person_id>/appointments")
@login_required
def appoint(person_id):
    """Admins give any role; a registrar gives instructor and trainee in their units."""
    person = personnel.get(person_id, actor=actor())
    form = Fields(request.form)
    try:
        role = form.choice("role", labels.Role)
        unit_id = form.whole("unit_id", required=True, high=2**63 - 1)
        from_on, to_on = form.date("from_on", required=False), form.date("to_on", required=False)
        form.close()
        unit = people.unit(unit_id)
        appointments.give(person, role, unit, actor=actor(), from_on=from_on, to_on=to_on)
    except Invalid as refusal:
        return _page(person, errors=refusal.errors), refusal.status
    return redirect(url_for(".show", person_id=person_id), 303)


@bp.post("/<int:person_id>/appointments/<int:appointment_id>/end")
@login_required
def end(person_id, appointment_id):
    """For whoever may give that role there."""
    person = personnel.get(person_id, actor=actor())
    try:
        appointments.end(appointment_id, actor=actor(), person_id=person.id)
    except appointments.OwnAdmin as refusal:
        return _page(person, errors={"role": str(refusal)}), refusal.status
    return redirect(url_for(".show", person_id=person_id), 303)
