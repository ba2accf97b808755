"""The desk's list of awards: looking one up, withdrawing it, and sheets for a ceremony."""

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from flask_login import login_required

from pwa.forms import Fields
from pwa.htmx import render
from pwa.sign_in import actor
from services import access, labels
from services.awards import by_hand, desk, lineage
from services.awards.desk import Wanted
from services.errors import Invalid
from services.labels import AwardState
from services.medals import ceremony

bp = Blueprint("awards", __name__, url_prefix="/awards")


@bp.get("")
@login_required
def index():
    """Awards of the people the reader may see. For registrars and admins."""
    access.require(actor(), *access.DESK)
    wanted, page = _wanted(), Fields(request.args).whole("page", low=1) or 1
    found, total = desk.listed(wanted, actor=actor(), page=page)
    return render(
        "awards/index.html",
        "awards/_list.html",
        found=found,
        total=total,
        at=page,
        size=desk.PAGE,
        wanted=wanted,
        states=labels.options(AwardState),
        **_choices(),
    )


def _wanted():
    fields = Fields(request.args)
    return Wanted(
        badge=request.args.get("badge", "")[:40],
        season_id=fields.whole("season"),
        state=fields.choice("state", AwardState, required=False),
        training_id=fields.whole("training"),
        text=request.args.get("text", "")[:60],
    )


def _choices():
    badges, seasons = desk.choices()
    return {"badges": badges, "seasons": seasons}


@bp.get("/<int:award_id>")
@login_required
def show(award_id):
    """One award with its history. For the desk of the holder's unit or above."""
    return _show(award_id)


def _show(award_id, errors=None, status=200):
    given = desk.holder(award_id, actor=actor())
    return render_template(
        "awards/show.html",
        given=given,
        past=lineage.of(award_id),
        may_act=actor().may(given.person.unit.path, labels.Role.ADMIN),
        errors=errors or {},
    ), status


@bp.post("/<int:award_id>/withdraw")
@login_required
def withdraw(award_id):
    """For admins of the holder's unit or above."""
    return _acted(award_id, by_hand.withdraw)


@bp.post("/<int:award_id>/give-back")
@login_required
def give_back(award_id):
    """For admins of the holder's unit or above."""
    return _acted(award_id, by_hand.give_back)


def _acted(award_id, act):
    try:
        act(award_id, actor=actor(), reason=request.form.get("reason", ""))
    except Invalid as refusal:
        return _show(award_id, refusal.errors, refusal.status)
    return redirect(url_for(".show", award_id=award_id), 303)


@bp.get("/ceremony")
@login_required
def ceremony_form():
    """What to print for a ceremony. For registrars and admins."""
    access.require(actor(), *access.DESK)
    return _ceremony(_wanted())


def _ceremony(wanted, errors=None):
    return render_template(
        "awards/ceremony.html",
        wanted=wanted,
        errors=errors or {},
        trainings=desk.occasions(actor=actor()),
        **_choices(),
    )


@bp.get("/ceremony.pdf")
@login_required
def ceremony_sheet():
    """The valid medals of a season or a training, to print and cut. For registrars and admins."""
    wanted = _wanted()
    wanted = Wanted(
        badge=wanted.badge,
        season_id=wanted.season_id,
        training_id=wanted.training_id,
        state=AwardState.VALID,
    )
    try:
        found = ceremony.chosen(wanted, actor=actor())
    except Invalid as refusal:
        return _ceremony(wanted, refusal.errors), refusal.status
    drawn = ceremony.document(current_app.config["VAR"] / "art", found, actor=actor())
    named = {"Content-Disposition": "attachment; filename=medals.pdf"}
    return Response(drawn, mimetype="application/pdf", headers=named)
