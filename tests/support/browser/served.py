"""The application as it is really served, started again and again without loading it again and again.

Loading takes a second, and every test of a browser has a server of its own: each is forked from one
process that has everything loaded and has begun nothing.
"""

import multiprocessing
import os
import socket
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

from tests.support.browser import moved
from tests.support.server import PATIENCE

forking = multiprocessing.get_context("forkserver")
forking.set_forkserver_preload(["app", "pwa", "cli.server", __name__, "tests.support.warm"])


_given = set()


def lasting_port():
    """A port that stays free while no server is there: systems give none of these to whoever asks for any."""
    for port in range(20_000 + os.getpid() % 10_000, 32_000):
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            if port not in _given:
                _given.add(port)
                return port
    raise OSError("no port is free")


class Server:
    """The application on the loopback and in a folder of its own, ended by its own process id."""

    def __init__(self, port, var):
        self.port = port
        self.url = f"http://localhost:{self.port}"
        self._environ = {"YIZHANG_DEMO": "1", "YIZHANG_VAR": str(var), "PUBLIC_URL": self.url}
        self._log = Path(var) / "server.log"
        self._process = None

    def start(self, *, hours=0, build=None):
        """Serve, with a clock so many hours ahead for what is delivered later, as a build of that name."""
        self._process = forking.Process(
            target=serve, args=(self.port, self._environ, self._log, hours, build)
        )
        self._process.start()
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self._process.is_alive():
            try:
                urllib.request.urlopen(f"{self.url}/sign-in", timeout=2).close()
            except OSError:
                time.sleep(0.02)
            else:
                return self
        raise AssertionError(self._log.read_text("utf-8"))

    def stop(self):
        self._process.terminate()
        self._process.join(PATIENCE)
        assert self._process.exitcode == 0


def serve(port, environ, log, hours, build):
    """What the process does that is forked for a server: nothing of it can be seen in another."""
    import pwa
    from cli import server

    os.environ.update(environ)
    with log.open("ab") as file:
        os.dup2(file.fileno(), 2)
    moved.move(hours)
    if build:
        pwa.fingerprint = lambda *_: build
    # The server forks its workers; a process of this kind would have them loaded anew.
    multiprocessing.set_start_method("fork", force=True)
    server.serve("127.0.0.1", port, threads=8)
