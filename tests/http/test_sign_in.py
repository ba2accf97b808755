"""The doors: signing in and out, opening an account, and where one is sent afterwards."""

from datetime import timedelta

import pytest

from models import Account, Person
from services import clock, store
from services.people import accounts, opening_codes
from tests.conftest import HERE, HTMX
from tests.support.factories import HASH, PASSWORD, identity
from tests.support.tables import digest

NEW = "chunfeng-8800"


def sign_in(client, person, password=PASSWORD, **form):
    form = {"police_number": person.police_number, "password": password} | form
    return client.post("/sign-in", data=form, headers=HERE)


def is_signed_in(client):
    return client.get("/account").status_code == 200


def test_signing_in_leads_on_and_is_kept(client, cast):
    answer = sign_in(client, cast.officer, next="/account?x=1")
    assert (answer.status_code, answer.location) == (303, "/account?x=1")
    assert is_signed_in(client)


def test_a_wrong_password_keeps_the_number_and_not_the_password(client, cast):
    answer = sign_in(client, cast.officer, "guess-1234")
    assert answer.status_code == 422
    assert cast.officer.police_number in answer.text
    assert "guess-1234" not in answer.text
    assert not is_signed_in(client)


@pytest.mark.parametrize("password", ["wrong", PASSWORD])
def test_an_unknown_number_is_answered_in_the_same_words(client, cast, password):
    wrong = sign_in(client, cast.officer, "wrong").text.replace(cast.officer.police_number, "…")
    unknown = client.post("/sign-in", data={"police_number": "999999", "password": password}, headers=HERE)
    assert unknown.text.replace("999999", "…") == wrong


ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "http:evil.example",
    "javascript:alert(1)",
    "evil.example",
    "",
    "/a\\..\\b",
]


@pytest.mark.parametrize("place", ELSEWHERE)
def test_next_never_leads_to_another_site(client, cast, place):
    assert sign_in(client, cast.officer, next=place).location == "/"
    assert client.get("/sign-in", query_string={"next": place}).location == "/"


@pytest.mark.parametrize("place", ELSEWHERE)
def test_the_form_carries_no_foreign_next(client, tables, place):
    page = client.get("/sign-in", query_string={"next": place}).text
    assert '<input type="hidden" name="next" value="/">' in page


def test_a_page_asked_for_before_signing_in_is_the_next_one(client, cast):
    asked = client.get("/people?text=x&page=2")
    assert asked.status_code == 303
    assert asked.location == "/sign-in?next=/people?text%3Dx%26page%3D2"
    assert 'value="/people?text=x&amp;page=2"' in client.get(asked.location).text


def test_htmx_is_told_to_leave_the_page(client, cast):
    headers = HTMX | {"HX-Current-URL": "http://localhost/people?page=2"}
    asked = client.get("/people", headers=headers)
    assert (asked.status_code, asked.text) == (401, "")
    assert asked.headers["HX-Redirect"] == "/sign-in?next=/people?page%3D2"


def test_htmx_at_a_foreign_address_leads_home(client, cast):
    headers = HTMX | {"HX-Current-URL": "https://evil.example//evil.example/x"}
    assert client.get("/people", headers=headers).headers["HX-Redirect"] == "/sign-in?next=/"


def test_another_site_cannot_sign_anyone_in(client, cast):
    before = digest()
    for headers in ({}, {"Origin": "https://evil.example"}, HERE | {"Sec-Fetch-Site": "cross-site"}):
        form = {"police_number": cast.officer.police_number, "password": PASSWORD}
        assert client.post("/sign-in", data=form, headers=headers).status_code == 403
    assert digest() == before


def test_guessing_in_the_form_is_slowed(client, cast):
    answers = [sign_in(client, cast.officer, "wrong").status_code for _ in range(6)]
    assert answers == [422] * 5 + [429]


def test_a_browser_its_owner_used_before_answers_for_itself_alone(client, app, cast):
    sign_in(client, cast.officer)
    client.post("/sign-out", headers=HERE)
    stranger = app.test_client()
    assert [sign_in(stranger, cast.officer, "wrong").status_code for _ in range(6)][-1] == 429
    assert sign_in(client, cast.officer).status_code == 303


def test_the_form_remembers_for_thirty_days_and_only_if_asked(client, cast):
    assert client.get_cookie("remember_token") is None
    sign_in(client, cast.officer)
    assert client.get_cookie("remember_token") is None
    sign_in(client, cast.officer, remember="on")
    cookie = client.get_cookie("remember_token")
    assert timedelta(days=29) < cookie.expires - clock.now() <= timedelta(days=30)
    assert (cookie.http_only, cookie.same_site) == (True, "Lax")


def test_the_remembered_are_signed_in_without_a_session(client, cast):
    sign_in(client, cast.officer, remember="on")
    client.delete_cookie("session")
    assert is_signed_in(client)


def test_signing_out_ends_the_remembering_too(client, cast):
    sign_in(client, cast.officer, remember="on")
    client.post("/sign-out", headers=HERE)
    client.delete_cookie("session")
    assert not is_signed_in(client)


def test_a_higher_epoch_ends_session_and_remembering(client, cast):
    sign_in(client, cast.officer, remember="on")
    with store.connection():
        Account.update(epoch=Account.epoch + 1).execute()
    assert not is_signed_in(client)
    client.delete_cookie("session")
    assert not is_signed_in(client)


def test_a_forged_session_is_no_session(client, cast):
    for forged in ("", "1", "1:", "x:0", "-1:0", "1:0:0"):
        with client.session_transaction() as session:
            session["_user_id"] = forged
        assert client.get("/account").status_code == 303, forged


def test_the_deactivated_are_signed_out(client, cast, sign_in_as):
    sign_in_as(cast.officer)
    with store.connection():
        Person.update(is_active=False).where(Person.id == cast.officer.id).execute()
    assert not is_signed_in(client)


def change(client, old, new):
    return client.post("/account/password", data={"old": old, "password": new}, headers=HERE)


def test_changing_the_password_keeps_this_browser_and_ends_the_others(client, app, cast):
    other = app.test_client()
    for one in (client, other):
        sign_in(one, cast.officer, remember="on")
    assert change(client, PASSWORD, NEW).location == "/account?changed=1"
    assert is_signed_in(client)
    assert not is_signed_in(other)
    client.delete_cookie("session")
    assert is_signed_in(client), "remembered anew"


@pytest.mark.parametrize(("old", "new"), [("wrong", NEW), (PASSWORD, "short"), (PASSWORD, "")])
def test_a_refused_change_of_password_says_why_and_changes_nothing(client, cast, sign_in_as, old, new):
    sign_in_as(cast.officer)
    before = digest()
    answer = change(client, old, new)
    assert answer.status_code == 422
    assert answer.text.count('aria-invalid="true"') == 1
    assert digest() == before


def test_the_old_password_is_not_guessed_at_for_long(client, cast, sign_in_as):
    sign_in_as(cast.officer)
    assert [change(client, "wrong", NEW).status_code for _ in range(6)] == [422] * 5 + [429]


def test_leaving_all_phones_leaves_all(client, app, cast):
    other = app.test_client()
    for one in (client, other):
        sign_in(one, cast.officer, remember="on")
    assert client.post("/account/end-sessions", headers=HERE).location == "/sign-in"
    assert not is_signed_in(client)
    assert not is_signed_in(other)


def opening(client, person, code, password=NEW, **form):
    form = {"police_number": person.police_number, "code": code, "password": password} | form
    return client.post("/open", data=form, headers=HERE)


@pytest.fixture
def code(cast):
    with store.connection():
        Account.update(password_hash=None).where(Account.person == cast.officer).execute()
        return opening_codes.issue(cast.officer, actor=identity(cast.registrar))


def test_a_code_sets_the_password_and_signs_in(client, cast, code):
    answer = opening(client, cast.officer, code, next="/account")
    assert (answer.status_code, answer.location) == (303, "/account")
    assert is_signed_in(client)
    client.post("/sign-out", headers=HERE)
    assert sign_in(client, cast.officer, NEW).status_code == 303


@pytest.mark.parametrize(
    "changes",
    [{"code": "AAAA-BBBB-CCCC-DDDD"}, {"code": ""}, {"password": "short"}, {"police_number": "999999"}],
)
def test_a_refused_opening_says_why_and_changes_nothing(client, cast, code, changes):
    before = digest()
    answer = opening(client, cast.officer, **{"code": code} | changes)
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert digest() == before
    assert not is_signed_in(client)


def test_a_code_need_not_be_typed_again_for_the_password_s_sake(client, cast, code):
    assert f'value="{code}"' in opening(client, cast.officer, code, "short").text
    assert 'value="AAAA' not in opening(client, cast.officer, "AAAA-BBBB-CCCC-DDDD").text


def test_a_morning_of_mistyped_codes_does_not_keep_a_bureau_out(client, cast, code):
    for _ in range(60):
        assert opening(client, cast.officer, "AAAA-BBBB-CCCC-DDDD").status_code == 422
    assert opening(client, cast.officer, code).status_code == 303


def test_opening_leads_to_no_other_site(client, cast, code):
    assert opening(client, cast.officer, code, next="//evil.example").location == "/"


def test_the_doors_speak_english(client, cast):
    client.set_cookie("language", "en")
    with store.connection():
        Account.update(password_hash=HASH).execute()
    pages = [
        client.get("/sign-in"),
        client.get("/open"),
        sign_in(client, cast.officer, "wrong"),
        opening(client, cast.officer, "x"),
        opening(client, cast.officer, "x", "short"),
    ]
    for page in pages:
        assert not any("\u3400" <= c <= "\u9fff" or "\u3000" <= c <= "\u303f" for c in page.text), page.text


def test_no_page_of_the_doors_is_cached(client, tables):
    assert client.get("/sign-in").headers["Cache-Control"] == "no-store"
    assert accounts.SHORTEST_PASSWORD == 8
