"""Bringing a standard in: the upload, what is new in it, then all of it or nothing."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask_login import login_required

from pwa.sign_in import actor
from services import access
from services.errors import Invalid
from services.scoring import score_words
from services.standard_files.findings import Refused
from services.standards import imports, publications

bp = Blueprint("standard_imports", __name__, url_prefix="/standard-imports")
MOST_FILES = 20
MOST_FINDINGS = 200


@bp.get("")
@login_required
def upload():
    """For admins of the bureau."""
    access.require_admin(actor())
    return _upload()


def _upload(error=None, findings=()):
    return render_template("standards/import.html", error=error, findings=findings, most=MOST_FINDINGS)


@bp.post("")
@login_required
def preview():
    """Read one .xlsx, one .zip, or the .csv files of a folder. For admins of the bureau."""
    files = [(file.filename, file.read()) for file in request.files.getlist("file")[:MOST_FILES]]
    try:
        token = imports.preview(files, actor=actor())
    except Invalid as refusal:
        return _upload(next(iter(refusal.errors.values()))), refusal.status
    except Refused as refusal:
        return _upload(findings=refusal.findings), refusal.status
    return redirect(url_for(".show", token=token), 303)


@bp.get("/<token>")
@login_required
def show(token):
    """What an import would do. For the admin who brought it."""
    found = imports.again(token, actor=actor())
    return render_template(
        "standards/preview.html",
        token=token,
        found=found,
        title=score_words.title(found.standard),
        name=publications.name,
        most=MOST_FINDINGS,
    )


@bp.post("/<token>")
@login_required
def confirm(token):
    """Keep all of it as a version. For the admin who brought it."""
    version = imports.confirm(token, actor=actor())
    return redirect(
        url_for("standards.show", code=version.code, version=version.version, said="imported"), 303
    )


@bp.post("/<token>/drop")
@login_required
def drop(token):
    """Forget it. For admins of the bureau, their own."""
    access.require_admin(actor())
    imports.drop(token, actor=actor())
    return redirect(url_for(".upload"), 303)
