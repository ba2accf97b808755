"""Ending a browser as a phone's empty battery does."""

import os
import signal
import time
from contextlib import suppress
from pathlib import Path


def kill(folder):
    """SIGKILL to the browser on a profile folder and to everything it started; how many there were."""
    known = _processes()
    roots = {pid for pid, (_parent, command) in known.items() if str(folder).encode() in command}
    doomed = roots | {pid for pid in known if _descends(pid, roots, known)}
    for pid in doomed - {os.getpid()}:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    _wait_until_gone(folder)
    return len(doomed)


def _processes():
    """{pid: (parent, command line)} of everything that runs."""
    found = {}
    for place in Path("/proc").iterdir():
        if place.name.isdigit():
            with suppress(OSError):
                parent = (place / "stat").read_text().rpartition(")")[2].split()[1]
                found[int(place.name)] = int(parent), (place / "cmdline").read_bytes()
    return found


def _descends(pid, roots, known):
    while pid in known:
        if pid in roots:
            return True
        pid = known[pid][0]
    return False


def _wait_until_gone(folder):
    end = time.monotonic() + 30
    while time.monotonic() < end:
        if not any(str(folder).encode() in command for _parent, command in _processes().values()):
            return
        time.sleep(0.02)
    raise AssertionError("it would not die")
