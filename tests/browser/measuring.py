"""An examiner at a station in the field: getting there, and what the device then holds."""

import hashlib
import json
from contextlib import contextmanager

from playwright.sync_api import expect

from tests import chromium
from tests.browser.conftest import PHONE, sign_in
from tests.browser.keeping import await_worker, rows, until
from tests.server import PATIENCE

SLOW = PATIENCE * 1000


@contextmanager
def device(launched, server, folder):
    """An examiner's device; closed, it can be opened again, for what it keeps stays in its folder."""
    opened, troubles = [], []

    def open_device(**options):
        context = launched.browser_type.launch_persistent_context(
            folder,
            executable_path=chromium.executable(),
            args=chromium.ARGS,
            base_url=server.url,
            timezone_id="Asia/Shanghai",
            **{"locale": "zh-CN"} | PHONE | options,
        )
        opened.append(context)
        page = context.pages[0]
        page.set_default_timeout(30_000)
        page.on("pageerror", lambda error: troubles.append(str(error)))
        return page

    try:
        yield open_device
    finally:
        for context in opened:
            context.close()
    assert not troubles, troubles


def place(day, exercise):
    return f"/stations/{day.stations[exercise].id}/field"


def get_ready(page, day, exercise):
    """Sign in and take the station along: from then on the network may go."""
    sign_in(page, day.examiner, at=f"/sign-in?next={place(day, exercise)}")
    page.locator("[data-screen=list]:visible [data-person]").first.wait_for(timeout=SLOW)
    await_worker(page)
    until(lambda: page.evaluate("caches.match('/shell/station', {ignoreSearch: true}).then(Boolean)"))


def begin(page, person):
    """From the list to where this person is measured."""
    page.locator(f"[data-screen=list] [data-person='{person.id}'] [data-measure]").click()
    page.locator("[data-whom]:visible").wait_for()


def press(page, keys):
    """Touch keys of the keypad, one after another."""
    for key in keys:
        page.locator(f"[data-screen=keypad] [data-key='{key}']").click()


def entries(page):
    """What the device holds, in order, as it was serialised."""
    return [json.loads(row["text"]) for row in sorted(rows(page, "entries"), key=lambda row: row["seq"])]


def told(page):
    """The mark on the screen that faces its person."""
    expect(page.locator("[data-screen=announce]")).to_be_visible(timeout=SLOW)
    return page.locator("[data-mark]")


def is_whole(page):
    """Whether the entries form one chain: numbers without a gap, each bound to the bytes before it."""
    before, kept = "", sorted(rows(page, "entries"), key=lambda row: row["seq"])
    for n, row in enumerate(kept, 1):
        entry = json.loads(row["text"])
        assert (entry["seq"], entry["prev"]) == (n, before), entry
        before = hashlib.sha256(row["text"].encode()).hexdigest()
        assert row["hash"] == before
    return True
