"""A pytest plugin: how many tests passed on PostgreSQL and in Chromium, and that it was not none.

``make test`` loads it; a run of a few chosen tests does without.
"""

from collections import Counter

import pytest

PLACES = {"postgres": "on PostgreSQL", "browser": "in Chromium"}


class Tally:
    def __init__(self):
        self.passed = Counter()

    def pytest_runtest_logreport(self, report):
        if report.when == "call" and report.passed:
            self.passed.update(PLACES.keys() & report.keywords.keys())

    def pytest_sessionfinish(self, session):
        if self.missing and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    @property
    def missing(self):
        return [place for marker, place in PLACES.items() if not self.passed[marker]]

    def pytest_terminal_summary(self, terminalreporter):
        counts = ", ".join(f"{self.passed[marker]} {place}" for marker, place in PLACES.items())
        terminalreporter.write_line(f"Passed: {counts}")
        for place in self.missing:
            terminalreporter.write_line(f"FAILED: no test ran {place}", red=True)


def pytest_configure(config):
    # With workers, reports come together in the process that started them.
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Tally(), "tally")
