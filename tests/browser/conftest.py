"""A real server in its own process and real Chromium windows on it; any console error fails the test."""

import shutil
import time
from contextlib import ExitStack, closing

import pytest
from playwright.sync_api import expect, sync_playwright

from services import store
from tests.support import qr
from tests.support.bare import Bare
from tests.support.browser import camera, chromium, moved
from tests.support.browser.devices import DESK, PHONE, PROJECTOR  # noqa: F401 - for the tests beside
from tests.support.browser.phones import OTHERS, lasting_phone, phones
from tests.support.browser.proxy import network
from tests.support.browser.served import Server, lasting_port
from tests.support.browser.windows import Windows
from tests.support.factories import PASSWORD, Cast

WHILE = 30_000  # ms that a busy machine may take until a page shows what it should
expect.set_options(timeout=WHILE)
moved.move()


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)


@pytest.fixture
def database_url(sqlite_template, tmp_path):
    """The database of the demo, which the server under test finds in its own folder."""
    return f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'demo.db')}"


@pytest.fixture(scope="session")
def port():
    """Where every server of this process is, so that a browser takes each for the one before."""
    return lasting_port()


@pytest.fixture
def server(port, tmp_path, database_url):
    running = Server(port, tmp_path).start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def port_between():
    return lasting_port()


@pytest.fixture
def network_between(server, port_between):
    """A network before the server, to be troubled by the test."""
    with network(port_between, server.port) as between:
        yield between


@pytest.fixture
def connected(tables):
    """A connection for setting the scene and asking what became of it."""
    with store.connection():
        yield


@pytest.fixture
def cast(connected):
    return Cast()


@pytest.fixture(scope="session")
def launch():
    """Start a Chromium, with arguments of its own: ``launch(*args)``."""
    with sync_playwright() as playwright, ExitStack() as stack:

        def start(*args):
            chrome = playwright.chromium.launch(
                executable_path=chromium.executable(), args=[*chromium.ARGS, *args]
            )
            return stack.enter_context(closing(chrome))

        yield start


@pytest.fixture(scope="session")
def launched(launch):
    return launch()


@pytest.fixture(scope="session")
def _windows(launched):
    return Windows(launched)


@pytest.fixture
def window(_windows, server):
    """Open a window of its own, signed out: ``window(PHONE)``. Console errors fail the test at its end."""
    troubles = []

    def open_window(device, language="zh-CN", *, loses_network=False, **options):
        page = _windows.open(**{"base_url": server.url, "locale": language} | device | options)
        told = troubles if not loses_network else []
        page.on("console", lambda message: message.type == "error" and told.append(message.text))
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.set_default_timeout(WHILE)
        return page

    yield open_window
    _windows.take_back()
    assert not troubles, troubles


@pytest.fixture(scope="session")
def _filming(launch, tmp_path_factory):
    """A browser whose camera plays a film, the film, and its windows."""
    film = camera.Film(tmp_path_factory.mktemp("camera") / "camera.mjpeg")
    return film, Windows(launch(*camera.args(film.path)))


@pytest.fixture
def film(_filming):
    """What the cameras of this test's phones see: a wall, until it says otherwise."""
    film, _ = _filming
    film.play()
    return film


@pytest.fixture
def others():
    """What the console may say of a phone, by words of it."""
    return OTHERS


@pytest.fixture
def phone(_filming, film, server, others):
    """Open a phone with a camera, in a window of its own, signed out."""
    with phones(_filming[1], server, others) as open_phone:
        yield open_phone


@pytest.fixture
def lasting(launched, server, film, tmp_path):
    """Open a phone with a camera that can be closed and opened again with all that it kept."""
    with lasting_phone(launched, server, tmp_path / "phone", film) as open_phone:
        yield open_phone


@pytest.fixture(scope="session")
def _bare(launched):
    bare = Bare(launched, locale="zh-CN", timezone_id="Asia/Shanghai")
    yield bare
    bare.close()


@pytest.fixture
def bare(_bare):
    """A page with our modules and no server, for what only computes. Console errors fail the test."""
    yield _bare.begin()
    assert not _bare.troubles, _bare.troubles


def sign_in(page, person, *, at=None):
    """Sign in by the form that the page shows; or without having it drawn, and go to ``at``."""
    if at:
        _enter(page, person)
        page.goto(at)
        return
    page.fill("[name=police_number]", person.police_number)
    page.fill("[name=password]", PASSWORD)
    page.click("form[action='/sign-in'] button.tall")
    page.wait_for_url(lambda url: "/sign-in" not in url)


def _enter(page, person):
    """What the form sends, sent by this browser."""
    ours = {"Sec-Fetch-Site": "same-origin"}
    form = {"police_number": person.police_number, "password": PASSWORD, "remember": "on"}
    answer = page.request.post("/sign-in", form=form, headers=ours, max_redirects=0)
    assert answer.status == 303, answer.text()


def read_code(board, *, other_than=None):
    """The text shown on the board now, once it is another than the one before."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        text = qr.read(board.screenshot())
        if text and text != other_than:
            return text
        time.sleep(0.2)
    raise AssertionError("no new code within three slots")
