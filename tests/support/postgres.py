"""Fixtures for both engines: every test finds a migrated database in which nothing happened before.

``engine_url`` runs a test twice, on SQLite and on PostgreSQL; ``postgres_url`` once, on PostgreSQL.
"""

import os
import shutil
from contextlib import ExitStack

import psycopg
import pytest

from services import store
from tests.support import cluster
from tests.support.pools import give_back, release

DATABASE = "yizhang"
#: As after the migrations: no rows but the key of passes, numbers from 1, nobody left who holds a lock.
EMPTY = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
 WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle';
SET session_replication_role = replica;
DO $$ DECLARE name text; BEGIN
  FOR name IN SELECT relname FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND pg_relation_size(oid) > 0
      AND relname NOT IN ('schema_migration', 'setting')
  LOOP EXECUTE format('DELETE FROM %I', name); END LOOP;
END $$;
DELETE FROM setting WHERE name <> 'pass_key';
SELECT setval(oid::regclass, 1, false) FROM pg_class
 WHERE relkind = 'S' AND relname NOT LIKE 'schema_migration%';
SELECT setval(pg_get_serial_sequence('setting', 'id'), max(id)) FROM setting;
"""


@pytest.fixture(scope="session")
def postgres_database():
    """The address of a migrated database in a cluster of this session, or the reason why there is none."""
    with ExitStack() as stack:
        try:
            address = stack.enter_context(cluster.running())
        except cluster.NoPostgres as reason:
            refuse = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
            refuse(f"PostgreSQL: {reason}")
        _execute(f"{address}/postgres", f"CREATE DATABASE {DATABASE}")
        _migrate(f"{address}/{DATABASE}")
        yield f"{address}/{DATABASE}"


@pytest.fixture(scope="session")
def cleaner(postgres_database):
    """A connection kept open: a new one takes ten times as long to empty the tables as to be asked to."""
    with psycopg.connect(postgres_database, autocommit=True) as connection:
        yield connection


@pytest.fixture
def postgres_url(postgres_database, cleaner):
    """An empty PostgreSQL database: the same one each time, as making another takes half a second."""
    cleaner.execute(EMPTY)
    yield postgres_database
    give_back()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory):
    file = tmp_path_factory.mktemp("template") / "template.db"
    _migrate(f"sqlite:///{file}")
    return file


@pytest.fixture
def sqlite_url(sqlite_template, tmp_path):
    """A migrated SQLite database for one test."""
    return f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'test.db')}"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def engine_url(request):
    """A migrated database, on each engine in turn."""
    return request.getfixturevalue(f"{request.param}_url")


def _migrate(url):
    store.bind(url)
    with store.connection():
        store.migrate()
    release()


def _execute(url, statements):
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statements)
