"""The help page: for whoever stands in the hall, signed in or not."""

import pytest

from tests.conftest import counting_queries


def test_the_help_is_open_to_a_stranger_and_asks_the_database_nothing(client, tables):
    with counting_queries() as sent:
        answer = client.get("/help/check-in")
    assert answer.status_code == 200
    assert sent == []


@pytest.mark.parametrize(
    "word",
    ["已签到", "已记录，待上传", "已记录，等教官确认", "没有收下", "没有记下", "输 6 位码", "添加到主屏幕"],
)
def test_it_explains_the_words_that_screens_show(client, tables, word):
    assert word in client.get("/help/check-in").text


def test_the_words_it_explains_are_the_scanner_s_own(client, cast, sign_in_as):
    scanner = sign_in_as(cast.officer).get("/scan").text
    for word in ("已签到", "已记录，待上传", "已记录，等教官确认", "没有收下", "没有记下", "输 6 位码"):
        assert word in scanner


def test_the_scanner_leads_to_it(client, cast, sign_in_as):
    assert 'href="/help/check-in"' in sign_in_as(cast.officer).get("/scan").text


def test_it_claims_nothing_of_wechat_or_the_phone_s_camera_without_a_network(client, tables):
    page = client.get("/help/check-in").text
    assert "不保证" in page.split("微信扫一扫")[1][:80]
    assert "不一定" in page.split("手机自带的相机")[1][:80]
