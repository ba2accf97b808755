"""The credential of a medal: what it says, what it never says, and whom it convinces."""

import base64
import gzip
import io
import json
from datetime import timedelta

import jwt
import pytest
from openbadgeslib import baking as outside
from openbadgeslib.ob3 import OB3VerificationError, OB3Verifier
from PIL import Image

from models import Award, AwardState, Badge, Credential, Metal
from services import awards, bureau, clock, credentials
from services.awards.places import BITS
from services.credentials import achievements, baking, signing_keys, status_lists
from services.errors import NotFound
from tests.support import factories
from tests.support.awarding import make_assessment, make_season, make_sheet, settle
from tests.support.factories import Cast
from tests.support.pictures import token_in
from tests.support.signing import SECRET, SITE, install, pem, stranger


@pytest.fixture
def cast(database):
    return Cast()


@pytest.fixture
def kid(cast):
    return install()


@pytest.fixture
def sheet(cast, kid):
    return make_sheet(make_assessment(cast.east, season=make_season()), cast.officer)


@pytest.fixture
def mark(cast, sheet):
    """Settle the officer's sheet, again and again; the medal as it stands."""
    signer = factories.identity(cast.instructor).account_id

    def mark(metal, **facts):
        settle(sheet, metal, signer=signer, **facts)
        return awards.history(Award.get(person=cast.officer).id)[0]

    return mark


def trusted():
    """An independent verifier that trusts the newest published key."""
    return OB3Verifier(pubkey_pem=pem(signing_keys.published(SITE.url)["keys"][0]))


def read(token):
    """Header and claims, believed as they stand."""
    return [json.loads(base64.urlsafe_b64decode(part + "==")) for part in token.split(".")[:2]]


def check_status(token):
    """Raises where the status list, as published now, has the credential's bit set."""
    season = make_season()
    served = status_lists.signed(season, site=SITE).encode()
    return trusted().verify(token, check_status=True, download=lambda _address: served)


def test_a_verifier_from_outside_accepts_a_medal(mark):
    token = credentials.token(mark("gold"), site=SITE)
    accepted = check_status(token)

    assert accepted.issuer.id == "http://localhost/issuer"
    assert accepted.achievement.id == "http://localhost/achievements/fitness/2026/autumn/gold.json"


def test_the_header_names_algorithm_type_and_key_and_nothing_else(mark, kid):
    header, claims = read(credentials.token(mark("gold"), site=SITE))

    assert header == {"alg": "RS256", "typ": "JWT", "kid": f"http://localhost/issuer/keys/{kid}"}
    assert "vc" not in claims


def test_registered_claims_repeat_what_the_credential_says(mark):
    medal = mark("silver")
    claims = credentials.claims(medal, url=SITE.url)

    assert claims["jti"] == claims["id"] == f"http://localhost/V/{medal.check_code}"
    assert claims["iss"] == claims["issuer"]["id"]
    assert claims["sub"] == claims["credentialSubject"]["id"]
    assert claims["nbf"] == claims["iat"] == int(medal.awarded_at.timestamp())


def test_the_same_medal_is_signed_the_same_whenever_it_is_asked_for(mark):
    medal = mark("gold")
    first = credentials.token(medal, site=SITE)
    with clock.stopped(clock.now() + timedelta(days=400)):
        assert credentials.token(medal, site=SITE) == first


def test_whoever_asks_in_english_gets_the_same_text(mark):
    from services import words

    medal = mark("gold")
    first = credentials.token(medal, site=SITE)
    with words.using("en"):
        assert credentials.token(medal, site=SITE) == first


def test_one_changed_letter_is_refused(mark):
    head, body, proof = credentials.token(mark("bronze"), site=SITE).split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "=="))
    claims["credentialSubject"]["licenseNumber"] = "000002"
    changed = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")

    with pytest.raises(OB3VerificationError):
        trusted().verify(f"{head}.{changed}.{proof}")


@pytest.mark.parametrize("embeds", [False, True])
def test_a_stranger_is_refused_even_with_their_key_in_the_header(mark, kid, embeds):
    claims = credentials.claims(mark("gold"), url=SITE.url)
    header = {"typ": "JWT", "kid": f"http://localhost/issuer/keys/{kid}"}
    if embeds:
        header["jwk"] = jwt.algorithms.RSAAlgorithm.to_jwk(stranger().public_key(), as_dict=True)
    forged = jwt.encode(claims, stranger(), algorithm="RS256", headers=header)

    with pytest.raises(OB3VerificationError):
        trusted().verify(forged)


def test_what_has_expired_is_refused(mark):
    claims = credentials.claims(mark("gold"), url=SITE.url)
    past = clock.now() - timedelta(days=1)
    claims |= {"validUntil": status_lists.iso(past), "exp": int(past.timestamp())}

    with pytest.raises(OB3VerificationError):
        trusted().verify(signing_keys.sign(claims, site=SITE))


@pytest.mark.parametrize(("first", "second"), [("bronze", "gold"), ("gold", "bronze")])
def test_a_better_or_lower_metal_sets_the_bit_of_the_one_before_and_keeps_edition_and_pseudonym(
    mark, first, second
):
    before = mark(first)
    old = credentials.token(before, site=SITE)
    check_status(old)
    after = mark(second)
    new = credentials.token(after, site=SITE)

    check_status(new)
    with pytest.raises(OB3VerificationError, match="revocation"):
        check_status(old)
    assert after.edition == before.edition
    assert [read(old)[1]["sub"], read(new)[1]["sub"]] == [read(new)[1]["sub"]] * 2
    assert read(new)[1]["credentialSubject"]["licenseNumber"] == "000001"
    assert read(new)[1]["credentialSubject"]["achievement"]["id"].endswith(f"/{second}.json")


def test_a_revoked_medal_sets_its_bit_and_one_earned_again_has_a_place_of_its_own(mark):
    gone = credentials.token(mark("silver"), site=SITE)
    mark(None)
    with pytest.raises(OB3VerificationError, match="revocation"):
        check_status(gone)
    back = mark("silver")

    check_status(credentials.token(back, site=SITE))
    with pytest.raises(OB3VerificationError, match="revocation"):
        check_status(gone)
    assert back.edition == 1


def test_its_owner_sees_every_version_and_the_state_of_each(mark, cast):
    mark("bronze")
    mark("gold")
    award = Award.get(person=cast.officer)
    states = [one.state for one in awards.history(award.id)]
    assert states == [AwardState.VALID, AwardState.SUPERSEDED]


def test_only_the_owner_takes_it_along_and_nothing_once_it_is_revoked(mark, cast):
    medal = mark("gold")
    owner, admin = factories.identity(cast.officer), factories.identity(cast.admin)
    assert credentials.own_medal(medal.award_id, actor=owner).metal == "gold"
    with pytest.raises(NotFound):
        credentials.own_medal(medal.award_id, actor=admin)
    mark(None)
    with pytest.raises(credentials.NoLongerStands):
        credentials.own_medal(medal.award_id, actor=owner)


def test_the_baked_picture_is_read_by_others_and_looks_the_same(mark):
    medal, plain = mark("gold"), io.BytesIO()
    Image.linear_gradient("L").save(plain, "PNG")
    baked = credentials.baked(plain.getvalue(), medal, site=SITE)

    token = credentials.token(medal, site=SITE)
    assert outside.extract_png(baked, keyword=outside.ITXT_KEYWORD_OB3) == token
    assert token_in(baked) == token
    assert Image.open(io.BytesIO(baked)).tobytes() == Image.open(plain).tobytes()
    again = baking.bake(baked, "x.y.z")
    assert [kind for kind, _body in baking.chunks(again)].count(b"iTXt") == 1
    assert token_in(again) == "x.y.z"


def test_the_status_list_is_long_enough_and_tells_nothing_of_editions(cast, kid):
    season = make_season()
    assessment = make_assessment(cast.east, season=season)
    signer = factories.identity(cast.instructor).account_id
    for _n in range(30):
        settle(make_sheet(assessment, factories.make_person(cast.east)), "gold", signer=signer)
    places = [c.position for c in Credential.select().order_by(Credential.id)]

    assert len(set(places)) == 30
    assert places != sorted(places)
    assert max(places) > BITS // 4
    told = read(status_lists.signed(season, site=SITE))[1]["credentialSubject"]["encodedList"]
    bits = gzip.decompress(base64.urlsafe_b64decode(told[1:] + "=="))
    assert len(bits) * 8 == BITS >= 131_072
    assert not any(bits)


def test_a_place_that_is_taken_is_drawn_again(mark, cast, monkeypatch):
    mark("gold")
    taken = Credential.get().position
    draws = iter([taken, taken, 7])
    monkeypatch.setattr("services.awards.places.secrets.randbelow", lambda _n: next(draws))
    mark("silver")
    assert Credential.select().order_by(Credential.id.desc()).get().position == 7


def test_an_old_copy_of_a_list_is_refused_after_a_week(mark):
    token = credentials.token(mark("gold"), site=SITE)
    with clock.stopped(clock.now() - timedelta(days=8)):
        stale = status_lists.signed(make_season(), site=SITE).encode()
    with pytest.raises(OB3VerificationError, match="expired"):
        trusted().verify(token, check_status=True, download=lambda _address: stale)


def test_a_list_signed_by_someone_else_is_refused(mark):
    token = credentials.token(mark("gold"), site=SITE)
    claims = read(status_lists.signed(make_season(), site=SITE))[1]
    forged = jwt.encode(claims, stranger(), algorithm="RS256").encode()
    with pytest.raises(OB3VerificationError):
        trusted().verify(token, check_status=True, download=lambda _address: forged)


def test_the_pseudonym_is_random_for_each_award(cast, kid):
    """Nothing about a person leads to it: the same person in another season is someone else."""
    signer = factories.identity(cast.instructor).account_id
    for year in (2025, 2026):
        assessment = make_assessment(cast.east, season=make_season(year=year))
        settle(make_sheet(assessment, cast.officer), "gold", signer=signer)
    subjects = {c.subject for c in Credential.select()}
    assert len(subjects) == 2


def test_nothing_of_the_person_is_signed(cast, kid):
    bureau.put("bureau.name", "示例市公安局")
    person = factories.make_person(cast.east, name="欧阳密语", police_number="P7654321")
    signer = factories.identity(cast.instructor).account_id
    sheet = make_sheet(make_assessment(cast.east, season=make_season()), person)
    version = settle(sheet, "gold", signer=signer, total=31415)[1]
    medal = awards.of_person(person.id)[0]
    told = json.dumps(read(credentials.token(medal, site=SITE)), ensure_ascii=False)

    for secret in ("欧", "密语", "P7654321", cast.east.name, "31415", str(person.born_on)):
        assert secret not in told, secret
    assert "示例市公安局" in told
    assert version.check_code in told


def test_a_key_that_was_retired_still_proves_and_a_revoked_one_does_not(mark):
    medal = mark("gold")
    old_kid, old = signing_keys.current(), credentials.token(medal, site=SITE)
    new_kid = signing_keys.keep(stranger(), SECRET)
    assert read(credentials.token(medal, site=SITE))[0]["kid"].endswith(new_kid)

    def published():
        return {key["kid"]: key for key in signing_keys.published(SITE.url)["keys"]}

    keys = published()
    assert len(keys) == 2
    OB3Verifier(pubkey_pem=pem(keys[read(old)[0]["kid"]])).verify(old)
    signing_keys.revoke(old_kid)
    assert list(published()) == [signing_keys.address(SITE.url, new_kid)]


def test_a_badge_of_one_metal_says_no_grade_and_comes_in_no_other(database):
    season = make_season()
    badge = Badge.create(
        code="course", name="结业章", name_en="Course completed", shape="course", metal=Metal.SILVER
    )
    told = achievements.document(achievements.achievement_of(badge, season, Metal.SILVER), SITE.url)

    assert "2026 秋赛 结业章" in told["name"]
    assert "良好" not in json.dumps(told, ensure_ascii=False)
    assert told["image"]["id"] == "http://localhost/dies/autumn-silver-2026-course.webp?size=720"
    assert achievements.find("course", 2026, "autumn", "silver").badge == "course"
    with pytest.raises(NotFound):
        achievements.find("course", 2026, "autumn", "gold")
