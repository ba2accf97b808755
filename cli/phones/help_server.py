"""Plain HTTP for phones that do not trust us yet: the authority, how to install it, and the way on."""

import threading
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from string import Template

PAGES = Path(__file__).parent
POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
HTML = "text/html; charset=utf-8"


def start(host, port, *, address, authority):
    """Serve beside the application until the process ends. ``address`` is that of the application."""
    server = ThreadingHTTPServer((host, port), partial(Help, address, authority))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


class Help(BaseHTTPRequestHandler):
    """Three answers, and a redirect to the application for everything else."""

    server_version, sys_version = "Yizhang", ""
    timeout = 10

    def __init__(self, address, authority, *connection):
        self.app, self.authority = address, authority
        super().__init__(*connection)

    def do_GET(self):  # noqa: N802 - the name http.server calls
        path = self.path.partition("?")[0]
        if path == "/ca.pem":
            self._send(self.authority.read_bytes(), "application/x-x509-ca-cert")
        elif path == "/help.css":
            self._send((PAGES / "help.css").read_bytes(), "text/css; charset=utf-8")
        elif path in ("/", "/zh", "/en"):
            self._send(self._page(path[1:] or self._language()), HTML)
        else:
            self._redirect()

    do_HEAD = do_GET  # noqa: N815

    def _page(self, language):
        page = Template((PAGES / f"help.{language}.html").read_text("utf-8"))
        return page.substitute(app=self.app, host=self.app.partition("://")[2]).encode()

    def _language(self):
        wanted = self.headers.get("Accept-Language", "zh")
        return "zh" if wanted.lower().startswith("zh") else "en"

    def _send(self, body, kind):
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Vary", "Accept-Language")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _redirect(self):
        """To the same place in the application; a path alone, so that no other site can be named."""
        self.send_response(HTTPStatus.FOUND)
        self.send_header("Location", self.app + "/" + self.path.lstrip("/"))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        """Nothing: a line a visit would name who came."""
