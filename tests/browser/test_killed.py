"""A browser is killed again and again while codes are scanned: what it had shown as kept arrives, once."""

import io
import random
from contextlib import suppress

import pytest
import qrcode
from playwright.sync_api import Error

from models import Evidence
from tests.browser.conftest import PHONE, sign_in
from tests.support import examples, killing
from tests.support.browser import camera, windows
from tests.support.browser.keeping import await_worker, rows, until
from tests.support.browser.proxy import network
from tests.support.factories import code_of, make_training

LIFE = 2500  # ms at most, from asking for the scanner on
AFTERWARDS = 500  # ms at most, from seeing a ✓ on
FRAMES = 15

#: Tells the test from inside the page which claim's ✓ stands on the screen.
WATCH = """
setInterval(() => {
  const link = document.querySelector("#result:not([hidden]) [data-details]");
  if (!link || document.querySelector("#result h1.bad:not([hidden])")) return;
  shown(new URL(link.href).pathname.split("/").at(-1));
}, 20);
"""


@pytest.mark.long
def test_nothing_that_was_shown_as_kept_is_lost_or_doubled(cast, launched, server, port_between, tmp_path):
    seed = random.SystemRandom().randrange(10**6)
    print(f"seed {seed}")
    chance = random.Random(seed)
    training = make_training(cast, starts_in=-1800)
    # Made at once: by the clock of each life, two might be of one slot.
    kills = examples.number(6, long=20)
    codes = [code_of(training, slot_ago=n) for n in range(kills)]
    kills_after_a_tick = 0
    with network(port_between, server.port) as between:
        phone = Phone(launched, between.url, tmp_path)
        phone.open()
        sign_in(phone.page, cast.officer, at="/account")
        phone.page.goto("/scan")
        await_worker(phone.page)
        phone.close()
        for kill, code in enumerate(codes):
            phone.open(code)
            with between.having(chance.choice(["gone", "cut", "none"]), "/sync"):
                before = len(phone.shown)
                phone.page.goto("/scan")
                # Half of them once a ✓ was seen, however slow the machine; the others at any point.
                if kill % 2:
                    phone.show_more_than(before)
                phone.live(chance.uniform(0, LIFE if kill % 2 == 0 else AFTERWARDS))
                killing.kill(phone.folder)
                kills_after_a_tick += len(phone.shown) > before
            phone.close()
        phone.open()
        phone.page.goto("/account")
        until(lambda: not rows(phone.page, "outbox"))
        phone.close()
    kept = list(Evidence.select().where(Evidence.person == cast.officer))
    assert kills_after_a_tick >= kills / 4
    assert phone.shown <= {row.claim_id for row in kept}
    assert len(kept) == len({row.credited_at for row in kept})


class Phone:
    """A browser on a profile folder of its own, with a camera."""

    def __init__(self, launched, url, folder):
        self._launched, self._url = launched, url
        self.folder, self._film = folder / "profile", folder / "film.mjpeg"
        self.shown = set()

    def open(self, code=None):
        self._film.write_bytes(frame(code) * FRAMES)
        self._context = windows.lasting(
            self._launched, self.folder, *camera.args(self._film), base_url=self._url, **PHONE
        )
        self._context.expose_binding("shown", lambda _source, claim: self.shown.add(claim))
        self._context.add_init_script(WATCH)
        self.page = self._context.pages[0]

    def show_more_than(self, shown):
        until(lambda: self.live(20) or len(self.shown) > shown)

    def live(self, milliseconds):
        with suppress(Error):
            self.page.wait_for_timeout(milliseconds)

    def close(self):
        with suppress(Error):
            self._context.close()


def frame(code):
    """One picture of a code before the camera, as JPEG; None shows the wall."""
    picture = io.BytesIO()
    if code:
        qrcode.make(f"HTTP://LOCALHOST/C/{code}", border=4).save(picture, "PNG")
    shot = io.BytesIO()
    camera.held_up(picture.getvalue()).save(shot, "JPEG", quality=88)
    return shot.getvalue()
