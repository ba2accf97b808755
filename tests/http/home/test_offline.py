"""What is handed out for use without a network: worker, manifest, shells, and a person's own copy."""

import re
from datetime import timedelta

import pytest

from pwa import fingerprint
from pwa.home.offline import SHELLS
from services import clock, store
from services.checkins import passes
from tests.conftest import HERE, counting_queries
from tests.support.factories import identity, make_training


def text_of_worker(client):
    return client.get("/sw.js").text


def test_the_worker_is_asked_for_anew_each_time_and_rules_the_whole_site(client, tables):
    answer = client.get("/sw.js")
    assert (answer.mimetype, answer.headers["Cache-Control"]) == ("text/javascript", "no-cache")
    assert "Set-Cookie" not in answer.headers


def test_every_file_the_worker_keeps_is_there(client, tables):
    files = re.findall(r'"(/static/[^"]+)"', text_of_worker(client))
    assert {client.get(file).status_code for file in files} == {200}
    assert any(file.endswith(".wasm") for file in files)
    assert not any("LICENSE" in file for file in files)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", SHELLS)
def test_a_shell_is_the_same_whoever_asks(client, cast, sign_in_as, name, language):
    place = f"/shell/{name}?lang={language}"
    strangers = client.get(place)
    client.set_cookie("language", "en" if language == "zh" else "zh")
    theirs = sign_in_as(cast.officer).get(place)
    assert strangers.status_code == 200
    assert theirs.data == strangers.data
    assert "Set-Cookie" not in strangers.headers
    assert strangers.cache_control.no_cache


def test_a_shell_of_another_build_is_not_given_to_a_worker(client, app):
    assert client.get(f"/shell/home?build={app.config['BUILD']}").status_code == 200
    assert client.get("/shell/home?build=another").status_code == 404
    assert client.get("/shell/other").status_code == 404


def test_the_build_names_pages_and_words_as_well_as_files(tmp_path):
    (tmp_path / "page.html").write_text("one")
    before = fingerprint(tmp_path)
    (tmp_path / "page.html").write_text("two")
    assert fingerprint(tmp_path) != before


@pytest.mark.parametrize(
    ("language", "name", "shortcut"), [("zh", "一章", "扫码签到"), ("en", "Yizhang", "Scan to check in")]
)
def test_the_app_installs_in_the_reader_s_language(client, tables, language, name, shortcut):
    client.set_cookie("language", language)
    page = client.get("/sign-in").text
    place = re.search(r'rel="manifest" href="([^"]+)"', page)[1]
    client.delete_cookie("language")
    manifest = client.get(place).json
    assert (manifest["name"], manifest["shortcuts"][0]["name"]) == (name, shortcut)
    assert "maskable" in {icon["purpose"] for icon in manifest["icons"]}
    icons = [icon["src"] for one in (manifest, *manifest["shortcuts"]) for icon in one["icons"]]
    assert {client.get(icon).status_code for icon in icons} == {200}


def test_a_page_says_whose_it_is_and_a_signed_out_one_that_nobody_s(client, cast, sign_in_as):
    assert '<meta name="signed-out"' in client.get("/sign-in").text
    page = sign_in_as(cast.officer).get("/account").text
    assert f'<meta name="owner" content="{identity_of(cast.officer)}">' in page
    assert f'<meta name="owner-name" content="{cast.officer.name}">' in page
    assert "signed-out" not in page


def test_a_page_drawn_without_a_database_says_neither(client, app, cast, sign_in_as):
    page = sign_in_as(cast.officer).get(f"{app.static_url_path}/nowhere").text
    assert 'name="owner"' not in page
    assert "signed-out" not in page


def identity_of(person):
    with store.connection():
        return identity(person).account_id


def test_the_copy_holds_what_is_one_s_own(client, cast, sign_in_as):
    with store.connection():
        training = make_training(cast)
        secret = passes.key()
    copy = sign_in_as(cast.officer).get("/mine.json").json
    assert (copy["yizhang"], copy["owner"], copy["name"]) == (1, identity_of(cast.officer), cast.officer.name)
    assert [(one["id"], one["state_words"]) for one in copy["trainings"]] == [(training.id, "未签到")]
    assert [phase["phase"] for phase in copy["trainings"][0]["phases"]] == ["in"]
    days = [str(clock.today() + timedelta(days=n)) for n in range(14)]
    assert [one["day"] for one in copy["passes"]] == days
    assert copy["passes"][13]["text"] == passes.text_of(cast.officer.id, days[13], secret)
    assert copy["leads"] == []


def test_an_instructor_s_copy_says_what_they_lead(client, cast, sign_in_as):
    with store.connection():
        training = make_training(cast)
    copy = sign_in_as(cast.instructor).get("/mine.json").json
    assert [one["id"] for one in copy["leads"]] == [training.id]


def test_a_medal_and_its_picture_are_in_the_copy(client, cast, medal, sign_in_as):
    copy = sign_in_as(cast.officer).get("/mine.json").json
    [one] = copy["medals"]
    assert one["grade"] == "优秀"
    assert client.get(one["picture"]).mimetype == "image/webp"


def test_the_copy_costs_a_fixed_number_of_queries(client, cast, earn, sign_in_as):
    def cost():
        with counting_queries() as sent:
            assert sign_in_as(cast.officer).get("/mine.json").status_code == 200
        return len(sent)

    def grow():
        earn()
        with store.connection():
            make_training(cast)

    grow()
    before = cost()
    for _ in range(3):
        grow()
    assert cost() == before


@pytest.mark.parametrize("place", ["/sign-out", "/account/end-sessions"])
def test_leaving_clears_no_storage_and_keeps_the_browser_s_name(client, cast, sign_in_as, place):
    sign_in_as(cast.officer)
    answer = client.post(place, headers=HERE)
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert not any("device=;" in cookie for cookie in answer.headers.getlist("Set-Cookie"))
