"""A browser test that fails gets a second try, alone; no other does; and what pytest says stays true."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.xdist_group("second-try")

ROOT = Path(__file__).parent.parent
SOME = '''
import os, time
from pathlib import Path
import pytest

HERE = Path(__file__).parent

def first(name):
    """Whether this is asked for the first time, in whatever process."""
    try:
        (HERE / name).touch(exist_ok=False)
    except FileExistsError:
        return False
    return True

@pytest.fixture
def late():
    yield
    assert not first("late"), "an error in the console"

def running():
    return sorted(HERE.glob("runs-*"))

@pytest.fixture(autouse=True)
def alone(request):
    mine = HERE / f"runs-{request.node.name}"
    mine.touch()
    yield
    mine.unlink()
'''
STEADY = "\ndef test_steady(): pass\n"
ONCE = """
@pytest.mark.browser
@pytest.mark.xdist_group("some")
@pytest.mark.parametrize("n", ["a@b"])
def test_once(n): assert not first("once"), "too slow"
"""
#: Its second try sees no other test running, though one of those of the first round takes long.
ALONE = """
@pytest.mark.browser
def test_alone():
    assert not first("alone"), "too slow"
    assert len(running()) == 1

def test_long(): time.sleep(1)
"""
GROUPED = """
@pytest.mark.xdist_group("grouped")
@pytest.mark.parametrize("n", range(8))
def test_grouped(n, worker_id): (HERE / f"by-{worker_id}").touch()
"""
LATE = "\n@pytest.mark.browser\ndef test_late(late): pass\n"
NEVER = "\n@pytest.mark.browser\ndef test_never(): assert first('never') and False, 'always so'\n"
PLAIN = "\ndef test_plain(): assert not first('plain'), 'no browser'\n"
SKIPS = """
@pytest.mark.browser
def test_skips():
    if not first("skips"):
        pytest.skip("not here")
    assert False, "too slow"
"""
MANY = """
@pytest.mark.browser
@pytest.mark.parametrize("n", range(13))
def test_many(n): assert not first(f"many{n}"), "broken"
"""


def run(folder, *sources, workers=0, more=()):
    """Run some tests with the plugin, with workers or without: the exit code and what was said."""
    (folder / "pytest.ini").write_text("[pytest]\nmarkers =\n  browser: x\n")
    (folder / "test_some.py").write_text(SOME + "".join(sources))
    plugins = ["-p", "xdist", "-p", "tests.support.second_try", "-p", "no:cacheprovider"]
    some = [f"--rootdir={folder}", "-n", str(workers), "--dist", "loadgroup", *more, folder]
    environ = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    command = [sys.executable, "-m", "pytest", *plugins, *some]
    done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True)
    return done.returncode, done.stdout.splitlines()


@pytest.fixture(scope="module", params=[0, 2], ids=["one process", "workers"])
def all_kinds(request, tmp_path_factory):
    sources = STEADY, ONCE, ALONE, LATE, NEVER, PLAIN, SKIPS
    return run(tmp_path_factory.mktemp("kinds"), *sources, workers=request.param)


def listed(lines):
    return [line.split()[1] for line in lines if line.startswith("flaky: ")]


def test_those_that_pass_the_second_time_are_listed_with_their_first_error(all_kinds):
    _, lines = all_kinds

    assert "flaky: test_some.py::test_once[a@b]: AssertionError: too slow" in lines
    assert "flaky: test_some.py::test_late: AssertionError: an error in the console" in lines


def test_a_second_try_is_alone(all_kinds):
    _, lines = all_kinds

    assert "test_some.py::test_alone:" in listed(lines)


def test_one_that_fails_again_or_is_skipped_then_and_one_without_a_browser_fail_the_run(all_kinds):
    code, lines = all_kinds

    assert code == 1
    assert len(listed(lines)) == 3
    failed = {line.partition(" - ")[0].rpartition("::")[2] for line in lines if line.startswith("FAILED")}
    assert failed == {"test_never", "test_skips", "test_plain"}


def test_the_last_line_counts_each_test_once(all_kinds):
    _, lines = all_kinds

    # The long test and the steady one; the skipped one is both that and a failure.
    assert "3 failed, 2 passed, 1 skipped, 3 flaky" in lines[-1]


@pytest.mark.parametrize("workers", [0, 2])
def test_a_run_of_flaky_tests_alone_passes(tmp_path, workers):
    code, lines = run(tmp_path, STEADY, ONCE, workers=workers)

    assert code == 0
    assert "1 passed, 1 flaky" in lines[-1]


def test_a_page_that_is_broken_has_no_second_try(tmp_path):
    code, lines = run(tmp_path, STEADY, MANY)

    assert code == 1
    assert "13 failed, 1 passed" in lines[-1]


@pytest.mark.parametrize("workers", [0, 2])
def test_a_stopped_run_counts_what_it_could_not_try_again(tmp_path, workers):
    code, lines = run(tmp_path, ONCE, PLAIN, workers=workers, more=["-x"])

    assert code != 0
    assert "failed" in lines[-1]
    assert listed(lines) == []


def test_tests_of_a_group_are_run_by_one_worker(tmp_path):
    """What they share is made once: not so with every pair of versions of pytest and pytest-xdist."""
    run(tmp_path, GROUPED, workers=2)

    assert len(list(tmp_path.glob("by-*"))) == 1
