"""What every server under test would do again, done once by the process that they are forked from."""

import functools
from pathlib import Path

from flask import Flask
from jinja2 import FileSystemBytecodeCache

import pwa
from services import words
from services.checkins.rolls import initials
from settings import Settings

COMPILED = Path(__file__).parent.parent.parent / "build" / "templates"


def keep_templates():
    """Let the applications of this process find templates compiled, by a name that their text gives."""
    COMPILED.mkdir(parents=True, exist_ok=True)
    Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": FileSystemBytecodeCache(str(COMPILED))}


def keep_fingerprint():
    """All files of the program are read for it."""
    pwa.fingerprint = functools.cache(pwa.fingerprint)
    pwa.fingerprint(pwa.ROOT, words.LOCALE)


def read_ahead():
    """The dictionary of readings and the English words, which a process reads at its first need of them."""
    initials("林晓")
    for language in words.LANGUAGES:
        with words.using(language):
            words.gettext("首页")


def keep_application():
    """Making the routes takes a fifth of a second; those of another build have other addresses."""
    make = pwa.create
    made = make(Settings(secret_key="", public_url="", database_url="", var=COMPILED))

    def create(settings):
        if settings.trusted_proxies or pwa.fingerprint(pwa.ROOT, words.LOCALE) != made.config["BUILD"]:
            return make(settings)
        made.config.update(pwa.configuration(settings))
        return made

    pwa.create = create


keep_templates()
keep_fingerprint()
keep_application()
read_ahead()
