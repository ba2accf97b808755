"""Which version of a standard holds on a day, as the bureau publishes it. Every publication is a row;
the newest about a version counts.

The first version of a code holds without any publication: from the day its file names, or always. Where
several versions hold, the one holding for the shortest time is in force: a later edition follows an earlier
one.
"""

from dataclasses import dataclass
from datetime import date

from models import Account, AssessmentKind, Person, Publication, StandardVersion, database
from services import access, audit, clock, standards
from services.errors import Invalid
from services.scoring.rulebook import FIREARMS
from services.standards import Offer
from services.words import gettext as _

ALWAYS = date.min


@dataclass(frozen=True, slots=True)
class Status:
    """How a version stands on a day. ``since`` is the day it holds from, ``ALWAYS``, or None for never."""

    since: date | None
    is_in_force: bool
    is_told: bool  # by a publication of the bureau


def statuses(offers=None, *, on=None) -> dict[str, Status]:
    """{digest: status} of all versions, or of those given; today, or on another day."""
    on, offers = on or clock.today(), standards.offered() if offers is None else offers
    told, found = _told(), {}
    for code in {offer.standard.code for offer in offers}:
        mine = [offer for offer in offers if offer.standard.code == code]
        days = _days(mine, told)
        begun = [digest for digest, (since, _row) in days.items() if since <= on]
        holds = max(begun, key=lambda digest: days[digest], default=None)
        for offer in mine:
            since = days.get(offer.digest, (None, 0))[0]
            found[offer.digest] = Status(since, offer.digest == holds, offer.digest in told)
    return found


def _told():
    """{digest: (day or None, row)} of the newest publication about each version."""
    rows = (
        Publication.select(Publication.id, Publication.from_on, StandardVersion.digest)
        .join(StandardVersion)
        .order_by(Publication.id)
    )
    return {row.version.digest: (row.from_on, row.id) for row in rows}


def _days(offers, told):
    """{digest: (day from which it holds, row)}, for versions of one code that hold at some time."""
    first = min(offers, key=lambda offer: offer.number or 0)
    days = {first.digest: (first.standard.effective_on or ALWAYS, 0)}
    days |= {offer.digest: told[offer.digest] for offer in offers if offer.digest in told}
    return {digest: day for digest, day in days.items() if day[0] is not None}


def in_force(code, *, on=None) -> Offer | None:
    """The version of a code that holds on a day, if any."""
    offers = standards.versions(code)
    found = statuses(offers, on=on)
    return next((offer for offer in offers if found[offer.digest].is_in_force), None)


def objection(digest, on):
    """Why a version is not the one to assess by on a day, as a sentence; None where it is."""
    offer = next(offer for offer in standards.offered() if offer.digest == digest)
    holds = in_force(offer.standard.code, on=on)
    if holds is None:
        return _("%(day)s 这个标准没有一版生效。", day=on)
    if holds.digest == digest:
        return None
    ends = {"version": name(holds), "chosen": name(offer)}
    return _("%(day)s 生效的是%(version)s，选的是%(chosen)s。", day=on, **ends)


def name(offer):
    """The name of a version beside other versions of its code."""
    return _("第 %(n)s 版", n=offer.number) if offer.number else _("自带的一版")


def fits(standard, kind):
    """Whether a kind of assessment may be held under a standard: a contest under any that has a total."""
    if kind is AssessmentKind.CONTEST:
        return standard.has_total
    return standard.kind == (FIREARMS if kind is AssessmentKind.FIREARMS else "")


def unfit(digest, kind, exercises, *, on, is_sure=False):
    """{field: what is wrong with a standard} for an assessment of a kind in some exercises on a day.

    ``is_sure`` lets a version pass that does not hold on the day.
    """
    standard = next((offer.standard for offer in standards.offered() if offer.digest == digest), None)
    if standard is None:
        return {"standard": _("没有这个标准")}
    if not fits(standard, kind):
        return {"kind": _("这个标准不是给这类考核的")}
    if unknown := [exercise for exercise in exercises if standard.item(exercise) is None]:
        return {"stations": _("标准中没有项目 %(exercise)s", exercise=unknown[0])}
    told = None if is_sure else objection(digest, on)
    return {"standard": told} if told else {}


def choices(kind=None, *, on=None) -> list[tuple[Offer, Status]]:
    """The versions that fit a kind of assessment: those in force on the day first, then the others."""
    offers = standards.offered()
    found = statuses(offers, on=on)
    fit = [(o, found[o.digest]) for o in offers if kind is None or fits(o.standard, kind)]
    return sorted(fit, key=lambda pair: not pair[1].is_in_force)


@database.atomic()
def publish(digest, from_on, *, actor):
    """Let a version hold from a day. For admins of the bureau. A repeat changes nothing.

    Existing assessments keep the version they have.
    """
    access.require_admin(actor)
    _say(digest, from_on, actor)


@database.atomic()
def withdraw(digest, *, actor):
    """Let a version hold no more, so that the one before it does again. For admins of the bureau."""
    access.require_admin(actor)
    standards.adopt(digest, actor_id=actor.account_id)
    if statuses()[digest].since is None:
        raise Invalid({"version": _("这一版没有发布")})
    _say(digest, None, actor)


def _say(digest, from_on, actor):
    version = standards.adopt(digest, actor_id=actor.account_id)
    if _told().get(digest, (ALWAYS, 0))[0] == from_on:
        return
    Publication.create(version=version.id, from_on=from_on, actor=actor.account_id, at=clock.now())
    audit.note("standard.publish", "standard", version.id, actor_id=actor.account_id, from_on=str(from_on))


def history(code) -> list[Publication]:
    """Every publication of the versions of a code, with who made it, the newest first."""
    return list(
        Publication.select(Publication, StandardVersion.version, Account, Person.name)
        .join(StandardVersion)
        .join_from(Publication, Account)
        .join(Person)
        .where(StandardVersion.code == code)
        .order_by(Publication.id.desc())
    )
