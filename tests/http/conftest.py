"""Medals for the tests of pages that show them."""

import shutil

import pytest

from models import SeasonKind
from services import store
from tests.conftest import HERE
from tests.support import factories
from tests.support.awarding import make_assessment, make_season, make_sheet, settle
from tests.support.latin import Latin
from tests.support.phones import owner_of
from tests.support.postgres import release
from tests.support.reader import Reader
from tests.support.world import World


@pytest.fixture
def earn(cast):
    with store.connection():
        signer = factories.identity(cast.instructor).account_id

    def earn(metal="gold", *, kind=SeasonKind.AUTUMN, year=2026, person=None, sheet=None, **facts):
        """Settle a sheet, or the one given once more; the version of the medal, or None."""
        with store.connection():
            sheet = sheet or make_sheet(
                make_assessment(cast.east, season=make_season(kind, year)), person or cast.officer
            )
            return settle(sheet, metal, signer=signer, **facts)[1]

    return earn


@pytest.fixture
def medal(earn):
    return earn(total=35)


@pytest.fixture(scope="session")
def built(sqlite_template, tmp_path_factory):
    """(file, World): one of everything, built once for all tests that walk the routes."""
    file = shutil.copy(sqlite_template, tmp_path_factory.mktemp("world") / "world.db")
    store.bind(f"sqlite:///{file}")
    with store.connection():
        world = World()
    release()
    return file, world


@pytest.fixture
def scene(cast):
    """The cast's bureau with Latin data, and something of everything in it."""
    with store.connection():
        return Latin(cast)


@pytest.fixture
def reader(app, client, scene):
    """An English reader of the scene, who fails the test if anything shows Han."""
    # The demo's accounts, shown on its sign-in page, are Chinese data.
    app.config["IS_DEMO"] = False
    reader = Reader(app, client)
    yield reader
    assert reader.found == {}


@pytest.fixture
def training(cast):
    with store.connection():
        return factories.make_training(cast)


@pytest.fixture
def post(client):
    """Send an owner's claims as their phone does."""

    def post(owner, *sent):
        return client.post("/sync", json={"owner": owner, "claims": sent}, headers=HERE)

    return post


@pytest.fixture
def deliver(post, sign_in_as):
    """Send claims as a person, and return the answers: one each, in order."""

    def deliver(person, *sent):
        sign_in_as(person)
        answer = post(owner_of(person), *sent)
        assert answer.status_code == 200, answer.text
        assert [one["id"] for one in answer.json["answers"]] == [one["id"] for one in sent]
        return answer.json["answers"]

    return deliver
