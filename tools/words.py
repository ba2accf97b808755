"""Keeps the English catalogue in step with the code: ``python -m tools.words``.

Adds what is new, drops what nothing says any more, and prints what still wants English.
"""

import sys
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
ENGLISH = ROOT / "locale" / "en" / "LC_MESSAGES" / "messages.po"
METHODS = [("pwa/templates/**.html", "jinja2"), ("**.py", "python")]
SKIPPED = ("tests", "migrations", "benchmarks", "tools", "var", "build", "node_modules")
PLAIN, IN_CONTEXT, PLURAL = (1,), ((1, "c"), 2), (1, 2)
KEYWORDS = {
    "_": {None: PLAIN},
    "gettext": {None: PLAIN},
    "ngettext": {None: PLURAL},
    "pgettext": {None: IN_CONTEXT},
    # The context of a lazy text comes second: it may be left out.
    "_l": {1: PLAIN, 2: ((2, "c"), 1)},
    "lazy": {1: PLAIN, 2: ((2, "c"), 1)},
}


def said():
    """Every text the code and the templates say, as a catalogue without translations."""
    catalogue = Catalog(locale="en", charset="utf-8", fuzzy=False)
    found = extract_from_dir(
        str(ROOT),
        METHODS,
        keywords=KEYWORDS,
        directory_filter=lambda path: not Path(path).name.startswith(".") and Path(path).name not in SKIPPED,
    )
    for _file, _line, message, _comments, context in found:
        catalogue.add(message, context=context)
    return catalogue


def known():
    """The English catalogue as it stands."""
    if not ENGLISH.exists():
        return Catalog(locale="en")
    with ENGLISH.open("rb") as file:
        return read_po(file, locale="en")


def merged():
    catalogue = known()
    catalogue.update(said(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    return catalogue


def wanting(catalogue):
    """The messages that have no English yet."""
    return [m for m in catalogue if m.id and (m.fuzzy or not all(strings(m)))]


def strings(message):
    """The translations of a message: one, or one a plural form."""
    return [message.string] if isinstance(message.string, str) else message.string or [""]


def main():
    catalogue = merged()
    # A header that never changes by itself keeps the file quiet under version control.
    catalogue.header_comment = "# English for Yizhang. Written by hand, kept in step by tools/words.py."
    catalogue.revision_date = catalogue.creation_date = datetime(2026, 1, 1, tzinfo=UTC)
    catalogue.project, catalogue.version, catalogue.fuzzy = "Yizhang", "1", False
    catalogue.last_translator = catalogue.language_team = catalogue.msgid_bugs_address = "-"
    written = BytesIO()
    write_po(written, catalogue, no_location=True, sort_output=True, omit_header=False, width=0)
    ENGLISH.parent.mkdir(parents=True, exist_ok=True)
    ENGLISH.write_bytes(written.getvalue())
    left = wanting(catalogue)
    for message in left:
        print(f"[{message.context}] {message.id}" if message.context else message.id)
    print(f"{len(catalogue)} messages, {len(left)} without English", file=sys.stderr)
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
