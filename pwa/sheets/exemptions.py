"""免测, 补测, 退出 and faults on a sheet, each with a reason."""

from flask import Blueprint, request
from flask_login import login_required

from pwa.forms import Fields, sent_id
from pwa.sheets import page
from pwa.sign_in import actor
from services.errors import Invalid
from services.sheets import exemptions
from services.words import gettext as _

bp = Blueprint("exemptions", __name__, url_prefix="/sheets/<int:sheet_id>")


@bp.post("/exemptions")
@login_required
def grant(sheet_id):
    """Exempt from an item, grant a retest, or let go home. For chief, instructors and desk."""
    return page.tried(sheet_id, "grant", lambda: _granted(sheet_id, **_sent()))


def _granted(sheet_id, **wanted):
    act, exercise = request.form.get("act"), request.form.get("exercise", "")[:40]
    if act == "withdraw":
        return exemptions.withdraw(sheet_id, **wanted)
    if act in ("exempt", "retest"):
        return getattr(exemptions, act)(sheet_id, exercise, **wanted)
    exemptions.require_grant(sheet_id, actor())
    raise Invalid({"act": _("请选择")})


@bp.post("/faults")
@login_required
def fault(sheet_id):
    """Write down a try without a measure. For whoever may enter at a station of that item."""
    exercise, word = (request.form.get(name, "")[:40] for name in ("exercise", "word"))
    sent = _sent()
    return page.tried(sheet_id, "fault", lambda: exemptions.fault(sheet_id, exercise, word, **sent))


@bp.post("/exemptions/voids")
@login_required
def take_back(sheet_id):
    """Strike out what is above, with a reason. For chief, instructors and desk."""
    target, sent = request.form.get("target", "")[:36], _sent()
    return page.tried(sheet_id, f"back-{target}", lambda: exemptions.take_back(sheet_id, target, **sent))


def _sent():
    reason = Fields(request.form).text("reason")
    return {"reason": reason, "entry_id": sent_id("entry_id"), "actor": actor()}
