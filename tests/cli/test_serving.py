"""What ``make run`` and ``make phones`` start: on the loopback or behind TLS, and gone when told to go."""

import json
import logging
import os
import re
import shutil
import ssl
import sys
import time
import urllib.request
from pathlib import Path
from urllib.error import HTTPError

import pytest

from cli.server import GRACE, OneLine
from services import demo, store
from tests.support.server import PATIENCE, free_port, is_open, press_ctrl_c, serving, stop, wait_for_port

#: One process: what these share takes seconds to make.
pytestmark = pytest.mark.xdist_group("serving")


class Unredirected(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def get(url, context=None, **headers):
    handlers = [Unredirected] + ([urllib.request.HTTPSHandler(context=context)] if context else [])
    opener = urllib.request.build_opener(*handlers)
    try:
        return opener.open(urllib.request.Request(url, headers=headers), timeout=10)
    except HTTPError as answer:
        return answer


@pytest.fixture(scope="module")
def demo_database(tmp_path_factory):
    """The demo bureau, moved in: that takes a while, and ``test_demo`` sees it done by the command itself."""
    file = tmp_path_factory.mktemp("demo") / "demo.db"
    store.bind(f"sqlite:///{file}")
    with store.connection():
        store.migrate()
        demo.load()
    return file


@pytest.fixture
def var(tmp_path, demo_database):
    shutil.copy(demo_database, tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def phones(tmp_path_factory, demo_database):
    """The addresses of the application and of the help, and the folder of both."""
    var, port, help_port = tmp_path_factory.mktemp("phones"), free_port(), free_port()
    shutil.copy(demo_database, var)
    options = ["--host", "127.0.0.1", "--address", "127.0.0.1", "--port", port, "--help-port", help_port]
    with serving("phones", *options, var=var, YIZHANG_LANG="zh") as process:
        wait_for_port(port, process)
        yield f"https://127.0.0.1:{port}", f"http://127.0.0.1:{help_port}", var


@pytest.fixture
def trusting(phones):
    """A phone that has installed the authority."""
    return ssl.create_default_context(cafile=phones[2] / "phones" / "ca.pem")


def test_the_demo_answers_on_the_loopback_alone_and_keeps_what_it_holds(var):
    port = free_port()
    for _start in range(2):
        with serving("demo", "--port", port, var=var) as process:
            wait_for_port(port, process)
            assert get(f"http://localhost:{port}/sign-in").status == 200
            assert stop(process) == 0
        said = (var / "server.log").read_text("utf-8")
        assert f"http://localhost:{port}" in said
        assert demo.PASSWORD in said
        assert all(account.police_number in said for account in demo.shown_accounts())
        assert not is_open(port)


def test_the_demo_listens_on_no_other_address(var):
    port = free_port()
    with serving("demo", "--port", port, var=var) as process:
        wait_for_port(port, process)
        listening = _listeners(port)
    assert listening == {"0100007F"}


def _listeners(port):
    """The local addresses that listen on a port, as Linux writes them."""
    table = Path("/proc/net/tcp")
    if not table.exists():
        pytest.skip("no /proc/net/tcp on this system")
    rows = [line.split() for line in table.read_text().splitlines()[1:]]
    return {row[1][:8] for row in rows if row[1][9:] == f"{port:04X}" and row[3] == "0A"}


def test_ctrl_c_reaches_the_worker_through_its_parent_alone_and_ends_both_at_once(var):
    port = free_port()
    with serving("demo", "--port", port, var=var) as process:
        wait_for_port(port, process)
        workers = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        assert [os.getpgid(int(worker)) for worker in workers] == [int(worker) for worker in workers]
        start = time.monotonic()
        assert press_ctrl_c(process) == 0
    assert time.monotonic() - start < GRACE
    assert not is_open(port)


def test_the_worker_goes_when_its_parent_is_killed(var):
    port = free_port()
    with serving("demo", "--port", port, var=var) as process:
        wait_for_port(port, process)
        process.kill()
        process.wait()
        end = time.monotonic() + PATIENCE
        while is_open(port) and time.monotonic() < end:
            time.sleep(0.05)
        assert not is_open(port)


def test_phones_are_served_over_tls_that_the_authority_vouches_for(phones, trusting):
    app, _help, var = phones

    assert get(f"{app}/sign-in", trusting).status == 200
    with pytest.raises(urllib.error.URLError, match="CERTIFICATE_VERIFY_FAILED"):
        get(f"{app}/sign-in", ssl.create_default_context())
    assert app in (var / "server.log").read_text("utf-8")


def test_cookies_of_phones_are_secure(phones, trusting):
    app = phones[0]
    request = urllib.request.Request(
        f"{app}/language", data=b"language=en&next=/", headers={"Origin": app}, method="POST"
    )
    opener = urllib.request.build_opener(Unredirected, urllib.request.HTTPSHandler(context=trusting))
    with pytest.raises(HTTPError) as answer:
        opener.open(request, timeout=10)
    assert answer.value.status == 303
    assert "Secure" in answer.value.headers["Set-Cookie"]


def test_plain_http_gives_the_authority_and_help_and_sends_everything_else_to_tls(phones):
    app, help, var = phones
    authority = get(f"{help}/ca.pem")

    assert authority.headers["Content-Type"] == "application/x-x509-ca-cert"
    assert authority.read() == (var / "phones" / "ca.pem").read_bytes()
    assert "证书信任设置" in get(help).read().decode()
    assert "Certificate Trust Settings" in get(help, **{"Accept-Language": "en-GB"}).read().decode()
    for path in ("/sign-in?next=/", "//evil.example/", "/ca.key", "/../phones/ca.key"):
        redirect = get(help + path)
        assert redirect.status == 302
        assert redirect.headers["Location"] == app + "/" + path.lstrip("/")


def test_a_help_page_shows_no_han_to_an_english_reader(phones):
    assert not re.search(r"[\u3000-\u9fff\uff00-\uffef]", get(f"{phones[1]}/en").read().decode())


def test_a_fault_is_one_line_that_quotes_no_data():
    try:
        json.loads("王强 200001")
    except ValueError:
        record = logging.LogRecord("yizhang", logging.ERROR, __file__, 1, "request=%s failed", ("A",), None)
        record.exc_info = sys.exc_info()
    line = OneLine("%(levelname)s %(message)s").format(record)

    assert "\n" not in line
    assert "json.decoder.JSONDecodeError at" in line
    assert "王强" not in line
