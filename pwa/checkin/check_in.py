"""Checking in: the scanner, a code opened by the phone's own camera, or six digits typed."""

from datetime import timedelta

from flask import Blueprint, g, make_response, redirect, render_template, request, url_for
from flask_login import current_user, login_required

from pwa import capture, devices
from pwa.forms import Fields, fresh_id, sent_id
from pwa.htmx import render
from pwa.sign_in import actor
from services import checkins, clock, labels
from services.attendance import histories
from services.checkins import claims, displays
from services.errors import DomainError
from services.trainings import codes

bp = Blueprint("check_in", __name__)

#: How long ago a training may have begun and still be asked for: some are open for weeks.
BEHIND = timedelta(days=60)


@bp.errorhandler(checkins.UnknownCode)
@bp.errorhandler(checkins.OutsideWindow)
@bp.errorhandler(capture.Lapsed)
def refuse(error):
    """A code that checks no one in, with what to do instead."""
    page = render_template(
        "check_in/refused.html", message=error, status=error.status, code=g.get("request_id", "")
    )
    return page, error.status


@bp.get("/C/<text>")
@bp.get("/c/<text>")
def scanned(text):
    """A code as the camera opened it. Open to everyone; writes nothing but its own cookie.

    The code is captured before anyone signs in, so that a slow login loses no time.
    """
    code = codes.read(text)
    training = checkins.genuine(code)
    checkins.require_window(training, code.phase, code.starts_at)
    claim = capture.held()
    if not current_user.is_authenticated:
        place = url_for("sign_in.form", next=url_for(".confirm"))
        return capture.hold(redirect(place, 303), code, claim)
    page = render_template("check_in/confirm.html", training=training, code=code)
    return capture.hold(make_response(page), code, claim)


@bp.get("/check-in")
@login_required
def confirm():
    """What this browser captured, about to be sent; else the ways to check in."""
    claim = capture.held()
    if claim is None:
        return redirect(url_for(".scan"), 303)
    return render_template("check_in/confirm.html", training=checkins.genuine(claim.code), code=claim.code)


@bp.post("/check-in")
@login_required
def check_in():
    """Deliver the captured code for whoever is signed in."""
    claim = capture.held()
    if claim is None:
        raise capture.Lapsed
    checkins.accept(claim, actor())
    response = redirect(url_for(".done", claim_id=claim.id), 303)
    return devices.remember(capture.drop(response), actor().account_id)


@bp.get("/check-in/<claim_id>")
@login_required
def done(claim_id):
    """What became of one's own claim."""
    return render_template("check_in/done.html", verdict=claims.own(claim_id, actor()))


@bp.get("/scan")
def scan():
    """The scanner. Open to everyone and the same for all, so that the worker may keep it: whoever
    is signed out scans first, and what was scanned waits in the phone."""
    return render_template("check_in/scan.html")


@bp.app_template_global()
def weaknesses():
    """The reasons for which a check-in may wait for a word, for pages that learn theirs later."""
    return tuple(labels.WEAKNESSES)


@bp.get("/check-in/digits")
@login_required
def digits():
    """Six digits for who cannot scan: the reader's own open trainings, the page or its part."""
    return _digits()


def _digits(status=200, **trouble):
    now = clock.now()
    first, last = clock.day(clock.today())
    mine = histories.of_person(actor().person_id, since=now - BEHIND, until=last, at=now)
    todays = [m for m in mine if m.training.ends_at >= first]
    due = [m for m in todays if displays.due(m.training, m.standing, at=now)]
    return render(
        "check_in/digits.html",
        "check_in/_open.html",
        status,
        trainings=due,
        done=[m for m in todays if m.standing.arrived_at and m not in due],
        claim_id=fresh_id(),
        error=trouble.get("error"),
        chosen=trouble.get("chosen"),
    )


@bp.post("/check-in/digits")
@login_required
def type_digits():
    """Check in by the six digits of a training. For anyone; five wrong tries a training."""
    training_id = request.form.get("training", "")
    try:
        verdict = checkins.type_digits(
            Fields(request.form).whole("training", high=2**63 - 1) or 0,
            request.form.get("digits", ""),
            actor(),
            claim_id=sent_id("claim_id"),
            device=devices.current()["id"],
        )
    except DomainError as refusal:
        return _digits(refusal.status, error=str(refusal), chosen=training_id)
    return redirect(url_for(".done", claim_id=verdict.claim_id), 303)
