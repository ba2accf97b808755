"""What other systems read of us: nothing personal, from anywhere, cheaply, and without changing a row."""

import base64
import json
import zlib

import jwt
import pytest
from PIL import ImageDraw

from models import Unit
from services import bureau, clock, store
from services.credentials import baking, signing_keys
from tests.support import factories, signing
from tests.support.awarding import make_assessment, make_season, make_sheet, settle
from tests.support.pictures import token_in
from tests.support.tables import digest

CORS = "Access-Control-Allow-Origin"
YEAR = 2026
PUBLIC = (
    "/issuer",
    "/.well-known/jwks.json",
    "/issuer/keys/{kid}",
    "/achievements/fitness/2026/autumn/gold",
    "/achievements/fitness/2026/autumn/gold.json",
    "/status/2026/autumn",
    "/verify",
    "/V/{code}",
    "/v/{code}",
)
OWN = ("/medals/{award}/credential.png", "/medals/{award}/credential.json")
#: Every fact of a person, none of which may be found again.
NAME, NUMBER, UNIT, TOTAL, BORN = "欧阳密语", "P7654321", "暗语单位甲乙", 31415, "1987-06-05"
SECRETS = (NAME, "密语", NUMBER, UNIT, str(TOTAL), BORN, "19870605", "1987")


@pytest.fixture
def person(cast):
    with store.connection():
        unit = Unit.create(name=UNIT, parent=cast.bureau, path=f"{cast.bureau.path}77/")
        return factories.make_person(unit, name=NAME, police_number=NUMBER, born_on=BORN)


@pytest.fixture
def kid(cast):
    with store.connection():
        bureau.put("bureau.name", "示例市公安局")
        return signing.install()


@pytest.fixture
def mark(cast, person, kid):
    with store.connection():
        signer = factories.identity(cast.instructor).account_id
        sheet = make_sheet(make_assessment(cast.east, season=make_season()), person)

    def mark(metal="gold"):
        with store.connection():
            return settle(sheet, metal, signer=signer, total=TOTAL)[1]

    return mark


def segments(token):
    return [json.loads(base64.urlsafe_b64decode(part + "==")) for part in token.split(".")[:2]]


def told(answer):
    """All an answer holds, tokens decoded and chunks of pictures unpacked."""
    texts = [str(answer.headers)]
    if answer.mimetype == "image/png":
        texts += [
            body.decode("latin-1") for kind, body in baking.chunks(answer.data) if kind not in (b"IDAT",)
        ]
        texts += decoded(token_in(answer.data))
    elif answer.mimetype == "application/vc+jwt":
        texts += decoded(answer.text)
    elif answer.is_json:
        texts += [answer.text, json.dumps(answer.json, ensure_ascii=False)]
        texts += decoded(answer.json["id"].partition(",")[2]) if "eyJ" in answer.text else []
    else:
        texts.append(answer.text)
    return "\n".join(texts)


def decoded(token):
    return [json.dumps(part, ensure_ascii=False) for part in segments(token)]


def places(kid, version):
    return [
        place.format(kid=kid, code=version.check_code, award=version.award_id) for place in (*PUBLIC, *OWN)
    ]


def test_nothing_public_holds_anything_of_the_person(client, sign_in_as, mark, person, kid):
    mark("bronze")
    version = mark()
    for place in places(kid, version):
        # Whoever is signed in is named on every page of theirs.
        answer = sign_in_as(person if "credential." in place else None).get(place)
        assert answer.status_code == 200, place
        for secret in SECRETS:
            assert secret not in told(answer), (place, secret)


def test_pictures_hold_no_other_text_than_the_credential(client, sign_in_as, mark, person):
    sign_in_as(person)
    picture = client.get(f"/medals/{mark().award_id}/credential.png").data
    kinds = [kind for kind, _body in baking.chunks(picture)]
    assert set(kinds) <= {b"IHDR", b"iTXt", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"sRGB", b"gAMA"}
    pixels = b"".join(body for kind, body in baking.chunks(picture) if kind == b"IDAT")
    assert NAME.encode() not in zlib.decompress(pixels)


def test_reading_changes_no_row(client, sign_in_as, mark, person, kid):
    version = mark()
    sign_in_as(person)
    before = digest()
    for place in places(kid, version):
        client.get(place)
    assert digest() == before


def test_the_download_is_a_file_that_no_cache_keeps(client, sign_in_as, mark, person, kid):
    award = mark().award_id
    sign_in_as(person)
    png = client.get(f"/medals/{award}/credential.png")
    text = client.get(f"/medals/{award}/credential.json")

    assert png.headers["Content-Disposition"] == "attachment; filename=medal-2026-autumn-gold.png"
    assert text.json["type"] == "EnvelopedVerifiableCredential"
    token = text.json["id"].removeprefix("data:application/vc+jwt,")
    assert token == token_in(png.data)
    assert segments(token)[0]["kid"] == f"http://localhost/issuer/keys/{kid}"
    for answer in (png, text):
        assert "no-store" in answer.headers["Cache-Control"]
        assert CORS not in answer.headers


def test_a_revoked_medal_gives_no_credential_and_its_page_offers_none(client, sign_in_as, mark, person):
    award = mark().award_id
    sign_in_as(person)
    assert "credential.png" in client.get(f"/medals/{award}").text
    mark(None)
    assert "credential.png" not in client.get(f"/medals/{award}").text
    answer = client.get(f"/medals/{award}/credential.png")
    assert answer.status_code == 409
    assert "已撤销" in answer.text


def test_without_a_key_the_owner_is_told_what_to_ask_for(client, sign_in_as, mark, person, kid):
    award = mark().award_id
    with store.connection():
        signing_keys.retire(kid)
    sign_in_as(person)
    answer = client.get(f"/medals/{award}/credential.json")
    assert answer.status_code == 409
    assert "keys new" in answer.text


def test_the_key_that_a_header_names_is_found_at_its_address_and_verifies(
    client, sign_in_as, mark, person, kid
):
    award = mark().award_id
    sign_in_as(person)
    token = client.get(f"/medals/{award}/credential.json").json["id"].partition(",")[2]
    named = segments(token)[0]["kid"]
    jwk = client.get(named.removeprefix("http://localhost")).json

    assert jwk in client.get("/.well-known/jwks.json").json["keys"]
    assert set(jwk) == {"kty", "n", "e", "kid", "alg", "use"}
    assert jwt.decode(token, signing.pem(jwk), algorithms=["RS256"])["iss"] == "http://localhost/issuer"


def test_a_revoked_key_is_nowhere_to_be_found(client, kid):
    with store.connection():
        signing_keys.revoke(kid)
    assert client.get(f"/issuer/keys/{kid}").status_code == 404
    assert client.get("/.well-known/jwks.json").json == {"keys": []}


def test_what_a_credential_points_at_answers(client, sign_in_as, mark, person):
    award = mark().award_id
    sign_in_as(person)
    claims = segments(client.get(f"/medals/{award}/credential.json").json["id"].partition(",")[2])[1]
    earned = claims["credentialSubject"]["achievement"]
    for address in (
        claims["id"],
        claims["issuer"]["id"],
        claims["credentialStatus"]["statusListCredential"],
        earned["id"],
        earned["criteria"]["id"],
        earned["image"]["id"],
    ):
        assert client.get(address.removeprefix("http://localhost")).status_code == 200, address
    document = client.get(earned["id"].removeprefix("http://localhost")).json
    del document["@context"]
    assert document == earned


def test_other_systems_may_read_from_their_own_pages(client, mark, kid):
    mark()
    for place in ("/issuer", "/.well-known/jwks.json", f"/issuer/keys/{kid}", "/status/2026/autumn"):
        assert client.get(place).headers[CORS] == "*", place
    assert CORS not in client.get("/verify").headers


def test_an_unchanged_list_costs_no_signature_and_a_correction_changes_it(client, mark, monkeypatch):
    mark()
    with clock.stopped(clock.now()):
        first = client.get("/status/2026/autumn")
        tag = {"If-None-Match": first.headers["ETag"]}
        with monkeypatch.context() as patch:
            patch.setattr(signing_keys, "sign", lambda *_args, **_kw: pytest.fail("signed"))
            again = client.get("/status/2026/autumn", headers=tag)
        assert (again.status_code, again.data) == (304, b"")
        mark(None)
        changed = client.get("/status/2026/autumn", headers=tag)
    assert changed.status_code == 200
    assert changed.mimetype == "application/vc+jwt"
    assert changed.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    "place",
    [
        "/achievements/fitness/2026/autumn/tin",
        "/achievements/fitness/2026/monsoon/gold",
        "/achievements/fitness/1999/autumn/gold",
        "/achievements/none/2026/autumn/gold.json",
        "/status/2026/monsoon",
        "/status/1999/autumn",
        "/issuer/keys/none",
    ],
)
def test_what_there_is_not_answers_404(client, mark, place):
    mark()
    assert client.get(place).status_code == 404


def test_the_page_that_checks_offline_comes_with_the_keys_and_is_for_everyone(client, kid):
    page = client.get("/verify")
    assert kid in page.text
    assert 'data-issuer="http://localhost/issuer"' in page.text
    assert "noscript" in page.text


def test_no_picture_has_anything_of_the_person_written_on_it(client, sign_in_as, mark, person, monkeypatch):
    """What is drawn is caught letter by letter: reading it off the pixels again would prove less."""
    written, draw = [], ImageDraw.ImageDraw.text

    def note(self, xy, text, *args, **options):
        written.append(text)
        return draw(self, xy, text, *args, **options)

    monkeypatch.setattr(ImageDraw.ImageDraw, "text", note)
    award = mark().award_id
    sign_in_as(person)
    for place in (f"/medals/{award}/credential.png", f"/medals/{award}/card.png"):
        assert client.get(place).mimetype == "image/png", place
    told = "".join(written)
    assert "2026" in told
    for secret in SECRETS:
        assert secret not in told, secret
    client.get(f"/medals/{award}/card.png?name=1&marks=1")
    assert NAME in "".join(written), "what the owner asks for is written, and would be caught"
