"""`make test` never passes without a test on PostgreSQL and one in Chromium."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MARKERS = "[pytest]\nmarkers =\n  postgres: x\n  browser: x\n"


@pytest.fixture
def outcome(tmp_path):
    """Run some tests with the plugin: the exit code and what was said."""

    def run(source):
        (tmp_path / "pytest.ini").write_text(MARKERS)
        (tmp_path / "test_some.py").write_text(f"import pytest\n{source}")
        command = [sys.executable, "-m", "pytest", "-p", "tests.support.tally", "-p", "no:cacheprovider"]
        command += [f"--rootdir={tmp_path}", tmp_path]
        # Other plugins take longer to load than these tests to run.
        environ = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
        done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True)
        return done.returncode, done.stdout.splitlines()

    return run


def test_passed_tests_are_counted_by_engine_and_the_last_line_is_pytests(outcome):
    code, lines = outcome(
        "@pytest.mark.postgres\ndef test_a(): pass\n@pytest.mark.browser\ndef test_b(): pass\n"
        "@pytest.mark.browser\ndef test_c(): pass\n"
    )

    assert code == 0
    assert "Passed: 1 on PostgreSQL, 2 in Chromium" in lines
    assert "3 passed" in lines[-1]


@pytest.mark.parametrize("body", ["pytest.skip('not here')", None])
def test_none_in_chromium_fails_the_run(outcome, body):
    skipped = f"@pytest.mark.browser\ndef test_b(): {body}\n" if body else ""
    code, lines = outcome(f"@pytest.mark.postgres\ndef test_a(): pass\n{skipped}")

    assert code == 1
    assert "FAILED: no test ran in Chromium" in lines
