"""Looking changes nothing: no GET of any route writes a row of the domain."""

import shutil

import pytest

from services import clock
from tests.http.test_rights import READS
from tests.support.tables import digest


@pytest.fixture
def world(built):
    return built[1]


@pytest.fixture
def database_url(built, tmp_path):
    return f"sqlite:///{shutil.copy(built[0], tmp_path / 'test.db')}"


@pytest.fixture
def visited(app, world, sign_in_as):
    """Everyone's answer to every address that is only read: {(who, endpoint): answer}."""
    before, found = digest(), {}
    static = f"{app.static_url_path}/css/main.css"
    for who in ("signed_out", "officer", "instructor", "examiner", "admin"):
        client = sign_in_as(world.person(who))
        for endpoint, (place, _may) in READS.items():
            found[who, endpoint] = client.get(
                place.format(**world.ids, static=static, year=clock.today().year)
            )
    return before, found


#: What may be kept, by whom it says; nothing else is kept by anyone.
LASTING = {
    "static": "immutable",
    "medals.die": "public",
    "medals.picture": "private",
    "calendars.feed": "private",
    "badges.look": "private",
} | dict.fromkeys(
    (
        "credentials.achievement_document",
        "credentials.jwks",
        "credentials.key",
        "credentials.profile",
        "credentials.status",
        "offline.manifest",
        "offline.shell",
        "offline.worker",
    ),
    "no-cache",
)


def test_looking_changes_nothing_and_every_answer_is_guarded(visited):
    before, answers = visited
    assert digest() == before
    for (who, endpoint), answer in answers.items():
        headers = answer.headers
        assert headers["Content-Security-Policy"].startswith("default-src 'none'"), endpoint
        assert headers["X-Content-Type-Options"] == "nosniff", endpoint
        assert headers["Referrer-Policy"] == "same-origin", endpoint
        kept = headers["Cache-Control"]
        if answer.status_code != 200:
            assert kept == "no-store", (who, endpoint)
        elif endpoint in LASTING:
            assert LASTING[endpoint] in kept, (who, endpoint)
        elif endpoint not in ("roster.template", "standards.workbook"):  # nobody's
            assert "no-store" in kept, (who, endpoint)
