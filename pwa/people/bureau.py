"""What only the bureau can say: its name, required hours, grade lines, seasons."""

from decimal import Decimal, InvalidOperation

from flask import Blueprint, redirect, render_template, request, url_for
from flask_login import login_required

from pwa.forms import Fields
from pwa.sign_in import actor
from services import clock
from services.errors import Invalid
from services.installation import settings
from services.words import gettext as _

bp = Blueprint("bureau", __name__, url_prefix="/bureau")


@bp.get("")
@login_required
def show():
    """All settings of a year. For admins of the bureau."""
    return _page()


def _page(errors=None, form="", status=200):
    year = _year()
    return render_template(
        "bureau/show.html",
        facts=settings.of_year(year, actor=actor()),
        this_year=clock.today().year,
        saved=request.args.get("saved"),
        grades_en=settings.GRADES_EN,
        errors=errors or {},
        form=form,
        sent=request.form,
    ), status


def _year():
    year = request.values.get("year", type=int) or clock.today().year
    return min(max(year, settings.YEARS[0]), settings.YEARS[1])


def _kept(form, write):
    """Keep what a form says and come back to it, or show what is wrong beside its fields."""
    try:
        write(Fields(request.form))
    except Invalid as refusal:
        return _page(refusal.errors, form, refusal.status)
    return redirect(url_for(".show", year=_year(), saved=form, _anchor=f"set-{form}"), 303)


@bp.post("/name")
@login_required
def put_name():
    """For admins of the bureau."""

    def write(fields):
        name, english = fields.text("name", required=True, longest=60), fields.text("name_en", longest=80)
        fields.close()
        settings.put_name(name, english, actor=actor())

    return _kept("name", write)


@bp.post("/hours")
@login_required
def put_hours():
    """For admins of the bureau."""

    def write(fields):
        minutes = {kind: _minutes(fields, kind.value) for kind in settings.PersonKind}
        fields.close()
        settings.put_hours(_year(), minutes, actor=actor())

    return _kept("hours", write)


def _minutes(fields, name):
    """Hours as typed (``120`` or ``7.5``) in minutes; None where the field is empty."""
    raw = fields.form.get(name, "").strip()
    if not raw:
        return None
    try:
        hours = Decimal(raw)
    except InvalidOperation:
        hours = Decimal("NaN")
    if not hours.is_finite() or not 0 < hours <= settings.MOST_HOURS:
        fields.errors[name] = _("请填写 1 到 %(n)s", n=settings.MOST_HOURS)
        return None
    return int(hours * 60)


@bp.post("/lines/<code>")
@login_required
def put_lines(code):
    """For admins of the bureau."""

    def write(fields):
        names = settings.GRADES_EN
        minimums = {grade: fields.whole(names[grade], high=1000) for grade in settings.GRADES}
        fields.close()
        settings.put_lines(code, minimums, actor=actor())

    return _kept(f"lines-{code}", write)


@bp.post("/marksmen")
@login_required
def put_marksmen():
    """For admins of the bureau."""
    return _kept("marksmen", lambda fields: settings.put_marksmen("is_on" in fields.form, actor=actor()))


@bp.post("/seasons")
@login_required
def put_seasons():
    """For admins of the bureau. A season whose two days are both empty is left as it is."""

    def write(fields):
        days = {}
        for kind in settings.SeasonKind:
            first, last = (fields.date(f"{kind.value}_{end}", required=False) for end in ("first", "last"))
            if first and last:
                days[kind] = first, last
            elif first or last:
                fields.errors.setdefault(f"{kind.value}_last", _("开始和结束都要填"))
        fields.close()
        settings.put_seasons(_year(), days, actor=actor())

    return _kept("seasons", write)
