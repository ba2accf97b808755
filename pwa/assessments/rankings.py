"""Rankings: of a contest, and the list of marksmen where the bureau has one."""

from flask import Blueprint, render_template
from flask_login import login_required

from pwa import downloads
from pwa.sign_in import actor
from services.rankings import contests, pdf, ranking_sheet

bp = Blueprint("rankings", __name__, url_prefix="/assessments/<int:assessment_id>")


@bp.get("/ranking")
@login_required
def show(assessment_id):
    """The ranking. For the staff; of a closed contest, and of marksmen, for whoever took part too."""
    ranking = contests.ranking_of(assessment_id, actor=actor())
    return render_template(
        "rankings/show.html", ranking=ranking, sheet=ranking_sheet.of(ranking), why=ranking_sheet.WHY
    )


@bp.get("/ranking.xlsx")
@login_required
def workbook(assessment_id):
    """All of it to go on working with. For the staff."""
    sheet = ranking_sheet.of(contests.export(assessment_id, "xlsx", actor=actor()))
    return _file(sheet, ranking_sheet.workbook(sheet), "xlsx")


@bp.get("/ranking.pdf")
@login_required
def document(assessment_id):
    """All of it to print and post. For the staff."""
    sheet = ranking_sheet.of(contests.export(assessment_id, "pdf", actor=actor()))
    return _file(sheet, pdf.document(sheet), "pdf")


def _file(sheet, content, form):
    plain = f"ranking-{sheet.training.id}.{form}"
    return downloads.file(content, plain, ranking_sheet.file_name(sheet, form))
