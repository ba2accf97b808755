"""What the two commands say on a machine that lacks something: one clear line, and a non-zero exit."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture
def machine(tmp_path):
    """A clone in a folder with a space, and a PATH with nothing but a shell's own programs."""
    clone = tmp_path / "a clone"
    shutil.copytree(ROOT / "tools", clone / "tools")
    for name in ("Makefile", "requirements.txt", "requirements-dev.txt"):
        shutil.copy(ROOT / name, clone)
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("sh", "make", "cat", "cmp", "dirname", "rm", "id", "grep"):
        (programs / name).symlink_to(shutil.which(name))
    return clone, programs


def put(programs, name, script):
    # What stands there is a link to the machine's own program, which must not be written to.
    (programs / name).unlink(missing_ok=True)
    (programs / name).write_text(f"#!/bin/sh\n{script}\n")
    (programs / name).chmod(0o755)


def make(machine, target):
    clone, programs = machine
    env = {"PATH": str(programs), "HOME": str(clone)}
    return subprocess.run(["make", target], cwd=clone, env=env, capture_output=True, text=True)


def said(done):
    """What was written, without make's own last word."""
    return [line for line in (done.stdout + done.stderr).splitlines() if not line.startswith("make")]


@pytest.mark.parametrize("target", ["run", "phones", "test"])
def test_without_python_one_line_says_which_is_needed(machine, target):
    done = make(machine, target)

    assert done.returncode
    assert said(done) == ["需要 Python 3.11 或更高版本 · Python 3.11 or newer is needed"]


def test_an_old_python_is_not_enough(machine):
    put(machine[1], "python3", "exit 1")
    assert said(make(machine, "run")) == ["需要 Python 3.11 或更高版本 · Python 3.11 or newer is needed"]


def test_without_venv_one_line_says_what_to_install(machine):
    put(machine[1], "python3", 'case "$2" in *ensurepip*) exit 1;; esac')
    done = make(machine, "run")

    assert done.returncode
    assert len(said(done)) == 1
    assert "python3-venv" in said(done)[0]


@pytest.fixture
def installed(machine):
    """A clone whose .venv has what requirements.txt says."""
    clone, _ = machine
    (clone / ".venv" / "bin").mkdir(parents=True)
    put(clone / ".venv" / "bin", "python", f'echo "$@" >>"{clone}/calls"')
    shutil.copy(clone / "requirements.txt", clone / ".venv" / "installed-requirements.txt")
    return machine


def calls(machine):
    return (machine[0] / "calls").read_text().splitlines()


def test_nothing_is_installed_where_nothing_changed(installed):
    assert make(installed, "run").returncode == 0
    assert not [call for call in calls(installed) if "pip" in call]
    assert calls(installed)[-1] == "app.py demo"


def test_a_changed_requirement_is_installed_once(installed):
    with (installed[0] / "requirements.txt").open("a") as file:
        file.write("# changed\n")
    make(installed, "run")
    make(installed, "run")

    assert len([call for call in calls(installed) if "pip install" in call]) == 1


def test_an_install_that_failed_is_tried_again(installed):
    clone, _ = installed
    put(clone / ".venv" / "bin", "python", f'echo "$@" >>"{clone}/calls"; [ "$2" != pip ]')
    (clone / ".venv" / "installed-requirements.txt").write_text("other")

    assert make(installed, "run").returncode
    assert make(installed, "run").returncode
    assert len([call for call in calls(installed) if "pip install" in call]) == 2
    assert not [call for call in calls(installed) if "app.py" in call]


def test_where_the_tests_lack_a_program_and_may_not_install_it_one_line_names_it(installed):
    clone, programs = installed
    put(clone / ".venv" / "bin", "python", 'case "$*" in *chromium*|*cluster*|*playwright*) exit 1;; esac')
    put(programs, "fc-list", "echo font")
    env = {"PATH": str(programs), "HOME": str(clone)}
    done = subprocess.run(["sh", "tools/system-packages"], cwd=clone, env=env, capture_output=True, text=True)

    assert done.returncode == 1
    lacking = "chromium-headless-shell chromium libatomic1 postgresql"
    assert said(done) == [f"测试还需要，请先安装 · please install for the tests: {lacking}"]


def test_where_it_may_each_lacking_program_is_installed_whatever_becomes_of_the_others(installed):
    clone, programs = installed
    had = '*chromium*) ;; *cluster*) [ -f postgresql ];; *install*) echo "$@" >>tries;;'
    put(clone / ".venv" / "bin", "python", f'case "$*" in {had} esac')
    put(programs, "id", "echo 0")
    put(programs, "fc-list", "[ ! -f fonts-noto-cjk ] || echo font")
    put(programs, "touch", f'exec {shutil.which("touch")} "$@"')
    put(
        programs,
        "apt-get",
        'for last; do :; done; echo "$*" >>tries; [ "$last" != fontconfig ] && touch "$last"',
    )
    env = {"PATH": str(programs), "HOME": str(clone)}
    done = subprocess.run(["sh", "tools/system-packages"], cwd=clone, env=env, capture_output=True, text=True)

    assert done.returncode == 0
    tries = [line.split()[-1] for line in (clone / "tries").read_text().splitlines()]
    assert tries == ["-q", "postgresql", "fonts-noto-cjk", "fontconfig"]


def test_a_quicker_chromium_is_installed_beside_another_where_the_system_has_it(installed):
    clone, programs = installed
    put(clone / ".venv" / "bin", "python", "")
    put(programs, "id", "echo 0")
    put(programs, "fc-list", "echo font")
    put(programs, "apt-cache", "")
    put(programs, "apt-get", 'echo "$*" >>tries')
    env = {"PATH": str(programs), "HOME": str(clone)}
    done = subprocess.run(["sh", "tools/system-packages"], cwd=clone, env=env, capture_output=True, text=True)

    # Not even one that cannot be installed after all keeps the tests from running.
    assert done.returncode == 0
    tries = [line.split()[-1] for line in (clone / "tries").read_text().splitlines()]
    assert tries == ["-q", "chromium-headless-shell"]


def test_the_clean_target_keeps_the_bureaus_own_database(machine):
    clone, programs = machine
    (clone / "var").mkdir()
    for name in ("demo.db", "yizhang.db"):
        (clone / "var" / name).touch()
    (programs / "find").symlink_to(shutil.which("find"))

    assert make(machine, "clean").returncode == 0
    assert os.listdir(clone / "var") == ["yizhang.db"]
