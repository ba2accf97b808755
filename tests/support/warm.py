"""What every server under test would do again, done once by the process that they are forked from."""

import functools
from pathlib import Path

from flask import Flask
from jinja2 import FileSystemBytecodeCache

import pwa

COMPILED = Path(__file__).parent.parent.parent / "build" / "templates"


def keep_templates():
    """Let the applications of this process find templates compiled, by a name that their text gives."""
    COMPILED.mkdir(parents=True, exist_ok=True)
    Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": FileSystemBytecodeCache(str(COMPILED))}


def keep_fingerprint():
    """All files of the program are read for it."""
    pwa.fingerprint = functools.cache(pwa.fingerprint)
    pwa.fingerprint(pwa.ROOT, pwa.words.LOCALE)


keep_templates()
keep_fingerprint()
