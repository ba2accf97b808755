"""Opening and closing the database around a request, and making its tables."""

from contextlib import contextmanager
from pathlib import Path

from peewee import InterfaceError, OperationalError
from playhouse.migrations import Runner
from playhouse.pool import MaxConnectionsExceeded

import models
from services.errors import Unavailable

MIGRATIONS = Path(__file__).parent.parent / "migrations"


def bind(url):
    """Choose the database of this process. SQLite's folder is made where it is missing."""
    if url.startswith("sqlite:///"):
        Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    models.bind(url)


def open_connection():
    try:
        models.database.connect(reuse_if_open=True)
    except (OperationalError, InterfaceError, MaxConnectionsExceeded) as error:
        raise Unavailable from error


def is_open():
    return not models.database.is_closed()


def close_connection():
    if is_open():
        models.database.close()


@contextmanager
def connection():
    """A connection for work outside a request."""
    open_connection()
    try:
        yield models.database
    finally:
        close_connection()


def migrate():
    """Bring the tables up to date, and return the names of the steps taken."""
    return Runner(models.database, str(MIGRATIONS)).up()


def pending():
    """The names of migrations not yet applied."""
    return [m.name for m in Runner(models.database, str(MIGRATIONS)).status() if not m.applied]


#: What the engine raises when it cannot answer now: busy, gone, or full.
TROUBLE = (OperationalError, InterfaceError)
