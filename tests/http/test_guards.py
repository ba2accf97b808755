"""What a hostile page, header, cookie or name runs into."""

from io import BytesIO
from time import process_time

import pytest

from models import Evidence, Person, Throttle, Training
from services import store
from services.errors import Unavailable
from tests.conftest import HERE
from tests.support import rosters
from tests.support.factories import code_of, digits_of, make_training
from tests.support.tables import digest

REFUSED = [
    {},
    {"Origin": ""},
    {"Origin": "null"},
    {"Origin": "http://["},
    {"Origin": "https://localhost"},
    {"Origin": "http://localhost.evil.example"},
    {"Origin": "http://sub.localhost"},
    {"Origin": "http://localhost:8080"},
    {"Origin": "", "Host": ""},
    HERE | {"Sec-Fetch-Site": ""},
    HERE | {"Sec-Fetch-Site": "none"},
    HERE | {"Sec-Fetch-Site": "same-site"},
    HERE | {"Sec-Fetch-Site": "cross-site"},
]


@pytest.fixture
def training(cast):
    with store.connection():
        return make_training(cast)


@pytest.mark.parametrize("headers", REFUSED, ids=str)
def test_a_write_that_is_not_of_this_site_is_refused(client, cast, sign_in_as, headers):
    sign_in_as(cast.officer)
    before = digest()
    assert client.post("/account/end-sessions", headers=headers).status_code == 403
    assert digest() == before


def test_the_public_address_is_this_site_too(app, client):
    # A proxy that does not say which scheme it was asked by.
    app.config["PUBLIC_URL"] = "https://train.example"
    headers = {"Host": "train.example", "Origin": "https://train.example"}
    assert client.post("/language", headers=headers).status_code == 303


def test_no_text_with_a_nul_gets_in(client, cast, sign_in_as):
    sign_in_as(cast.registrar)
    before = digest()
    roster = {"file": (BytesIO(rosters.xlsx(rosters.row())), "a\0b.xlsx")}
    answers = [
        client.get("/people?text=%00"),
        client.get("/v/a%00b"),
        client.post("/language", data={"next\0": "/"}, headers=HERE),
        client.post("/sign-in", data={"police_number": "1\0", "password": "x"}, headers=HERE),
        client.post("/roster", data=roster, headers=HERE),
    ]
    assert [answer.status_code for answer in answers] == [400] * 5
    assert digest() == before


def test_a_megabyte_of_the_longest_characters_is_not_read_through(client, tables):
    # Each grows to eighteen when it is normalised.
    form = {"police_number": "\ufdfa" * 300_000, "password": "x"}
    begun = process_time()
    assert client.post("/sign-in", data=form, headers=HERE).status_code == 422
    assert process_time() - begun < 2


EVIL_HOST = {"Host": "evil.example"}


@pytest.fixture
def misled(client, sign_in_as):
    """Signs a person in at the address that an evil Host header names, too."""

    def sign_in(person):
        sign_in_as(person)
        if person is not None:
            client.set_cookie("session", client.get_cookie("session").value, domain="evil.example")
        return client

    return sign_in


@pytest.mark.parametrize("place", ["/", "/people", "/people//new", "/nowhere", "/medals/1/", "/static/x"])
def test_no_answer_repeats_the_host_it_was_asked_by(cast, misled, place):
    for person in (None, cast.admin):
        answer = misled(person).get(place, headers=EVIL_HOST)
        assert "evil.example" not in answer.text + str(answer.headers)


def test_codes_lead_to_the_public_address_whatever_the_host_says(cast, training, misled):
    place = f"/trainings/{training.id}/board/codes?phase=in&display=AA"
    client = misled(cast.instructor)
    answers = [client.get(place, headers=headers).json["codes"] for headers in (HERE, EVIL_HOST)]
    here, elsewhere = ({code["slot"]: code["matrix"] for code in codes} for codes in answers)
    assert [here[slot] for slot in here if slot in elsewhere] == [
        elsewhere[s] for s in here if s in elsewhere
    ]
    assert here.keys() & elsewhere.keys()


def test_a_missing_file_is_no_fault_and_is_not_kept(client, app, cast, sign_in_as):
    app.testing = False
    answer = sign_in_as(cast.officer).get(f"{app.static_url_path}/nothing.css")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (404, "no-store")


def test_a_database_that_is_gone_is_said_to_who_is_signed_in(client, app, cast, sign_in_as, monkeypatch):
    app.testing = False
    sign_in_as(cast.officer)

    def gone():
        raise Unavailable

    monkeypatch.setattr(store, "open_connection", gone)
    assert client.get("/").status_code == 503


def test_a_captured_code_is_worth_nothing_in_another_browser(client, app, cast, training, sign_in_as):
    client.get(f"/C/{code_of(training)}")
    kept = client.get_cookie("capture").value
    sign_in_as(cast.auxiliary)
    client.delete_cookie("device")
    client.set_cookie("capture", kept)
    assert client.post("/check-in", headers=HERE).status_code == 409
    with store.connection():
        assert not Evidence.select().exists()


@pytest.mark.parametrize("cookie", ["capture", "device"])
def test_a_cookie_that_was_touched_is_none(client, app, cast, training, sign_in_as, cookie):
    sign_in_as(cast.officer)
    client.get(f"/C/{code_of(training)}")
    kept = client.get_cookie(cookie).value
    for touched in (
        kept[:-1],
        f"{kept}x",
        f"x{kept}",
        kept.swapcase(),
        "",
        client.get_cookie("session").value,
    ):
        client.set_cookie(cookie, touched)
        assert client.post("/check-in", headers=HERE).status_code == 409


def test_a_claim_of_one_person_is_not_anothers(client, cast, training, sign_in_as):
    sign_in_as(cast.officer)
    client.get(f"/C/{code_of(training)}")
    kept = client.get_cookie("capture").value
    client.post("/check-in", headers=HERE)
    sign_in_as(cast.auxiliary)
    client.set_cookie("capture", kept)
    assert client.post("/check-in", headers=HERE).status_code == 403
    with store.connection():
        assert [row.person_id for row in Evidence.select()] == [cast.officer.id]


def test_a_code_cut_over_to_another_training_is_forged(client, cast, training, sign_in_as):
    with store.connection():
        other = make_training(cast)
    mine, theirs = code_of(training), code_of(other)
    sign_in_as(cast.officer)
    for forged in (theirs[:5] + mine[5:], mine[:5] + "O" + mine[6:], mine[:8] + "AAAAAA" + mine[14:]):
        assert client.get(f"/C/{forged}").status_code == 404


def test_digits_in_full_width_are_digits(client, cast, training, sign_in_as):
    wide = "".join(chr(ord(c) + 0xFEE0) for c in digits_of(training))
    form = {"training": training.id, "digits": wide}
    assert sign_in_as(cast.officer).post("/check-in/digits", data=form, headers=HERE).status_code == 303


def test_wrong_digits_at_one_training_do_not_open_the_next(client, cast, training, sign_in_as):
    """Each has its own five tries, and the row that counts them names no one."""
    sign_in_as(cast.officer)
    form = {"training": training.id, "digits": "x"}
    assert [client.post("/check-in/digits", data=form, headers=HERE).status_code for _ in range(6)][-1] == 429
    with store.connection():
        keys = [row.key for row in Throttle.select()]
    assert len(keys) == 1
    assert cast.officer.police_number not in keys[0]


EVIL = "<img src=x onerror=alert(1)>\"' hx-get=/x {{7*7}} %(n)s"


def test_what_people_type_is_text_on_every_page_that_shows_it(client, cast, training, sign_in_as):
    with store.connection():
        Training.update(title=EVIL, place=EVIL, batch=EVIL[:20]).execute()
        Person.update(name=EVIL[:40], rank="<b>'\"").execute()
    places = [
        "/trainings",
        f"/trainings/{training.id}",
        f"/trainings/{training.id}/board",
        f"/trainings/{training.id}/roster",
        f"/desk/trainings/{training.id}",
        f"/desk/trainings/{training.id}/edit",
        "/desk/trainings",
        "/scan",
        f"/C/{code_of(training)}",
        "/people",
        f"/people/{cast.officer.id}",
        f"/record/{cast.officer.id}",
    ]
    for language in ("zh", "en"):
        client.set_cookie("language", language)
        for person in (cast.officer, cast.admin, cast.instructor):
            for place in places:
                page = sign_in_as(person).get(place)
                assert "<img src=x" not in page.text, place
                assert "<b>'" not in page.text, place


def test_characters_that_turn_text_around_are_not_kept(client, cast, sign_in_as):
    form = {
        "title": "夜训\u202e取消",
        "kind": "drill",
        "unit": cast.east.id,
        "starts_at": "2026-12-01T19:00",
        "ends_at": "2026-12-01T21:00",
    }
    assert sign_in_as(cast.instructor).post("/desk/trainings/new", data=form, headers=HERE).status_code == 303
    with store.connection():
        assert Training.get().title == "夜训取消"
