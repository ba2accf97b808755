"""Awarding: one medal a person and season, numbered without gaps, which follows its sheets.

The medal is a fold over the newest settled version of every sheet of the season: the best metal
counts. So a retest can only better it, and a correction of the sheet that earned it may lower,
revoke or revive it, in whatever order sheets are settled.
"""

import base64
import secrets
from dataclasses import dataclass

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
    database,
)
from services import audit, editions, settled
from services.words import lazy as _l

FITNESS = "fitness"
#: Which badge an assessment may earn, and the first facts of that badge's row.
BADGES = {AssessmentKind.FITNESS: FITNESS}
FACTS = {FITNESS: {"name": "体能测试纪念章", "name_en": "Fitness test medal", "shape": "fitness"}}
RANK = {Metal.BRONZE: 1, Metal.SILVER: 2, Metal.GOLD: 3}
CODE_BYTES = 10  # 80 bits, 16 characters of base32

# Why a settled sheet carries no medal.
NO_BADGE, NO_SEASON, NO_GRADE_LINES, NOT_PASSED, BETTER_STANDS = (
    "no_badge",
    "no_season",
    "no_grade_lines",
    "not_passed",
    "better_stands",
)
REASONS = {
    NO_BADGE: _l("这类考核不发章"),
    NO_SEASON: _l("这场考核不在任何一季里，不发章"),
    NO_GRADE_LINES: _l("未设等级线，不发章"),
    NOT_PASSED: _l("这次没有达标"),
    BETTER_STANDS: _l("这一季已有一枚同等或更好的章"),
}


@dataclass(frozen=True, slots=True)
class Earned:
    """What one sheet is worth to a medal: its metal, and the total printed with it."""

    sheet_id: int
    version_id: int
    metal: Metal
    total: int | None


@database.atomic()
def follow(version, *, metal, actor_id):
    """Let the person's medal follow a sheet version that was just made, in its own transaction.

    Returns the award's version where this sheet carries the medal, else None, and ``why_none``
    says why. An equal correction of the same sheet changes nothing unless the total printed with
    it changes. A repeat does nothing. Everything slow (drawing) is left to whoever looks.
    """
    sheet = _sheet(version.sheet_id)
    training = sheet.assessment.training
    code = BADGES.get(sheet.assessment.kind)
    award = editions.award_of(sheet, training.season_id, code)
    if award is None:
        if metal is None or training.season_id is None or code is None:
            return None
        award = editions.open_award(_badge(code), training.season_id, sheet)
    best = _best(_earned(award, version, metal), _newest(award))
    now = _restate(award, best, settled_at=version.settled_at, actor_id=actor_id)
    return now if best and best.sheet_id == sheet.id else None


def why_none(version):
    """Why this sheet version carries no medal, as a key of ``REASONS``; None where it carries one."""
    sheet = _sheet(version.sheet_id)
    if sheet.assessment.kind not in BADGES:
        return NO_BADGE
    if sheet.assessment.training.season_id is None:
        return NO_SEASON
    read = settled.read(version.snapshot)
    if read.metal is None:
        return NO_GRADE_LINES if "grades_not_set" in read.notes else NOT_PASSED
    return None if carried_by([sheet.id]) else BETTER_STANDS


def carried_by(sheet_ids):
    """The valid medals that these sheets carry: {sheet id: AwardVersion}, one query."""
    rows = (
        AwardVersion.select(AwardVersion, SheetVersion.id, SheetVersion.sheet)
        .join(SheetVersion)
        .where(AwardVersion.state == AwardState.VALID, SheetVersion.sheet.in_(list(sheet_ids)))
    )
    return {row.sheet_version.sheet_id: row for row in rows}


def _badge(code):
    return Badge.get_or_create(code=code, defaults=FACTS[code])[0]


def _sheet(sheet_id):
    return (
        Sheet.select(Sheet, Assessment, Training)
        .join(Assessment)
        .join(Training)
        .where(Sheet.id == sheet_id)
        .get()
    )


def _earned(award, version, metal):
    """What each sheet of the award's season is worth today; this version by the metal given."""
    parts = dict(
        AwardVersion.select(SheetVersion.sheet, AwardVersion.award)
        .join(SheetVersion)
        .join_from(AwardVersion, Award)
        .where(Award.person == award.person_id, Award.badge == award.badge_id)
        .tuples()
    )
    kinds = [kind for kind, code in BADGES.items() if code == award.badge.code]
    rows = settled.newest().where(
        Sheet.person == award.person_id,
        Assessment.kind.in_(kinds),
        (Training.season == award.season_id) | Sheet.id.in_([*parts, version.sheet_id]),
    )
    for row in rows.order_by(SheetVersion.settled_at, SheetVersion.id):
        # A training that was moved to another season leaves its sheet with the award it made.
        if parts.get(row.sheet_id, award.id) != award.id:
            continue
        read = settled.read(row.snapshot)
        worth = metal if row.id == version.id else read.metal
        if worth is not None:
            yield Earned(row.sheet_id, row.id, worth, read.total)


def _best(earned, now):
    """The best metal; among equals the sheet that carries the medal now, else the earliest."""
    carrying = now and now.sheet_version.sheet_id
    return max(earned, key=lambda e: (RANK[e.metal], e.sheet_id == carrying), default=None)


def _newest(award):
    return (
        AwardVersion.select(AwardVersion, SheetVersion)
        .join(SheetVersion)
        .where(AwardVersion.award == award.id)
        .order_by(AwardVersion.version.desc())
        .first()
    )


def _restate(award, best, *, settled_at, actor_id):
    """Make the award say ``best``: by a further version, by none where it says so already, or revoked."""
    now = _newest(award)
    stands = now is not None and now.state is AwardState.VALID
    if stands and best and _printed(now) == (best.sheet_id, best.metal, best.total):
        return now
    if stands:
        _close(now, AwardState.SUPERSEDED if best else AwardState.REVOKED, actor_id)
    if best is None:
        return None
    made = AwardVersion.create(
        award=award.id,
        version=now.version + 1 if now else 1,
        metal=best.metal,
        sheet_version=best.version_id,
        check_code=_fresh_code(),
        awarded_at=settled_at,
    )
    audit.note("award.make", "award_version", made.id, actor_id=actor_id, award=award.id)
    return made


def _printed(now):
    return now.sheet_version.sheet_id, now.metal, settled.read(now.sheet_version.snapshot).total


def _close(now, state, actor_id):
    AwardVersion.update(state=state).where(AwardVersion.id == now.id).execute()
    audit.note(f"award.{state.value}", "award_version", now.id, actor_id=actor_id, award=now.award_id)


def _fresh_code():
    return base64.b32encode(secrets.token_bytes(CODE_BYTES)).decode()
