"""The instructor's screen when the server goes away, or its own clock is wrong."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from models import Training
from services import clock
from services.trainings import codes
from tests.browser.conftest import PROJECTOR, read_code, sign_in
from tests.support.browser import windows
from tests.support.browser.keeping import as_told, await_worker, rows, until
from tests.support.browser.phones import go_ahead, let_go_ahead
from tests.support.factories import make_training
from tests.support.server import PATIENCE

HOUR = timedelta(hours=1)


def test_the_screen_goes_on_changing_codes_with_the_server_gone(cast, window, server):
    training = make_training(cast)
    board = window(PROJECTOR, loses_network=True)
    let_go_ahead(board)
    sign_in(board, cast.instructor, at=f"/trainings/{training.id}/board")
    first = read_code(board)
    stale = board.get_by_text("连不上服务器")
    expect(stale).to_be_hidden()
    server.stop()
    go_ahead(board, codes.SLOT_SECONDS)
    assert read_code(board, other_than=first) != first
    expect(stale).to_be_visible()
    server.start(hours=codes.SLOT / HOUR)
    expect(stale).to_be_hidden()


@pytest.mark.parametrize("hours", [-3, 3])
def test_a_screen_whose_clock_is_hours_off_shows_the_code_of_now(cast, window, hours):
    training = make_training(cast)
    board = window(PROJECTOR)
    board.add_init_script(f"const real = Date.now; Date.now = () => real() + {hours} * 3600e3;")
    sign_in(board, cast.instructor, at=f"/trainings/{training.id}/board")
    shown = read_code(board)
    newest = codes.slot_of(clock.now())
    assert newest - codes.read(shown.rpartition("/")[2]).slot in (0, 1)


@pytest.fixture
def projector(launched, server, tmp_path):
    """Open the projector's browser, which may be closed and opened again: its folder stays."""
    opened = []

    def open_browser():
        context = windows.lasting(launched, tmp_path / "projector", base_url=server.url, **PROJECTOR)
        opened.append(context)
        return context.pages[0]

    yield open_browser
    for context in opened:
        context.close()


def kept_slots(page):
    """The slots of all codes on the browser's disk."""
    return {code["slot"] for row in rows(page, "packs") for code in row.get("codes", ())}


def test_the_codes_of_the_whole_window_are_kept(cast, window):
    training = make_training(cast, lasts=2 * 3600)
    board = window(PROJECTOR)
    sign_in(board, cast.instructor, at=f"/trainings/{training.id}/board")
    ends = codes.slot_of(training.ends_at)
    kept = until(lambda: ends in (found := kept_slots(board)) and found)
    assert kept == set(range(min(kept), ends + 1))
    assert min(kept) <= codes.slot_of(clock.now())
    expect(board.get_by_text(f"断网也能显示到 {as_told(training.ends_at)}")).to_be_visible()


def test_the_screen_is_painted_from_storage_after_a_reload_and_after_a_restart(cast, projector, server):
    training = make_training(cast, lasts=1500)
    place = f"/trainings/{training.id}/board"
    board = projector()
    sign_in(board, cast.instructor, at=place)
    await_worker(board)
    until(lambda: codes.slot_of(training.ends_at) in kept_slots(board))
    server.stop()
    board.goto(place)
    shown_now(board, training)
    expect(board.get_by_role("heading", name=training.title)).to_be_visible()
    board.context.close()
    board = projector()
    let_go_ahead(board)
    board.goto(place)
    first = shown_now(board, training)
    go_ahead(board, codes.SLOT_SECONDS)
    shown_now(board, training, other_than=first, ahead=codes.SLOT)
    server.start(hours=codes.SLOT / HOUR)
    # The page of the server is back, with its counts.
    expect(board.locator("[data-came]")).to_be_visible(timeout=PATIENCE * 1000)


def shown_now(board, training, *, other_than=None, ahead=timedelta()):
    """The code on the screen, which is genuine and of now, or of later where the screen went ahead."""
    text = read_code(board, other_than=other_than)
    code = codes.read(text.rpartition("/")[2])
    assert codes.is_genuine(bytes(training.key), code)
    assert codes.slot_of(clock.now() + ahead) - code.slot in (0, 1)
    return text


def test_a_screen_that_was_never_here_says_so(cast, projector, server):
    training = make_training(cast)
    board = projector()
    sign_in(board, cast.instructor, at="/account")
    await_worker(board)
    server.stop()
    board.goto(f"/trainings/{training.id}/board")
    expect(board.get_by_text("没有存这场的码")).to_be_visible()


STEPPING = """
const real = Date.now; let step = 0;
Date.now = () => real() + step;
self.setClock = (ms) => (step = ms);
"""


@pytest.mark.parametrize("hours", [-2, 2])
def test_a_clock_set_while_offline_changes_no_code_and_is_said(cast, window, server, hours):
    training = make_training(cast, lasts=6 * 3600)
    board = window(PROJECTOR, loses_network=True)
    let_go_ahead(board)
    board.add_init_script(STEPPING)
    sign_in(board, cast.instructor, at=f"/trainings/{training.id}/board")
    first = shown_now(board, training)
    warning = board.get_by_text("时钟被改过")
    expect(warning).to_be_hidden()
    server.stop()
    board.evaluate(f"setClock({hours} * 3600e3)")
    expect(warning).to_be_visible()
    go_ahead(board, codes.SLOT_SECONDS)
    shown_now(board, training, other_than=first, ahead=codes.SLOT)
    server.start(hours=codes.SLOT / HOUR)
    expect(warning).to_be_hidden(timeout=PATIENCE * 1000)
    shown_now(board, training, ahead=codes.SLOT)


def test_packs_go_when_their_window_is_over_and_at_sign_out(cast, window, connected):
    over, next_one = make_training(cast), make_training(cast)
    board = window(PROJECTOR)
    sign_in(board, cast.instructor, at=f"/trainings/{over.id}/board")
    until(lambda: kept_for(board) == {over.id})
    Training.update(
        starts_at=clock.now() - timedelta(hours=9), ends_at=clock.now() - timedelta(hours=8)
    ).where(Training.id == over.id).execute()
    board.goto(f"/trainings/{over.id}/board")
    until(lambda: kept_for(board) == set())
    assert not kept_slots(board)
    board.goto(f"/trainings/{next_one.id}/board")
    until(lambda: kept_for(board) == {next_one.id})
    board.goto("/account")
    board.get_by_role("button", name="退出登录").click()
    board.wait_for_url("**/sign-in**")
    until(lambda: rows(board, "packs") == [])


def kept_for(page):
    return {row["training"] for row in rows(page, "packs") if "phase" in row}
