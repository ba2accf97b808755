"""The instructor's screen when the server goes away, or its own clock is wrong."""

import pytest
from playwright.sync_api import expect

from services import clock, codes
from tests.browser.conftest import PROJECTOR, read_code, sign_in
from tests.factories import make_training


def test_the_screen_goes_on_changing_codes_with_the_server_gone(cast, window, server):
    training = make_training(cast)
    board = window(PROJECTOR, loses_network=True)
    sign_in(board, cast.instructor, at=f"/sign-in?next=/trainings/{training.id}/board")
    first = read_code(board)
    stale = board.get_by_text("连不上服务器")
    expect(stale).to_be_hidden()
    server.stop()
    assert read_code(board, other_than=first) != first
    expect(stale).to_be_visible()
    server.start()
    expect(stale).to_be_hidden()


@pytest.mark.parametrize("hours", [-3, 3])
def test_a_screen_whose_clock_is_hours_off_shows_the_code_of_now(cast, window, hours):
    training = make_training(cast)
    board = window(PROJECTOR)
    board.add_init_script(f"const real = Date.now; Date.now = () => real() + {hours} * 3600e3;")
    sign_in(board, cast.instructor, at=f"/sign-in?next=/trainings/{training.id}/board")
    shown = read_code(board)
    newest = codes.slot_of(clock.now())
    assert newest - codes.read(shown.rpartition("/")[2]).slot in (0, 1)
