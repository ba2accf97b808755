"""The command line: each command does one thing, and what it refuses is one line without a traceback."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

import cli
from cli import server
from models import Account, Person, Role, Throttle, Unit
from services import access, clock, store
from services.people import accounts
from tests.support.command import run
from tests.support.factories import make_person

ROOT = Path(__file__).parents[2]
SECRET = "0d41d8cd98f00b204e9800998ecf8427e"
FOUNDER = ("001234", "罗成", "--unit", "示例市公安局", "--sex", "M", "--born", "1985-04-02")


def command(*args):
    return run(cli.group, *args)


def is_one_line(text):
    return text.endswith("\n") and text.count("\n") == 1 and "Traceback" not in text


@pytest.fixture
def installation(monkeypatch, tmp_path, database_url):
    """The environment of a real installation on a migrated database."""
    settings = {
        "YIZHANG_VAR": str(tmp_path),
        "DATABASE_URL": database_url,
        "SECRET_KEY": SECRET,
        "PUBLIC_URL": "https://train.example.gov.cn",
    }
    for name in ("YIZHANG_DEMO", "PORT"):
        monkeypatch.delenv(name, raising=False)
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    store.bind(database_url)
    return tmp_path


@pytest.fixture
def bare(installation, monkeypatch):
    """The same before its tables were made."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{installation}/bare.db")
    return installation


def test_help_names_every_command_without_loading_database_or_web():
    script = "import sys, cli; cli.group.main(['--help'], standalone_mode=False); print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=True
    )

    assert all(f"  {name} " in done.stdout for name in cli.COMMANDS)
    assert {"peewee", "flask", "granian"}.isdisjoint(done.stdout.split())


@pytest.mark.parametrize(
    "args", [["tidy"], ["create-admin", *FOUNDER], ["backup", "x"], ["serve", "--port", "1"]]
)
def test_before_migrate_a_command_says_so_and_makes_no_database(bare, args, monkeypatch):
    monkeypatch.setattr(server, "claim", lambda host, port: None)
    done = command(*args)

    assert (done.code, done.out) == (1, "")
    assert "migrate" in done.err
    assert is_one_line(done.err)
    assert not (bare / "bare.db").exists()


def test_migrate_makes_the_tables_once_for_their_owner_alone(bare):
    assert "0001_initial" in command("migrate").out
    assert command("migrate").out == "数据库已是最新\n"
    assert (bare / "bare.db").stat().st_mode & 0o077 == 0


def test_the_first_admin_opens_their_account_with_the_code_and_runs_the_bureau(installation):
    done = command("create-admin", *FOUNDER)
    code = done.out.split("：")[1][:19]

    with store.connection():
        identity = accounts.open_account("001234", code, "a good password")
        assert identity.may(Unit.get().path, Role.ADMIN)
    assert "https://train.example.gov.cn/open" in done.out


def test_naming_an_admin_again_gives_a_fresh_code_and_changes_nothing_else(installation):
    first = command("create-admin", *FOUNDER).out
    second = command("create-admin", "001234", "罗成").out

    assert first != second
    with store.connection():
        assert len(access.identify(Account.get().id).grants) == 1


@pytest.mark.parametrize(
    "who", [("009999", "罗成"), ("001234", "别人"), (*FOUNDER[:2], "--sex", "X"), ("1", "罗成")]
)
def test_later_only_someone_on_the_rolls_under_their_own_name_becomes_admin(installation, who):
    command("create-admin", *FOUNDER)
    done = command("create-admin", *who)

    assert (done.code, done.out) == (1, "")
    assert is_one_line(done.err)
    with store.connection():
        assert Person.select().count() == 1


def test_the_first_admin_needs_unit_sex_and_birth(installation):
    assert command("create-admin", "001234", "罗成").code == 1
    with store.connection():
        assert not Unit.select().exists()


@pytest.fixture
def roster(tmp_path):
    file = tmp_path / "花名册.csv"
    file.write_text(
        "警号,姓名,性别,出生日期,人员类别,单位\n200001,王强,男,1990-01-02,民警,城东分局\n", "gb18030"
    )
    return file


def test_a_roster_is_written_only_when_told_to(installation, roster):
    preview = command("import-roster", roster, "--create-units")
    with store.connection():
        assert not Person.select().exists()
    done = command("import-roster", roster, "--create-units", "--apply")

    assert "新增 1 人" in preview.out
    assert (preview.code, done.code) == (0, 0)
    with store.connection():
        assert Person.get().name == "王强"


def test_a_roster_with_a_refusal_is_not_written_and_each_row_has_its_reason(installation, roster):
    done = command("import-roster", roster, "--apply")

    assert done.code == 1
    assert "第 2 行" in done.err
    with store.connection():
        assert not Person.select().exists()


def test_tidy_drops_counters_of_yesterday_and_keeps_those_of_today(installation):
    with store.connection():
        for name, days in (("old", 2), ("new", 0)):
            Throttle.create(key=name, count=1, since_at=clock.now() - clock.timedelta(days=days))
    done = command("tidy")

    assert done.code == 0
    with store.connection():
        assert [row.key for row in Throttle.select()] == ["new"]


def test_doctor_is_content_with_a_good_installation_and_names_what_is_wrong(installation, monkeypatch):
    assert command("doctor").code == 0

    monkeypatch.setenv("PUBLIC_URL", "https://" + "a" * 50)
    done = command("doctor")
    assert done.code == 1
    assert "✗ 设置  PUBLIC_URL" in done.out


def test_doctor_sees_that_tables_are_missing_and_that_the_clock_went_back(installation, monkeypatch):
    command("create-admin", *FOUNDER)
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now - clock.timedelta(hours=1))
    assert "✗ 时钟" in command("doctor").out

    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{installation}/other.db")
    assert "✗ 数据库" in command("doctor").out


def test_serve_refuses_demo_settings(installation, monkeypatch):
    monkeypatch.setenv("YIZHANG_DEMO", "1")
    done = command("serve")

    assert done.code == 1
    assert is_one_line(done.err)


def test_serve_refuses_the_demos_secret(installation, monkeypatch):
    (installation / "demo-secret").write_text(SECRET)
    done = command("serve")

    assert done.code == 1
    assert "SECRET_KEY" in done.err


@pytest.mark.parametrize("name", ["demo", "serve", "phones"])
def test_a_port_that_is_taken_is_one_line(installation, name):
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        host = ["--host", "127.0.0.1"] if name == "phones" else []
        done = command(name, "--port", port, *host)

    assert (done.code, done.out) == (1, "")
    assert str(port) in done.err
    assert is_one_line(done.err)


def test_a_port_that_browsers_refuse_is_not_served(installation):
    assert "6000" in command("demo", "--port", "6000").err


def test_a_person_is_not_lost_to_an_encoding():
    """The output of a terminal that cannot write Chinese: question marks, not a traceback."""
    env = {"PATH": "/usr/bin:/bin", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = subprocess.run([sys.executable, ROOT / "app.py", "--help"], env=env, capture_output=True)
    assert done.returncode == 0


def test_the_commands_speak_english_to_whoever_has_an_english_shell():
    env = {"PATH": "/usr/bin:/bin", "LANG": "en_GB.UTF-8"}
    done = subprocess.run(
        [sys.executable, ROOT / "app.py", "--help"], env=env, capture_output=True, text=True, encoding="utf-8"
    )
    assert "migrate" in done.stdout
    assert not any("\u3000" <= c <= "\u9fff" for c in done.stdout)


def test_the_reader_of_a_backup_command_is_its_owner(installation):
    with store.connection():
        make_person(name="王强")
    done = command("backup", installation)

    assert Path(done.out.strip()).stat().st_mode & 0o077 == 0
