"""The instructor's roster: who is here, one tap for who is, heads, leave, and a word on weak evidence."""

from flask import Blueprint, request, url_for
from flask_login import login_required

from pwa.forms import Fields, fresh_id, sent_id
from pwa.htmx import go, render, wants_fragment
from pwa.sign_in import actor
from services import access, checkins, people, trainings
from services.attendance import Attendance, headcounts, leaves
from services.checkins import reviews, roll_call
from services.trainings.policies import Phase

bp = Blueprint("presence", __name__, url_prefix="/trainings/<int:training_id>/roster")


# Whoever reloads after an act was refused asks for its address: it shows the roster too.
@bp.get("/evidence/<int:evidence_id>")
@bp.get("/evidence")
@bp.get("/leaves/<int:leave_id>")
@bp.get("/heads")
@bp.get("/undo")
@bp.get("/<int:person_id>/amend")
@bp.get("/<int:person_id>/tick")
@bp.get("")
@login_required
def roster(training_id, **_act):
    """The roster of a training. For whoever runs it."""
    training = trainings.get(training_id)
    access.require_run(actor(), training)
    return _roster(training)


def _roster(training, *, undo=None):
    tab, text = request.values.get("tab", ""), request.values.get("q", "").strip()
    return render(
        "presence/roster.html",
        "presence/_roster.html",
        page=roll_call.page(training, actor=actor(), tab=tab, text=text),
        undo=undo,
        fresh_id=fresh_id,
    )


@bp.post("/<int:person_id>/tick")
@login_required
def tick(training_id, person_id):
    """Write down that a person is here. For whoever runs the training."""
    verdict = checkins.tick(training_id, person_id, actor=actor(), claim_id=sent_id("claim_id"))
    return _after(training_id, undo=(people.by_id(person_id).name, verdict.claim_id))


@bp.post("/undo")
@login_required
def undo(training_id):
    """Take back one's own tick. For whoever runs the training."""
    checkins.untick(request.form.get("claim_id", ""), actor=actor())
    return _after(training_id)


@bp.post("/<int:person_id>/amend")
@login_required
def amend(training_id, person_id):
    """Decide a person's attendance, with a reason. For whoever runs the training."""
    fields = Fields(request.form)
    attendance = fields.choice("attendance", Attendance)
    reason = fields.text("reason", required=True)
    fields.close()
    reviews.amend(training_id, person_id, attendance, actor=actor(), reason=reason)
    return _after(training_id)


@bp.post("/heads")
@login_required
def count_heads(training_id):
    """Write down how many heads are in the room. For whoever runs the training."""
    fields = Fields(request.form)
    phase = fields.choice("phase", Phase)
    heads = fields.whole("heads", required=True, high=headcounts.MOST)
    fields.close()
    headcounts.put(training_id, phase, heads, actor=actor())
    return _after(training_id)


@bp.post("/evidence/<int:evidence_id>")
@login_required
def rule(training_id, evidence_id):
    """Say whether weak evidence counts. For whoever runs its training."""
    counts = request.form.get("counts") == "1"
    reviews.rule(evidence_id, counts, actor=actor(), training_id=training_id)
    return _after(training_id)


@bp.post("/evidence")
@login_required
def accept_alike(training_id):
    """Let all evidence count that waits for one and the same thing. For whoever runs the training."""
    fields = Fields(request.form)
    newest = fields.whole("newest", required=True, high=2**63 - 1)
    fields.close()
    reviews.accept_alike(training_id, request.form.get("why", ""), newest=newest, actor=actor())
    return _after(training_id)


@bp.post("/leaves/<int:leave_id>")
@login_required
def decide(training_id, leave_id):
    """Approve a request for leave or not. For whoever runs the training, never one's own."""
    fields = Fields(request.form)
    note = fields.text("note")
    fields.close()
    approved = request.form.get("approved") == "1"
    leaves.decide(leave_id, approved, actor=actor(), note=note, training_id=training_id)
    return _after(training_id)


def _after(training_id, *, undo=None):
    if wants_fragment():
        return _roster(trainings.get(training_id), undo=undo)
    kept = {name: request.form[name] for name in ("tab", "q") if request.form.get(name)}
    return go(url_for(".roster", training_id=training_id, **kept))
