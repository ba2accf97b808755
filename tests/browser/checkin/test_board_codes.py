"""Whatever code a screen shows is accepted: from any screen, after any refresh, up to the end of its slot."""

import re

import numpy
import pytest
from playwright.sync_api import expect

from models import Evidence
from services import checkins, clock, trainings
from services.checkins import claims
from services.trainings import codes
from tests.browser.conftest import PHONE, PROJECTOR, read_code, sign_in
from tests.support import examples, qr
from tests.support.browser.keeping import until
from tests.support.browser.phones import go_ahead, let_go_ahead
from tests.support.factories import identity, make_training

LATE = 8.5  # s of a slot: a server that starts takes it to the last


@pytest.mark.long
def test_five_screens_and_many_refreshes_show_only_codes_that_count(cast, window, connected):
    training = make_training(cast)
    person = identity(cast.officer)
    boards = [window(PROJECTOR) for _ in range(5)]
    for board in boards:
        sign_in(board, cast.instructor, at=f"/trainings/{training.id}/board")
    labels = set()
    for n in range(examples.number(5, long=100)):
        board = boards[n % 5]
        board.reload()
        code = codes.read(painted(board).rpartition("/")[2])
        labels.add(code.display)
        claim = checkins.Claim(f"claim-{n}", code, clock.now(), device=f"device-{n}")
        assert checkins.accept(claim, person).counts
    # Labels are drawn by chance, so that two screens may share one.
    assert len(labels) > 1


def painted(board):
    """The code drawn on the screen, read from its modules: a hundred screenshots would take minutes."""
    path = board.locator("[data-qr] path")
    drawn = until(lambda: path.get_attribute("d"))
    size = int(board.locator("[data-qr]").get_attribute("viewBox").split()[2])
    modules = numpy.full((size + 8, size + 8), 255, numpy.uint8)
    for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", drawn):
        modules[int(y) + 4, int(x) + 4] = 0
    return qr.read(numpy.kron(modules, numpy.ones((6, 6), numpy.uint8)))


def test_a_code_seen_at_the_end_of_its_slot_is_accepted_after_a_slow_login(cast, window, server):
    training = make_training(cast)
    board = window(PROJECTOR, loses_network=True)
    let_go_ahead(board)
    sign_in(board, cast.instructor, at=f"/trainings/{training.id}/board")
    read_code(board)  # all of its scripts are there
    ahead = max(0, LATE - clock.now().timestamp() % codes.SLOT_SECONDS)
    server.stop()
    server.start(hours=ahead / 3600)
    go_ahead(board, ahead)
    # The last second of a slot: the ring says so.
    expect(board.locator("[data-seconds]")).to_have_text("1", timeout=30_000)
    text = read_code(board)
    phone = window(PHONE, loses_network=True)
    phone.goto(text)
    # Five minutes to find the password.
    server.stop()
    server.start(hours=ahead / 3600 + 5 / 60)
    sign_in(phone, cast.officer)
    expect(phone.get_by_role("heading", name="签到成功")).to_be_visible()
    row = Evidence.get(person=cast.officer, training=training.id)
    assert row.credited_at == codes.read(text.rpartition("/")[2]).starts_at
    assert claims.verdict_of(row, trainings.get(training.id)).grade == "B"
