"""A real server in its own process and real Chromium windows on it; any console error fails the test."""

import shutil
import time

import pytest
from playwright.sync_api import expect, sync_playwright

from services import store
from tests.support import qr
from tests.support.bare import Bare
from tests.support.browser import chromium
from tests.support.browser.devices import DESK, PHONE, PROJECTOR  # noqa: F401 - for the tests beside
from tests.support.browser.proxy import network
from tests.support.browser.served import Server
from tests.support.factories import PASSWORD, Cast

WHILE = 30_000  # ms that a busy machine may take until a page shows what it should
expect.set_options(timeout=WHILE)


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)


@pytest.fixture
def database_url(sqlite_template, tmp_path):
    """The database of the demo, which the server under test finds in its own folder."""
    return f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'demo.db')}"


@pytest.fixture
def server(tmp_path, database_url):
    running = Server(tmp_path).start()
    yield running
    running.stop()


@pytest.fixture
def network_between(server):
    """A network before the server, to be troubled by the test."""
    with network(server.port) as between:
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
def launched():
    with sync_playwright() as playwright:
        chrome = playwright.chromium.launch(executable_path=chromium.executable(), args=chromium.ARGS)
        yield chrome
        chrome.close()


@pytest.fixture
def window(launched, server):
    """Open a window of its own, signed out: ``window(PHONE)``. Console errors fail the test at its end."""
    contexts, troubles = [], []

    def open_window(device, language="zh-CN", *, loses_network=False, **options):
        context = launched.new_context(
            **{"base_url": server.url} | device | options, locale=language, timezone_id="Asia/Shanghai"
        )
        contexts.append(context)
        page = context.new_page()
        told = troubles if not loses_network else []
        page.on("console", lambda message: message.type == "error" and told.append(message.text))
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.set_default_timeout(WHILE)
        return page

    yield open_window
    for context in contexts:
        context.close()
    assert not troubles, troubles


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
    """Sign in by the form, from where the page is or from ``at``."""
    if at:
        page.goto(at)
    page.fill("[name=police_number]", person.police_number)
    page.fill("[name=password]", PASSWORD)
    page.click("form[action='/sign-in'] button.tall")
    page.wait_for_url(lambda url: "/sign-in" not in url)


def read_code(board, *, other_than=None):
    """The text shown on the board now, once it is another than the one before."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        text = qr.read(board.screenshot())
        if text and text != other_than:
            return text
        time.sleep(0.2)
    raise AssertionError("no new code within three slots")
