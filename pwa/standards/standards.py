"""Standards: the list with what holds today, each as a table, two compared, and published from a day."""

from io import BytesIO

from flask import Blueprint, redirect, render_template, request, send_file, url_for
from flask_login import login_required

from pwa.downloads import XLSX
from pwa.forms import Fields
from pwa.sign_in import actor
from services import access, standard_files, standards
from services.errors import Invalid
from services.standards import desk, pages, publications

bp = Blueprint("standards", __name__, url_prefix="/standards")


@bp.get("")
@login_required
def index():
    """Every standard and version. Open to everyone who is signed in."""
    return render_template(
        "standards/index.html",
        lines=desk.index(),
        told=desk.told,
        may_import=access.is_admin(actor()),
    )


@bp.get("/<code>")
@login_required
def show(code):
    """One standard: an item's table for one sex, all age groups side by side. Open to everyone signed in."""
    return _show(code)


def _show(code, errors=None):
    offers, offer, status = desk.choose(code, Fields(request.values).whole("version"))
    may_publish = access.is_admin(actor())
    page = pages.read(
        offer,
        exercise=request.args.get("item", ""),
        sex=request.args.get("sex", ""),
        group=request.args.get("group", ""),
    )
    return render_template(
        "standards/show.html",
        page=page,
        offer=offer,
        offers=offers,
        status=status,
        told=desk.told,
        version_name=publications.name,
        history=publications.history(code) if may_publish else (),
        may_publish=may_publish,
        day=request.form.get("from_on", desk.default_day(offer)),
        said=request.args.get("said", ""),
        errors=errors or {},
    )


@bp.get("/<code>/compare")
@login_required
def compare(code):
    """What differs between two versions. Open to everyone signed in."""
    fields = Fields(request.args)
    number = fields.whole("page", low=1, high=10_000) or 1
    pair = desk.compare(
        code, fields.whole("old"), fields.whole("new"), exercise=request.args.get("item", ""), page=number
    )
    return render_template(
        "standards/compare.html",
        pair=pair,
        offers=standards.versions(code),
        name=publications.name,
        number=number,
        size=desk.PAGE,
    )


@bp.get("/<code>/workbook.xlsx")
@login_required
def workbook(code):
    """A version in the form that an import reads. Open to everyone signed in."""
    _offers, offer, _status = desk.choose(code, Fields(request.args).whole("version"))
    return send_file(
        BytesIO(standard_files.workbook(offer.standard)),
        mimetype=XLSX,
        as_attachment=True,
        download_name=f"{offer.standard.code}-{offer.number or 0}.xlsx",
        max_age=0,
    )


@bp.post("/<code>/publish")
@login_required
def publish(code):
    """Let a version hold from a day. For admins of the bureau."""

    def say(fields, digest):
        from_on = fields.date("from_on")
        fields.close()
        publications.publish(digest, from_on, actor=actor())

    return _said(code, "published", say)


@bp.post("/<code>/withdraw")
@login_required
def withdraw(code):
    """Let a version hold no more. For admins of the bureau."""
    return _said(code, "withdrawn", lambda _fields, digest: publications.withdraw(digest, actor=actor()))


def _said(code, word, say):
    """Keep a word on the version the form names, or show what is wrong beside it."""
    access.require_admin(actor())
    fields = Fields(request.form)
    _offers, offer, _status = desk.choose(code, fields.whole("version", required=True))
    try:
        say(fields, offer.digest)
    except Invalid as refusal:
        return _show(code, refusal.errors), refusal.status
    number = next(o.number for o in standards.versions(code) if o.digest == offer.digest)
    return redirect(url_for(".show", code=code, version=number, said=word), 303)
