"""A medal just settled is on the open wall within two seconds, and swings in where motion is welcome."""

import time

import pytest

from tests.awarding import make_assessment, make_season, make_sheet, settle
from tests.browser.conftest import PHONE, sign_in
from tests.factories import identity

FRESH = "#wall [data-fresh]"
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
    # What is settled first need not wait for pictures that were never drawn.
    page.wait_for_load_state("networkidle")

    settle(sheet, "gold", signer=identity(cast.instructor).account_id)
    settled_at = time.monotonic()
    page.wait_for_selector(FRESH, state="attached")
    took = time.monotonic() - settled_at

    assert took < 2, f"{took:.2f} s"
    assert (page.evaluate(MOTION) > 100) is moves
    assert "新到一枚" in page.inner_text("#wall [role=status]")
