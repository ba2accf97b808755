"""Bringing results in from a file: the template, the upload, the preview, then all or nothing."""

from io import BytesIO

from flask import Blueprint, redirect, render_template, request, send_file, url_for
from flask_login import login_required

from pwa.downloads import XLSX
from pwa.forms import Fields
from pwa.sign_in import actor
from services import results
from services.documents.tables import MOST_ROWS
from services.errors import DomainError
from services.results import template
from services.words import gettext as _

bp = Blueprint("results", __name__, url_prefix="/assessments/<int:assessment_id>/import")
PAGE = 50
MOST_REFUSALS = 200


@bp.get("")
@login_required
def upload(assessment_id):
    """For the chief and the instructors."""
    done = Fields(request.args)
    counts = {name: done.whole(name) for name in ("new", "people") if name in request.args}
    return _upload(assessment_id, done=counts)


def _upload(assessment_id, error=None, done=None):
    assessment = results.open_for(assessment_id, actor())
    return render_template(
        "results/upload.html", assessment=assessment, error=error, done=done, most=MOST_ROWS
    )


@bp.get("/template.xlsx", endpoint="template")
@login_required
def download_template(assessment_id):
    """Names, numbers and exercises of this assessment, to fill in. For the chief and the instructors."""
    assessment = results.open_for(assessment_id, actor())
    response = send_file(
        BytesIO(template.write_for(assessment)),
        mimetype=XLSX,
        as_attachment=True,
        download_name=_("成绩模板.xlsx"),
    )
    response.headers["Cache-Control"] = "no-store"  # it names people
    return response


@bp.post("")
@login_required
def preview(assessment_id):
    """For the chief and the instructors."""
    results.open_for(assessment_id, actor())
    file = request.files.get("file")
    if file is None or not file.filename:
        return _upload(assessment_id, _("请选择文件")), 422
    try:
        plan, token = results.preview(assessment_id, file.filename, file.read(), actor=actor())
    except DomainError as refusal:
        if refusal.status != 422:
            raise
        return _upload(assessment_id, str(refusal)), 422
    if token is None:
        return _refused(assessment_id, file.filename, plan), 422
    return redirect(url_for(".show", assessment_id=assessment_id, token=token), 303)


def _refused(assessment_id, name, plan):
    assessment = results.open_for(assessment_id, actor())
    return render_template(
        "results/refused.html", assessment=assessment, name=name, plan=plan, most=MOST_REFUSALS
    )


@bp.get("/<token>")
@login_required
def show(assessment_id, token):
    """What a kept file would do now, page by page. For the account that brought it."""
    return _show(assessment_id, token)


def _show(assessment_id, token, error=None):
    name, plan = results.again(assessment_id, token, actor=actor())
    if plan.refused:
        return _refused(assessment_id, name, plan)
    page = Fields(request.args).whole("page", low=1, high=10_000) or 1
    return render_template(
        "results/preview.html",
        assessment=results.open_for(assessment_id, actor()),
        token=token,
        name=name,
        plan=plan,
        found=plan.new[(page - 1) * PAGE : page * PAGE],
        page=page,
        size=PAGE,
        error=error,
    )


@bp.post("/<token>")
@login_required
def confirm(assessment_id, token):
    """Import all of it. For the account that brought it."""
    try:
        plan = results.confirm(assessment_id, token, request.form.get("seen", ""), actor=actor())
    except results.Changed as refusal:
        return _show(assessment_id, token, error=str(refusal)), refusal.status
    people = len({one.whom.person.id for one in plan.new})
    return redirect(url_for(".upload", assessment_id=assessment_id, new=len(plan.new), people=people), 303)


@bp.post("/<token>/drop")
@login_required
def drop(assessment_id, token):
    """Forget a kept file. For the account that brought it."""
    results.open_for(assessment_id, actor())
    results.drop(assessment_id, token, actor=actor())
    return redirect(url_for(".upload", assessment_id=assessment_id), 303)
