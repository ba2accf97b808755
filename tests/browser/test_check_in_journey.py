"""A phone opens what is really on the instructor's screen, and its owner is present."""

import time

from playwright.sync_api import expect

from tests.browser.conftest import PHONE, PROJECTOR, decode, sign_in
from tests.factories import make_training


def read_code(board, *, other_than=None):
    """The text shown on the board now, once it is another than the one before."""
    until = time.monotonic() + 15
    while time.monotonic() < until:
        text = decode(board.screenshot())
        if text and text != other_than:
            return text
        time.sleep(0.2)
    raise AssertionError("no new code within a slot")


def test_a_signed_out_phone_scans_the_screen_and_its_owner_is_present(cast, window, server):
    training = make_training(cast)
    board = window(PROJECTOR)
    sign_in(board, cast.instructor, at=f"/sign-in?next=/trainings/{training.id}/board")
    first = read_code(board)
    second = read_code(board, other_than=first)
    assert first.startswith(f"HTTP://LOCALHOST:{server.port}/C/")
    assert second[:-23] == first[:-23]

    phone = window(PHONE)
    phone.goto(second)
    sign_in(phone, cast.officer)
    expect(phone.get_by_role("heading", name="签到成功")).to_be_visible()
    expect(board.locator("[data-came]")).to_have_text("1", timeout=4000)
    expect(board.locator(".latest")).to_contain_text(cast.officer.name)


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
