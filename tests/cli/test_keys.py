"""Keys on the command line: new, listed, retired, revoked."""

import re

import pytest

import cli
from models import SigningKey
from services import store
from tests.cli.test_commands import installation  # noqa: F401 - a fixture
from tests.support.command import run

KID = re.compile(r"[\w-]{43}")


def command(*args):
    return run(cli.group, "keys", *args)


@pytest.mark.usefixtures("installation")
def test_keys_are_made_listed_retired_and_revoked():
    assert command("list").out == ""
    first, second = (command("new").out.strip() for _n in range(2))
    assert KID.fullmatch(first)

    lines = command("list").out.splitlines()
    assert [line.partition(" ")[0] for line in lines] == [second, first]
    assert lines[0].endswith("正在签名")
    assert lines[1].endswith("已停用，仍可核验")
    assert command("revoke", first).code == 0
    assert command("retire", second).code == 0
    assert command("list").out.splitlines()[1].endswith("已作废")
    with store.connection():
        assert not SigningKey.select().where(SigningKey.sealed.is_null(False)).exists()


@pytest.mark.usefixtures("installation")
def test_an_unknown_key_is_refused_in_one_line():
    done = command("revoke", "none")
    assert done.code == 1
    assert done.err.count("\n") == 1


@pytest.mark.usefixtures("installation")
def test_a_key_is_not_made_on_a_secret_that_would_not_serve(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "short")
    assert command("new").code == 1
    assert command("list").out == ""


@pytest.mark.usefixtures("installation")
@pytest.mark.parametrize("act", ["retire", "revoke"])
def test_a_name_that_begins_with_a_hyphen_is_a_name(act):
    """It is looked for, and not found; it is no option."""
    assert command(act, "-3xyz").code == command(act, "none").code == 1
