"""The command line under an English shell: no Han in help, answers and refusals, for Latin data."""

import json
import os
import socket
import subprocess
import sys

import pytest

import cli
from services.scoring.score_words import SENTENCES
from services.standard_files.findings import REASONS
from tests.cli.test_commands import ROOT, SECRET, installation  # noqa: F401 - a fixture
from tests.cli.test_score import REFUSED
from tests.support.command import run
from tests.support.raw_standards import PHYSIQUE, POLICE, RECRUIT
from tests.support.rosters import csv, row
from tests.test_words import HAN

WHO = ["--sex", "M", "--born", "2001-04-02", "--on", "2026-03-20"]
FOUNDER = ["001234", "Luo Cheng", "--unit", "Sample City", "--sex", "M", "--born", "1985-04-02"]
HEADINGS = ("Police number", "Name", "Sex", "Date of birth", "Category", "Rank", "Unit")


@pytest.fixture(autouse=True)
def english(monkeypatch):
    for name in ("YIZHANG_LANG", "LC_ALL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")


def command(*args, code=0):
    """Run a command; what it prints must hold no Han, and is given back."""
    done = run(cli.group, *args)
    assert done.code == code, done.out + done.err
    told = done.out + done.err
    assert not HAN.findall(told), told
    assert told.strip()
    return told


def test_the_help_of_every_command_holds_no_han():
    """In a process of its own: texts of help are fixed when a command is first loaded."""
    script = (
        "import cli\nfor name in ['', *cli.COMMANDS]:\n"
        "    cli.group.main([*name.split(), '--help'], prog_name='app.py', standalone_mode=False)"
    )
    env = {"PATH": os.environ["PATH"], "LANG": "en_GB.UTF-8", "PYTHONIOENCODING": "utf-8"}
    args = [sys.executable, "-c", script]
    told = subprocess.run(args, cwd=ROOT, env=env, capture_output=True, check=True).stdout.decode()

    assert not HAN.findall(told), told
    assert told.count("Usage: app.py") == len(cli.COMMANDS) + 1


MARKS = {
    "some of four, no grade lines": [POLICE, *WHO, "run1000=3:38", "pullup=12"],
    "two of one category": [POLICE, *WHO, "run100=13.1", "shuttle4x10=12.0"],
    "one without a table": [POLICE, *WHO, "run1000=3:38", "run800=3:38"],
    "all passed": [RECRUIT, *WHO, "shuttle4x10=12.5", "run1000=4:00", "jumpreach=2.80"],
    "one failed": [RECRUIT, *WHO, "run1000=6:00"],
    "below the last row": [PHYSIQUE, *WHO, "grip=5.0", "height_weight=172.5/68.0"],
    "outside the table": [PHYSIQUE, *WHO, "grip=45.0", "height_weight=200.0/90.0"],
    "a woman without a table": [
        PHYSIQUE, "--sex", "F", "--born", "1990-01-01", "--on", "2026-03-20", "grip=30", "sit_reach=12.0",
    ],
}  # fmt: skip


@pytest.mark.parametrize("args", MARKS.values(), ids=MARKS.keys())
def test_what_score_answers_holds_no_han(args):
    command("score", *args)


def test_json_keeps_the_standard_s_own_word_for_a_grade_and_english_notes():
    card = json.loads(run(cli.group, "score", *MARKS["all passed"], "--json").out)
    assert card.pop("grade") == "合格"
    assert not HAN.search(json.dumps(card, ensure_ascii=False))


@pytest.mark.parametrize("args", REFUSED.values(), ids=REFUSED.keys())
def test_what_score_refuses_holds_no_han(args):
    command("score", *args, code=2)


@pytest.mark.parametrize(
    "english", [english for _chinese, english in (*REASONS.values(), *SENTENCES.values())]
)
def test_no_reason_or_note_about_a_standard_holds_han(english):
    assert english
    assert not HAN.search(english)


@pytest.mark.usefixtures("installation")
def test_standards_in_and_out_hold_no_han(tmp_path):
    command("export-standard", POLICE, tmp_path / "own")
    command("export-standard", POLICE, tmp_path / "own", code=2)
    command("export-standard", "nope", tmp_path / "other", code=2)
    assert "Warning: bands.csv, row 58" in command("import-standard", tmp_path / "own")
    for name, old, new in (
        ("bands", "12.5", "12.55"),
        ("items", "points", "prizes"),
        ("standard", "code", "cod"),
    ):
        file = tmp_path / "own" / f"{name}.csv"
        file.write_text(file.read_text("utf-8").replace(old, new, 1), "utf-8")
        command("import-standard", tmp_path / "own", code=2)
    (tmp_path / "book.xlsx").write_bytes(b"no book")
    for path in (tmp_path / "book.xlsx", tmp_path / "nowhere"):
        command("import-standard", path, code=2)


@pytest.mark.usefixtures("installation")
def test_upkeep_holds_no_han(tmp_path, monkeypatch):
    for name in ("migrate", "tidy", "doctor"):
        command(name)
    kept = command("backup", tmp_path / "kept.db").strip()
    command("backup", kept, code=1)
    command("create-admin", *FOUNDER)
    command("restore", kept, code=1)
    command("restore", kept, "--force")
    (tmp_path / "other.db").write_bytes(b"no database")
    command("restore", tmp_path / "other.db", "--force", code=1)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/bare.db")
    command("tidy", code=1)
    command("doctor", code=1)
    command("migrate")


@pytest.mark.usefixtures("installation")
@pytest.mark.parametrize(
    "wrong",
    [
        {"PUBLIC_URL": "train.example"},
        {"PUBLIC_URL": "http://train.example"},
        {"PUBLIC_URL": "https://" + "a" * 50},
        {"SECRET_KEY": SECRET[:8]},
        {"TRUSTED_PROXIES": "x"},
        {"YIZHANG_DEMO": "1"},
    ],
    ids=str,
)
def test_settings_that_will_not_do_are_told_without_han(monkeypatch, wrong):
    for name, value in wrong.items():
        monkeypatch.setenv(name, value)
    if "a" * 50 not in wrong.get("PUBLIC_URL", ""):
        command("serve", code=1)
    if "YIZHANG_DEMO" not in wrong:
        command("doctor", code=1)


@pytest.mark.usefixtures("installation")
def test_a_port_that_is_taken_is_told_without_han():
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        command("serve", "--port", holder.getsockname()[1], code=1)
    command("demo", "--port", "6000", code=1)


@pytest.mark.usefixtures("installation")
def test_admins_and_rosters_hold_no_han(tmp_path):
    command("create-admin", "001234", "Luo Cheng", code=1)
    command("create-admin", *FOUNDER)
    for who in (["009999", "Luo Cheng"], ["001234", "Other"], ["1", "Luo"], [*FOUNDER[:4], "--sex", "X"]):
        command("create-admin", *who, code=1)
    ann = row("R1", "Ann Lee", "F", kind="auxiliary", unit="Sample City/East")
    file = tmp_path / "roster.csv"
    file.write_bytes(csv((*ann, "5"), header=(*HEADINGS, "Phone")))
    command("import-roster", file, code=1)
    command("import-roster", file, "--create-units")
    command("import-roster", file, "--create-units", "--apply")
    for content in (b"", b"hello", csv(ann, ann, row("1E5", "1", "x", "1", "x", "", ""), header=HEADINGS)):
        file.write_bytes(content)
        command("import-roster", file, code=1)


def test_the_demos_announcement_says_everything_of_its_own_in_english(capsys):
    """The sample people keep their names: those are data."""
    from cli import serving
    from services import demo, words

    with words.using("en"):
        serving.announce_demo("http://localhost:8000")
        serving.announce_phones("https://192.168.1.2:8443", "http://192.168.1.2:8080")
        names = [account.name for account in demo.shown_accounts()]
    told = capsys.readouterr().out
    for name in names:
        told = told.replace(name, "")
    assert not HAN.findall(told), told
    assert "Sample" in told or "sample" in told
