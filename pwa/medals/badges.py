"""The admin's desk for badges: on and off, numbers, runs, giving by hand, and a bureau's own."""

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask_login import login_required

from pwa.forms import Fields, fresh_id, sent_id
from pwa.htmx import render
from pwa.medals import form
from pwa.sign_in import actor
from services import access, clock, medals
from services.awards import by_hand, desk, runs
from services.badges import designs, rule_words
from services.errors import Invalid
from services.installation import settings

bp = Blueprint("badges", __name__, url_prefix="/badges")
YEARS = 3


@bp.app_context_processor
def words():
    return {"badge_rule": rule_words.rule}


@bp.get("")
@login_required
def index():
    """All badges. For admins of the bureau."""
    return render_template(
        "badges/index.html", lines=desk.every(actor=actor()), saved=request.args.get("saved")
    )


@bp.get("/new")
@login_required
def new():
    """An empty design. For admins of the bureau."""
    access.require_admin(actor())
    return form.page(form.BLANK)


@bp.post("/new")
@login_required
def create():
    """For admins of the bureau."""
    access.require_admin(actor())
    try:
        draft = form.read(actor())
        code = designs.create(draft, actor=actor())
    except Invalid as refusal:
        return form.page(form.sent(), refusal.errors), 422
    return redirect(url_for(".show", code=code), 303)


@bp.post("/preview")
@login_required
def preview():
    """What a form describes, drawn: the whole form again without scripts. For admins of the bureau."""
    access.require_admin(actor())
    errors = {}
    try:
        designs.check(form.read(actor(), is_draft=True))
    except Invalid as refusal:
        errors = refusal.errors
    return form.page(form.sent(), errors)


@bp.get("/look.webp")
@login_required
def look():
    """A design that is being tried, as a picture. For admins of the bureau."""
    access.require_admin(actor())
    drawn = medals.sample(form.look(request.args), form.metal(request.args))
    response = Response(drawn, mimetype="image/webp")
    response.cache_control.private, response.cache_control.max_age = True, 3600
    return response


@bp.get("/<code>")
@login_required
def show(code):
    """One badge. For admins of the bureau."""
    return _show(code)


def _show(code, errors=None, status=200):
    return render_template(
        "badges/show.html",
        kind=desk.get(code, actor=actor()),
        year=clock.today().year,
        request_id=sent_id("request_id") if errors else fresh_id(),
        told=request.args.get("told"),
        n=request.args.get("n", 0, type=int),
        errors=errors or {},
        sent=request.form,
    ), status


def _kept(code, told, write):
    """Do what a form asks and come back, or show what is wrong beside its field."""
    try:
        n = write(Fields(request.form))
    except Invalid as refusal:
        return _show(code, refusal.errors, refusal.status)
    return redirect(url_for(".show", code=code, told=told, n=n), 303)


@bp.post("/<code>/state")
@login_required
def switch(code):
    """For admins of the bureau."""

    def write(fields):
        on, hidden = "is_in_force" in fields.form, "is_hidden" in fields.form
        desk.switch(code, actor=actor(), is_in_force=on, is_hidden=hidden)

    return _kept(code, "saved", write)


@bp.post("/<code>/number")
@login_required
def put_number(code):
    """For admins of the bureau."""

    def write(fields):
        number = fields.whole("number", low=1, high=1000)
        fields.close()
        desk.put_number(code, number, actor=actor())

    return _kept(code, "saved", write)


@bp.post("/<code>/give")
@login_required
def give(code):
    """For admins of the bureau."""

    def write(fields):
        access.require_admin(actor())
        training_id = fields.whole("training")
        note = fields.text("note", required=True)
        fields.close()
        people = (
            by_hand.people_at(training_id)
            if training_id
            else by_hand.people_by_numbers(fields.form.get("numbers", ""))
        )
        return by_hand.give(code, people, actor=actor(), note=note, request_id=sent_id("request_id"))

    return _kept(code, "given", write)


@bp.get("/<code>/run")
@login_required
def plan_run(code):
    """What a run would change. For admins of the bureau."""
    found = runs.preview(code, _year(), actor=actor())
    this = clock.today().year
    return render("badges/run.html", "badges/_run.html", preview=found, years=range(this, this - YEARS, -1))


@bp.post("/<code>/run")
@login_required
def run(code):
    """For admins of the bureau."""
    n = runs.run(code, _year(), actor=actor())
    return redirect(url_for(".show", code=code, told="run", n=n), 303)


def _year():
    year = request.values.get("year", type=int) or clock.today().year
    return min(max(year, settings.YEARS[0]), settings.YEARS[1])
