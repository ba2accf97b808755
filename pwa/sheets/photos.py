"""Pictures of paper sheets, beside the sheet they were copied to."""

from flask import Blueprint, Response, render_template, request, url_for
from flask_login import login_required

from pwa.htmx import go
from pwa.sign_in import actor
from services import sheets
from services.errors import DomainError
from services.sheets import photos

bp = Blueprint("sheet_photos", __name__, url_prefix="/sheets/<int:sheet_id>/photos")


@bp.get("")
@login_required
def show(sheet_id):
    """The pictures. For the person, the staff, and the desk of the person's unit."""
    return _show(sheet_id)


def _show(sheet_id, error=None):
    sheet, assessment, part = sheets.visible(sheet_id, actor())
    is_own = sheet.person_id == actor().person_id
    return render_template(
        "sheet_photos/show.html",
        sheet=sheet,
        assessment=assessment,
        part=part,
        photos=photos.of(sheet_id),
        most=photos.MOST,
        account_id=actor().account_id,
        back_to=url_for("sheets.mine", assessment_id=assessment.id)
        if is_own
        else url_for("sheets.show", sheet_id=sheet_id),
        error=error,
    )


@bp.post("")
@login_required
def attach(sheet_id):
    """Attach a picture. For the staff of the assessment."""
    file = request.files.get("photo")
    try:
        photos.attach(sheet_id, file.read() if file else b"", actor=actor())
    except DomainError as refusal:
        if refusal.status not in (409, 422):
            raise
        return _show(sheet_id, str(refusal)), refusal.status
    return go(url_for(".show", sheet_id=sheet_id))


@bp.get("/<int:photo_id>.jpg")
@login_required
def photo(sheet_id, photo_id):
    """One picture. For the person, the staff, and the desk of the person's unit."""
    response = Response(photos.jpeg(sheet_id, photo_id, actor=actor()), mimetype="image/jpeg")
    response.cache_control.private = True
    response.cache_control.no_store = True
    return response


@bp.post("/<int:photo_id>/remove")
@login_required
def remove(sheet_id, photo_id):
    """Take a picture away. For who attached it, the chief and the desk."""
    photos.remove(sheet_id, photo_id, actor=actor())
    return go(url_for(".show", sheet_id=sheet_id))
