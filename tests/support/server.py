"""Starting the program as a person does, on the loopback, and ending it by its own process id."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
#: Seconds that a machine busy with other tests may take for anything.
PATIENCE = 120


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def serving(*args, var, **environ):
    """``python app.py …`` as a process, once it says that it is about to answer."""
    env = {"PATH": os.environ["PATH"], "HOME": str(var), "YIZHANG_VAR": str(var), **environ}
    command = [sys.executable, ROOT / "app.py", *map(str, args)]
    with (var / "server.log").open("w+") as log:
        # A session of its own, as in a terminal, so that a test can press Ctrl-C.
        process = subprocess.Popen(command, env=env, stdout=log, stderr=log, cwd=var, start_new_session=True)
        try:
            yield process
        finally:
            stop(process)


def stop(process):
    """SIGTERM, and the exit code; a second call answers the same."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    return process.wait(PATIENCE)


def press_ctrl_c(process):
    """What a terminal does: SIGINT to the whole group. The exit code."""
    os.killpg(process.pid, signal.SIGINT)
    return process.wait(PATIENCE)


def wait_for_port(port, process=None, seconds=PATIENCE):
    """Until the port answers."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and (process is None or process.poll() is None):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise TimeoutError(port)


def is_open(port):
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True
