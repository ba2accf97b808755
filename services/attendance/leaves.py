"""Acts on leave from a training, by half-days: asking, approving or refusing, taking back, ending early.

请假 → 批 → 销假. The newest step of a request says what became of it; nothing is edited. Reading is in
``absences``.
"""

from models import Enrolment, Leave, LeaveState, LeaveStep, Photo, Training, database, locked
from services import audit, clock, trainings
from services.attendance import absences, blocks
from services.documents import photos
from services.errors import DomainError, Forbidden, Invalid, NotFound
from services.words import lazy as _l

LONGEST = 200


class TooLate(DomainError):
    message = _l("训练已结束或已定稿，不能再请假。要改出勤，请找教官更正")


class AlreadyAsked(DomainError):
    message = _l("这场训练你已有一份请假待批")


class AlreadyDecided(DomainError):
    message = _l("这份请假已经处理过了")


class OwnLeave(Forbidden):
    message = _l("自己的请假要由别人批")


class NothingLeft(DomainError):
    message = _l("请假的时段都已开始，没有可以销的假")


def ask(training_id, *, reason, block_ids, request_id, actor, photo=None):
    """Ask for leave from some blocks of a training, or from all where none is named; returns its id.

    For people on the list, until the training ends, one open request at a time. A request id that was kept
    answers with the leave it made. ``photo`` is the file as uploaded; what is kept is drawn anew.
    """
    jpeg = photos.redrawn(photo) if photo else None
    return _ask(training_id, reason.strip(), block_ids, request_id, jpeg, actor=actor)


@database.atomic()
def _ask(training_id, reason, block_ids, request_id, jpeg, *, actor):
    # Two sends at once would both find no open request; the lock makes the second wait.
    locked(Training.select(Training.id).where(Training.id == training_id)).get_or_none()
    training = trainings.get(training_id)
    if earlier := Leave.get_or_none(request_id=request_id):
        if earlier.person_id != actor.person_id:
            raise Forbidden
        return earlier.id
    _require_may_ask(training, actor)
    kept = Leave.create(
        request_id=request_id,
        training=training.id,
        person=actor.person_id,
        blocks=" ".join(_wanted(training, block_ids, reason)),
        reason=reason,
        photo=Photo.create(jpeg=jpeg, at=clock.now()) if jpeg else None,
        at=clock.now(),
    )
    _step(kept, LeaveState.REQUESTED, actor)
    return kept.id


def _require_may_ask(training, actor):
    if (
        not Enrolment.select()
        .where(Enrolment.training == training.id, Enrolment.person == actor.person_id)
        .exists()
    ):
        raise NotFound
    if training.cancelled_at:
        raise trainings.Cancelled
    if clock.now() >= training.ends_at or trainings.is_final(training):
        raise TooLate
    if any(one.is_waiting for one in absences.of_person(training, actor.person_id)):
        raise AlreadyAsked


def _wanted(training, block_ids, reason):
    errors = {}
    known = [block.id for block in blocks.of(training.starts_at, training.ends_at)]
    if not reason:
        errors["reason"] = _l("请写明原因")
    elif len(reason) > LONGEST:
        errors["reason"] = _l("原因太长")
    if not set(block_ids) <= set(known):
        errors["blocks"] = _l("这场训练没有这个时段")
    if errors:
        raise Invalid(errors)
    return [block_id for block_id in known if block_id in block_ids] or known


def _step(leave, state, actor, note=""):
    LeaveStep.create(leave=leave.id, state=state, note=note, actor=actor.account_id, at=clock.now())
    trainings.touch(leave.training_id)
    audit.note(f"leave.{state}", "leave", leave.id, actor_id=actor.account_id, training=leave.training_id)


@database.atomic()
def withdraw(leave_id, *, actor):
    """Take one's own request back, as long as nobody has decided on it."""
    leave = _locked(leave_id)
    if leave.person_id != actor.person_id:
        raise NotFound
    if _state(leave) is not LeaveState.REQUESTED:
        raise AlreadyDecided
    _step(leave, LeaveState.WITHDRAWN, actor)
    return leave


@database.atomic()
def decide(leave_id, approved, *, actor, note="", training_id=None):
    """Approve or refuse a request. For whoever runs its training, until that is final; never one's own.

    ``training_id``, where given, must be that of the request's training.
    """
    leave = _locked(leave_id)
    if training_id not in (None, leave.training_id):
        raise NotFound
    trainings.open_for_change(leave.training_id, actor)
    if leave.person_id == actor.person_id:
        raise OwnLeave
    if _state(leave) is not LeaveState.REQUESTED:
        raise AlreadyDecided
    _step(leave, LeaveState.APPROVED if approved else LeaveState.REJECTED, actor, note.strip()[:LONGEST])
    return leave


@database.atomic()
def end(leave_id, *, actor):
    """End approved leave early (销假): blocks that have not begun are no longer covered.

    For the person and for whoever runs the training, until the training is over.
    """
    leave = _locked(leave_id)
    training = absences.training_of(leave, actor)
    if training.cancelled_at:
        raise trainings.Cancelled
    if clock.now() >= training.ends_at or trainings.is_final(training):
        raise TooLate
    if _state(leave) is not LeaveState.APPROVED:
        raise AlreadyDecided
    if not absences.get(leave_id, actor=actor).can_end(clock.now()):
        raise NothingLeft
    _step(leave, LeaveState.ENDED, actor)
    return leave


def _locked(leave_id):
    """The leave, its training locked: no second decision, and no finalising, comes in between."""
    leave = Leave.get_or_none(Leave.id == leave_id)
    if leave is None:
        raise NotFound
    locked(Training.select(Training.id).where(Training.id == leave.training_id)).get()
    return leave


def _state(leave):
    newest = LeaveStep.select().where(LeaveStep.leave == leave.id).order_by(LeaveStep.id.desc())
    return newest.get().state
