"""A browser set to English that keeps what it must never be shown: Han characters and full-width marks."""

import html
import io
import json
import re
import zipfile
from urllib.parse import unquote, urljoin, urlsplit

from pypdf import PdfReader

from tests.conftest import HERE, HTMX
from tests.test_words import HAN

#: Of a roster that an English reader brings.
HEADINGS = ("Police number", "Name", "Sex", "Date of birth", "Category", "Rank", "Unit")
LINK = re.compile(r'(href|hx-get)="([^"]*)"')
#: Drawn or written elsewhere: no text of ours for the reader of this answer.
PICTURES = {
    "static": "scripts, styles, fonts and pictures",
    "leaves.photo": "what someone attached",
    "sheet_photos.photo": "what someone attached",
    "medals.picture": "a picture; its words are tested in test_medals_in_english",
    "medals.back": "a picture; what is on it is tested in test_keepsakes",
    "medals.long": "a picture; what is on it is tested in test_keepsakes",
    "medals.card": "a picture; its words are tested in test_medals_in_english",
    "medals.die": "a picture without words of the reader's language",
    "badges.look": "a picture with the bureau's own words",
    "standards.workbook": "a standard in both languages, as an import reads it",
    "credentials.png": "a picture with a signed text, which is in both languages",
    "credentials.document": "a signed text, in both languages for every reader",
    "credentials.achievement_document": "a document for other systems, in both languages",
    "credentials.profile": "a document for other systems: the bureau's own name",
    "credentials.jwks": "numbers",
    "credentials.key": "numbers",
    "credentials.status": "a signed row of bits",
}
#: Pages that say the same to everyone but admins, who are read by name, and files that say the same to all.
SAME_FOR_ALL = {
    *("standards.index", "standards.show"),
    *("attendance_sheets.document", "attendance_sheets.workbook"),
    *("sheet_files.document", "sheet_files.workbook"),
}


class Reader:
    """A browser set to English. It notes every answer that holds Han, and which endpoints have answered."""

    def __init__(self, app, client):
        self.app, self.client = app, client
        self.found, self.read, self.common = {}, set(), set()
        client.set_cookie("language", "en")

    def get(self, place, **headers):
        return self._noted(self.client.get(place, headers=headers), f"GET {place}")

    def post(self, place, data=None, *, status=(200, 303), headers=HERE, **extra):
        """Send a form; a redirect is followed, for what is said after an act is said there."""
        answer = self._noted(
            self.client.post(place, data=data or {}, headers=headers, **extra), f"POST {place}"
        )
        assert answer.status_code in ((status,) if isinstance(status, int) else status), (place, answer.text)
        if answer.status_code == 303:
            self.get(answer.location)
        return answer

    def _noted(self, answer, act):
        if answer.status_code == 200 and act.startswith("GET"):
            self.read.add(self.endpoint(answer.request.path))
        text = text_of(answer)
        for han in re.finditer(f"{HAN.pattern}+", text):
            around = text[max(0, han.start() - 30) : han.end() + 20]
            self.found.setdefault(" ".join(around.split()), (act, answer.status_code))
        return answer

    def endpoint(self, path):
        return self.app.url_map.bind("localhost").match(path)[0]

    def crawl(self):
        """Read the home page and whatever can be reached from it, each address once; say how many."""
        waiting, seen = {("href", "/"): ""}, set(self.common)
        while waiting:
            (kind, place), source = waiting.popitem()
            seen.add((kind, place))
            answer = self.get(place, **(HTMX if kind == "hx-get" else {}))
            assert answer.status_code in (200, 303), (place, "linked from", source)
            if self.endpoint(urlsplit(place).path) in SAME_FOR_ALL:
                self.common.add((kind, place))
            found = {("href", answer.location)} if answer.status_code == 303 else self.links(answer, place)
            waiting |= dict.fromkeys(found - seen, place)
        return len(seen - self.common)

    def links(self, answer, place):
        """The addresses on this site that a page leads to or fetches, pictures left out."""
        found = set()
        for kind, target in LINK.findall(answer.text) if answer.mimetype == "text/html" else ():
            there = urlsplit(urljoin(place, html.unescape(target)))
            if not there.netloc and self.endpoint(there.path) not in PICTURES:
                found.add((kind, there._replace(fragment="").geturl()))
        return found


def text_of(answer):
    """All that a reader or a program may show of an answer: its body, and the texts in its headers."""
    told = " ".join(unquote(value) for _name, value in answer.headers)
    if answer.mimetype == "application/json":
        return told + json.dumps(answer.json, ensure_ascii=False)
    if answer.mimetype.startswith("image/"):
        return told
    if answer.mimetype == "application/pdf":
        return told + " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages)
    if "spreadsheet" in answer.mimetype:
        return told + text_of_workbook(answer.data)
    return told + html.unescape(answer.text)


def text_of_workbook(content):
    """Everything in the workbook, names and notes included, but the fonts that its theme offers."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        parts = [name for name in book.namelist() if "theme" not in name]
        return " ".join(parts + [html.unescape(book.read(name).decode()) for name in parts])
