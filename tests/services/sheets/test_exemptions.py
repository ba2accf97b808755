"""免测, 补测, 退出 and faults typed on a page: who may, what they take, and that they stay readable."""

import pytest

from models import EntryKind
from services import planning, sheets
from services.errors import Forbidden, Invalid, NotFound
from services.sheets import exemptions, log
from services.sheets.entries import Settled
from services.sheets.exemptions import AlreadyExempt, AlreadyTried, AlreadyWithdrawn, TakenBack
from services.trainings import Cancelled
from tests.support.factories import Cast, identity
from tests.support.field_day import FieldDay, fresh, make_season
from tests.support.tables import digest

ACTS = {
    "exempt": lambda sheet, **rest: exemptions.exempt(sheet, "run1000", **rest),
    "retest": lambda sheet, **rest: exemptions.retest(sheet, "run1000", **rest),
    "withdraw": lambda sheet, **rest: exemptions.withdraw(sheet, **rest),
    "fault": lambda sheet, **rest: exemptions.fault(sheet, "run1000", "dnf", **rest),
}


@pytest.fixture
def cast(database):
    make_season()
    return Cast()


@pytest.fixture
def day(cast):
    day = FieldDay(cast)
    day.sheet()
    return day


def act(day, name, actor=None, **changes):
    facts = {"reason": "膝伤，有医院证明", "entry_id": fresh()} | changes
    return ACTS[name](day.sheet().id, actor=actor or day.chief, **facts)


def standing(day):
    return exemptions.standing(log.said_of(sheets.get(day.sheet().id)))


def take_back(day, made, actor=None, **changes):
    facts = {"reason": "证明是别人的", "entry_id": fresh()} | changes
    return exemptions.take_back(day.sheet().id, made.entry_id, actor=actor or day.chief, **facts)


@pytest.mark.parametrize("name", ACTS)
def test_each_is_kept_once_with_who_and_why(day, name):
    again = fresh()
    made = act(day, name, entry_id=again)
    assert act(day, name, entry_id=again) == made
    (only,) = standing(day)
    assert (only.by, only.reason) == ("周岩", "膝伤，有医院证明")


@pytest.mark.parametrize("name", ACTS)
def test_each_takes_a_reason_and_an_open_sheet(day, name):
    day.enter_all()
    before = digest()
    with pytest.raises(Invalid):
        act(day, name, reason="  ")
    assert digest() == before
    day.settle()
    before = digest()
    with pytest.raises(Settled):
        act(day, name)
    assert digest() == before


@pytest.mark.parametrize("name", ["exempt", "retest", "withdraw"])
def test_chief_instructors_and_desk_grant_them_and_nobody_else(day, cast, name):
    before = digest()
    for other in (day.examiner, cast.officer, cast.stranger, cast.auxiliary):
        with pytest.raises(Forbidden):
            act(day, name, identity(other))
    assert digest() == before
    act(day, name, identity(cast.registrar))
    assert len(standing(day)) == 1


def test_a_fault_is_written_by_whoever_examines_that_item(day, cast):
    before = digest()
    for other in (cast.officer, cast.stranger, cast.registrar):
        with pytest.raises(Forbidden):
            act(day, "fault", identity(other))
    assert digest() == before
    made = act(day, "fault", identity(day.examiner))
    assert (made.word, made.station_id) == ("dnf", day.stations["run1000"].id)


def test_words_and_items_that_are_none_change_nothing(day):
    before = digest()
    rest = {"reason": "因为", "entry_id": fresh(), "actor": day.chief}
    with pytest.raises(Invalid):
        exemptions.fault(day.sheet().id, "run1000", "lazy", **rest)
    with pytest.raises(Invalid):
        exemptions.exempt(day.sheet().id, "flying", **rest)
    assert digest() == before


def test_who_has_a_result_is_not_let_off_until_it_is_void(day):
    made = day.enter("run1000", "4:00")
    before = digest()
    with pytest.raises(AlreadyTried):
        act(day, "exempt")
    assert digest() == before
    day.void(made)
    act(day, "exempt")


@pytest.mark.parametrize(("name", "refusal"), [("exempt", AlreadyExempt), ("withdraw", AlreadyWithdrawn)])
def test_nobody_is_let_off_or_leaves_twice(day, name, refusal):
    act(day, name)
    before = digest()
    with pytest.raises(refusal):
        act(day, name)
    assert digest() == before


@pytest.mark.parametrize("name", ACTS)
def test_each_may_be_taken_back_with_a_reason_and_stays_readable(day, name):
    made = act(day, name)
    before = digest()
    with pytest.raises(Invalid):
        take_back(day, made, reason="")
    with pytest.raises(Forbidden):
        take_back(day, made, identity(day.examiner))
    assert digest() == before
    again = fresh()
    take_back(day, made, entry_id=again)
    take_back(day, made, entry_id=again)
    assert standing(day) == []
    kinds = [one.kind for one in log.said_of(sheets.get(day.sheet().id))]
    assert kinds == [made.kind, EntryKind.VOID]
    with pytest.raises(TakenBack):
        take_back(day, made)
    act(day, name)


def test_a_result_or_another_sheets_word_is_not_taken_back_here(day, cast):
    result, other = day.enter("jumpreach", "2.80"), day.sheet(cast.auxiliary)
    made = act(day, "withdraw")
    with pytest.raises(NotFound):
        take_back(day, result)
    with pytest.raises(NotFound):
        exemptions.take_back(other.id, made.entry_id, reason="错", entry_id=fresh(), actor=day.chief)


def test_a_cancelled_assessment_takes_none(day, cast):
    sheet = day.sheet()
    planning.cancel(day.training.id, actor=day.chief)
    before = digest()
    with pytest.raises(Cancelled):
        exemptions.withdraw(sheet.id, reason="走了", entry_id=fresh(), actor=day.chief)
    assert digest() == before
