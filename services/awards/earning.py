"""When medals are earned: what settling a sheet or closing a training does to them, and why a sheet has
none.

The rules are in ``badges.rules``, the writing in ``acts``.
"""

from models import (
    Assessment,
    AssessmentKind,
    Award,
    AwardState,
    AwardVersion,
    Badge,
    Metal,
    Sheet,
    SheetVersion,
    Training,
    TrainingKind,
    database,
)
from services import badges, trainings
from services.assessments import settled_sheets
from services.awards import acts, doings, editions, lineage
from services.awards.acts import Why
from services.badges import CONTEST as CONTEST
from services.badges import FITNESS as FITNESS
from services.badges.rules import ATTENDED, COURSE, GRADED, LED, PLACED, RECORD, SEASONS, claims
from services.rankings import placings
from services.words import lazy as _l

#: The badge that a sheet earns by its grade or its place, by the kind of assessment.
BADGES = {
    AssessmentKind.FITNESS: FITNESS,
    AssessmentKind.FIREARMS: "marksman",
    AssessmentKind.CONTEST: CONTEST,
}

# Why a settled sheet carries no medal.
NO_SEASON, NO_GRADE_LINES, NOT_PASSED, NOT_BEST, BETTER_STANDS, WITHDRAWN, NOT_GIVEN = (
    "no_season",
    "no_grade_lines",
    "not_passed",
    "not_best",
    "better_stands",
    "withdrawn",
    "not_given",
)
NOT_CLOSED, NOT_PLACED = "not_closed", "not_placed"
REASONS = {
    NO_SEASON: _l("这场考核不在任何一季里，不发章"),
    NO_GRADE_LINES: _l("未设等级线，不发章"),
    NOT_PASSED: _l("这次没有达标"),
    NOT_BEST: _l("这类考核优秀才发章"),
    BETTER_STANDS: _l("这一季已有一枚同等或更好的章"),
    WITHDRAWN: _l("这一季的章已由管理员撤回"),
    NOT_GIVEN: _l("这种章现在不发"),
    NOT_CLOSED: _l("比武结束后按名次发章"),
    NOT_PLACED: _l("前三名发章"),
}


@database.atomic()
def follow_sheet(version, *, actor_id):
    """Bring the person's medals up to date with a sheet version just made, in the transaction that made it.

    Returns the award's version where this sheet carries the medal of its grade or place, else None, and
    then ``why_none`` says why. A correction that leaves metal and total as they were changes nothing. A
    repeat changes nothing.
    """
    sheet = _sheet(version.sheet_id)
    cause = lineage.CORRECTED if version.version > 1 else lineage.SETTLED
    why = Why(cause, version.reason if version.version > 1 else "", actor_id, version.settled_at)
    if sheet.assessment.kind is AssessmentKind.CONTEST:
        _rank(sheet.assessment_id, why, first=sheet.person_id)
    else:
        acts.bring_up_to_date([sheet.person_id], badges.of_events(GRADED, RECORD, SEASONS), why)
    return carried_by([version.sheet_id]).get(version.sheet_id)


@database.atomic()
def place(assessment_id, *, actor_id):
    """Give the medals of a contest that was just closed, in the transaction that closed it.

    Other kinds of assessment are left alone; a repeat changes nothing. Sheets settled or corrected later
    rank everyone anew by ``follow_sheet``.
    """
    _rank(assessment_id, Why(lineage.CLOSED, "", actor_id))


def _rank(assessment_id, why, first=None):
    """Bring the medals of a contest up to date with its places, once the contest is closed.

    ``why`` is the cause for ``first`` alone, or for all where nobody is named; the others' cause is then
    that somebody's sheet changed.
    """
    people = placings.people_of(assessment_id)
    # Before looking whether it is closed: a sheet settled during the closing waits here.
    editions.hold_people(people)
    if not placings.is_closed(assessment_id):
        return
    kinds = badges.of_events(PLACED)
    if first is not None:
        acts.bring_up_to_date([first], kinds, why)
        why = Why(lineage.RANKED, "", why.actor_id, why.at)
    acts.bring_up_to_date(people, kinds, why)


@database.atomic()
def attended(training_id, *, actor_id, person_ids=None):
    """Bring medals up to date with the attendance of a final training: of everyone on its list and its
    instructors, or of ``person_ids`` alone.

    Before the training is final, and outside all seasons, nothing happens.
    """
    training = Training.get_by_id(training_id)
    if training.season_id is None or not trainings.is_final(training):
        return
    season, year = doings.seasons_of(training)
    there, leaders = doings.took_part(training_id)
    there, leaders = (there & set(person_ids), set()) if person_ids is not None else (there, leaders)
    why = Why(lineage.FINALISED, "", actor_id)
    events = [ATTENDED, COURSE] if training.kind is TrainingKind.COURSE else [ATTENDED]
    # All at once and in one order, so that two closings wait for each other and never in a circle.
    editions.hold_people(there | leaders)
    acts.bring_up_to_date(there, badges.of_events(*events), why, season_ids=season)
    acts.bring_up_to_date(leaders, badges.of_events(LED), why, season_ids=year)


def why_none(version):
    """Why this sheet version carries no medal, as a key of ``REASONS``; None where it carries one."""
    sheet = _sheet(version.sheet_id)
    code = BADGES[sheet.assessment.kind]
    if sheet.assessment.training.season_id is None:
        return NO_SEASON
    if code == CONTEST:
        return _why_no_place(sheet)
    read = settled_sheets.read(version.snapshot)
    if read.metal is None:
        return NO_GRADE_LINES if "grades_not_set" in read.notes else NOT_PASSED
    if carried_by([sheet.id]):
        return None
    if code != FITNESS and read.metal is not Metal.GOLD:
        return NOT_BEST
    return _why_not_given(sheet, code)


def _why_no_place(sheet):
    if carried_by([sheet.id]):
        return None
    if sheet.assessment.closed_at is None:
        return NOT_CLOSED
    kind = badges.get(CONTEST)
    facts = doings.facts_of(PLACED, [sheet.person_id])[sheet.person_id]
    claim = next((c for c in claims(kind.rule, facts) if c.sheet_id == sheet.id), None)
    if claim is None:
        return NOT_PLACED
    mine = (Award.person == sheet.person_id) & (Award.term == claim.term)
    award = Award.select().join(Badge).where(mine, Badge.code == CONTEST).first()
    return WITHDRAWN if award and award.is_withdrawn else NOT_GIVEN


def _why_not_given(sheet, code):
    mine = (Award.person == sheet.person_id) & (Award.season == sheet.assessment.training.season_id)
    award = Award.select().join(Badge).where(mine, Badge.code == code).first()
    if award is None:
        return NOT_GIVEN
    return WITHDRAWN if award.is_withdrawn else BETTER_STANDS


def carried_by(sheet_ids):
    """The valid medals that these sheets earned by grade or place: {sheet id: AwardVersion}; one query."""
    rows = (
        AwardVersion.select(AwardVersion, SheetVersion.id, SheetVersion.sheet)
        .join(SheetVersion)
        .join_from(AwardVersion, Award)
        .join(Badge)
        .where(
            AwardVersion.state == AwardState.VALID,
            SheetVersion.sheet.in_(list(sheet_ids)),
            Badge.code.in_(list(BADGES.values())),
        )
    )
    return {row.sheet_version.sheet_id: row for row in rows}


def _sheet(sheet_id):
    return (
        Sheet.select(Sheet, Assessment, Training)
        .join(Assessment)
        .join(Training)
        .where(Sheet.id == sheet_id)
        .get()
    )
