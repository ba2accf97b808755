"""The admin's desk for badges: which there are, on and off, the numbers they ask for; and the list of
awards.
"""

from dataclasses import dataclass

from peewee import fn

from models import (
    Assessment,
    Award,
    AwardState,
    AwardVersion,
    Badge,
    Person,
    Season,
    Sheet,
    SheetVersion,
    Training,
    Unit,
    database,
)
from services import access, audit, awards, badges, bureau
from services.awards import Medal
from services.badges import Kind
from services.errors import Invalid
from services.words import gettext as _

PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """A badge and how many valid medals of it there are."""

    kind: Kind
    valid: int


def every(*, actor) -> list[Line]:
    """All badges with their counts. For admins of the bureau."""
    access.require_admin(actor)
    counts = dict(
        AwardVersion.select(Award.badge, fn.COUNT(AwardVersion.id))
        .join(Award)
        .where(AwardVersion.state == AwardState.VALID)
        .group_by(Award.badge)
        .tuples()
    )
    return [Line(kind, counts.get(kind.badge.id, 0)) for kind in badges.every()]


def get(code, *, actor) -> Kind:
    """One badge. For admins of the bureau."""
    access.require_admin(actor)
    return badges.get(code)


@database.atomic()
def switch(code, *, actor, is_in_force, is_hidden):
    """Put a badge in or out of force, and show or hide it until it is earned. For admins of the bureau.

    Out of force nobody newly earns it; medals that were given stay, and follow corrections.
    """
    access.require_admin(actor)
    badge = badges.row(badges.get(code).code)
    Badge.update(is_in_force=is_in_force, is_hidden=is_hidden).where(Badge.id == badge.id).execute()
    audit.note("badge.switch", "badge", badge.id, actor_id=actor.account_id, on=is_in_force, hidden=is_hidden)


@database.atomic()
def put_number(code, number, *, actor):
    """Set the number that a badge asks for; None unsets it. Medals given before stay. For admins of the
    bureau.
    """
    access.require_admin(actor)
    kind = badges.get(code)
    if not kind.rule.asks_number or (number is not None and not 1 <= number <= kind.at_most):
        raise Invalid({"number": _("请填写 1 到 %(n)s", n=kind.at_most)})
    if bureau.get(badges.setting(code)) != number:
        bureau.put(badges.setting(code), number, actor_id=actor.account_id)


@dataclass(frozen=True, slots=True)
class Given:
    """One award in the list, with its holder."""

    medal: Medal
    person: Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The filters of the list; an empty one narrows nothing."""

    badge: str = ""
    season_id: int | None = None
    state: AwardState | None = None
    training_id: int | None = None
    text: str = ""


def listed(wanted, *, actor, page=1, size=PAGE):
    """A page of awards as they stand, newest first, and how many in all: of people whom the actor may see."""
    query = _narrowed(wanted, actor)
    total = query.count()
    rows = list(query.order_by(AwardVersion.id.desc()).paginate(max(1, page), size))
    people = access.visible_people(actor).where(Person.id.in_([row.award.person_id for row in rows]))
    known = {person.id: person for person in people}
    return [Given(awards.medal(row), known[row.award.person_id]) for row in rows], total


def _narrowed(wanted, actor):
    later = AwardVersion.alias()
    newest = later.select(fn.MAX(later.version)).where(later.award == AwardVersion.award)
    mine = access.visible_people(actor)
    if text := wanted.text.strip():
        mine = mine.where(Person.name.contains(text) | (Person.police_number == text))
    query = awards.loaded().where(AwardVersion.version == newest, Award.person.in_(mine.select(Person.id)))
    if wanted.badge:
        query = query.where(Badge.code == wanted.badge)
    if wanted.season_id:
        query = query.where(Award.season == wanted.season_id)
    if wanted.state:
        query = query.where(AwardVersion.state == wanted.state)
    if wanted.training_id:
        query = query.where(_of_training(wanted.training_id))
    return query


def _of_training(training_id):
    """The condition that a medal was earned by a sheet of the assessment held there, or by the training
    itself.
    """
    held = Assessment.select(Assessment.id).where(Assessment.training == training_id)
    sheets = Sheet.select(Sheet.id).where(Sheet.assessment.in_(held))
    return (AwardVersion.training == training_id) | SheetVersion.sheet.in_(sheets)


def choices():
    """(badges, seasons newest first) for the list's filters."""
    seasons = Season.select().order_by(Season.first_on.desc()).limit(24)
    return [(kind.code, kind.badge) for kind in badges.every()], list(seasons)


def occasions(*, actor, limit=20):
    """The latest assessments at which people the actor may see earned a medal: trainings, newest first."""
    mine = access.visible_people(actor).select(Person.id)
    held = (
        AwardVersion.select(Assessment.training)
        .join(SheetVersion)
        .join(Sheet)
        .join(Assessment)
        .join_from(AwardVersion, Award)
        .where(AwardVersion.state == AwardState.VALID, Award.person.in_(mine))
    )
    found = Training.select(Training.id, Training.title, Training.starts_at).where(Training.id.in_(held))
    return list(found.order_by(Training.starts_at.desc()).limit(limit))


def holder(award_id, *, actor) -> Given:
    """One award for the desk of the holder's unit or above. Raises ``NotFound``."""
    access.require(actor, *access.DESK)
    medal = awards.get(award_id, actor=actor)
    return Given(medal, Person.select(Person, Unit).join(Unit).where(Person.id == medal.person_id).get())
