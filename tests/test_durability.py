"""What was acknowledged survives a power cut: the settings of SQLite as the server has them."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
FULL = 2
ASK = """
import sys
import models
from services import store
store.bind(f"sqlite:///{sys.argv[1]}/asked.db")
with store.connection() as database:
    print(*(database.pragma(name) for name in ("synchronous", "journal_mode", "foreign_keys")))
"""


def test_the_server_waits_for_the_disk_before_it_says_done(tmp_path):
    # A process of its own: the tests themselves do not wait.
    command = [sys.executable, "-c", ASK, tmp_path]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout.split() == [str(FULL), "wal", "1"]
