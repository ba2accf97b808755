"""The database handle, the fields and the base class that every model shares."""

import threading
from collections import deque
from datetime import UTC, datetime, timedelta

from peewee import (
    SCOPE_VALUES,
    BigAutoField,
    BigIntegerField,
    Context,
    DatabaseProxy,
    Field,
    Model,
    SqliteDatabase,
)
from playhouse.db_url import connect

database = DatabaseProxy()

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)


class Turnstile:
    """A lock that serves threads in the order they came."""

    def __init__(self):
        self._mutex = threading.Lock()
        self._waiting = deque()
        self._taken = False

    def acquire(self):
        with self._mutex:
            if not self._taken:
                self._taken = True
                return
            turn = threading.Event()
            self._waiting.append(turn)
        turn.wait()

    def release(self):
        with self._mutex:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._taken = False


class FairSqliteDatabase(SqliteDatabase):
    """SQLite with writers in a queue.

    SQLite's own busy handler retries at random, so that under load one thread may wait for
    seconds while another commits thousands of times. One process queues its own writers
    here; other processes still meet SQLite's lock and its timeout.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._writers = Turnstile()

    def begin(self, lock_type=None):
        self._writers.acquire()
        try:
            super().begin(lock_type)
        except BaseException:
            self._writers.release()
            raise

    def commit(self):
        super().commit()
        self._writers.release()

    def rollback(self):
        try:
            super().rollback()
        finally:
            self._writers.release()


class BriefContext(Context):
    """Peewee's compiler with a short way to the name of a column: the same text in a third of the time.

    A statement is compiled each time it is sent, most of it is names of columns, and for each of them peewee
    makes five objects and changes its scope twice.
    """

    def sql(self, obj):
        # Not for what names itself in its own way, as the fields of an alias do.
        if getattr(type(obj), "__sql__", None) is Field.__sql__:
            return self.literal(self._name(obj))
        return super().sql(obj)

    def _name(self, field):
        if self.scope == SCOPE_VALUES:
            return f'"{field.column_name}"'
        return f'"{self.alias_manager[field.model._meta.table]}"."{field.column_name}"'


SQLITE = {
    # FULL: a check-in that was acknowledged survives a power cut.
    "pragmas": {"journal_mode": "wal", "synchronous": "full", "foreign_keys": 1},
    "timeout": 10,
    "lock_type": "IMMEDIATE",
}
POSTGRES = {"max_connections": 32, "stale_timeout": 300, "timeout": 10}


def bind(url):
    """Point every model at the database named by ``url``; open nothing yet."""
    if url.startswith("postgres"):
        pooled = "psycopg3+pool://" + url.partition("://")[2]
        chosen = connect(pooled, autoconnect=False, unquote_password=True, **POSTGRES)
    else:
        # Not by ``connect``: it would read a # or ? in a folder's name as a part of the address.
        chosen = FairSqliteDatabase(url.removeprefix("sqlite:///"), autoconnect=False, **SQLITE)
    chosen.context_class = BriefContext
    database.initialize(chosen)
    return database


def locked(query, strength="UPDATE"):
    """Lock the rows read. SQLite needs no more: its transactions begin IMMEDIATE."""
    return query.for_update(f"FOR {strength}") if database.for_update else query


class InstantField(BigIntegerField):
    """A moment: whole milliseconds since 1970 in UTC when stored, aware when read."""

    def db_value(self, value):
        if not isinstance(value, datetime):
            return value
        if value.tzinfo is None:
            raise ValueError(f"{self.name} needs a timezone")
        return (value - EPOCH) // MILLISECOND

    def python_value(self, value):
        return None if value is None else EPOCH + value * MILLISECOND


class BaseModel(Model):
    id = BigAutoField()

    class Meta:
        database = database
        legacy_table_names = False
