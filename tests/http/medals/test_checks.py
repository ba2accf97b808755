"""The page behind the QR code: what anyone may know, and nothing more."""

import re

import pytest

from models import Unit
from services import bureau, store
from services.credentials import checks
from tests.support import factories
from tests.support.awarding import make_assessment, make_season, make_sheet, settle


@pytest.fixture
def sheet(cast):
    """Of a person whose every fact is found again wherever it leaks."""
    with store.connection():
        unit = Unit.create(name="暗语单位甲乙", parent=cast.bureau, path=f"{cast.bureau.path}77/")
        person = factories.make_person(unit, name="欧阳密语", police_number="P7654321")
        return make_sheet(make_assessment(cast.east, season=make_season()), person)


@pytest.fixture
def mark(cast, sheet):
    with store.connection():
        signer = factories.identity(cast.instructor).account_id

    def mark(metal, **facts):
        with store.connection():
            return settle(sheet, metal, signer=signer, **facts)[1]

    return mark


def test_a_genuine_medal_is_told_with_season_grade_number_and_issuer(client, mark):
    with store.connection():
        bureau.put("bureau.name", "示例市公安局")
    answer = client.get(f"/V/{mark('silver').check_code}")

    assert answer.status_code == 200
    for word in (
        "有效",
        "2026 秋赛",
        "良好",
        "№ 000001",
        "示例市公安局",
        "体能测试纪念章",
        "2026 年 10 月 18 日",
    ):
        assert word in answer.text, word


def test_of_the_person_the_first_character_and_no_more(client, mark):
    made = mark("silver", total=31415)
    answer = client.get(f"/V/{made.check_code}")

    assert "欧*" in answer.text
    everything = answer.text + str(answer.headers)
    for secret in ("欧阳", "密语", "P7654321", "暗语单位", "31415", "2001"):
        assert secret not in everything, secret


def test_the_page_is_kept_out_of_search_engines_and_caches(client, mark):
    answer = client.get(f"/V/{mark('gold').check_code}")

    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert re.search(r'<meta name="robots" content="noindex', answer.text)
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_code_may_be_typed_in_small_letters_and_with_dashes(client, mark):
    code = mark("gold").check_code
    assert client.get(f"/v/{code[:4].lower()}-{code[4:]}").status_code == 200


def test_an_issuer_that_is_not_set_is_said_to_be_so(client, mark):
    assert "未设" in client.get(f"/V/{mark('gold').check_code}").text


def test_a_corrected_medal_leads_to_the_one_that_holds(client, mark):
    old, new = mark("gold"), mark("bronze")
    page = client.get(f"/V/{old.check_code}").text

    assert "已更正" in page
    assert "优秀" in page
    assert f'href="/V/{new.check_code}"' in page
    assert "有效" in client.get(f"/V/{new.check_code}").text


def test_a_revoked_medal_says_so_and_leads_on_once_it_was_earned_again(client, mark):
    gone = mark("gold")
    mark(None)
    page = client.get(f"/V/{gone.check_code}").text
    assert "已撤销" in page
    assert "/V/" not in page.partition("<main")[2].partition("languages")[0]

    back = mark("silver")
    assert f'href="/V/{back.check_code}"' in client.get(f"/V/{gone.check_code}").text


def test_an_unknown_code_is_404_in_words(client, tables):
    answer = client.get("/V/AAAAAAAAAAAAAAAA")

    assert answer.status_code == 404
    assert "没有这个验真码" in answer.text


def test_guessing_is_slowed_but_looking_at_real_medals_is_not(client, mark):
    code = mark("gold").check_code
    for _ in range(checks.FREE * 2):
        assert client.get(f"/V/{code}").status_code == 200
    for n in range(checks.FREE):
        assert client.get(f"/V/{n:016d}").status_code == 404
    assert client.get("/V/AAAAAAAAAAAAAAAA").status_code == 429


@pytest.mark.parametrize(
    ("name", "shown"), [("林晓", "林*"), ("欧阳娜娜", "欧*"), ("Lin Xiao", "L*"), ("林", "林*")]
)
def test_a_name_is_masked_to_one_length(name, shown):
    assert checks.masked(name) == shown
