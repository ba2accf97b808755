"""Slowing whoever tries too often. Keys are hashed, so that the table names nobody."""

import hashlib
from datetime import timedelta

from models import Throttle, database
from services import clock
from services.errors import DomainError
from services.words import lazy as _l


class TooOften(DomainError):
    status = 429
    message = _l("尝试太频繁，请在 %(seconds)s 秒后再试")


@database.atomic()
def count_or_refuse(kind, value, *, free, hold, forget_after):
    """Count a try before it is made, or refuse it while the last ones are too fresh (``TooOften``).

    ``free`` tries cost nothing; each further one doubles the wait, from 30 s up to ``hold``, counted from
    the latest. A try that comes after a quiet ``forget_after`` starts anew. A try that proves good is taken
    back by ``clear`` or ``give_back``. The row is locked, so that a hundred guesses at once do not all find
    the counter low.
    """
    now = clock.now()
    row = _row(kind, value, now)
    _refuse_if_fresh(row, now, free, hold)
    _add(row, now, forget_after)


def require_calm(kind, value, *, free, hold):
    """Refuse while the last failures are too fresh, as ``take`` does, without counting."""
    row = Throttle.get_or_none(key=_key(kind, value))
    if row is not None:
        _refuse_if_fresh(row, clock.now(), free, hold)


@database.atomic()
def count(kind, value, *, forget_after):
    """Count one failure; one that comes after a quiet ``forget_after`` starts anew."""
    now = clock.now()
    _add(_row(kind, value, now), now, forget_after)


def give_back(kind, value):
    """Take back one counted try, which proved good."""
    Throttle.update(count=Throttle.count - 1).where(
        Throttle.key == _key(kind, value), Throttle.count > 0
    ).execute()


def clear(kind, value):
    """Forget every counted try of a value."""
    Throttle.delete().where(Throttle.key == _key(kind, value)).execute()


def tidy(older_than):
    """Drop counters not touched since ``older_than``."""
    return Throttle.delete().where(Throttle.since_at < older_than).execute()


def _row(kind, value, now):
    """The counter, made where there is none. An idle update holds it, or a ``clear`` could come between."""
    key = _key(kind, value)
    Throttle.insert(key=key, count=0, since_at=now).on_conflict(
        conflict_target=[Throttle.key], update={Throttle.key: key}
    ).execute()
    return Throttle.get(Throttle.key == key)


def _refuse_if_fresh(row, now, free, hold):
    if row.count < free:
        return
    wait = min(timedelta(seconds=30) * 2 ** min(row.count - free, 20), hold)
    left = row.since_at + wait - now
    if left > timedelta(0):
        raise TooOften(seconds=int(left.total_seconds()) + 1)


def _add(row, now, forget_after):
    row.count = 1 if now - row.since_at > forget_after else row.count + 1
    row.since_at = now
    row.save()


def _key(kind, value):
    return f"{kind}:{hashlib.sha256(str(value).encode()).hexdigest()[:32]}"
