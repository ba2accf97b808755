"""``score`` as a command: what it refuses and how, its languages, its table, its process."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cli.standards import score
from tests.support.command import run
from tests.support.raw_standards import PHYSIQUE, POLICE

ROOT = Path(__file__).parents[2]
WHO = ["--sex", "M", "--born", "2001-04-02", "--on", "2026-03-20"]


@pytest.fixture(autouse=True)
def chinese(monkeypatch):
    monkeypatch.setenv("YIZHANG_LANG", "zh")


REFUSED = {
    "no standard": [],
    "unknown standard": ["nope", *WHO, "run100=13"],
    "a path for a standard": ["../standards/physique-2003", *WHO, "grip=40"],
    "unknown option": [POLICE, *WHO, "--bogus", "run100=13"],
    "bad sex": [POLICE, "--sex", "X", "--born", "2001-04-02", "--on", "2026-03-20", "run100=13"],
    "no sex": [POLICE, "--born", "2001-04-02", "--on", "2026-03-20", "run100=13"],
    "no such day": [POLICE, "--sex", "M", "--born", "2001-02-30", "--on", "2026-03-20", "run100=13"],
    "another way to write a day": [POLICE, *WHO[:3], "20010402", "--on", "2026-03-20", "run100=13"],
    "no day": [POLICE, "--sex", "M", "--born", "2001-04-02", "run100=13"],
    "born later": [POLICE, "--sex", "M", "--born", "2026-03-21", "--on", "2026-03-20", "run100=13"],
    "no exercise": [POLICE, *WHO],
    "unknown exercise": [POLICE, *WHO, "javelin=60"],
    "an exercise twice": [POLICE, *WHO, "run100=13", "run100=13"],
    "no measure": [POLICE, *WHO, "run100"],
    "half a pull-up": [POLICE, *WHO, "pullup=12.5"],
    "75 seconds": [POLICE, *WHO, "run1000=3:75"],
    "not a number": [POLICE, *WHO, "run100=NaN"],
    "an exponent": [POLICE, *WHO, "run100=1e1"],
    "negative": [POLICE, *WHO, "pullup=-1"],
    "centimetres for metres": [POLICE, *WHO, "slj=245"],
    "a record by far": [POLICE, *WHO, "run1000=0:58"],
    "weight without height": [PHYSIQUE, *WHO, "height_weight=68"],
    "two values for one": [PHYSIQUE, *WHO, "grip=40/50"],
    "metres of height": [PHYSIQUE, *WHO, "height_weight=1.72/68"],
    "no table in the group": [POLICE, "--sex", "F", *WHO[2:], "run800=3:38"],
    "no table for any of them": [POLICE, *WHO, "run800=3:38", "walk1500=11:00"],
    "a height outside the table": [PHYSIQUE, *WHO, "height_weight=200.0/90"],
    "no group for the age": [PHYSIQUE, "--sex", "M", "--born", "2010-01-01", "--on", "2026-03-20", "grip=40"],
    "two lines in a value": [POLICE, *WHO, "run100=1\n3"],
}  # fmt: skip


@pytest.mark.parametrize("args", REFUSED.values(), ids=REFUSED.keys())
@pytest.mark.parametrize("output", [[], ["--json"]], ids=["table", "json"])
def test_a_refusal_is_one_line_on_stderr(args, output):
    refusal = run(score, *args, *output)

    assert refusal.code == 2
    assert refusal.out == ""
    assert refusal.err.count("\n") == 1
    assert len(refusal.err.strip()) > 5


@pytest.mark.parametrize(
    ("environ", "sentence"),
    [
        ({}, "未设等级线"),
        ({"LANG": "zh_CN.UTF-8"}, "未设等级线"),
        ({"LANG": "en_GB.UTF-8"}, "Grade boundaries are not set"),
        ({"LC_ALL": "en_US"}, "Grade boundaries are not set"),
        ({"YIZHANG_LANG": "en", "LANG": "zh_CN"}, "Grade boundaries are not set"),
        ({"YIZHANG_LANG": "zh", "LANG": "en_GB.UTF-8"}, "未设等级线"),
        ({"LC_ALL": "C.UTF-8", "LANG": "fr"}, "未设等级线"),
    ],
)
def test_notes_speak_the_readers_language(monkeypatch, environ, sentence):
    for name in ("YIZHANG_LANG", "LC_ALL", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)

    assert sentence in run(score, POLICE, *WHO, "run1000=3:38", "--json").json["notes"]
    assert sentence in run(score, POLICE, *WHO, "run1000=3:38").out


def test_the_table_for_people_lines_up():
    lines = run(score, POLICE, *WHO, "run1000=3:38", "pullup=12").out.splitlines()

    assert lines[0] == "公安机关人民警察体育锻炼达标标准 (police-2010-445)"
    assert lines[1] == "男，24 岁 · 男子青年一组"
    assert lines[4] == "1000米跑  3′38″  75    80 分：3′35″（差 3″）"
    assert lines[5] == "引体向上  12     90    100 分：13（差 1）"


def test_the_command_runs_as_a_process_with_no_web_or_database_behind_it():
    """``app.py`` is the door; here the command stands alone, to see what it brings in."""
    code = (
        "import sys; from cli.standards import score; score.main(sys.argv[1:], standalone_mode=False);"
        "heavy = {'flask', 'PIL', 'peewee', 'openpyxl', 'babel'} & sys.modules.keys();"
        "assert not heavy, heavy"
    )
    args = [sys.executable, "-c", code, POLICE, *WHO, "run1000=3:38", "pullup=12", "--json"]
    environ = {"LANG": "C.UTF-8", "PATH": os.environ["PATH"]}
    done = subprocess.run(args, cwd=ROOT, env=environ, capture_output=True, check=False)

    assert done.stderr == b""
    assert json.loads(done.stdout)["total"] == 165
    assert "还缺".encode() in done.stdout


def test_the_door_leads_to_the_command():
    args = [sys.executable, "app.py", "score", POLICE, *WHO, "run1000=3:38", "--json"]
    done = subprocess.run(args, cwd=ROOT, capture_output=True, check=False)
    refused = subprocess.run([*args, "run1000=218"], cwd=ROOT, capture_output=True, check=False)

    assert json.loads(done.stdout)["results"][0]["measure"] == 218
    assert (refused.returncode, refused.stdout, refused.stderr.count(b"\n")) == (2, b"", 1)
