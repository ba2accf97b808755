"""一表 as files: to print and sign, and to go on working with; one person's, or a whole assessment's."""

from flask import Blueprint, current_app, render_template
from flask_login import login_required

from pwa import downloads
from pwa.sign_in import actor
from services import clock, sheets
from services.sheets.printed import books, pdf, xlsx
from services.words import gettext as _

bp = Blueprint("sheet_files", __name__)


@bp.get("/sheets/<int:sheet_id>/sheet.pdf")
@login_required
def document(sheet_id):
    """One sheet to print and sign. For the person, the staff, and the desk of the person's unit."""
    form = books.one(sheet_id, "pdf", actor=actor())
    content = pdf.document([form], address=current_app.config["PUBLIC_URL"])
    return downloads.file(content, f"sheet-{sheet_id}.pdf", _("成绩表-%(n)s号.pdf", n=form.sheet.number))


@bp.get("/sheets/<int:sheet_id>/sheet.xlsx")
@login_required
def workbook(sheet_id):
    """One sheet as a workbook. For the person, the staff, and the desk of the person's unit."""
    form = books.one(sheet_id, "xlsx", actor=actor())
    name = _("成绩表-%(n)s号.xlsx", n=form.sheet.number)
    return downloads.file(xlsx.workbook(form), f"sheet-{sheet_id}.xlsx", name)


@bp.get("/assessments/<int:assessment_id>/files")
@login_required
def show(assessment_id):
    """All sheets as files, and what they cannot spell. For the chief, the instructors and the desk."""
    assessment = books.require(assessment_id, actor())
    found = sheets.listed(assessment.id)
    parts = [found[at : at + books.MOST] for at in range(0, len(found), books.MOST)]
    return render_template(
        "sheet_files/show.html",
        assessment=assessment,
        parts=[(part[0].number, part[-1].number, len(part)) for part in parts],
        most=books.MOST,
        undrawable=pdf.undrawable_names(found),
    )


@bp.get("/assessments/<int:assessment_id>/sheets-<int:number>.pdf")
@login_required
def documents(assessment_id, number):
    """A share of the sheets, a page each. For the chief, the instructors and the desk."""
    forms = books.part(assessment_id, number, actor=actor())
    content = pdf.document(forms, address=current_app.config["PUBLIC_URL"])
    name = _("成绩表-%(first)s到%(last)s号.pdf", first=forms[0].sheet.number, last=forms[-1].sheet.number)
    return downloads.file(content, f"sheets-{assessment_id}-{number}.pdf", name)


@bp.get("/assessments/<int:assessment_id>/results.xlsx")
@login_required
def results(assessment_id):
    """Everyone's marks, a row a person. For the chief, the instructors and the desk."""
    book = books.book(assessment_id, actor=actor())
    name = _("成绩-%(day)s.xlsx", day=f"{clock.local(book.assessment.training.starts_at):%Y-%m-%d}")
    return downloads.file(xlsx.results(book), f"results-{assessment_id}.xlsx", name)
