"""The check-in screen: codes for who runs the training, and live counts that cost nothing unchanged."""

import base64
import json

import pytest

from models import Phase
from services import checkins, clock, planning, store
from services.documents import matrices
from services.trainings import codes
from tests.conftest import HTMX
from tests.support.factories import code_of, identity, make_training


@pytest.fixture
def training(cast):
    with store.connection():
        return make_training(cast)


def pack(client, training, **query):
    query = {"phase": "in", "display": "QK", "count": 3} | query
    return client.get(f"/trainings/{training.id}/board/codes", query_string=query)


def test_the_screen_shows_counts_and_where_its_codes_come_from(client, cast, training, sign_in_as):
    sign_in_as(cast.instructor)
    page = client.get(f"/trainings/{training.id}/board")
    assert page.status_code == 200
    assert "已到 / 4" in page.text
    assert f'data-training="{training.id}"' in page.text
    assert page.headers["Cache-Control"] == "no-store"


def test_a_pack_holds_genuine_codes_of_consecutive_slots(client, cast, training, sign_in_as):
    sign_in_as(cast.instructor)
    answer = pack(client, training).json
    now = codes.slot_of(clock.now())
    slots = [code["slot"] for code in answer["codes"]]
    assert slots[0] in (now - 1, now)
    assert slots == list(range(slots[0], slots[0] + 3))
    for code in answer["codes"]:
        text = codes.make(bytes(training.key), training.number, Phase.IN, code["slot"], display="QK")
        drawn = matrices.of(f"HTTP://LOCALHOST/C/{text}")
        flat = [module for row in drawn for module in row]
        bits = "".join(f"{byte:08b}" for byte in base64.b64decode(code["matrix"]))
        assert bits[: len(flat)] == "".join("1" if m else "0" for m in flat)
        assert code["digits"] == codes.digits(bytes(training.key), training.number, Phase.IN, code["slot"])


def test_a_pack_never_reaches_outside_the_window_nor_past_sixty(client, cast, training, sign_in_as):
    sign_in_as(cast.instructor)
    assert len(pack(client, training, count=1000).json["codes"]) == 60
    ends = codes.slot_of(training.ends_at)
    last = pack(client, training, **{"from": ends - 1, "count": 60}).json["codes"]
    assert [code["slot"] for code in last] == [ends - 1, ends]
    assert pack(client, training, **{"from": ends + 1}).json["codes"] == []


@pytest.mark.parametrize("query", [{"phase": "out"}, {"display": "A"}, {"display": "a!"}])
def test_a_pack_for_what_is_not_there_is_refused(client, cast, training, sign_in_as, query):
    sign_in_as(cast.instructor)
    assert pack(client, training, **query).status_code == 422


def test_a_pack_says_the_server_s_time(client, cast, training, sign_in_as):
    sign_in_as(cast.instructor)
    answer = json.loads(pack(client, training).text)
    assert abs(answer["now"] - clock.now().timestamp() * 1000) < 5000
    assert answer["slot"] == 10_000


@pytest.mark.parametrize("who", ["officer", "auxiliary", "stranger"])
@pytest.mark.parametrize("place", ["board", "board/live", "board/codes?phase=in&display=AA", "roster"])
def test_the_screen_and_its_codes_are_for_who_runs_the_training(
    client, cast, training, sign_in_as, who, place
):
    sign_in_as(getattr(cast, who))
    assert client.get(f"/trainings/{training.id}/{place}").status_code == 403


@pytest.mark.parametrize("who", ["instructor", "registrar", "admin"])
def test_instructors_and_the_desk_above_may_show_it(client, cast, training, sign_in_as, who):
    sign_in_as(getattr(cast, who))
    assert client.get(f"/trainings/{training.id}/board").status_code == 200


def live(client, training, version=None):
    headers = HTMX | ({"If-None-Match": f'"{version}"'} if version is not None else {})
    return client.get(f"/trainings/{training.id}/board/live", headers=headers)


def test_live_counts_answer_304_until_someone_checks_in(client, cast, training, sign_in_as):
    sign_in_as(cast.instructor)
    first = live(client, training)
    version = first.get_etag()[0]
    assert first.text.lstrip().startswith('<div id="live"')
    assert f'data-version="{version}"' in first.text
    assert live(client, training, version).status_code == 304

    with store.connection():
        made = checkins.Claim("c", codes.read(code_of(training)), clock.now())
        checkins.accept(made, identity(cast.officer))
    after = live(client, training, version)
    assert after.status_code == 200
    assert cast.officer.name in after.text


def test_a_cancelled_training_has_no_screen(client, cast, training, sign_in_as):
    with store.connection():
        planning.cancel(training.id, actor=identity(cast.instructor))
    sign_in_as(cast.instructor)
    page = client.get(f"/trainings/{training.id}/board")
    assert page.status_code == 409
    assert "已取消" in page.text
    assert "data-board" not in page.text
    assert live(client, training).headers["HX-Refresh"] == "true"
