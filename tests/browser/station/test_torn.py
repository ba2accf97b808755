"""A browser that was killed in the middle of a write keeps what it had, and what it keeps after that.

Without ``afresh.js`` Chromium goes on behind the torn record, and throws the whole database away when it is
opened once more.
"""

import json
import struct

import pytest

from tests.browser.conftest import sign_in
from tests.browser.station.test_sending import start, tap
from tests.browser.station.test_stream_killed import MARKS, Phone
from tests.support import killing
from tests.support.browser.keeping import until
from tests.support.browser.recording import rows, run
from tests.support.field_day import FieldDay

WRITE = "return (await m.append(a0, a1)).map(({ id }) => id);"


@pytest.fixture
def phone(launched, server, tmp_path):
    made = Phone(launched, server.url, tmp_path / "profile")
    yield made
    made.close()


def open_field(phone):
    phone.open()
    phone.page.route("**/streams", lambda route: route.abort())
    phone.page.goto("/account")


def tear(phone):
    """Leave the beginning of a record, as a kill between two writes of its parts does."""
    (folder,) = phone.folder.rglob("*.indexeddb.leveldb")
    log = max(folder.glob("*.log"), key=lambda path: int(path.stem))
    with log.open("ab") as file:
        file.write(struct.pack("<IHB", 0x12345678, 3000, 1) + b"x" * 200)


def killed_twice(phone, day, settle):
    """(ids that showed ✓, ids that are there after a kill in the middle of a write, and another)."""
    phone.open()
    sign_in(phone.page, day.examiner, at="/account")
    phone.close()
    first = start(day)
    open_field(phone)
    shown = run(phone.page, WRITE, day.assessment.id, [first])
    killing.kill(phone.folder)
    phone.close()
    tear(phone)
    open_field(phone)
    settle(phone.page)
    shown += run(phone.page, WRITE, day.assessment.id, [tap(first)] * 3)
    killing.kill(phone.folder)
    phone.close()
    open_field(phone)
    return shown, [json.loads(row["text"])["id"] for row in rows(phone.page)]


def test_a_kill_in_the_middle_of_a_write_costs_nothing_that_showed_a_tick(cast, phone):
    def settle(page):
        # The mark of the page that was killed goes last, when the log is a new one.
        until(lambda: len(run(page, MARKS, module="kept/store")) == 1)

    shown, kept = killed_twice(phone, FieldDay(cast), settle)
    assert kept == shown


def test_pages_that_end_by_themselves_leave_no_mark(cast, phone):
    phone.open()
    sign_in(phone.page, cast.officer, at="/account")
    for _ in range(3):
        phone.page.goto("/account")
    until(lambda: len(run(phone.page, MARKS, module="kept/store")) == 1)
    assert run(phone.page, "return m.get('meta', 'ballast');", module="kept/store") is None
