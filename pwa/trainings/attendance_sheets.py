"""The attendance sheet of a training, to print or to file."""

from flask import Blueprint, render_template
from flask_login import login_required

from pwa import downloads
from pwa.sign_in import actor
from services.attendance import attendance_sheet, sheet_pdf, sheet_xlsx
from services.documents import list_papers

bp = Blueprint("attendance_sheets", __name__, url_prefix="/trainings/<int:training_id>")


@bp.get("/attendance")
@login_required
def show(training_id):
    """What the sheet says in short, and its two files. For whoever runs the training."""
    sheet = attendance_sheet.of(training_id, actor=actor())
    return render_template(
        "attendance_sheets/show.html",
        sheet=sheet,
        training=sheet.training,
        undrawable=list_papers.undrawable(sheet),
    )


@bp.get("/attendance.xlsx")
@login_required
def workbook(training_id):
    """The sheet to go on working with. For whoever runs the training."""
    sheet = attendance_sheet.export(training_id, "xlsx", actor=actor())
    return _file(sheet, sheet_xlsx.workbook(sheet), "xlsx")


@bp.get("/attendance.pdf")
@login_required
def document(training_id):
    """The sheet to print and sign. For whoever runs the training."""
    sheet = attendance_sheet.export(training_id, "pdf", actor=actor())
    return _file(sheet, sheet_pdf.document(sheet), "pdf")


def _file(sheet, content, form):
    plain = attendance_sheet.plain_file_name(sheet.training, form)
    return downloads.file(content, plain, attendance_sheet.file_name(sheet.training, form))
