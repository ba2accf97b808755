"""Checking in over HTTP: captured before login, delivered once, refused with a word."""

import re

import pytest

import models
from services import clock, labels, planning, store
from services.trainings import codes
from tests.conftest import HERE, HTMX, counting_queries
from tests.support.factories import PASSWORD, code_of, digits_of, identity, make_training
from tests.support.tables import digest


@pytest.fixture
def training(cast):
    with store.connection():
        return make_training(cast)


def evidence():
    with store.connection():
        return list(models.Evidence.select().dicts())


def test_a_code_opened_signed_out_is_captured_and_counts_after_a_login(client, cast, training):
    opened = client.get(f"/C/{code_of(training)}")
    assert opened.status_code == 303
    assert opened.location == "/sign-in?next=/check-in"
    assert evidence() == []

    form = {"police_number": cast.officer.police_number, "password": PASSWORD, "next": "/check-in"}
    entered = client.post("/sign-in", data=form, headers=HERE)
    assert entered.location == "/check-in"
    assert "擒拿控制与上铐" in client.get("/check-in").text

    sent = client.post("/check-in", headers=HERE)
    assert sent.status_code == 303
    done = client.get(sent.location)
    assert "签到成功" in done.text
    assert [row["person"] for row in evidence()] == [cast.officer.id]


def test_the_page_of_a_code_writes_nothing_and_posts_itself(client, cast, training, sign_in_as):
    sign_in_as(cast.officer)
    before = digest()
    page = client.get(f"/C/{code_of(training)}")
    assert digest() == before
    assert re.search(r'<form[^>]*method="post"[^>]*data-autosubmit', page.text)
    assert "<button" in page.text
    assert "HttpOnly" in page.headers["Set-Cookie"]
    assert "SameSite=Lax" in page.headers["Set-Cookie"]


def test_a_code_reads_in_small_letters_too(client, cast, training, sign_in_as):
    sign_in_as(cast.officer)
    assert client.get(f"/c/{code_of(training).lower()}").status_code == 200


def test_the_captured_time_is_that_of_the_first_opening(client, cast, training, sign_in_as):
    sign_in_as(cast.officer)
    code = code_of(training)
    client.get(f"/C/{code}")
    first = client.get_cookie("capture").value
    again = client.get(f"/C/{code}")
    assert "capture=" not in again.headers.get("Set-Cookie", "")
    assert client.get_cookie("capture").value == first


def test_a_capture_is_delivered_once(client, cast, training, sign_in_as):
    sign_in_as(cast.officer)
    client.get(f"/C/{code_of(training)}")
    client.post("/check-in", headers=HERE)
    again = client.post("/check-in", headers=HERE)
    assert again.status_code == 409
    assert "请再扫一次" in again.text
    assert len(evidence()) == 1


def test_an_answer_that_was_lost_is_asked_for_again_harmlessly(client, cast, training, sign_in_as):
    sign_in_as(cast.officer)
    client.get(f"/C/{code_of(training)}")
    kept = client.get_cookie("capture").value
    first = client.post("/check-in", headers=HERE)
    client.set_cookie("capture", kept)
    second = client.post("/check-in", headers=HERE)
    assert first.location == second.location
    assert len(evidence()) == 1


@pytest.mark.parametrize("code", ["A" * 30, "KURZ", "签到", "AAAAAI" + "A" * 24])
def test_an_unknown_code_is_refused_and_changes_nothing(client, cast, training, sign_in_as, code):
    sign_in_as(cast.officer)
    before = digest()
    answer = client.get(f"/C/{code}")
    assert answer.status_code == 404
    assert "这不是本系统的签到码" in answer.text
    assert "capture" not in answer.headers.get("Set-Cookie", "")
    assert digest() == before


def test_a_code_outside_its_window_is_refused_and_changes_nothing(client, cast, sign_in_as):
    with store.connection():
        later = make_training(cast, starts_in=7200)
    sign_in_as(cast.officer)
    before = digest()
    answer = client.get(f"/C/{code_of(later)}")
    assert answer.status_code == 409
    assert "不在签到时间内" in answer.text
    assert digest() == before


def test_a_cancelled_training_says_so(client, cast, training, sign_in_as):
    with store.connection():
        planning.cancel(training.id, actor=identity(cast.instructor))
    sign_in_as(cast.officer)
    assert "已取消" in client.get(f"/C/{code_of(training)}").text


def test_a_write_from_another_site_is_refused(client, cast, training, sign_in_as):
    sign_in_as(cast.officer)
    client.get(f"/C/{code_of(training)}")
    assert client.post("/check-in", headers={"Origin": "https://evil.example"}).status_code == 403
    assert client.post("/check-in", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert client.post("/check-in").status_code == 403
    assert evidence() == []


def test_a_verdict_is_shown_to_its_owner_alone(client, cast, training, sign_in_as):
    sign_in_as(cast.officer)
    client.get(f"/C/{code_of(training)}")
    place = client.post("/check-in", headers=HERE).location
    sign_in_as(cast.auxiliary)
    assert client.get(place).status_code == 404


def test_two_people_with_one_phone_and_the_second_waits(client, cast, training, sign_in_as):
    for person, ago, words in ((cast.officer, 1, "签到成功"), (cast.auxiliary, 0, "已记录，等教官确认")):
        sign_in_as(person)
        client.get(f"/C/{code_of(training, slot_ago=ago)}")
        done = client.get(client.post("/check-in", headers=HERE).location)
        assert words in done.text


def type_in(client, wanted, digits, **fields):
    form = {"training": wanted.id, "digits": digits, "claim_id": "one-form"} | fields
    return client.post("/check-in/digits", data=form, headers=HERE)


def test_six_digits_are_typed_and_wait_for_a_word(client, cast, training, sign_in_as):
    sign_in_as(cast.officer)
    assert training.title in client.get("/check-in/digits").text
    sent = type_in(client, training, digits_of(training))
    assert "已记录，等教官确认" in client.get(sent.location).text
    assert type_in(client, training, digits_of(training)).location == sent.location
    assert len(evidence()) == 1


def test_wrong_digits_get_a_word_and_change_nothing(client, cast, training, sign_in_as):
    sign_in_as(cast.officer)
    before = digest()
    wrong = "000000" if digits_of(training) != "000000" else "111111"
    answers = [type_in(client, training, wrong) for _ in range(6)]
    assert [a.status_code for a in answers] == [422] * 5 + [429]
    assert "6 位码不对" in answers[0].text
    assert digest() == before


@pytest.mark.parametrize("training_id", ["", "x", "999999", "-1"])
def test_digits_for_no_training_are_refused(client, cast, training, sign_in_as, training_id):
    sign_in_as(cast.officer)
    assert type_in(client, training, "123456", training=training_id).status_code == 404


def test_scanning_and_sending_take_a_bounded_number_of_queries(client, cast, training, sign_in_as):
    sign_in_as(cast.officer)
    with counting_queries() as opening:
        client.get(f"/C/{code_of(training)}")
    with counting_queries() as sending:
        client.post("/check-in", headers=HERE)
    assert len(opening) <= 8
    assert len(sending) <= 24


def test_the_sign_in_page_says_what_was_scanned_and_leads_to_it(client, cast, training):
    code = code_of(training)
    client.get(f"/C/{code}")
    page = client.get("/sign-in").text
    assert clock.local(codes.read(code).starts_at).strftime("%H:%M:%S") in page
    assert 'name="next" value="/check-in"' in page


def test_a_code_that_checks_no_one_in_says_what_to_do_instead(client, cast, training, sign_in_as):
    sign_in_as(cast.officer)
    page = client.get(f"/C/{code_of(training)[:-3]}AAA")
    assert page.status_code == 404
    assert "请再扫一次" in page.text
    assert 'href="/scan"' in page.text


def test_the_digits_are_asked_until_one_has_checked_in_and_a_fault_stands_beside_them(
    client, cast, training, sign_in_as
):
    sign_in_as(cast.officer)
    wrong = "000000" if digits_of(training) != "000000" else "111111"
    form = type_in(client, training, wrong).text.partition(f'id="digits-of-{training.id}"')[2]
    assert "6 位码不对" in form.partition("</form>")[0]

    client.get(f"/C/{code_of(training)}")
    client.post("/check-in", headers=HERE)
    page = client.get("/check-in/digits").text
    assert f'id="digits-of-{training.id}"' not in page
    assert "今天签过的" in page


def test_a_training_open_for_weeks_still_asks_for_its_digits(client, cast, sign_in_as):
    with store.connection():
        long = make_training(cast, starts_in=-3 * 86400, lasts=20 * 86400)
    sign_in_as(cast.officer)
    assert f'id="digits-of-{long.id}"' in client.get("/check-in/digits").text


def test_the_scanner_is_open_to_everyone_and_says_the_same_to_all(client, cast, training, sign_in_as):
    pages = [sign_in_as(person).get("/scan") for person in (None, cast.officer, cast.instructor)]
    assert [page.status_code for page in pages] == [200] * 3
    mains = [page.text.partition("<main")[2].partition("</main>")[0] for page in pages]
    assert len(set(mains)) == 1
    for told in (cast.officer.name, cast.officer.police_number, training.title):
        assert told not in mains[1]


def test_only_pages_that_read_pictures_may_run_webassembly(client, cast, sign_in_as):
    sign_in_as(cast.officer)
    for place, may in (("/scan", True), ("/shell/scan", True), ("/shell/capture", False), ("/", False)):
        policy = client.get(place).headers["Content-Security-Policy"]
        assert ("'wasm-unsafe-eval'" in policy) == may, place
        assert "'unsafe-eval'" not in policy


def test_the_scanner_without_scripts_leads_to_the_digits_and_the_phone_s_own_camera(client):
    page = client.get("/scan").text
    assert 'href="/check-in/digits"' in page
    assert "手机相机" in page.partition("<noscript>")[2].partition("</noscript>")[0]


def test_the_digits_are_a_part_of_the_scanner_and_a_page_of_their_own(client, cast, training, sign_in_as):
    sign_in_as(cast.officer)
    part = client.get("/check-in/digits", headers=HTMX).text
    assert part.lstrip().startswith('<section id="digits"')
    whole = client.get("/check-in/digits").text
    assert "<html" in whole
    assert f'id="digits-of-{training.id}"' in whole
    sign_in_as(None)
    assert client.get("/check-in/digits", headers=HTMX).headers["HX-Redirect"].startswith("/sign-in")


def test_every_reason_to_wait_for_a_word_has_its_words_in_the_scanner(client):
    page = client.get("/scan").text
    for reason, words in labels.WEAKNESSES.items():
        assert f'data-reason="{reason}" hidden>{words}<' in page
