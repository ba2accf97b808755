"""Screen, instructor and trainees in a hall without a network; the server is gone, and comes back."""

import random
from datetime import timedelta

from playwright.sync_api import expect

from models import Attendance, Evidence, Means
from services import clock, trainings
from services.attendance import grading, presence
from services.trainings import codes
from tests.browser.conftest import PHONE, PROJECTOR, read_code, sign_in
from tests.support.browser.calling import SLOW, get_ready, tick
from tests.support.browser.keeping import await_copy, keep_claim, rows, until
from tests.support.factories import make_person, make_training


def test_everyone_is_offline_and_everyone_is_counted_once(cast, window, server):
    ticked = make_person(cast.east, name="张三丰")
    training = make_training(cast, lasts=1500)
    board = window(PROJECTOR, anew=True, loses_network=True)
    board.clock.install()
    sign_in(board, cast.instructor, at=f"/trainings/{training.id}/board")
    first = read_code(board)
    leader = window(PHONE, anew=True, loses_network=True)
    leader.clock.install()
    get_ready(leader, cast.instructor, training)
    scanned = {cast.officer: None, cast.auxiliary: None}
    phones = {person: phone_of(person, window) for person in scanned}

    server.stop()
    shown, passed = first, timedelta()
    for person, page in phones.items():
        passed += let_pass(codes.SLOT, board, leader)
        shown = read_code(board, other_than=shown)
        scanned[person] = shown
        page.goto(f"/C/{shown.rpartition('/')[2]}")
        expect(page.get_by_role("heading", name="已记录，待上传")).to_be_visible(timeout=SLOW)
    tick(leader, "张三", ticked.name)
    # One of them scans the other's code too, from the very same screen.
    keep_claim(phones[cast.officer], scanned[cast.auxiliary].rpartition("/")[2])
    assert Evidence.select().count() == 0

    passed += let_pass(codes.SLOT + grading.GRACE, leader)
    server.start(hours=passed / timedelta(hours=1))
    late = codes.read(shown.rpartition("/")[2]).starts_at + codes.SLOT + grading.GRACE
    assert clock.now() + passed > late
    pages = [leader, *phones.values()]
    for page in random.sample(pages, len(pages)):
        page.reload()
    until(lambda: not any(rows(page, "outbox") for page in pages))

    standings = presence.standings(trainings.get(training.id))
    came = {person: one for person, one in standings.items() if one.attendance is not Attendance.ABSENT}
    assert set(came) == {cast.officer.id, cast.auxiliary.id, ticked.id}
    assert {person: next(iter(one.credits.values())).grade for person, one in came.items()} == {
        cast.officer.id: "C",
        cast.auxiliary.id: "C",
        ticked.id: "A",
    }
    assert Evidence.select().where(Evidence.means == Means.SCAN).count() == 3


def let_pass(time, *pages):
    """Let it be so much later at once, on the clocks of those who go by theirs; how much that was."""
    for page in pages:
        page.clock.fast_forward(time / timedelta(milliseconds=1))
    return time


def phone_of(person, window):
    page = window(PHONE, loses_network=True)
    sign_in(page, person, at="/")
    await_copy(page)
    return page
