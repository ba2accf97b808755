"""The page of one sheet, for every route that acts on one: shown, shown again with a word, after an act."""

from flask import request, url_for

from pwa.forms import fresh_id
from pwa.htmx import go, not_modified, render, unchanged, wants_fragment
from pwa.sign_in import actor
from services import sheets
from services.errors import Invalid
from services.rulings import desk
from services.sheets import pages
from services.stations import flow


def show(sheet, assessment, part, here, *, at="", errors=None, fix=""):
    """The page, or its live part: 304 while nothing changed.

    ``at`` names the form that ``errors`` belong to, ``fix`` the upheld objection that a correction answers.
    """
    version = f"{sheet.id}.{sheet.changes}"
    if unchanged(version):
        return not_modified(version)
    page = pages.of_sheet(sheet, assessment, part, actor=actor(), fix=fix or request.args.get("fix", ""))
    return render(
        "sheets/show.html",
        "sheets/_sheet.html",
        version=version,
        page=page,
        sheet=sheet,
        way=flow.way_of(sheet, assessment),
        lates=desk.lates(page.marked),
        here=here,
        fresh_id=fresh_id,
        at=at,
        errors=errors or {},
    )


def tried(sheet_id, at, act, *, fix=""):
    """Do it; where a field is refused, show the sheet again with the word beside it."""
    try:
        act()
    except Invalid as refusal:
        sheet, assessment, part = sheets.visible(sheet_id, actor())
        here = url_for("sheets.show", sheet_id=sheet_id)
        response = show(sheet, assessment, part, here, at=at, errors=refusal.errors)
        response.status_code = refusal.status
        return response
    return after(sheet_id, fix=fix)


def after(sheet_id, *, fix=""):
    """The sheet as it is now, at the address the form came from."""
    sheet, assessment, part = sheets.visible(sheet_id, actor())
    here = request.form.get("here", "")
    own = url_for("sheets.mine", assessment_id=assessment.id)
    place = own if here == own else url_for("sheets.show", sheet_id=sheet_id)
    if wants_fragment():
        return show(sheet, assessment, part, place, fix=fix)
    return go(f"{place}?fix={fix}" if fix else place)
