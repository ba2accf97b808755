"""What every test may ask for: a database of its own, an application, and a way to sign in."""

import gc
import os
from contextlib import contextmanager

import pytest
from flask import before_render_template, template_rendered

import models
import pwa
from services import store, words
from settings import Settings
from tests.support import examples, pools
from tests.support.factories import Cast

pytest_plugins = ["tests.support.postgres"]

HERE = {"Origin": "http://localhost"}
HTMX = HERE | {"HX-Request": "true"}


@pytest.fixture
def database_url(sqlite_url):
    """A migrated SQLite file; the tests of services run on PostgreSQL too (services/conftest.py)."""
    return sqlite_url


def settings_of(var, database_url=""):
    return Settings(
        secret_key="a secret of the tests, long enough for anyone",
        public_url="http://localhost",
        database_url=database_url,
        var=var,
        is_demo=True,
    )


@pytest.fixture
def settings(tmp_path, database_url):
    return settings_of(tmp_path, database_url)


@pytest.fixture
def tables(database_url):
    """Migrated tables, the connection closed; the language set back to Chinese."""
    words.use("zh")
    pools.bind(database_url)
    yield
    store.close_connection()


@pytest.fixture
def database(tables):
    """An open connection, for tests that call services directly."""
    with store.connection():
        yield models.database


@pytest.fixture(scope="session")
def wired(tmp_path_factory):
    """The application and its configuration: wiring the routes takes longer than most tests."""
    app = pwa.create(settings_of(tmp_path_factory.mktemp("var")))
    return app, dict(app.config)


@pytest.fixture
def app(wired, settings, tables):
    """The application on the database of this test, configured as if it had been made for it."""
    app, configured = wired
    app.config.clear()
    app.config.update(configured | pwa.configuration(settings), TESTING=True)
    return app


@pytest.fixture
def cast(tables):
    """The fixed cast, made while no connection stays open."""
    with store.connection():
        return Cast()


@pytest.fixture
def client(app):
    return app.test_client()


@pytest.fixture
def sign_in_as(client):
    """Sign a person in without the form; None signs out."""

    def sign_in(person):
        with client.session_transaction() as session:
            session.clear()
        if person is None:
            return client
        with store.connection():
            account = models.Account.get(person=person)
        with client.session_transaction() as session:
            session.update(_user_id=f"{account.id}:{account.epoch}", _fresh=True)
        return client

    return sign_in


@contextmanager
def counting_queries():
    """The statements sent to the database in this block."""
    sent = []

    def note(event):
        sent.append(event.sql)

    models.database.query_hooks.append(note)
    try:
        yield sent
    finally:
        models.database.query_hooks.remove(note)


@pytest.fixture(autouse=True)
def no_queries_while_rendering(request):
    """Fail any test whose template touches the database: that is where N+1 hides."""
    if "app" not in request.fixturenames:
        yield
        return
    app, depth, caught = request.getfixturevalue("app"), [0], []

    def note(event):
        if depth[0]:
            caught.append(event.sql)

    def enter(sender, **_):
        depth[0] += 1

    def leave(sender, **_):
        depth[0] -= 1

    models.database.query_hooks.append(note)
    with before_render_template.connected_to(enter, app), template_rendered.connected_to(leave, app):
        yield
    models.database.query_hooks.remove(note)
    assert not caught, caught


def pytest_configure():
    os.environ.setdefault("TZ", "UTC")
    # Commands speak the language of the shell, and most tests quote the Chinese.
    os.environ["YIZHANG_LANG"] = "zh"
    # A test outlives no power cut, and many disks take milliseconds for each commit; see test_durability.py.
    models.base.SQLITE["pragmas"]["synchronous"] = "off"
    examples.register()


def pytest_make_parametrize_id(val, argname):
    """Whole files are no part of a test's name, and those made just now are others in each worker."""
    return argname if isinstance(val, bytes | str) and len(val) > 60 else None


def pytest_collection_finish():
    """Modules and tests stay to the end: looking through them for garbage took a twentieth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 50)
