"""The reader's language: Chinese as written in the code, English by its catalogue.

The catalogue is read from its ``.po`` file, so nothing compiled can go stale.
"""

import gettext as catalogues
import os
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from io import BytesIO
from pathlib import Path

LOCALE = Path(__file__).parent.parent / "locale"
LANGUAGES = {"zh": "中文", "en": "English"}
DEFAULT = "zh"

_language = ContextVar("language", default=DEFAULT)


def use(language):
    """Speak ``language`` from here on in this context; an unknown language means Chinese."""
    _language.set(language if language in LANGUAGES else DEFAULT)


@contextmanager
def using(language):
    token = _language.set(language if language in LANGUAGES else DEFAULT)
    try:
        yield
    finally:
        _language.reset(token)


def current():
    return _language.get()


def is_english():
    return current() == "en"


def of_shell(environ=os.environ):
    """The first of a shell's usual settings that names one of our languages; Chinese where none does."""
    for name in ("YIZHANG_LANG", "LC_ALL", "LANG"):
        if (spoken := environ.get(name, "").lower()[:2]) in LANGUAGES:
            return spoken
    return DEFAULT


def gettext(text, **values):
    return _filled(_catalogue(current()).gettext(text), values)


def ngettext(one, many, n, **values):
    return _filled(_catalogue(current()).ngettext(one, many, n), {"n": n, **values})


def pgettext(context, text, **values):
    return _filled(_catalogue(current()).pgettext(context, text), values)


def pick(chinese, english):
    """The half of a bilingual name that the reader needs; Chinese where there is no English."""
    return english if is_english() and english else chinese


class lazy:  # noqa: N801 - reads as a function, as gettext does
    """A text translated when it is shown, for texts fixed at import."""

    def __init__(self, text, context=None):
        self.text, self.context = text, context

    def __str__(self):
        return pgettext(self.context, self.text) if self.context else gettext(self.text)

    def __mod__(self, values):
        return str(self) % values


def _filled(text, values):
    return text % values if values else text


@cache
def _catalogue(language):
    if language == DEFAULT:
        return catalogues.NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with (LOCALE / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return catalogues.GNUTranslations(compiled)
