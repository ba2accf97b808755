"""Turning one's calendar on and off, and the feed that calendar apps fetch without a session."""

import re

import pytest

from models import Person
from services import store
from services.trainings import calendars
from tests.conftest import HERE
from tests.support.factories import make_training
from tests.support.tables import digest

FEED = re.compile(r'value="http://localhost(/calendar/[\w-]+\.ics)"')


@pytest.fixture
def training(cast):
    with store.connection():
        return make_training(cast, title="擒拿控制")


@pytest.fixture
def feed(client, cast, training, sign_in_as):
    """The officer's address, and a browser that is signed out again."""
    page = sign_in_as(cast.officer).post("/calendar", headers=HERE).text
    sign_in_as(None)
    return FEED.search(page)[1]


def test_the_account_page_leads_to_the_calendar(client, cast, sign_in_as):
    assert 'href="/calendar"' in sign_in_as(cast.officer).get("/account").text


def test_the_address_is_shown_once_and_never_again(client, cast, sign_in_as):
    sign_in_as(cast.officer)
    assert "没有打开" in client.get("/calendar").text
    assert FEED.search(client.post("/calendar", headers=HERE).text)
    page = client.get("/calendar").text
    assert not FEED.search(page)
    assert "换一个新地址" in page


def test_the_page_that_shows_the_address_is_kept_nowhere(client, cast, sign_in_as):
    answer = sign_in_as(cast.officer).post("/calendar", headers=HERE)
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_feed_needs_no_session_and_sets_no_cookie(client, feed, training):
    answer = client.get(feed)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert f"URL:http://localhost/trainings/{training.id}\r\n" in answer.text
    assert "Set-Cookie" not in answer.headers


def test_the_feed_is_kept_by_its_reader_alone_and_an_unchanged_one_is_not_sent_again(client, feed):
    answer = client.get(feed)
    assert answer.cache_control.private
    assert 0 < answer.cache_control.max_age <= 3600
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"

    again = client.get(feed, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert client.get(feed, headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_new_address_and_turning_off_end_the_old_one(client, cast, feed, sign_in_as):
    page = sign_in_as(cast.officer).post("/calendar", headers=HERE).text
    newer = FEED.search(page)[1]
    assert client.get(feed).status_code == 404
    assert client.get(newer).status_code == 200

    assert client.post("/calendar/off", headers=HERE).status_code == 303
    assert client.get(newer).status_code == 404


def test_the_feed_of_who_left_is_gone(client, cast, feed):
    with store.connection():
        Person.update(is_active=False).where(Person.id == cast.officer.id).execute()
    assert client.get(feed).status_code == 404


def test_guessing_is_slowed_and_changes_nothing(client, feed):
    before = digest()
    answers = [
        client.get(f"/calendar/guess{n}.ics").status_code for n in range(calendars.UNKNOWN["free"] + 1)
    ]
    assert answers == [404] * calendars.UNKNOWN["free"] + [429]
    assert digest() == before
    assert client.get(feed).status_code == 200


def test_fetching_changes_no_row(client, feed):
    before = digest()
    client.get(feed)
    assert digest() == before


def test_the_language_is_the_address_s_not_the_browser_s(client, feed):
    client.set_cookie("language", "en")
    assert "X-WR-CALNAME:一章训练" in client.get(feed).text
    client.delete_cookie("language")
    assert "一章" not in client.get(f"{feed}?lang=en").text
    assert client.get(f"{feed}?lang=tlh").status_code == 200


@pytest.mark.parametrize("method", ["get", "post"])
def test_one_s_calendar_page_asks_to_sign_in(client, tables, method):
    answer = getattr(client, method)("/calendar", headers=HERE)
    assert answer.status_code == 303
    assert answer.location.startswith("/sign-in")
