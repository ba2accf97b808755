"""Calling a roll in the field: what an instructor does on the screen."""

from playwright.sync_api import expect

from services import clock
from services.checkins import passes
from tests.browser.conftest import sign_in
from tests.support.server import PATIENCE

SLOW = PATIENCE * 1000
UNDO = 10  # s in which what was written down may be taken back, and is not sent


def pass_of(server, person, *, on=None):
    text = passes.text_of(person.id, on or clock.today(), passes.key())
    return passes.link(server.url, text)


def place(training):
    return f"/trainings/{training.id}/field"


def get_ready(page, person, training):
    sign_in(page, person, at=place(training))
    expect(page.get_by_text("可离线", exact=True)).to_be_visible(timeout=SLOW)


def tick(page, typed, name):
    page.locator("[data-typed]").fill(typed)
    page.get_by_role("button", name=f"到 {name}").click()
    expect(page.locator("[data-toast] span:visible")).to_have_text(f"{name} 已记到")


def scan(page, film, text, words):
    """Start the camera on a picture, and stop it once the screen says these words."""
    film.show(text)
    page.get_by_role("button", name="连续扫个人码").click()
    expect(page.locator("[data-hit] p:visible").filter(has_text=words)).to_be_visible(timeout=SLOW)
    page.get_by_role("button", name="停止扫码").click()


def time_passes(page, server, seconds=UNDO):
    """Start the server so much later, and let the page and its timers, by ``page.clock``, come there at once.

    With only one of the two clocks moved, the phone's would seem to have been set by hand.
    """
    server.start(hours=seconds / 3600)
    page.clock.fast_forward(seconds * 1000)


def count(page, tab):
    return page.locator(f"[data-tab={tab}] .n")
