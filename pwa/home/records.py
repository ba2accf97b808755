"""The training record: one's own, and for the desk that of its people."""

from flask import Blueprint, Response, render_template, request, url_for
from flask_login import login_required

from pwa.downloads import XLSX
from pwa.sign_in import actor
from services import clock, records, words
from services.errors import NotFound
from services.records import workbook

bp = Blueprint("records", __name__, url_prefix="/record")


@bp.app_template_filter("month")
def month(first_day):
    """11 月 · Nov"""
    return f"{first_day:%b}" if words.is_english() else f"{first_day.month} 月"


@bp.get("")
@login_required
def mine():
    """The reader's own record."""
    return _page(actor().person_id)


@bp.get("/<int:person_id>")
@login_required
def show(person_id):
    """A person's record. For the desk of their unit or above, and themselves."""
    return _page(person_id)


@bp.get("/<int:person_id>.xlsx")
@login_required
def download(person_id):
    """All years as a workbook, for the same readers."""
    book = workbook.workbook(person_id, actor=actor())
    name = f"record-{clock.today().isoformat()}.xlsx"
    return Response(book, mimetype=XLSX, headers={"Content-Disposition": f"attachment; filename={name}"})


def _page(person_id):
    year, page = request.args.get("year", type=int), request.args.get("page", 1, type=int)
    if year is not None and not 2000 <= year <= 2100:
        raise NotFound
    found = records.of(person_id, actor=actor(), year=year, page=page)
    is_mine = found.person.id == actor().person_id
    place = url_for(".mine") if is_mine else url_for(".show", person_id=person_id)
    return render_template("records/show.html", record=found, is_mine=is_mine, place=place, size=records.PAGE)
