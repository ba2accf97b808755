"""The instructor's roster: who is here, one tap for who is, and a word on weak evidence."""

from flask import Blueprint, request, url_for
from flask_login import login_required

from pwa.forms import Fields, fresh_id, sent_id
from pwa.htmx import go, render, wants_fragment
from pwa.sign_in import actor
from services import access, checkins, labels, people, presence, reviews, trainings
from services.attendance import Attendance

bp = Blueprint("presence", __name__, url_prefix="/trainings/<int:training_id>/roster")

TABS = ("absent", "late", "on_leave", "came", "review")
SHOWN = 100  # people in a list on the phone


@bp.get("")
@login_required
def roster(training_id):
    """The roster of a training. For who runs it."""
    training = trainings.get(training_id)
    access.require_run(actor(), training)
    return _roster(training)


def _roster(training, *, undo=None):
    lines = presence.roster(training)
    tab = request.values.get("tab", "absent")
    text = request.values.get("q", "").strip()
    found = [line for line in lines if _belongs(line, tab) and _matches(line, text)]
    return render(
        "presence/roster.html",
        "presence/_roster.html",
        training=training,
        tally=presence.tally(lines),
        lines=found[:SHOWN],
        left=max(0, len(found) - SHOWN),
        waiting=reviews.waiting(training, actor=actor()) if tab == "review" else [],
        tab=tab if tab in TABS else "absent",
        text=text,
        undo=undo,
        fresh_id=fresh_id,
        attendances=labels.options(Attendance),
    )


def _belongs(line, tab):
    state = line.standing.attendance
    if tab == "came":
        return state in (Attendance.PRESENT, Attendance.LATE)
    if tab == "absent":
        return state is Attendance.ABSENT and not line.is_walk_in
    return state.value == tab


def _matches(line, text):
    return not text or text in line.person.name or line.person.police_number.endswith(text)


@bp.post("/<int:person_id>/tick")
@login_required
def tick(training_id, person_id):
    """Write down that a person is here. For who runs the training."""
    verdict = checkins.tick(training_id, person_id, actor=actor(), claim_id=sent_id("claim_id"))
    return _after(training_id, undo=(people.by_id(person_id).name, verdict.claim_id))


@bp.post("/undo")
@login_required
def undo(training_id):
    """Take back one's own tick. For who runs the training."""
    checkins.untick(request.form.get("claim_id", ""), actor=actor())
    return _after(training_id)


@bp.post("/<int:person_id>/amend")
@login_required
def amend(training_id, person_id):
    """Decide a person's attendance, with a reason. For who runs the training."""
    fields = Fields(request.form)
    attendance = fields.choice("attendance", Attendance)
    reason = fields.text("reason", required=True)
    fields.close()
    reviews.amend(training_id, person_id, attendance, actor=actor(), reason=reason)
    return _after(training_id)


@bp.post("/evidence/<int:evidence_id>")
@login_required
def rule(training_id, evidence_id):
    """Say whether weak evidence counts. For who runs its training."""
    counts = request.form.get("counts") == "1"
    reviews.rule(evidence_id, counts, actor=actor(), training_id=training_id)
    return _after(training_id)


def _after(training_id, *, undo=None):
    if wants_fragment():
        return _roster(trainings.get(training_id), undo=undo)
    return go(url_for(".roster", training_id=training_id, tab=request.form.get("tab", "absent")))
