"""Bringing a roster in: the template, the upload, the preview, then all or nothing."""

from io import BytesIO

from flask import Blueprint, redirect, render_template, request, send_file, url_for
from flask_login import login_required

from pwa.downloads import XLSX
from pwa.forms import Fields
from pwa.sign_in import actor
from services import access, labels, roster
from services.documents.tables import MOST_ROWS
from services.errors import DomainError
from services.roster import template
from services.words import gettext as _

bp = Blueprint("roster", __name__, url_prefix="/roster")
PAGE = 50
MOST_REFUSALS = 200
KINDS = ("new", "changed")


@bp.get("")
@login_required
def upload():
    """For registrars and admins."""
    access.require(actor(), *access.DESK)
    done = Fields(request.args)
    return _upload(done={kind: done.whole(kind) for kind in KINDS if kind in request.args})


def _upload(error=None, done=None):
    may_create = actor().holds(labels.Role.ADMIN)
    return render_template(
        "roster/upload.html", error=error, done=done or {}, may_create=may_create, most=MOST_ROWS
    )


@bp.get("/template.xlsx", endpoint="template")
@login_required
def download_template():
    """For registrars and admins: the empty roster, in the reader's language."""
    access.require(actor(), *access.DESK)
    return send_file(
        BytesIO(template.write()),
        mimetype=XLSX,
        as_attachment=True,
        download_name=_("名册模板.xlsx"),
        max_age=0,
    )


@bp.post("")
@login_required
def preview():
    """For registrars, in their units, and for admins, who may have units made."""
    access.require(actor(), *access.DESK)
    file = request.files.get("file")
    if file is None or not file.filename:
        return _upload(_("请选择文件")), 422
    wanted = {"actor": actor(), "create_units": "create_units" in request.form}
    try:
        plan, token = roster.preview(file.filename, file.read(), **wanted)
    except DomainError as refusal:
        if refusal.status != 422:
            raise
        return _upload(str(refusal)), 422
    if token is None:
        return _refused(file.filename, plan), 422
    return redirect(url_for(".show", token=token), 303)


def _refused(name, plan):
    return render_template("roster/refused.html", name=name, plan=plan, most=MOST_REFUSALS)


@bp.get("/<token>")
@login_required
def show(token):
    """What a kept roster would do today, page by page. For the account that brought it."""
    return _show(token)


def _show(token, error=None):
    name, plan = roster.again(token, actor=actor())
    if plan.refused:
        return _refused(name, plan)
    shown = request.args.get("shown") if request.args.get("shown") in KINDS else None
    shown = shown or ("new" if plan.new or not plan.changed else "changed")
    page = Fields(request.args).whole("page", low=1, high=10_000) or 1
    entries = getattr(plan, shown)
    return render_template(
        "roster/preview.html",
        token=token,
        name=name,
        plan=plan,
        shown=shown,
        entries=entries[(page - 1) * PAGE : page * PAGE],
        total=len(entries),
        page=page,
        size=PAGE,
        error=error,
    )


@bp.post("/<token>")
@login_required
def confirm(token):
    """Import all of it. For the account that brought it."""
    try:
        plan = roster.confirm(token, request.form.get("seen", ""), actor=actor())
    except roster.Changed as refusal:
        return _show(token, error=str(refusal)), refusal.status
    return redirect(url_for(".upload", new=len(plan.new), changed=len(plan.changed)), 303)


@bp.post("/<token>/drop")
@login_required
def drop(token):
    """Forget a kept roster. For the account that brought it."""
    access.require(actor(), *access.DESK)
    roster.drop(token, actor=actor())
    return redirect(url_for(".upload"), 303)
