"""A medal just settled is on the open wall within two seconds, and swings in where motion is welcome."""

import time
from urllib.parse import urlsplit

import pytest

from tests.browser.conftest import PHONE, sign_in
from tests.support.awarding import make_assessment, make_season, make_sheet, settle
from tests.support.factories import identity

FRESH = "#wall [data-fresh]"
MOST = 1500  # ms from one asking to the next
#: How long the medal's picture moves, in milliseconds.
MOTION = """() => document.querySelector('#wall [data-fresh] img').getAnimations()
  .reduce((most, one) => Math.max(most, one.effect.getComputedTiming().activeDuration), 0)"""


@pytest.fixture
def sheet(cast):
    return make_sheet(make_assessment(cast.east, season=make_season()), cast.officer)


@pytest.mark.parametrize(("motion", "moves"), [("no-preference", True), ("reduce", False)])
def test_a_new_medal_is_on_the_open_wall_within_two_seconds(window, cast, sheet, motion, moves):
    page = window(PHONE, reduced_motion=motion)
    sign_in(page, cast.officer, at="/medals")
    page.goto("/medals")
    page.wait_for_selector("#wall")
    assert page.query_selector(FRESH) is None
    # A busy machine takes its time: the page promises to ask this soon, and that the next answer has it.
    assert int(page.get_attribute("#wall", "data-poll")) <= MOST
    answers = []
    page.on("response", lambda answer: urlsplit(answer.url).path == "/medals" and answers.append(answer))

    settle(sheet, "gold", signer=identity(cast.instructor).account_id)
    settled_at = time.time() * 1000
    page.wait_for_selector(FRESH, state="attached")

    asked_since = [answer for answer in answers if answer.request.timing["startTime"] > settled_at]
    assert len(asked_since) <= 1
    assert (page.evaluate(MOTION) > 100) is moves
    assert "新到一枚" in page.inner_text("#wall [role=status]")
