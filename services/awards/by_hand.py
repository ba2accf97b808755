"""Medals given, withdrawn and given back by an admin."""

from models import Attendance, Award, Badge, Person, Role, Season, Unit, database
from services import access, audit, badges, clock, seasons, trainings
from services.attendance import presence
from services.awards import acts, books, editions, lineage
from services.awards.acts import Why
from services.badges import rules
from services.badges.facts import When
from services.badges.rules import ATTENDED, COURSE, LED, Claim
from services.errors import DomainError, Invalid, NotFound
from services.people import numbers
from services.words import gettext as _
from services.words import lazy as _l

MOST = 1000  # people at once
CAME = (Attendance.PRESENT, Attendance.LATE)


class NotByHand(DomainError):
    message = _l("这种章按规则发，不能手工授予")


class NotGiven(DomainError):
    message = _l("这种章已停发")


class NotValid(DomainError):
    message = _l("这枚章已不是有效的，不用再撤回")


class NotWithdrawn(DomainError):
    message = _l("这枚章没有被撤回")


def people_by_numbers(text):
    """The ids of the active people whose police numbers stand in ``text``; one that is unknown is named."""
    wanted = numbers.read(text)
    if not wanted:
        raise Invalid({"numbers": _("请填警号")})
    if len(wanted) > MOST:
        raise Invalid({"numbers": _("一次最多 %(n)s 人", n=MOST)})
    return [person.id for person in numbers.people(wanted)]


def people_at(training_id):
    """The people who were at a training that is final."""
    training = trainings.get(training_id)
    if training.cancelled_at or not trainings.is_final(training):
        raise Invalid({"training": _("这场训练还没有定稿")})
    stands = presence.standings(training)
    return [person for person, standing in stands.items() if standing.attendance in CAME]


@database.atomic()
def give(code, person_ids, *, actor, note="", request_id=""):
    """Give a bureau's own badge to people, once each as its rule says; returns how many are new.

    For admins of the bureau. Whoever has the medal keeps it unchanged, and a withdrawn medal stays
    withdrawn. A form sent twice (``request_id``) gives once.
    """
    access.require_admin(actor)
    kind = badges.get(code)
    if not badges.by_hand(kind):
        raise NotByHand
    if not kind.badge.is_in_force:
        raise NotGiven
    season = seasons.on(clock.today())
    if season is None:
        raise Invalid({"numbers": _("今天不在任何一季里，先设四季的日期")})
    when = When(season.id, season.year, season.kind)
    claim = Claim(
        term=rules.term(kind.rule.per, when, f"hand:{request_id}"[:40]),
        when=when,
        earned_on=clock.today(),
        metal=kind.badge.metal,
    )
    editions.hold_people(person_ids)
    why = Why(lineage.HAND, note[:200], actor.account_id)
    mine = (Award.badge == kind.badge.id) & (Award.term == claim.term)
    has = {p for (p,) in Award.select(Award.person).where(mine, Award.person.in_(person_ids)).tuples()}
    people = Person.select(Person.id, Person.unit).where(Person.id.in_(list(set(person_ids) - has)))
    new = list(people.order_by(Person.id))
    for person in new:
        acts.add(acts.open_award(kind, person, claim), claim, why)
    audit.note("badge.give", "badge", kind.badge.id, actor_id=actor.account_id, new=len(new))
    return len(new)


@database.atomic()
def withdraw(award_id, *, actor, reason):
    """Revoke a medal by hand: it stays revoked, whatever its holder's sheets say, until it is given back.

    For admins of the holder's unit or above, with a reason, which the holder reads.
    """
    award = _award(award_id, actor)
    now = books.newest(award.id)
    if award.is_withdrawn or not now.is_valid:
        raise NotValid
    why = Why(lineage.WITHDRAWN, _required(reason), actor.account_id)
    Award.update(is_withdrawn=True).where(Award.id == award.id).execute()
    acts.end_version(now, acts.AwardState.REVOKED, why)


@database.atomic()
def give_back(award_id, *, actor, reason):
    """Undo a withdrawal: the medal says again what it said, or what its rule says by now.

    For admins of the holder's unit or above, with a reason. The edition stays; the check code is a new one.
    """
    award = _award(award_id, actor)
    if not award.is_withdrawn:
        raise NotWithdrawn
    why = Why(lineage.GIVEN_BACK, _required(reason), actor.account_id)
    Award.update(is_withdrawn=False).where(Award.id == award.id).execute()
    now, last = books.newest(award.id), books.last_claim(award.id)
    acts.add(now, last, why, at_least=now.at_least)
    kind = badges.get(award.badge.code)
    if not badges.by_hand(kind):
        acts.bring_up_to_date([award.person_id], [kind], why, season_ids=_scope(kind, award.season))


def _scope(kind, season):
    """The seasons whose doings decide whether the medal still holds; None for all."""
    if kind.rule.event in (ATTENDED, COURSE):
        return {season.id}
    if kind.rule.event == LED:
        return {one.id for one in seasons.of_year(season.year)}
    return None


def _award(award_id, actor):
    """The award, its holder's medals held for this transaction. For admins of the holder's unit or above."""
    found = (
        Award.select(Award, Badge, Person, Unit, Season)
        .join(Badge)
        .join_from(Award, Season)
        .join_from(Award, Person)
        .join(Unit)
        .where(Award.id == award_id)
    )
    award = found.get_or_none()
    if award is None or not actor.may(award.person.unit.path, Role.REGISTRAR, Role.ADMIN):
        raise NotFound
    access.require(actor, Role.ADMIN, path=award.person.unit.path)
    editions.hold_people([award.person_id])
    return found.get()


def _required(reason):
    if not reason.strip():
        raise Invalid({"reason": _("请写明原因")})
    return reason.strip()[:200]
