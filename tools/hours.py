"""The tests at hours when days, years and seasons change.

For services and pages faketime moves the clock. Browsers do not start under it: for theirs the test, the
server and the pages are told how far ahead they are (tests/support/browser/moved.py).
Usage: tools/hours.py [part of a moment's name] [-- arguments of pytest]. Ends with 1 if anything failed.
"""

import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

ROOT = Path(__file__).parent.parent
BEIJING = ZoneInfo("Asia/Shanghai")
#: (what it is, Beijing's time, the server's zone). After midnight in Beijing the other zones have yesterday.
#: Seasons are those of tests/awarding.py. A run of some minutes goes on over a midnight that is near.
MOMENTS = (
    ("before midnight", "2026-12-01T23:50:00", "UTC"),
    ("end of year", "2026-12-31T23:59:00", "UTC"),
    ("new year", "2027-01-01T00:05:00", "America/New_York"),
    ("eve of a leap day", "2028-02-28T22:30:00", "UTC"),
    ("on a leap day", "2028-02-29T00:20:00", "Asia/Kathmandu"),
    ("season begins", "2027-03-01T00:00:30", "America/New_York"),
    ("season ends", "2027-05-31T23:59:00", "UTC"),
)
BROWSERS = ("browsers before midnight", "2026-12-01T23:55:00", "UTC")


def library():
    found = sorted(Path("/usr/lib").glob("**/faketime/libfaketimeMT.so.1"))
    return found[0] if found else sys.exit("需要 faketime，请先安装 · please install faketime")


def seconds_until(moment):
    return (datetime.fromisoformat(moment).replace(tzinfo=BEIJING) - datetime.now(BEIJING)).total_seconds()


def faked(moment):
    """What moves the clock of a process and of those it starts by the same number of seconds."""
    return {
        "LD_PRELOAD": str(library()),
        "FAKETIME": f"{seconds_until(moment):+.0f}s",
        # Waiting goes by the steady clock; modules are compiled anew where a file's time seems to change.
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "NO_FAKE_STAT": "1",
        "PYTHONPATH": str(ROOT / "tests" / "support" / "moved_clock"),
    }


def run(name, moment, zone, arguments):
    """The exit code of pytest at a moment."""
    print(f"\n{name}: {moment} Asia/Shanghai, TZ={zone}", flush=True)
    workers = ["-n", str(os.cpu_count() or 1), "-p", "no:cacheprovider", "-q"]
    moved, only, wanted = faked(moment), ["-p", "tests.support.hours"], ["tests/services", "tests/http"]
    if name == BROWSERS[0]:
        moved, only, wanted = {"TESTS_AHEAD": f"{seconds_until(moment):.0f}"}, [], ["tests/browser"]
    command = [sys.executable, "-m", "pytest", *workers, *only, *(arguments or wanted)]
    return subprocess.run(command, cwd=ROOT, env=os.environ | {"TZ": zone} | moved).returncode


def main(arguments):
    cut = arguments.index("--") if "--" in arguments else len(arguments)
    wanted, given = arguments[:cut], arguments[cut + 1 :]
    moments = [one for one in (*MOMENTS, BROWSERS) if " ".join(wanted) in one[0]]
    failed = [name for name, *when in moments if run(name, *when, given)]
    print(f"\nFAILED at: {', '.join(failed)}" if failed else f"\npassed at all of {len(moments)} moments")
    return 1 if failed or not moments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
