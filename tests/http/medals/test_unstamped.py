"""待签章: measured and passed, not settled yet: on the wall and on the phone, gone once it is settled."""

import pytest

from services import store
from tests.conftest import HTMX
from tests.support.field_day import PASSING, FieldDay, make_season

WAITS = "待签章：{year} 冬考 · 合格"


@pytest.fixture
def day(cast):
    with store.connection():
        make_season()
        day = FieldDay(cast)
        day.sheet()
    return day


@pytest.fixture
def phone(client, cast, sign_in_as):
    sign_in_as(cast.officer)
    return client


def measure(day, **marks):
    with store.connection():
        day.enter_all(PASSING | marks)


def waits(phone):
    return "待签章" in phone.get("/medals").text


def test_the_wall_says_what_only_waits_for_the_chief(day, phone):
    year = make_year()
    assert not waits(phone)
    measure(day)
    assert WAITS.format(year=year) in phone.get("/medals").text
    assert phone.get("/mine.json").json["unstamped"] == [
        {"title": f"{year} 冬考", "metal": "bronze", "grade": "合格"}
    ]

    with store.connection():
        day.settle()
    assert not waits(phone)
    assert phone.get("/mine.json").json["unstamped"] == []
    assert len(phone.get("/mine.json").json["medals"]) == 1


def make_year():
    with store.connection():
        return make_season().year


def test_what_earns_no_medal_waits_for_nothing(day, phone):
    measure(day, run1000="9:00")
    assert not waits(phone)


def test_a_polling_wall_hears_of_it(day, phone):
    unchanged = HTMX | {"If-None-Match": phone.get("/medals", headers=HTMX).headers["ETag"]}
    assert phone.get("/medals", headers=unchanged).status_code == 304
    measure(day)
    assert phone.get("/medals", headers=unchanged).status_code == 200
