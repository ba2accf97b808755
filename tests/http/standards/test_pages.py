"""Standards as pages: every table readable, in both languages, with what is ours marked as ours."""

import re

import pytest

from services import bureau, standard_files, standards, store, words
from services.standards import pages
from tests.conftest import counting_queries
from tests.support.field_day import PHYSIQUE, POLICE, RECRUIT

HAN = re.compile("[\u3400-\u9fff]")


def test_the_list_names_every_shipped_standard(client, cast, sign_in_as):
    sign_in_as(cast.officer)
    page = client.get("/standards")
    for code in standard_files.shipped_codes():
        assert code in page.text


def test_a_standard_is_not_shown_to_who_is_not_signed_in(client):
    assert client.get("/standards").status_code == 303
    assert client.get(f"/standards/{POLICE}").status_code == 303


def test_an_unknown_standard_is_not_found(client, cast, sign_in_as):
    sign_in_as(cast.officer)
    assert client.get("/standards/no-such").status_code == 404


@pytest.mark.parametrize("code", standard_files.shipped_codes())
def test_every_item_sex_and_group_has_a_page(client, cast, sign_in_as, code):
    sign_in_as(cast.officer)
    for item in standard_files.shipped(code).items:
        for sex in "MF":
            page = client.get(f"/standards/{code}?item={item.exercise}&sex={sex}")
            assert page.status_code == 200
            assert item.name in page.text


def test_the_rows_are_the_tables_own(client, cast, sign_in_as):
    sign_in_as(cast.officer)
    page = client.get(f"/standards/{POLICE}?item=run1000&sex=M")
    standard = standard_files.shipped(POLICE)
    band = standard.table(standard.groups[0], "run1000").bands[0]
    minutes, seconds = divmod(band.threshold // 1000, 60)
    assert f"{minutes}′{seconds:02}″" in page.text
    assert "该组无标准" in page.text


def test_weight_for_height_is_shown_one_group_at_a_time(client, cast, sign_in_as):
    sign_in_as(cast.officer)
    page = client.get(f"/standards/{PHYSIQUE}?item=height_weight&sex=F&group=25-29")
    assert "144.0–144.9 cm" in page.text or "140.0–140.9 cm" in page.text
    assert "范围外得分" in page.text


def test_what_the_source_leaves_open_is_marked_as_ours(client, cast, sign_in_as):
    sign_in_as(cast.officer)
    assert "我们的默认" in client.get(f"/standards/{POLICE}?item=run1000").text
    with store.connection():
        page = pages.read(standards.versions(POLICE)[0], exercise="run100")
    rounding = next(fact for fact in page.item_facts if fact[0] == "零头")
    assert rounding == ("零头", "进一", False)


def test_grades_are_said_or_that_they_are_not_set(client, cast, sign_in_as):
    sign_in_as(cast.officer)
    assert "未设等级线" in client.get(f"/standards/{POLICE}").text
    assert "各项都达标即合格" in client.get(f"/standards/{RECRUIT}").text
    assert "总分 34 起" in client.get(f"/standards/{PHYSIQUE}").text
    with store.connection():
        bureau.put(f"grades.{POLICE}", [["优秀", 360], ["不合格", 0]])
    assert "总分 360 起" in client.get(f"/standards/{POLICE}").text


@pytest.mark.parametrize("code", standard_files.shipped_codes())
def test_a_standards_own_words_are_english_for_english_readers(database, code):
    offer = standards.versions(code)[0]
    with words.using("en"):
        for item in offer.standard.items:
            page = pages.read(offer, exercise=item.exercise)
            said = [page.title, *(word for _code, word in page.items + page.groups + page.sexes)]
            said += [cell for row in page.grid.rows for cell in row[1:]]
            assert not HAN.search(" ".join(said)), said


def test_the_page_takes_few_queries(client, cast, sign_in_as):
    sign_in_as(cast.officer)
    with counting_queries() as sent:
        client.get(f"/standards/{POLICE}")
    assert len(sent) <= 6, sent
