"""The one place that asks what time it is, and where the bureau's day begins."""

from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")


_set = ContextVar("set", default=None)


def now():
    return _set.get() or datetime.now(UTC)


@contextmanager
def stopped(at):
    """Let the time be ``at`` in this context: for a demo's past, and for tests of deadlines."""
    token = _set.set(at)
    try:
        yield at
    finally:
        _set.reset(token)


def today():
    """The bureau's date, whatever the server's zone."""
    return local(now()).date()


def local(at):
    return at.astimezone(ZONE)


def moment(milliseconds):
    """The instant of a number of milliseconds since 1970."""
    return datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=milliseconds)


def at(day, clock_time=time()):
    """The instant of a bureau's date and wall-clock time."""
    return datetime.combine(day, clock_time, ZONE).astimezone(UTC)


def day(on):
    """The instants at which a date of the bureau begins and ends; the second is outside it."""
    return at(on), at(on + timedelta(days=1))


def ms(at):
    """An instant as whole milliseconds since 1970."""
    return int(at.timestamp() * 1000)
