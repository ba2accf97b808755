"""The examiner's phone at a station: pick a person, type the measure, see at once what it is worth."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask_login import login_required

from pwa import take_along
from pwa.forms import Fields, fresh_id, sent_id
from pwa.htmx import not_modified, render, unchanged, wants_fragment
from pwa.sign_in import actor
from services import marks, sheets, stations
from services.errors import DomainError
from services.scoring import amounts
from services.sheets import entries, sheet_words
from services.stations import flow, packs

bp = Blueprint("stations", __name__, url_prefix="/stations/<int:station_id>")


@bp.get("")
@login_required
def show(station_id):
    """The screen: who waits, or the person chosen. For the examiner, the chief and the instructors."""
    place = stations.place(station_id, actor())
    sheet_id = Fields(request.args).whole("sheet", high=2**63 - 1)
    return _chosen(place, sheet_id) if sheet_id else _list(place)


@bp.get("/field")
def field(station_id):
    """The station's screen without a word about it: it fills itself from the phone. Open to everyone."""
    return render_template("stations/field.html")


@bp.get("/queue")
@login_required
def queue(station_id):
    """Who waits, 304 while nothing changed. For whoever may enter here."""
    place = stations.place(station_id, actor())
    version = marks.changes_of(place.assessment.id)
    if unchanged(version):
        return not_modified(version)
    page = "stations/_queue.html"
    return render(page, page, version=version, place=place, queue=flow.queue(place, version))


@bp.get("/pack.json")
def pack(station_id):
    """What the station takes along, 304 while nothing of it changed. For whoever may enter here."""
    return take_along.answer(packs, station_id)


def _list(place, status=200, error=None):
    text = request.values.get("q", "")[:40]
    found, absent = stations.search(place, text)
    return render(
        "stations/show.html",
        "stations/_list.html",
        status,
        place=place,
        marked=None,
        text=text,
        found=found,
        absent=absent,
        queue=flow.queue(place, marks.changes_of(place.assessment.id)),
        latest=stations.latest(place),
        error=error,
    )


def _chosen(place, sheet_id, status=200, *, errors=None, just=None):
    marked = stations.chosen(place, sheet_id)
    return render(
        "stations/show.html",
        "stations/_entry.html",
        status,
        place=place,
        marked=marked,
        line=_line(place, marked),
        is_scored=stations.is_scored(place, marked),
        group=sheet_words.group_name(marked.snapshot),
        tries_left=stations.tries_left(place, marked),
        unit=amounts.unit_word(place.item.scale),
        second_unit=amounts.unit_word(place.item.second.scale) if place.item.second else "",
        fresh_id=fresh_id,
        errors=errors or {},
        just=just or request.args.get("just"),
        sent=request.form if errors else {},
    )


def _line(place, marked):
    """What was done here, for its reader; none before the first try."""
    rows = [*marked.snapshot["results"], *marked.snapshot["struck"]]
    row = next((r for r in rows if r["exercise"] == place.station.exercise), None)
    return row and sheet_words.line(place.standard, sheet_words.group_of(marked), row)


@bp.post("/attempts")
@login_required
def record(station_id):
    """Keep an attempt. For whoever may enter here."""
    sheet_id = Fields(request.form).whole("sheet", required=True, high=2**63 - 1) or 0
    entry_id = sent_id("entry_id")

    def act():
        entries.record(
            station_id,
            sheet_id,
            text=_typed(request.form),
            exercise=request.form.get("exercise", ""),
            entry_id=entry_id,
            actor=actor(),
        )

    return _tried(station_id, sheet_id, act, just=entry_id)


def _typed(form):
    """The fields as one text: minutes beside seconds, or a second measure before its own."""
    value, minutes, second = (form.get(name, "").strip()[:20] for name in ("value", "minutes", "second"))
    if second:
        return f"{second}/{value}"
    if minutes:
        whole, dot, rest = value.partition(".")
        return f"{minutes}:{whole.zfill(2)}{dot}{rest}"
    return value


@bp.post("/voids")
@login_required
def void(station_id):
    """Strike an attempt out, with a reason. For whoever may enter here."""
    sheet_id = Fields(request.form).whole("sheet", required=True, high=2**63 - 1) or 0

    def act():
        entries.void(
            request.form.get("target", "")[:36],
            reason=Fields(request.form).text("reason"),
            entry_id=sent_id("entry_id"),
            actor=actor(),
        )

    return _tried(station_id, sheet_id, act)


def _tried(station_id, sheet_id, act, *, just=None):
    """Do it and show the person again; a refusal is said on the same screen, what was typed kept."""
    place = stations.place(station_id, actor())
    try:
        act()
    except DomainError as refusal:
        errors = getattr(refusal, "errors", {"value": str(refusal)})
        return _chosen(place, sheet_id, refusal.status, errors=errors)
    if wants_fragment():
        return _chosen(place, sheet_id, just=just)
    return redirect(url_for(".show", station_id=station_id, sheet=sheet_id, just=just), 303)


@bp.post("/arrivals")
@login_required
def arrive(station_id):
    """Open the sheet of someone on the list who has none. For whoever may enter here."""
    place = stations.place(station_id, actor())
    person_id = Fields(request.form).whole("person", required=True, high=2**63 - 1) or 0
    try:
        sheet = sheets.open_for(place.assessment.id, person_id, actor=actor())
    except DomainError as refusal:
        return _list(place, refusal.status, error=str(refusal))
    if wants_fragment():
        return _chosen(place, sheet.id)
    return redirect(url_for(".show", station_id=station_id, sheet=sheet.id), 303)
