"""A pytest plugin: how many tests passed on PostgreSQL and in Chromium, and that it was not none.

``make test`` loads it; a run of a few chosen tests does without.
"""

from collections import Counter

import pytest

NAMES = {"postgres": "PostgreSQL", "browser": "Chromium"}


class Tally:
    def __init__(self):
        self.passed = Counter()

    def pytest_runtest_logreport(self, report):
        if report.when == "call" and report.passed:
            self.passed.update(NAMES.keys() & report.keywords.keys())

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session):
        if not self.missing or session.config.option.collectonly:
            return
        session.exitstatus = session.exitstatus or pytest.ExitCode.TESTS_FAILED

    @property
    def missing(self):
        return [marker for marker in NAMES if not self.passed[marker]]

    def pytest_terminal_summary(self, terminalreporter):
        counts = ", ".join(f"{self.passed[marker]} in {name}" for marker, name in NAMES.items())
        terminalreporter.write_line(f"Passed on a real engine: {counts.replace('in Post', 'on Post')}")
        for marker in self.missing:
            terminalreporter.write_line(f"FAILED: no test ran with {NAMES[marker]}", red=True)


def pytest_configure(config):
    config.pluginmanager.register(Tally(), "tally")
