"""异议 on a sheet and the word on it: objecting, and 复核."""

from flask import Blueprint, request
from flask_login import login_required

from pwa.forms import Fields, sent_id
from pwa.sheets import page
from pwa.sign_in import actor
from services.sheets import objections

bp = Blueprint("objections", __name__, url_prefix="/sheets/<int:sheet_id>/objections")


@bp.post("")
@login_required
def make(sheet_id):
    """Object to a try or to the whole sheet, with a reason. For the person alone."""
    fields = Fields(request.form)
    wanted = {
        "target": fields.text("target", longest=36),
        "reason": fields.text("reason"),
        "entry_id": sent_id("entry_id"),
    }
    fields.close()
    return page.tried(sheet_id, "object", lambda: objections.make(sheet_id, actor=actor(), **wanted))


@bp.post("/rulings")
@login_required
def rule(sheet_id):
    """Uphold an objection or dismiss it, with a reason. For chief and desk, never one's own.

    What was upheld goes on to the form that corrects the sheet.
    """
    objection, word = (request.form.get(name, "")[:36] for name in ("objection", "word"))
    wanted = {"reason": Fields(request.form).text("reason"), "entry_id": sent_id("entry_id")}
    return page.tried(
        sheet_id,
        f"rule-{objection}",
        lambda: objections.rule(sheet_id, objection, word, actor=actor(), **wanted),
        fix=objection if word == objections.UPHELD else "",
    )
