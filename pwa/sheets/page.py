"""The page of one sheet, for every route that acts on one: shown, shown again with a word, after an act."""

from flask import request, url_for

from pwa.forms import fresh_id
from pwa.htmx import go, live, wants_fragment
from pwa.sign_in import actor
from services import assessments, sheets
from services.errors import Invalid
from services.marks import marked
from services.rankings import contests, ranking_sheet
from services.rulings import admissions, desk
from services.sheets import entry_words, log, objections, outcomes, photos, ready, remark_words, sheet_words
from services.stations import flow


def show(sheet, assessment, part, here, *, at="", errors=None, fix=""):
    """The page, or its live part: 304 while nothing changed.

    ``at`` names the form that ``errors`` belong to, ``fix`` the upheld objection that a correction answers.
    """
    loaded = {}

    def current():
        if not loaded:
            loaded["marked"] = marked.of(sheet, assessment)
            loaded["stations"] = assessments.stations_of(assessment.id)
            loaded["said"] = log.of(sheet)
            loaded["parts"] = sheet_words.parts(loaded["marked"], loaded["stations"])
        return loaded["marked"]

    return live(
        "sheets/show.html",
        "sheets/_sheet.html",
        f"{sheet.id}.{sheet.changes}",
        marked=current,
        ranking=lambda: contests.is_open_to_all(assessment) and ranking_sheet.heading(assessment),
        parts=lambda: loaded["parts"],
        notes=lambda: sheet_words.notes(current()),
        outcome=lambda: outcomes.of(current(), actor()),
        signatures=lambda: marked.examiners(current()),
        objections=lambda: objections.found_in(loaded["said"]),
        remarks=lambda: remark_words.of(loaded["said"], current().standard),
        acks=lambda: remark_words.acknowledged(loaded["said"]),
        tries=lambda: remark_words.tries(loaded["parts"]),
        items=lambda: _items(loaded["parts"]),
        enters=lambda: _items(loaded["parts"], _enters(part, loaded["stations"])),
        obstacles=lambda: _obstacles(sheet, assessment, part, loaded["marked"]),
        lates=lambda: _lates(sheet, assessment, loaded["marked"]),
        entry_words=lambda: entry_words,
        words=lambda: sheet_words,
        remark_words=lambda: remark_words,
        sheet=sheet,
        way=lambda: flow.of(sheet, assessment),
        photos=lambda: photos.count(sheet.id),
        here=here,
        is_own=sheet.person_id == actor().person_id,
        part=part,
        fresh_id=lambda: fresh_id,
        at=at,
        errors=errors or {},
        cause=lambda: _cause(loaded["said"], fix or request.args.get("fix", "")),
    )


def _obstacles(sheet, assessment, part, found):
    """(sentence, where to do something about it) of what keeps an open sheet from being settled."""
    if not (part and part.may_settle) or found.versions:
        return []
    return [(one.text(found.standard), _way(one, sheet)) for one in ready.obstacles(sheet, assessment)]


def _way(obstacle, sheet):
    if obstacle.code == ready.OBJECTION:
        return url_for("sheets.show", sheet_id=sheet.id, _anchor="objections")
    page = "field_reviews.show" if obstacle.code in (ready.DOUBT, ready.CLASH) else "leases.show"
    return url_for(page, assessment_id=sheet.assessment_id)


def _lates(sheet, assessment, found):
    """What came after the sheet was settled and waits for a word."""
    late = admissions.lates(sheet) if found.versions else []
    return desk.again(assessment.id, late) if late else []


def _cause(said, objection_id):
    """The upheld objection that the reader comes from, if it is one of this sheet."""
    found = (one for one in objections.found_in(said) if one.said.entry_id == objection_id)
    return next((one for one in found if one.is_upheld), None)


def _items(parts, among=None):
    """(exercise, name) of every item the person may do, or of those ``among`` them."""
    every = [(option.exercise, option.name) for part in parts for option in part.options]
    return every if among is None else [item for item in every if item[0] in among]


def _enters(part, stations):
    """The exercises at whose stations the reader may write."""
    return [] if part is None else [s.exercise for s in stations if part.may_enter(s)]


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
