"""A pytest plugin: a browser test that failed is run once more, alone, after all the rest.

One that passes then is flaky: it is listed at the end of the run with its first error, and does not fail the
run. One that fails again has failed. ``make test`` loads it; a run of a few chosen tests does without.
"""

import pytest

MARKER = "browser"
HELD, FLAKY = "tried again later", "flaky"
#: More failures than this are no accident of a busy machine: they count at once.
MANY = 12


def plain(nodeid):
    """A test's name without the group that xdist hangs on it."""
    return nodeid.rpartition("@")[0] if nodeid.rfind("@") > nodeid.rfind("]") else nodeid


class SecondTry:
    def __init__(self, config):
        self.config, self.is_on = config, False
        self.first, self.passed, self.failed = {}, set(), set()

    @property
    def terminal(self):
        return self.config.pluginmanager.getplugin("terminalreporter")

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_logreport(self, report):
        """Before anyone else hears of it, a first failure becomes something that fails nothing yet."""
        name = plain(report.nodeid)
        if self.is_on:
            self._note(name, report)
        elif report.failed and MARKER in report.keywords:
            report.outcome = HELD
            self.first.setdefault(name, []).append(report)
        return (yield)

    def _note(self, name, report):
        if report.failed:
            self.failed.add(name)
        elif report.passed and report.when == "call":
            self.passed.add(name)

    @pytest.hookimpl(tryfirst=True)
    def pytest_report_teststatus(self, report):
        if report.outcome == HELD:
            return HELD, "R", "FAILED, to be tried again"
        if self.is_on and report.when == "call" and report.passed:
            return FLAKY, "f", "FLAKY"
        return None

    @pytest.hookimpl(wrapper=True)
    def pytest_runtestloop(self, session):
        """With workers, the last of them has ended then, and a second try has the machine to itself."""
        try:
            result = yield
            if 0 < len(self.first) <= MANY:
                self._run_again(session)
        finally:
            self._count_untried()
        return result

    def _run_again(self, session):
        self._forget_first()
        self.terminal.write_sep("-", f"once more, alone: {len(self.first)}")
        items = self._items(session)
        for item, following in zip(items, [*items[1:], None], strict=True):
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        self._drop("flaky", self.failed)

    def _forget_first(self):
        """What had passed before it failed, as when only its end failed, is not counted twice."""
        self.is_on = True
        self.terminal.stats.pop(HELD, None)
        self._drop("passed", self.first)

    def _drop(self, category, names):
        reports = self.terminal.stats.get(category, [])
        reports[:] = [report for report in reports if plain(report.nodeid) not in names]

    def _items(self, session):
        """The tests to run again; the process that started workers has collected none so far."""
        found = [item for item in session.items if plain(item.nodeid) in self.first]
        if not found:
            count, root = session.testscollected, self.config.rootpath
            found = session.perform_collect([f"{root / name}" for name in self.first])
            session.testscollected = count
        return found

    def _count_untried(self):
        """First failures that had no second try (a stopped run, too many of them) fail the run after all."""
        untried = [name for name in self.first if name not in self.passed | self.failed]
        if untried and not self.is_on:
            self._forget_first()
        for report in [report for name in untried for report in self.first[name]]:
            report.outcome = "failed"
            self.config.hook.pytest_runtest_logreport(report=report)

    def pytest_terminal_summary(self):
        flaky = [(name, one) for name in self.first if self._is_flaky(name) for one in self.first[name]]
        for name, report in flaky:
            self.terminal.write_sep("_", f"first error of {name}")
            self.terminal.write_line(report.longreprtext)
        for name, report in flaky:
            self.terminal.write_line(f"flaky: {name}: {_reason(report)}", yellow=True)

    def _is_flaky(self, name):
        return name in self.passed - self.failed


def _reason(report):
    """The error in a line."""
    crash = getattr(report.longrepr, "reprcrash", None)
    lines = str(crash.message if crash else report.longreprtext).strip().splitlines()
    return lines[0] if lines else report.when


def pytest_configure(config):
    # With workers, reports come together in the process that started them.
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(SecondTry(config), "second-try")
