"""Fixtures for both engines: a migrated database of its own for every test, made from a template.

``engine_url`` runs a test twice, on SQLite and on PostgreSQL; ``postgres_url`` once, on PostgreSQL.
"""

import os
import shutil
from contextlib import ExitStack
from itertools import count

import pytest

import models
from services import store
from tests import cluster

_numbers = count(1)
TEMPLATE = "yizhang_template"


@pytest.fixture(scope="session")
def postgres_cluster():
    """The address of a cluster that holds the template, or the reason why there is none."""
    with ExitStack() as stack:
        try:
            address = stack.enter_context(cluster.running())
        except cluster.NoPostgres as reason:
            refuse = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
            refuse(f"PostgreSQL: {reason}")
        _execute(address, f"CREATE DATABASE {TEMPLATE}")
        _migrate(f"{address}/{TEMPLATE}")
        yield address


@pytest.fixture
def postgres_url(postgres_cluster):
    """A migrated PostgreSQL database for one test."""
    name = f"yizhang_{next(_numbers)}"
    _execute(postgres_cluster, f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
    yield f"{postgres_cluster}/{name}"
    release()
    _execute(postgres_cluster, f"DROP DATABASE {name} WITH (FORCE)")


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


def release():
    """Close what the pool of the last PostgreSQL database keeps open."""
    store.close_connection()
    getattr(models.database, "close_all", lambda: None)()


def _migrate(url):
    store.bind(url)
    with store.connection():
        store.migrate()
    release()


def _execute(address, statement):
    import psycopg

    with psycopg.connect(f"{address}/postgres", autocommit=True) as connection:
        connection.execute(statement)
