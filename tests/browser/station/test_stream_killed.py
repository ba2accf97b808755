"""A browser is killed again and again while taps are written down: what showed ✓ is there, in one chain.

Each life begins once ``afresh.js`` is done: what a kill in the middle of a write leaves is test_torn's.
"""

import json
import random
from contextlib import suppress

import pytest
from playwright.sync_api import Error

from models import Entry, Stream
from services.assessments import streams
from tests.browser.conftest import PHONE, sign_in
from tests.browser.station.test_sending import flush, start, tap
from tests.browser.station.test_stream import assert_unbroken
from tests.support import examples, killing
from tests.support.browser import windows
from tests.support.browser.keeping import until
from tests.support.browser.proxy import network
from tests.support.browser.recording import rows, run
from tests.support.field_day import FieldDay

LIFE = 1500  # ms at most, from asking for the first tap on
AFTERWARDS = 300  # ms at most, from seeing a ✓ on

MARKS = (
    "return m.transact('meta', 'readonly', (meta) => meta.getAllKeys(IDBKeyRange.bound('page:', 'page;')));"
)

#: Taps without a pause, now one and now three at once; tells the test from inside what has shown ✓.
TAP_ON = """
(async () => {
  self.shown([(await m.append(a0, a1)).id]);
  for (let n = 0; ; n++) {
    const kept = await m.append(a0, n % 4 ? [a2] : [a2, a2, a2]);
    self.shown(kept.map(({ id }) => id));
  }
})();
"""


@pytest.mark.long
def test_no_tap_that_showed_a_tick_is_lost_and_no_chain_forks(cast, launched, server, port_between, tmp_path):
    seed = random.SystemRandom().randrange(10**6)
    print(f"seed {seed}")
    chance = random.Random(seed)
    day = FieldDay(cast)
    first = start(day)
    after_a_tick, kills = 0, examples.number(6, long=20)
    with network(port_between, server.port) as between:
        phone = Phone(launched, between.url, tmp_path / "profile")
        phone.open()
        sign_in(phone.page, day.examiner, at="/account")
        phone.close()
        for kill in range(kills):
            phone.open()
            with between.having(chance.choice(["gone", "cut", "none"]), "/streams"):
                before = len(phone.shown)
                phone.page.goto("/account")
                until(lambda: len(run(phone.page, MARKS, module="kept/store")) == 1)
                with suppress(Error):
                    run(phone.page, TAP_ON, day.assessment.id, first, tap(first))
                # Half of them once a ✓ was seen, however slow the machine; the others at any point.
                if kill % 2:
                    until(lambda seen=before: phone.live(10) or len(phone.shown) > seen)
                phone.live(chance.uniform(0, AFTERWARDS if kill % 2 else LIFE))
                killing.kill(phone.folder)
                phone.live(50)
                after_a_tick += len(phone.shown) > before
            phone.close()
        phone.open()
        phone.page.goto("/account")
        found = assert_unbroken(rows(phone.page))
        assert phone.shown <= {json.loads(row["text"])["id"] for row in found}
        until(lambda: flush(phone.page)["left"] == 0)
        phone.close()
    assert after_a_tick >= kills / 4
    assert phone.shown <= {row.entry_id for row in Entry.select(Entry.entry_id)}
    assert Entry.select().count() == len(found)
    assert streams.state(Stream.get()).is_whole
    print(f"{len(phone.shown)} shown, {len(found)} kept, {after_a_tick} kills after a tick")


class Phone:
    """A browser on a profile folder of its own, and the ids it has shown ✓ for."""

    def __init__(self, launched, url, folder):
        self._launched, self._url, self.folder = launched, url, folder
        self.shown = set()

    def open(self):
        self._context = windows.lasting(self._launched, self.folder, base_url=self._url, **PHONE)
        self._context.expose_binding("shown", lambda _source, ids: self.shown.update(ids))
        self.page = self._context.pages[0]

    def live(self, milliseconds):
        with suppress(Error):
            self.page.wait_for_timeout(milliseconds)

    def close(self):
        with suppress(Error):
            self._context.close()
