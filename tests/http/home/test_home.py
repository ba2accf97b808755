"""The first page says what is next."""

from datetime import timedelta

import pytest

from models import Enrolment, TrainingKind
from services import clock, store
from services.records import home
from tests.conftest import counting_queries
from tests.support import factories
from tests.support.awarding import make_assessment, make_training

MORNING = clock.at(clock.today()) + timedelta(hours=8)


@pytest.fixture
def at_eight(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: MORNING)


@pytest.fixture
def plan(cast):
    def plan(person, *, hours, kind=TrainingKind.DRILL, **fields):
        with store.connection():
            training = make_training(cast.east, at=MORNING + timedelta(hours=hours), kind=kind, **fields)
            Enrolment.create(training=training, person=person, unit=person.unit)
            return training

    return plan


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (-0.5, "正在训练"),
        (1, "上午有训练"),
        (6, "下午有训练"),
        (11, "晚上有训练"),
        (25, "明天有训练"),
        (73, "3 天后有训练"),
    ],
)
def test_the_greeting_says_when_the_next_training_is(client, cast, at_eight, plan, sign_in_as, hours, words):
    plan(cast.officer, hours=hours)
    assert f"林晓，{words}" in sign_in_as(cast.officer).get("/").text


def test_the_nearest_training_that_is_not_over_is_the_hero(client, cast, at_eight, plan, sign_in_as):
    plan(cast.officer, hours=-5, title="已过去")
    plan(cast.officer, hours=6, title="下午的")
    plan(cast.officer, hours=1, title="上午的")
    page = sign_in_as(cast.officer).get("/").text

    assert "上午的" in page.partition('id="hero"')[2][:900]
    assert "已过去" not in page
    assert "今天还有 2 场" in page


def test_check_in_is_offered_while_its_window_is_open_and_only_then(client, cast, at_eight, plan, sign_in_as):
    plan(cast.officer, hours=3)
    hero = sign_in_as(cast.officer).get("/").text.partition('id="hero"')[2].partition("</section>")[0]
    assert 'href="/scan"' not in hero

    plan(cast.officer, hours=0.25)
    hero = client.get("/").text.partition('id="hero"')[2].partition("</section>")[0]
    assert 'href="/scan"' in hero


def test_nothing_to_come_is_said_in_words(client, cast, sign_in_as):
    page = sign_in_as(cast.officer).get("/").text

    for words in ("最近没有训练", "还没有安排", "今年的季还没设", "年度要求：未设"):
        assert words in page, words


def test_the_next_assessment_is_shown_with_the_days_to_go(client, cast, at_eight, sign_in_as):
    with store.connection():
        assessment = make_assessment(cast.east, at=MORNING + timedelta(days=12))
        Enrolment.create(training=assessment.training, person=cast.officer, unit=cast.east)
    page = sign_in_as(cast.officer).get("/").text.partition('id="assessment"')[2]

    assert '<span class="n">12<small>' in page
    assert f"/assessments/{assessment.id}" in page or str(assessment.id) in page


def test_an_instructor_sees_what_they_run_today_and_the_desk_a_trainee_does_not(
    client, cast, at_eight, sign_in_as
):
    with store.connection():
        training = factories.make_training(cast, starts_in=3600)
    page = sign_in_as(cast.instructor).get("/").text
    assert f"/trainings/{training.id}/board" in page
    assert "/desk/trainings" in page

    page = sign_in_as(cast.officer).get("/").text
    assert "/board" not in page
    assert "/desk" not in page


def test_home_asks_to_sign_in_and_takes_few_queries(client, cast, at_eight, plan, sign_in_as):
    assert client.get("/").status_code == 303
    for hours in range(1, 12):
        plan(cast.registrar, hours=hours)
    sign_in_as(cast.registrar)
    client.get("/")
    with counting_queries() as sent:
        client.get("/")

    assert len(sent) <= 22


def test_a_training_a_month_away_is_not_yet_news(cast, database_url):
    with store.connection():
        training = make_training(cast.east, at=MORNING + home.AHEAD + timedelta(days=1))
        Enrolment.create(training=training, person=cast.officer, unit=cast.east)
        assert home.of(factories.identity(cast.officer), at=MORNING).hero is None


def test_a_training_open_for_weeks_gives_way_to_one_of_the_day(client, cast, at_eight, plan, sign_in_as):
    plan(cast.officer, hours=-1, title="随到随签", minutes=20 * 24 * 60)
    plan(cast.officer, hours=1, title="上午的")
    hero = sign_in_as(cast.officer).get("/").text.partition('id="hero"')[2].partition("</section>")[0]
    assert "上午的" in hero
