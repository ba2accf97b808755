"""The personal pass: one a person and day, known again by whoever holds the key."""

import hashlib
import re
from datetime import date, timedelta

import pytest

from services import checkins, clock
from services.checkins import passes, rolls
from services.documents import matrices
from services.errors import Forbidden
from services.trainings import Cancelled, enrolments
from tests.conftest import counting_queries
from tests.support.factories import Cast, identity, make_person, make_training

TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)


@pytest.fixture
def cast(database):
    return Cast()


@pytest.fixture
def training(cast):
    return make_training(cast)


def text(person, day=TODAY):
    return passes.text_of(person.id, day, passes.key())


def owner(wanted, training, day=TODAY):
    found = passes.Book().owner(wanted, training.id, day)
    return found and found[0]


def test_a_pass_is_twenty_characters_of_its_person_and_day(cast):
    made = {text(person, day) for person in (cast.officer, cast.auxiliary) for day in (TODAY, TODAY + DAY)}
    assert len(made) == 4
    assert all(re.fullmatch(r"[A-Z2-7]{20}", one) for one in made)
    assert text(cast.officer) == text(cast.officer)


def test_a_fortnight_of_passes_is_drawn_for_the_phone(cast):
    found = passes.fortnight(cast.officer.id, "http://localhost", on=TODAY)
    assert [one["day"] for one in found] == [str(TODAY + n * DAY) for n in range(14)]
    last = text(cast.officer, TODAY + 13 * DAY)
    assert found[-1]["text"] == last
    assert found[-1]["matrix"] == matrices.packed(f"HTTP://LOCALHOST/P/{last}")
    assert found[-1]["size"] == matrices.SIZE


@pytest.mark.parametrize(("days", "is_known"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_pass_is_known_on_its_day_and_those_beside_it(cast, training, days, is_known):
    found = owner(text(cast.officer), training, TODAY + days * DAY)
    assert found == (cast.officer.id if is_known else None)


def test_a_pass_of_someone_not_on_the_list_is_known_too_but_not_of_one_who_left(cast, training):
    assert owner(text(cast.stranger), training) == cast.stranger.id
    for gone in (cast.stranger, cast.officer):
        wanted = text(gone)
        gone.is_active = False
        gone.save()
        assert owner(wanted, training) is None


def test_a_batch_makes_each_table_of_passes_once(cast, training):
    book = passes.Book()
    with counting_queries() as sent:
        for person in (cast.officer, cast.auxiliary, cast.stranger) * 3:
            assert book.owner(text(person), training.id, TODAY) == (person.id, person.unit_id)
    people = [sql for sql in sent if '"person"' in sql]
    assert len(people) <= 4


def test_a_roll_tells_an_instructor_s_phone_whom_to_expect(cast, training):
    found = rolls.of(rolls.find(training.id, identity(cast.instructor)))
    assert found["training"] == {
        "id": training.id,
        "title": training.title,
        "place": training.place,
        "starts": clock.ms(training.starts_at),
        "ends": clock.ms(training.ends_at),
        "windows": [
            {
                "phase": "in",
                "label": "签到",
                "opens": clock.ms(training.starts_at - timedelta(minutes=30)),
                "closes": clock.ms(training.ends_at),
            }
        ],
    }
    line = next(one for one in found["people"] if one["id"] == cast.officer.id)
    today = clock.local(training.starts_at).date()
    digest = hashlib.sha256(text(cast.officer, today).encode()).hexdigest()
    assert line["passes"][str(today)] == digest
    assert (line["name"], line["state"], line["credits"]) == ("林晓", "absent", {})
    assert (line["number"], line["unit"]) == (cast.officer.police_number, "城东分局")
    assert line["initials"] == ["l", "x"]


def test_a_roll_says_who_is_in_already(cast, training):
    instructor = identity(cast.instructor)
    verdict = checkins.tick(training.id, cast.officer.id, actor=instructor, claim_id="t")
    found = rolls.of(rolls.find(training.id, instructor))["people"]
    line = next(one for one in found if one["id"] == cast.officer.id)
    assert line["credits"] == {"in": clock.ms(verdict.credited_at)}
    assert line["state"] == "late"


def test_a_roll_holds_passes_for_the_days_of_the_training_that_are_near(cast):
    long = make_training(cast, starts_in=-15 * 86400, lasts=30 * 86400)
    found = rolls.of(rolls.find(long.id, identity(cast.instructor)))["people"][0]["passes"]
    assert list(found) == [str(clock.today() + n * DAY) for n in range(-1, 14)]
    with clock.stopped(clock.now() - 30 * DAY):
        past = make_training(cast)
    assert rolls.of(rolls.find(past.id, identity(cast.instructor)))["people"][0]["passes"] == {}


def test_a_roll_is_for_who_runs_the_training_and_for_one_that_is_held(cast, training):
    for who in (cast.officer, cast.stranger):
        with pytest.raises(Forbidden):
            rolls.find(training.id, identity(who))
    training.cancelled_at = clock.now()
    training.save()
    with pytest.raises(Cancelled):
        rolls.find(training.id, identity(cast.instructor))


def test_a_roll_takes_no_more_queries_for_more_people(cast, training):
    def queries():
        with counting_queries() as sent:
            rolls.of(rolls.find(training.id, identity(cast.instructor)))
        return len(sent)

    few = queries()
    for _ in range(5):
        make_person(cast.east)
    enrolments.add_unit(training.id, cast.east.id, actor=identity(cast.instructor))
    assert queries() == few


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("单雄信", "sxx"),
        ("单雄信", "dxx"),
        ("曾国藩", "zgf"),
        ("解小龙", "xxl"),
        ("仇和", "qh"),
        ("查良镛", "zly"),
        ("尉迟恭", "ycg"),
        ("任长霞", "rcx"),
        ("欧阳海", "oyh"),
        ("Lin Xiao", "lx"),
        ("买买提·艾力", "mmtal"),
    ],
)
def test_a_name_is_found_by_any_reading_of_its_initials(name, typed):
    letters = rolls.initials(name)
    assert len(letters) == len(typed)
    assert all(letter in one for letter, one in zip(typed, letters, strict=True))
