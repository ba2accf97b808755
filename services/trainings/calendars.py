"""A person's own trainings as a calendar that their phone fetches by itself (iCalendar, RFC 5545).

Whoever holds the secret address reads titles, times and places, and nothing about other people. The address
is kept as a hash only: it is shown once and cannot be shown again.
"""

import hashlib
import secrets
from datetime import timedelta
from urllib.parse import urlsplit

from peewee import fn

from models import (
    Account,
    AuditEntry,
    CalendarFeed,
    Enrolment,
    Person,
    Training,
    TrainingInstructor,
    database,
)
from services import audit, clock, labels, throttle
from services.errors import NotFound
from services.words import gettext as _

BEHIND, AHEAD = timedelta(days=60), timedelta(days=365)
MOST = 2000
HOURLY = timedelta(hours=1)
#: How many addresses that lead nowhere one host may ask for before it waits. A calendar that was
#: renewed or turned off is still asked for by the phones that had it, so good ones are never slowed.
UNKNOWN = {"free": 60, "hold": timedelta(minutes=15), "forget_after": timedelta(minutes=15)}
#: The acts that change a training as its calendar shows it.
PLANNED = ("training.plan", "training.edit", "training.cancel")


def since(actor):
    """When the actor turned their calendar on, or None where it is off."""
    row = CalendarFeed.get_or_none(account=actor.account_id)
    return row and row.at


@database.atomic()
def turn_on(actor):
    """Make the actor's secret address; returns its token, in clear this once. An earlier address ends.

    Two at once meet in the account's unique row: the later address stands, the other leads nowhere.
    """
    token = secrets.token_urlsafe(24)
    row = {"token_hash": _hashed(token), "at": clock.now()}
    CalendarFeed.insert(account=actor.account_id, **row).on_conflict(
        conflict_target=[CalendarFeed.account], update=row
    ).execute()
    audit.note("calendar.turn_on", "account", actor.account_id, actor_id=actor.account_id)
    return token


@database.atomic()
def turn_off(actor):
    """End the actor's address. A repeat changes nothing."""
    if CalendarFeed.delete().where(CalendarFeed.account == actor.account_id).execute():
        audit.note("calendar.turn_off", "account", actor.account_id, actor_id=actor.account_id)


def feed(token, *, address, public_url) -> bytes:
    """The calendar behind a token, in the language of the request. Three queries, however many
    trainings.

    From 60 days back to a year ahead: trainings at which its owner is expected or which they lead,
    cancelled ones marked as such. ``NotFound`` for a token that ended or never was, or whose owner left;
    ``TooOften`` where ``address`` asked for many of those.
    """
    person_id = _owner(token)
    if person_id is None:
        throttle.count_or_refuse("calendar", address, **UNKNOWN)
        raise NotFound
    return _written(_trainings(person_id, clock.now()), public_url)


def _owner(token):
    """The person a token belongs to, or None. Active people only."""
    return (
        CalendarFeed.select(Account.person)
        .join(Account)
        .join(Person)
        .where(CalendarFeed.token_hash == _hashed(token), Person.is_active)
        .scalar()
    )


def _trainings(person_id, now):
    mine = Enrolment.select(Enrolment.training).where(Enrolment.person == person_id)
    led = TrainingInstructor.select(TrainingInstructor.training).where(TrainingInstructor.person == person_id)
    return list(
        Training.select()
        .where(Training.id.in_(mine) | Training.id.in_(led))
        .where(Training.starts_at >= now - BEHIND, Training.starts_at < now + AHEAD)
        .order_by(Training.starts_at, Training.id)
        .limit(MOST)
    )


def _revisions(trainings):
    """{training id: (how often its plan changed, when it last did)}."""
    rows = (
        AuditEntry.select(AuditEntry.subject_id, fn.COUNT(AuditEntry.id), fn.MAX(AuditEntry.at))
        .where(
            AuditEntry.subject == "training",
            AuditEntry.subject_id.in_([training.id for training in trainings]),
            AuditEntry.act.in_(PLANNED),
        )
        .group_by(AuditEntry.subject_id)
    )
    return {training_id: (times, at) for training_id, times, at in rows.tuples()}


def _written(trainings, public_url):
    from icalendar import Calendar  # slow to import

    calendar = Calendar()
    calendar.add("prodid", "-//Yizhang//Trainings//ZH")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("一章训练"))
    calendar.add("refresh-interval", HOURLY, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    revisions = _revisions(trainings)
    for training in trainings:
        calendar.add_component(_event(training, revisions.get(training.id), public_url))
    return calendar.to_ical()


def _event(training, revision, public_url):
    """One training. Without a METHOD, DTSTAMP is the time of the last change: equal plans, equal bytes."""
    from icalendar import Event

    times, changed_at = revision or (1, training.starts_at)
    is_off = training.cancelled_at is not None
    event = Event()
    event.add("uid", f"training-{training.number}@{urlsplit(public_url).hostname}")
    event.add("dtstamp", changed_at)
    event.add("last-modified", changed_at)
    event.add("sequence", times - 1)
    event.add("dtstart", training.starts_at)
    event.add("dtend", training.ends_at)
    event.add("summary", _("已取消：%(title)s", title=training.title) if is_off else training.title)
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    event.add("categories", [labels.of(training.kind)])
    event.add("url", f"{public_url}/trainings/{training.id}")
    if training.place:
        event.add("location", training.place)
    return event


def _hashed(token):
    return hashlib.sha256(token.encode()).hexdigest()
