"""Calling a roll in the field: what an instructor does on the screen."""

import io
from contextlib import contextmanager

import qrcode
from playwright.sync_api import expect

from services import clock
from services.checkins import passes
from tests.browser.conftest import PHONE, sign_in
from tests.support.browser import camera, chromium
from tests.support.server import PATIENCE

SLOW = PATIENCE * 1000


class Film:
    """What the phone's camera sees from its next start on: a code that says this, or only a wall."""

    def __init__(self, path):
        self.path = camera.film(path)

    def show(self, text):
        camera.film(self.path, picture_of(text))


@contextmanager
def browser(launched, server, folder, film):
    """Open the instructor's browser; closed, it can be opened again, for its folder stays."""
    opened, troubles = [], []

    def open_phone(**options):
        context = launched.browser_type.launch_persistent_context(
            folder,
            executable_path=chromium.executable(),
            args=chromium.ARGS + camera.args(film.path),
            base_url=server.url,
            timezone_id="Asia/Shanghai",
            locale="zh-CN",
            **PHONE | options,
        )
        opened.append(context)
        page = context.pages[0]
        page.set_default_timeout(30_000)
        page.on("pageerror", lambda error: troubles.append(str(error)))
        return page

    try:
        yield open_phone
    finally:
        for context in opened:
            context.close()
    assert not troubles, troubles


def picture_of(text):
    drawn = io.BytesIO()
    qrcode.make(text, box_size=12).save(drawn, "PNG")
    return drawn.getvalue()


def pass_of(server, person, *, on=None):
    text = passes.text_of(person.id, on or clock.today(), passes.key())
    return passes.link(server.url, text)


def place(training):
    return f"/trainings/{training.id}/field"


def get_ready(page, person, training):
    sign_in(page, person, at=f"/sign-in?next={place(training)}")
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


def count(page, tab):
    return page.locator(f"[data-tab={tab}] .n")
