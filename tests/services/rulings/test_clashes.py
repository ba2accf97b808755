"""Two entries under one number: both stay readable, the chief's word is said once and with a reason."""

import pytest

from models import Clash, Entry
from services.errors import Forbidden, Invalid, NotFound
from services.rulings import clashes
from services.sheets import entry_words
from tests.support.factories import Cast, identity
from tests.support.field_day import FieldDay, make_season
from tests.support.field_devices import Device
from tests.support.tables import digest


@pytest.fixture
def cast(database):
    make_season()
    return Cast()


@pytest.fixture
def day(cast):
    return FieldDay(cast)


@pytest.fixture
def clash(day, cast):
    """A result that came twice under one id, with two measures."""
    device = Device(day)
    device.attempt(cast.officer, 240_000)
    device.deliver()
    device.deliver([device.texts[0].replace("240000", "230000")])
    return Clash.get()


def test_both_say_what_they_say(day, clash):
    (pair,) = clashes.open_at(day.assessment.id)
    assert entry_words.what(pair.first, day.standard) == "1000米跑 4′00″"
    assert entry_words.what(pair.second, day.standard) == "1000米跑 3′50″"
    assert pair.second_at == pair.first.measured_at


def test_a_word_is_kept_with_who_and_why_and_said_once(day, clash):
    clashes.rule(clash.id, reason="问过考官", actor=day.chief)
    kept = Clash.get_by_id(clash.id)
    assert (kept.ruled_by_id, kept.reason) == (day.chief.account_id, "问过考官")
    assert clashes.open_at(day.assessment.id) == []
    assert Entry.select().count() == 1
    before = digest()
    with pytest.raises(clashes.AlreadyRuled):
        clashes.rule(clash.id, reason="再问", actor=day.chief)
    assert digest() == before


def test_it_takes_a_reason_the_chief_and_a_clash(day, cast, clash):
    before = digest()
    with pytest.raises(Invalid):
        clashes.rule(clash.id, reason=" ", actor=day.chief)
    for other in (day.examiner, cast.officer, cast.stranger):
        with pytest.raises(Forbidden):
            clashes.rule(clash.id, reason="问过", actor=identity(other))
    with pytest.raises(NotFound):
        clashes.rule(99_999, reason="问过", actor=day.chief)
    assert digest() == before
