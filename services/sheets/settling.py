"""定表: freezing a sheet with its marks, the rules they come from and who signed; and correcting it later."""

import json

from models import SheetVersion, database
from services import assessments, audit, clock, marks, sheets, standards, trainings
from services.awards import earning
from services.errors import DomainError, Invalid
from services.marks import marked_sheets
from services.sheets import corrections, entries
from services.sheets.readiness import Readiness
from services.standards import Rules
from services.words import gettext as _
from services.words import lazy as _l

CHUNK = 100  # sheets settled in one request: about a second of work in a hall of 1,200


class AlreadySettled(DomainError):
    message = _l("这张表已经定过了")


class NotSettled(DomainError):
    message = _l("这张表还没定，直接记或作废就行")


class NotReady(Invalid):
    """Something stands in the way: ``obstacles`` names each, with its device and number."""

    def __init__(self, obstacles, standard):
        self.obstacles = obstacles
        super().__init__({"reason": _("；").join(one.text(standard) for one in obstacles)})


class Incomplete(Invalid):
    """A sheet that lacks something is settled only with a reason."""

    def __init__(self):
        super().__init__({"reason": _l("还没测全。这样定表不评等级、不发章，请写原因")})


@database.atomic()
def settle(sheet_id, *, actor, reason="", states=None):
    """Freeze a sheet as it stands, and award what it earned. For the chief and the desk.

    Refused while a try is in doubt, an objection waits, or a device may still hold something of it
    (``NotReady``). An incomplete sheet takes a reason, and is given no grade and no medal. Settled once:
    the second of two at the same moment is refused (``AlreadySettled``). ``states`` is for callers that
    settle many (``readiness.Readiness``).
    """
    sheet, assessment = locked_for_settling(sheet_id)
    assessments.require_settle(actor, assessment)
    if assessment.training.cancelled_at:
        raise trainings.Cancelled
    if sheets.is_settled(sheet.id):
        raise AlreadySettled
    readiness = Readiness(assessment, [sheet.person_id], states)
    if obstacles := readiness.obstacles(sheet):
        raise NotReady(obstacles, readiness.rules.standard)
    snapshot = marked_sheets.live(sheet, assessment, readiness.rules, readiness.recorded)
    if not snapshot["complete"] and not reason.strip():
        raise Incomplete
    return freeze(sheet, assessment, snapshot, number=1, reason=reason.strip()[:200], actor=actor)


def locked_for_settling(sheet_id):
    """A sheet and its assessment, locked for a transaction that freezes the sheet.

    What a device delivers meanwhile either came before and is frozen too, or waits and is late.
    """
    assessments.lock_for_settling(sheets.get(sheet_id).assessment_id)
    sheet = sheets.locked_sheet(sheet_id)
    return sheet, assessments.get(sheet.assessment_id)


def freeze(sheet, assessment, snapshot, *, number, reason, actor):
    version = SheetVersion.create(
        sheet=sheet.id,
        version=number,
        snapshot=json.dumps(snapshot, ensure_ascii=False, sort_keys=True),
        standard=assessment.standard_id,
        signer=actor.account_id,
        reason=reason,
        settled_at=clock.now(),
    )
    sheets.touch(sheet.id)
    trainings.touch(assessment.training_id)
    audit.note("sheet.settle", "sheet_version", version.id, actor_id=actor.account_id, sheet=sheet.id)
    # Last: the counter of editions is one row for the whole bureau, held until the commit.
    earning.follow_sheet(version, actor_id=actor.account_id)
    return version


def settle_complete(assessment_id, *, actor):
    """Settle the complete sheets of an assessment: up to ``CHUNK`` now, each in a transaction of its
    own.

    Returns (how many were settled, how many complete ones are left, how many something stands in the way
    of). Call again until none is left.
    """
    assessment = assessments.get(assessment_id)
    assessments.require_settle(actor, assessment)
    states = {}
    complete = marks.sheets_of(assessment.id, marks.complete_ids(assessment))
    readiness = Readiness(assessment, [sheet.person_id for sheet in complete], states)
    waiting = [sheet.id for sheet in complete if not readiness.obstacles(sheet)]
    done = 0
    for sheet_id in waiting[:CHUNK]:
        try:
            settle(sheet_id, actor=actor, states=states)
            done += 1
        except (AlreadySettled, Incomplete, NotReady):  # someone else changed it meanwhile
            continue
    return done, len(waiting) - len(waiting[:CHUNK]), len(complete) - len(waiting)


@database.atomic()
def correct(sheet_id, *, actor, reason, entry_id, exercise="", text="", target="", pick=""):
    """Change a settled sheet by further entries and settle it again. For the chief and the desk.

    ``target`` is an attempt to void, ``exercise`` with ``text`` an attempt to add, ``pick`` an exercise to
    choose; at least one. ``entry_id`` names the correction: sent twice it is done once. Earlier versions
    stay, and the award follows.
    """
    sheet, assessment = locked_for_settling(sheet_id)
    assessments.require_settle(actor, assessment)
    versions = marked_sheets.versions_of(sheet.id)
    if not versions:
        raise NotSettled
    reason = entries.required_reason(reason)
    wanted = list(corrections.changes(sheet, assessment, reason, exercise, text, target, pick))
    if not wanted:
        raise Invalid({"value": _("请写要改什么：作废一次，或补记一次")})
    ids = [f"{entry_id[:30]}.{n}" if n else entry_id for n in range(len(wanted))]
    known = [entries.repeated(i, sheet, row) for i, row in zip(ids, wanted, strict=True)]
    if all(known):
        return versions[-1]
    if any(known):
        raise entries.Conflict
    for own_id, row in zip(ids, wanted, strict=True):
        entries.keep(sheet, own_id, actor, **row)
    return freeze_again(sheet, assessment, versions, reason=reason, actor=actor)


def freeze_again(sheet, assessment, versions, *, reason, actor):
    """Make a further version of a settled sheet, by the cut-offs of the version before."""
    snapshot = marked_sheets.live(sheet, assessment, _rules(assessment, json.loads(versions[-1].snapshot)))
    return freeze(sheet, assessment, snapshot, number=len(versions) + 1, reason=reason, actor=actor)


def _rules(assessment, earlier):
    """The rules with the cut-offs by which the earlier version was graded, where it had any; else those
    of today.
    """
    rules = assessments.rules_of(assessment)
    cut_offs = earlier["cut_offs"]
    if not cut_offs or cut_offs["setting"] is None:
        return rules
    return Rules(
        rules.standard,
        rules.version_id,
        rules.number,
        standards.grades(cut_offs["grades"]),
        cut_offs["setting"],
    )
