from datetime import UTC, datetime, timedelta

import pytest

from models import Throttle
from services import clock, throttle
from services.throttle import TooOften

pytestmark = pytest.mark.usefixtures("database")
NOON = datetime(2026, 3, 20, 4, tzinfo=UTC)
LIMITS = {"free": 3, "hold": timedelta(minutes=10), "forget_after": timedelta(minutes=15)}


@pytest.fixture
def at(monkeypatch):
    """Set the clock to some seconds after noon."""

    def set_clock(seconds=0):
        monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(seconds=seconds))

    set_clock()
    return set_clock


def take(times=1, value="x"):
    for _ in range(times):
        throttle.count_or_refuse("pair", value, **LIMITS)


def test_the_first_tries_are_free_and_the_next_must_wait_half_a_minute(at):
    take(3)
    with pytest.raises(TooOften) as refused:
        take()
    assert refused.value.values == {"seconds": 31}
    at(29)
    with pytest.raises(TooOften):
        take()
    at(30)
    take()


def test_each_further_try_doubles_the_wait_up_to_the_hold(at):
    take(3)
    moment = 0
    for wait in (30, 60, 120, 240, 480, 600, 600):
        at(moment + wait - 1)
        with pytest.raises(TooOften):
            take()
        moment += wait
        at(moment)
        take()


def test_a_refused_try_is_not_counted(at):
    take(3)
    for _ in range(20):
        with pytest.raises(TooOften):
            take()
    at(30)
    take()


def test_a_quiet_quarter_starts_anew(at):
    take(3)
    at(15 * 60 + 1)
    take(3)


def test_clear_forgets_and_give_back_takes_one_off(at):
    take(3)
    throttle.give_back("pair", "x")
    take()
    with pytest.raises(TooOften):
        take()
    throttle.clear("pair", "x")
    take(3)


def test_give_back_never_goes_below_nothing(at):
    throttle.give_back("pair", "x")
    take()
    throttle.give_back("pair", "x")
    throttle.give_back("pair", "x")
    assert Throttle.get().count == 0


def test_one_key_does_not_slow_another(at):
    take(3)
    take(value="y")


def test_keys_name_no_one(at):
    take(value="031026|10.0.0.7")
    assert "031026" not in Throttle.get().key


def test_require_calm_refuses_alike_and_counts_nothing(at):
    for _ in range(5):
        throttle.require_calm("pair", "x", free=3, hold=timedelta(minutes=10))
    for _ in range(3):
        throttle.count("pair", "x", forget_after=timedelta(minutes=15))
    with pytest.raises(TooOften):
        throttle.require_calm("pair", "x", free=3, hold=timedelta(minutes=10))


def test_tidy_drops_only_the_old(at):
    take(value="old")
    at(3600)
    take(value="new")
    assert throttle.tidy(NOON + timedelta(seconds=60)) == 1
    assert Throttle.select().count() == 1
