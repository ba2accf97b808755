"""Signing in and out, opening an account, and who is signed in."""

from datetime import timedelta

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask_htmx import make_response
from flask_login import (
    COOKIE_NAME,
    LoginManager,
    UserMixin,
    current_user,
    login_required,
    login_user,
    logout_user,
)

from pwa import capture, devices
from pwa.addresses import is_local
from pwa.htmx import htmx, wants_fragment
from services import access, demo, store
from services.errors import DomainError, Invalid
from services.people import accounts
from services.throttle import TooOften

bp = Blueprint("sign_in", __name__)
login = LoginManager()
REMEMBERED = timedelta(days=30)
# "strong" would sign phones out whenever they change network.
login.session_protection = "basic"


class SignedIn(UserMixin):
    """An identity, in the shape Flask-Login asks for."""

    def __init__(self, identity):
        self.identity = identity

    def get_id(self):
        return f"{self.identity.account_id}:{self.identity.epoch}"


def actor():
    """The identity of whoever asks; views under ``login_required`` pass it to services."""
    return current_user.identity


@login.user_loader
def resume(session_id):
    account_id, _, epoch = session_id.partition(":")
    # The page of an error may be drawn where no connection is: for a missing file, or with the database gone.
    if not (account_id.isdigit() and epoch.isdigit() and store.is_open()):
        return None
    identity = access.identify(int(account_id), int(epoch))
    return identity and SignedIn(identity)


@login.unauthorized_handler
def ask_to_sign_in():
    """htmx would swap a redirect into the page, so it is told to leave the page instead."""
    if wants_fragment():
        return make_response("", 401, redirect=url_for("sign_in.form", next=_page_of_htmx()))
    here = request.full_path.rstrip("?") if request.method == "GET" else "/"
    return redirect(url_for("sign_in.form", next=here), 303)


def _page_of_htmx():
    path = "/" + (htmx.current_url or "").partition("://")[2].partition("/")[2]
    return path if is_local(path) else "/"


def next_place():
    place = request.values.get("next", "/")
    return place if is_local(place) else "/"


@bp.get("/sign-in")
def form():
    """The sign-in form. Open to everyone."""
    if current_user.is_authenticated:
        return redirect(next_place(), 303)
    return _form()


def _form(error=None, number=""):
    """What was scanned before anyone signed in is said, and is what comes after."""
    claim = capture.held()
    place = next_place()
    return render_template(
        "sign_in/form.html",
        next=url_for("check_in.confirm") if claim and place == "/" else place,
        scanned_at=claim and claim.code.starts_at,
        error=error,
        number=number,
        demo=_demo_accounts(),
    )


def _demo_accounts():
    """The accounts to try the demo bureau with; none anywhere else."""
    return demo.shown_accounts() if current_app.config["IS_DEMO"] else ()


@bp.post("/sign-in")
def sign_in():
    """Open to everyone; slowed by ``services.throttle``."""
    number = request.form.get("police_number", "")
    try:
        identity = accounts.sign_in(
            number,
            request.form.get("password", ""),
            address=request.remote_addr,
            device=_known_device(number),
        )
    except DomainError as refusal:
        return _form(str(refusal), number), refusal.status
    return _enter(identity, remember="remember" in request.form)


def _known_device(number):
    """This browser's name, if the owner of that number has signed in on it before."""
    account_id = accounts.id_of(number)
    return devices.current()["id"] if account_id and devices.knows(account_id) else None


def _enter(identity, *, remember):
    login_user(SignedIn(identity), remember=remember, duration=REMEMBERED)
    return devices.remember(redirect(next_place(), 303), identity.account_id)


@bp.get("/open")
def opening():
    """The form that opens an account with a one-use code. Open to everyone."""
    return render_template("sign_in/opening.html", next=next_place(), errors={}, number="", code="")


@bp.post("/open")
def open_account():
    """Open to everyone who holds a code."""
    number = request.form.get("police_number", "")
    try:
        identity = accounts.open_account(
            number, request.form.get("code", ""), request.form.get("password", "")
        )
    except DomainError as refusal:
        errors = getattr(refusal, "errors", {"code": str(refusal)})
        code = "" if "code" in errors else request.form.get("code", "")
        page = render_template(
            "sign_in/opening.html", next=next_place(), errors=errors, number=number, code=code
        )
        return page, refusal.status
    return _enter(identity, remember=False)


@bp.post("/sign-out")
@login_required
def sign_out():
    return _leave()


def _leave():
    """Sign out. What this browser keeps of its owner is dropped by the page it is sent to.

    Only the HTTP cache is cleared from here: "storage" would take claims that were not delivered.
    """
    logout_user()
    response = capture.drop(redirect(url_for(".form"), 303))
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@bp.get("/account")
@login_required
def account():
    """The reader's own account: password, language, signing out."""
    return _account({})


def _account(errors):
    changed = request.method == "GET" and "changed" in request.args
    return render_template("sign_in/account.html", errors=errors, changed=changed)


@bp.post("/account/password")
@login_required
def change_password():
    """For oneself. This browser stays signed in, all others are signed out."""
    try:
        identity = accounts.change_password(
            actor(), request.form.get("old", ""), request.form.get("password", "")
        )
    except Invalid as refusal:
        return _account(refusal.errors), refusal.status
    except TooOften as refusal:
        return _account({"old": str(refusal)}), refusal.status
    is_remembered = COOKIE_NAME in request.cookies
    login_user(SignedIn(identity), remember=is_remembered, duration=REMEMBERED)
    return redirect(url_for(".account", changed=1), 303)


@bp.post("/account/end-sessions")
@login_required
def end_sessions():
    accounts.end_sessions(actor())
    return _leave()
