"""A real server in its own process and real Chromium windows on it; any console error fails the test."""

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from services import store
from tests import chromium, qr
from tests.devices import DESK, PHONE, PROJECTOR  # noqa: F401 - for the tests beside
from tests.factories import PASSWORD, Cast
from tests.proxy import network
from tests.server import PATIENCE, free_port

ROOT = Path(__file__).parent.parent.parent


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)


class Server:
    """The application as it is really served, on the loopback, ended by its own process id."""

    def __init__(self, var):
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self._environ = os.environ | {
            "YIZHANG_DEMO": "1",
            "YIZHANG_VAR": str(var),
            "PUBLIC_URL": self.url,
        }
        self._log = Path(var) / "server.log"
        self._process = None

    def start(self, *, hours=0, build=None):
        """Serve, with a clock so many hours ahead for what is delivered later, as a build of that name."""
        later = f"real = clock.now; clock.now = lambda: real() + timedelta(hours={hours})"
        script = (
            f"import serving; from datetime import timedelta; from services import clock; {later}; "
            f"import pwa; pwa.fingerprint = {f'lambda *_: {build!r}' if build else 'pwa.fingerprint'}; "
            f"serving.serve('127.0.0.1', {self.port}, threads=8)"
        )
        self._process = subprocess.Popen(
            [sys.executable, "-c", script], cwd=ROOT, env=self._environ, stderr=self._log.open("ab")
        )
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self._process.poll() is None:
            try:
                urllib.request.urlopen(f"{self.url}/sign-in", timeout=2).close()
            except OSError:
                time.sleep(0.05)
            else:
                return self
        raise AssertionError(self._log.read_text("utf-8"))

    def stop(self):
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(PATIENCE)


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
        page.set_default_timeout(30_000)
        return page

    yield open_window
    for context in contexts:
        context.close()
    assert not troubles, troubles


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
