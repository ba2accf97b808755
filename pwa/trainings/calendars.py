"""One's own calendar: turned on, renewed and turned off; and the feed that calendar apps fetch."""

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from flask_login import login_required

from pwa.sign_in import actor
from services import words
from services.trainings import calendars

bp = Blueprint("calendars", __name__, url_prefix="/calendar")
FRESH = 15 * 60


@bp.get("")
@login_required
def show():
    """Whether the reader's calendar is on, and how to subscribe to it."""
    return _page()


def _page(token=None):
    feed = token and current_app.config["PUBLIC_URL"] + url_for(".feed", token=token)
    return render_template("calendars/show.html", since=calendars.since(actor()), feed=feed)


@bp.post("")
@login_required
def turn_on():
    """A new secret address, shown on this one answer. For oneself; an earlier address ends."""
    return _page(calendars.turn_on(actor()))


@bp.post("/off")
@login_required
def turn_off():
    """For oneself."""
    calendars.turn_off(actor())
    return redirect(url_for(".show"), 303)


@bp.get("/<token>.ics")
def feed(token):
    """The calendar behind a secret address. For whoever holds it: a calendar app has no session.

    The language is the address's (``?lang=en``), else Chinese, whatever a browser's cookie says.
    """
    with words.using(request.args.get("lang", words.DEFAULT)):
        written = calendars.feed(
            token, address=request.remote_addr, public_url=current_app.config["PUBLIC_URL"]
        )
    response = Response(written, content_type="text/calendar; charset=utf-8")
    response.cache_control.private = True
    response.cache_control.max_age = FRESH
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.add_etag()
    return response.make_conditional(request)
