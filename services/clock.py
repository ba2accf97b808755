"""The one place that asks what time it is, and where the bureau's day begins."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")


def now():
    return datetime.now(UTC)


def today():
    """The bureau's date, whatever the server's zone."""
    return local(now()).date()


def local(at):
    return at.astimezone(ZONE)


def at(day, clock_time=time()):
    """The instant of a bureau's date and wall-clock time."""
    return datetime.combine(day, clock_time, ZONE).astimezone(UTC)


def day(on):
    """The instants a date begins and ends at, the second outside."""
    return at(on), at(on + timedelta(days=1))
