"""The calendar feed: whose trainings it holds, what it says of them, and when it ends."""

from datetime import timedelta

import pytest
from icalendar import Calendar

from models import Account, CalendarFeed, Enrolment, Person, Training
from services import clock, planning, trainings, words
from services.errors import NotFound
from services.throttle import TooOften
from services.trainings import calendars, enrolments
from tests.conftest import counting_queries
from tests.support.factories import Cast, identity, make_person, make_training
from tests.support.tables import digest

PUBLIC = "https://train.example:8443"
DAY = 86_400


@pytest.fixture
def cast(database):
    return Cast()


@pytest.fixture
def officer(cast):
    return identity(cast.officer)


def fetch(token, **changes):
    return calendars.feed(token, **{"address": "10.0.0.1", "public_url": PUBLIC} | changes)


def events(token):
    return {
        int(str(event["URL"]).rsplit("/", 1)[1]): event for event in Calendar.from_ical(fetch(token)).events
    }


def edit(training, cast, **changes):
    facts = {
        "title": training.title,
        "kind": training.kind,
        "unit_id": training.unit_id,
        "starts_at": training.starts_at,
        "ends_at": training.ends_at,
        "place": training.place,
        "instructor_ids": (cast.instructor.id,),
    }
    return planning.edit(training.id, planning.Plan(**facts | changes), actor=identity(cast.instructor))


def test_the_feed_holds_one_s_own_trainings_and_no_one_else_s(cast, officer):
    mine = make_training(cast)
    other = make_training(cast)
    enrolments.remove(other.id, cast.officer.id, actor=identity(cast.instructor))
    assert set(events(calendars.turn_on(officer))) == {mine.id}


def test_who_leads_a_training_finds_it_in_their_calendar_once(cast):
    enrolled_too = make_training(cast)
    led_only = make_training(cast)
    Enrolment.delete().where(Enrolment.training == led_only, Enrolment.person == cast.instructor).execute()
    assert set(events(calendars.turn_on(identity(cast.instructor)))) == {enrolled_too.id, led_only.id}


@pytest.mark.parametrize(
    ("starts_in", "is_there"),
    [(-60 * DAY + 600, True), (-60 * DAY - 600, False), (365 * DAY - 600, True), (365 * DAY + 600, False)],
)
def test_it_reaches_from_60_days_back_to_a_year_ahead(cast, officer, starts_in, is_there):
    made = make_training(cast, starts_in=30 * DAY)
    starts_at = clock.now() + timedelta(seconds=starts_in)
    Training.update(starts_at=starts_at, ends_at=starts_at + timedelta(hours=1)).execute()
    assert (made.id in events(calendars.turn_on(officer))) is is_there


def test_an_event_says_what_when_and_where_and_leads_to_the_page(cast, officer):
    training = make_training(cast, title="擒拿, 上铐;\n夜训", place="训练馆 B")
    event = events(calendars.turn_on(officer))[training.id]

    assert event["SUMMARY"] == "擒拿, 上铐;\n夜训"
    assert event["LOCATION"] == "训练馆 B"
    assert event["STATUS"] == "CONFIRMED"
    assert event["URL"] == f"{PUBLIC}/trainings/{training.id}"
    assert event["UID"] == f"training-{training.number}@train.example"
    for name, at in (("DTSTART", training.starts_at), ("DTEND", training.ends_at)):
        assert event[name].to_ical() == f"{at:%Y%m%dT%H%M%SZ}".encode()


def test_no_name_or_number_of_anyone_is_in_it(cast, officer):
    make_training(cast)
    told = fetch(calendars.turn_on(officer)).decode()
    for person in Person.select():
        assert person.name not in told
        assert person.police_number not in told
    assert "ATTENDEE" not in told
    assert "ORGANIZER" not in told


def test_a_cancelled_training_stays_and_says_so(cast, officer):
    training = make_training(cast, starts_in=DAY)
    token = calendars.turn_on(officer)
    before = events(token)[training.id]
    planning.cancel(training.id, actor=identity(cast.instructor))
    after = events(token)[training.id]

    assert (after["STATUS"], after["SUMMARY"]) == ("CANCELLED", f"已取消：{training.title}")
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]


def test_a_changed_plan_raises_sequence_and_time_of_change_and_a_check_in_does_not(cast, officer):
    with clock.stopped(clock.now() - timedelta(hours=5)) as planned_at:
        training = make_training(cast, starts_in=DAY)
    token = calendars.turn_on(officer)
    first = events(token)[training.id]
    assert first["SEQUENCE"] == 0
    assert first["DTSTAMP"].dt == first["LAST-MODIFIED"].dt == planned_at.replace(microsecond=0)

    trainings.touch(training.id)
    assert fetch(token) == fetch(token)
    assert events(token)[training.id]["SEQUENCE"] == 0

    edit(training, cast, title="夜间射击")
    later = events(token)[training.id]
    assert later["SEQUENCE"] == 1
    assert later["LAST-MODIFIED"].dt > first["LAST-MODIFIED"].dt
    assert later["UID"] == first["UID"]


def test_the_words_are_chinese_unless_english_is_spoken(cast, officer):
    training = make_training(cast)
    token = calendars.turn_on(officer)
    assert events(token)[training.id].to_ical().decode().count("CATEGORIES:训练") == 1
    with words.using("en"):
        assert "CATEGORIES:训练" not in fetch(token).decode()


def test_the_token_is_long_and_only_its_hash_is_kept(cast, officer):
    token = calendars.turn_on(officer)
    assert len(token) >= 22  # of 64 signs each: 128 bits and more
    assert token not in str([row.__data__ for row in CalendarFeed.select()])


def test_a_new_address_ends_the_old_one_and_each_account_has_one(cast, officer):
    old = calendars.turn_on(officer)
    new = calendars.turn_on(officer)
    assert old != new
    assert fetch(new)
    with pytest.raises(NotFound):
        fetch(old)
    assert CalendarFeed.select().count() == 1


def test_turning_off_ends_it_and_is_for_oneself(cast, officer):
    token = calendars.turn_on(officer)
    calendars.turn_off(identity(cast.auxiliary))
    assert fetch(token)
    assert calendars.since(officer)

    calendars.turn_off(officer)
    assert calendars.since(officer) is None
    with pytest.raises(NotFound):
        fetch(token)
    before = digest()
    calendars.turn_off(officer)
    assert digest() == before


def test_the_feed_of_who_left_is_gone(cast, officer):
    token = calendars.turn_on(officer)
    Person.update(is_active=False).where(Person.id == cast.officer.id).execute()
    with pytest.raises(NotFound):
        fetch(token)


def test_a_host_that_tries_many_unknown_addresses_waits_and_good_ones_never_do(cast, officer):
    token = calendars.turn_on(officer)
    for n in range(calendars.UNKNOWN["free"]):
        with pytest.raises(NotFound):
            fetch(f"guess-{n}")
    with pytest.raises(TooOften):
        fetch("one more")
    assert fetch(token)
    with pytest.raises(NotFound):
        fetch("from elsewhere", address="10.0.0.2")


def test_the_queries_do_not_grow_with_the_trainings(cast, officer):
    make_training(cast)
    token = calendars.turn_on(officer)
    with counting_queries() as few:
        fetch(token)
    for _ in range(5):
        make_training(cast)
    with counting_queries() as many:
        fetch(token)
    assert len(events(token)) == 6
    assert len(many) == len(few) <= 3


def test_an_account_without_trainings_has_an_empty_calendar(cast):
    loner = make_person(cast.west)
    assert Account.get(person=loner)
    assert events(calendars.turn_on(identity(loner))) == {}
