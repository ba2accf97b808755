"""The demo as a new user meets it: it fills itself, and keeps what was entered through the next start."""

import re
from http.cookiejar import CookieJar
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

from services import demo
from tests.support.server import free_port, serving, wait_for_port


def signed_in(address):
    """A browser of sorts, signed in as the demo's administrator."""
    opener = build_opener(HTTPCookieProcessor(CookieJar()))
    opener.addheaders = [("Origin", address)]
    number = demo.shown_accounts()[0].police_number
    form = {"police_number": number, "password": demo.PASSWORD}
    opener.open(f"{address}/sign-in", urlencode(form).encode()).close()
    return opener


def read(opener, address, form=None):
    with opener.open(address, form and urlencode(form).encode()) as answer:
        return answer.read().decode()


def test_what_was_entered_in_the_demo_is_there_after_the_next_start(tmp_path):
    port = free_port()
    address = f"http://localhost:{port}"
    with serving("demo", "--port", port, var=tmp_path) as process:
        wait_for_port(port, process)
        browser = signed_in(address)
        page = read(browser, f"{address}/desk/trainings/new")
        unit = re.search(r'<select class="input" id="unit".*?<option value="(\d+)"', page, re.S)[1]
        times = {"starts_at": "2030-12-01T09:00", "ends_at": "2030-12-01T10:00"}
        plan = {"title": "第二次启动还在", "kind": "drill", "unit": unit, "phases": "in", **times}
        assert "第二次启动还在" in read(browser, f"{address}/desk/trainings/new", plan)
    with serving("demo", "--port", port, var=tmp_path) as process:
        wait_for_port(port, process)
        assert "第二次启动还在" in read(signed_in(address), f"{address}/desk/trainings")
