"""A network between a browser and the server that does what networks do to phones."""

import http.client
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HOP = {"connection", "keep-alive", "transfer-encoding", "content-length"}
SLOW = 7  # s
PORTAL = "<!doctype html><title>Wi-Fi</title><h1>请登录无线网络</h1>".encode()


class Network(ThreadingHTTPServer):
    """Forwards to a server; ``trouble`` maps a path to what happens to requests for it.

    ``portal``: 200 with a page of its own. ``error``: 500 without the server hearing of it.
    ``hang``: no answer until the trouble is over. ``slow``: it takes longer than the worker waits.
    ``cut``: the server does its work, its answer is lost. ``gone``: the connection closes at once.
    The path ``*`` stands for every other one.
    """

    daemon_threads = True

    def __init__(self, port, behind):
        super().__init__(("127.0.0.1", port), Messenger)
        self.behind = behind
        self.url = f"http://localhost:{self.server_port}"
        self.trouble = {}
        self.sent = []  # (path, body) of what reached the server
        self._over, self._open = threading.Event(), set()

    @contextmanager
    def having(self, trouble, path="*"):
        self._over.clear()
        self.trouble[path] = trouble
        try:
            yield self
        finally:
            self.trouble.pop(path)
            self._over.set()

    def wait(self):
        self._over.wait(60)

    def process_request(self, request, client_address):
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request):
        self._open.discard(request)
        super().shutdown_request(request)

    def end(self):
        """Nobody is left on the line: a browser that stays must not go on talking to what is gone."""
        self.shutdown()
        self.server_close()
        for request in list(self._open):
            self.shutdown_request(request)

    def handle_error(self, *_):
        """A browser that gives up is no news here."""


class Messenger(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    #: Headers and body are two writes, of which the second would wait 40 ms for word of the first.
    disable_nagle_algorithm = True

    def carry(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path = self.path.partition("?")[0]
        trouble = self.server.trouble.get(path, self.server.trouble.get("*"))
        if trouble == "portal":
            return self._answer(200, [("Content-Type", "text/html; charset=utf-8")], PORTAL)
        if trouble == "error":
            return self._answer(500, [("Content-Type", "text/plain")], b"")
        if trouble == "hang":
            self.server.wait()
            return self._cut()
        if trouble == "gone":
            return self._cut()
        if trouble == "slow":
            time.sleep(SLOW)
        status, headers, answer = self._forward(body)
        if trouble == "cut":
            return self._cut()
        return self._answer(status, headers, answer)

    def _forward(self, body):
        behind = http.client.HTTPConnection("127.0.0.1", self.server.behind, timeout=30)
        try:
            behind.request(self.command, self.path, body or None, dict(self.headers))
            response = behind.getresponse()
            self.server.sent.append((self.path, body))
            return response.status, response.getheaders(), response.read()
        except OSError:
            return 502, [], b""
        finally:
            behind.close()

    def _answer(self, status, headers, body):
        self.send_response_only(status)
        for name, value in headers:
            if name.lower() not in HOP:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _cut(self):
        self.close_connection = True

    def log_message(self, *_):
        """Silence."""


for verb in ("GET", "POST", "HEAD"):
    setattr(Messenger, f"do_{verb}", Messenger.carry)


@contextmanager
def network(port, behind):
    """A network on one port before the server on another, on the loopback only."""
    running = Network(port, behind)
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    try:
        yield running
    finally:
        running.end()
        thread.join()
