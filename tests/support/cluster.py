"""A throw-away PostgreSQL: its own folder and port, no durability, gone when the tests end.

``python -m tests.support.cluster`` prints where the server's programs are, or fails where there are none.
"""

import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

PLACES = ("/usr/lib/postgresql", "/usr/pgsql", "/opt/homebrew/opt", "/usr/local/opt")
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60")


class NoPostgres(Exception):
    """PostgreSQL cannot be had here; the text says why."""


def programs():
    """The folder of initdb and postgres, the newest where there are several; None where there is none."""
    found = [file for place in PLACES for file in Path(place).glob("*/bin/initdb")]
    on_path = shutil.which("initdb")
    if not found:
        return on_path and Path(on_path).parent
    return max(found, key=_version).parent


def _version(file):
    """[15] of /usr/lib/postgresql/15/bin/initdb."""
    return [int(n) for n in re.findall(r"\d+", file.parent.parent.name)]


@contextmanager
def running():
    """The address of a running cluster, without a database's name at its end."""
    folder = programs()
    if folder is None:
        raise NoPostgres("PostgreSQL is not installed (initdb not found)")
    owner = _owner()
    data = Path(tempfile.mkdtemp(prefix="yizhang-postgres-"))
    if owner:
        shutil.chown(data, owner["user"], owner["group"])
    try:
        _initialise(folder, data, owner)
        with _server(folder, data, owner) as port:
            yield f"postgresql://yizhang@127.0.0.1:{port}"
    finally:
        shutil.rmtree(data, ignore_errors=True)


def _owner():
    """PostgreSQL refuses to run as root: the user to be, or {} for whoever is not."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    raise NoPostgres("PostgreSQL does not run as root, and there is no user postgres or nobody")


def _initialise(folder, data, owner):
    command = [folder / "initdb", "-D", data / "db", "-U", "yizhang", "-A", "trust", "-E", "UTF8"]
    done = subprocess.run(
        [*command, "--locale=C", "--no-sync"], cwd=data, capture_output=True, text=True, **owner
    )
    if done.returncode:
        raise NoPostgres(done.stderr.strip())


@contextmanager
def _server(folder, data, owner):
    port = _free_port()
    settings = [word for setting in FAST for word in ("-c", setting)]
    command = [
        folder / "postgres",
        "-D",
        data / "db",
        "-h",
        "127.0.0.1",
        "-p",
        str(port),
        "-k",
        data,
        *settings,
    ]
    with (data / "log").open("w") as log:
        server = subprocess.Popen([*command, *settings], cwd=data, stdout=log, stderr=log, **owner)
    try:
        _wait(port, server, data / "log")
        yield port
    finally:
        # Fast shutdown: open connections are ended.
        server.send_signal(signal.SIGINT)
        server.wait(30)


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait(port, server, log):
    import psycopg

    end = time.monotonic() + 30
    while time.monotonic() < end and server.poll() is None:
        try:
            psycopg.connect(f"postgresql://yizhang@127.0.0.1:{port}/postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise NoPostgres(log.read_text("utf-8"))


if __name__ == "__main__":
    sys.stdout.write(f"{programs() or ''}\n")
    sys.exit(0 if programs() else 1)
