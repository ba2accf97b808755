"""The next station on a person's sheet, who comes to a station, and the screen of the hall."""

from datetime import timedelta

import pytest

from services import clock, store
from tests.conftest import HTMX, counting_queries
from tests.support.field_day import PASSING, FieldDay


@pytest.fixture
def day(cast):
    with store.connection():
        day = FieldDay(cast, people=5)
        for person in day.trainees:
            day.sheet(person)
    return day


@pytest.fixture
def enter(day):
    def act(exercise, text, person=None):
        with store.connection():
            day.enter(exercise, text, person)

    return act


def test_a_sheet_says_its_number_its_next_station_and_who_is_before(client, day, sign_in_as):
    page = sign_in_as(day.trainees[3]).get(f"/assessments/{day.assessment.id}/mine").text
    for said in ("下一站", "你是 4 号", "10米×4往返跑", "前面还有 1 人"):
        assert said in page


def test_the_next_station_follows_what_happens_and_is_304_while_it_stands(client, day, enter, sign_in_as):
    with store.connection():
        place = f"/sheets/{day.sheet().id}/next"
    sign_in_as(day.cast.officer)
    first = client.get(place, headers=HTMX)
    assert "10米×4往返跑" in first.text
    tag = {"If-None-Match": first.headers["ETag"]}
    enter("run1000", "4:00", day.trainees[1])
    assert client.get(place, headers=HTMX | tag).status_code == 304
    enter("shuttle4x10", "12.5")
    assert "1000米跑" in client.get(place, headers=HTMX | tag).text
    for exercise in ("run1000", "jumpreach"):
        enter(exercise, PASSING[exercise])
    assert "要测的都测了" in client.get(place, headers=HTMX).text


def test_an_unchanged_next_station_costs_a_few_reads(client, day, sign_in_as):
    with store.connection():
        place = f"/sheets/{day.sheet().id}/next"
    sign_in_as(day.cast.officer)
    first = client.get(place, headers=HTMX)
    with counting_queries() as sent:
        client.get(place, headers=HTMX | {"If-None-Match": first.headers["ETag"]})
    assert len(sent) <= 12


def test_an_examiner_sees_first_who_was_sent_here(client, day, sign_in_as):
    station = day.stations["jumpreach"].id
    page = sign_in_as(day.examiner).get(f"/stations/{station}/queue", headers=HTMX).text
    names = [person.name for person in day.trainees]
    assert page.count("下一站是这里") == 1
    assert page.index(names[2]) < page.index(names[0]) < page.index(names[1])


def test_the_hall_sees_progress_and_who_is_called_and_no_marks(client, day, enter, sign_in_as):
    enter("shuttle4x10", "12.5")
    sign_in_as(day.examiner)
    place = f"/assessments/{day.assessment.id}/calls"
    page = client.get(place)
    assert "已到 / " in page.text
    assert '1</span> / <span class="n">5</span>' in page.text
    assert day.trainees[3].name in page.text
    assert "12.5" not in page.text
    tag = {"If-None-Match": page.headers["ETag"]}
    assert client.get(place, headers=HTMX | tag).status_code == 304
    enter("run1000", "4:00", day.trainees[1])
    assert client.get(place, headers=HTMX | tag).status_code == 200


def test_the_board_of_an_assessment_leads_to_the_hall_screen_and_another_training_s_does_not(
    client, day, training, sign_in_as
):
    sign_in_as(day.cast.instructor)
    calls = f"/assessments/{day.assessment.id}/calls"
    assert calls in client.get(f"/trainings/{day.training.id}/board").text
    assert "/calls" not in client.get(f"/trainings/{training.id}/board").text


def test_nobody_is_called_on_another_day(client, day, sign_in_as):
    sign_in_as(day.cast.instructor)
    with clock.stopped(clock.now() + timedelta(days=2)):
        page = client.get(f"/assessments/{day.assessment.id}/calls").text
    assert "今天不在考核时间" in page
    assert day.trainees[0].name not in page


def test_a_pack_says_who_was_sent_to_its_station(client, day, sign_in_as):
    station = day.stations["jumpreach"].id
    people = sign_in_as(day.examiner).get(f"/stations/{station}/pack.json").json["people"]
    assert [one["sheet"] for one in people if one["coming"]] == [3]
