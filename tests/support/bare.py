"""A page of nothing but our modules, from their files: for tests that ask what functions return."""

import mimetypes
from pathlib import Path
from urllib.parse import urlsplit

STATIC = Path(__file__).parent.parent.parent / "pwa" / "static"
#: A secure context, as pages are; nobody listens there, for every request is answered here.
PLACE = "http://localhost/"
#: Says where modules are, as a real page does, by a script that does nothing.
PAGE = '<!doctype html><meta charset="utf-8"><script type="module" src="/static/js/none.js"></script>'


def answer(route):
    path = urlsplit(route.request.url).path
    if path == "/":
        return route.fulfill(body=PAGE, content_type="text/html")
    if path in ("/static/js/none.js", "/favicon.ico"):
        return route.fulfill(body="", content_type="text/javascript")
    file = STATIC / path.removeprefix("/static/")
    return route.fulfill(body=file.read_bytes(), content_type=mimetypes.guess_type(file.name)[0])


class Bare:
    """One page for many tests, loaded anew for each so that modules begin anew too."""

    def __init__(self, browser, **device):
        self.troubles, context = [], browser.new_context(**device)
        context.route("**/*", answer)
        self.page = context.new_page()
        self.page.on("console", lambda told: told.type == "error" and self.troubles.append(told.text))
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))

    def begin(self):
        self.troubles.clear()
        self.page.goto(PLACE)
        return self.page

    def close(self):
        self.page.context.close()
