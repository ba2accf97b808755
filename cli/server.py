"""Serving with granian: one process of threads, a lock on the port, quiet one-line logs."""

import logging
import multiprocessing
import os
import signal
import socket
import threading
import time
from pathlib import Path

from services.errors import DomainError
from services.words import gettext as _

#: Ports above 1023 that browsers refuse to open (the fetch standard's "bad ports").
REFUSED_PORTS = {1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6679, 6697, 10080}
REFUSED_PORTS |= set(range(6665, 6670))
#: Seconds in which requests under way may finish when the server is told to stop.
GRACE = 10
LOOPBACK = "127.0.0.1"


class CannotServe(DomainError):
    """The port cannot be had; the text says why."""

    def __init__(self, text):
        super().__init__()
        self.text = text

    def __str__(self):
        return self.text


def application():
    """What each worker serves: the application of this process's environment."""
    from app import create_app

    # Ctrl-C goes to the whole group of a terminal. Told twice, by it and by its parent, a worker hangs.
    os.setpgid(0, 0)
    # The parent's handler came along with the fork; until the server sets its own, leave at once.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=follow_parent, args=(os.getppid(),), daemon=True).start()
    return create_app()


def follow_parent(parent):
    """Leave when the process that started this one is gone, however it went."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)


def serve(host, port, *, threads, announce=None, certificate=None):
    """Answer requests until SIGINT or SIGTERM. Call ``claim`` first.

    ``certificate`` is a pair of files: chain and key. ``announce`` is called when requests
    are about to be answered.
    """
    from granian import Granian
    from granian.constants import Interfaces, SSLProtocols
    from granian.log import LogLevels

    chain, key = certificate or (None, None)
    server = Granian(
        "cli.server:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=threads,
        workers_kill_timeout=GRACE,
        websockets=False,
        log_dictconfig=LOGGING,
        # It warns of any number of threads above twice the cores.
        log_level=LogLevels.error,
        ssl_cert=chain,
        ssl_key=key,
        # Police terminals may be old.
        ssl_protocol_min=SSLProtocols.tls12,
    )
    if announce:
        server.on_startup(announce)
    # Its own loader would look for the target in the current folder.
    server.serve(target_loader=application, wrap_loader=False)


def spawn_workers():
    """Start the worker afresh instead of by fork, for a process that runs threads of its own."""
    multiprocessing.set_start_method("spawn")


def claim(host, port):
    """Raise ``CannotServe`` unless ``port`` is free, on the name localhost too.

    The server shares its port between processes, so that a second one would start and
    take a part of the requests.
    """
    if port in REFUSED_PORTS or not 0 < port < 65536:
        raise CannotServe(_("浏览器不打开端口 %(port)s，请用 PORT=… 换一个", port=port))
    for family, address in _addresses(host):
        try:
            _try(family, address, port)
        except PermissionError as error:
            raise CannotServe(_("没有权限使用端口 %(port)s，请用 PORT=… 换一个", port=port)) from error
        except OSError as error:
            raise CannotServe(_("端口 %(port)s 已被占用，请用 PORT=… 换一个", port=port)) from error


def _addresses(host):
    """The addresses to be free: a browser told localhost tries IPv6 first."""
    found = [(socket.AF_INET6 if ":" in host else socket.AF_INET, host)]
    if host == LOOPBACK and _has_ipv6():
        found.append((socket.AF_INET6, "::1"))
    return found


def _has_ipv6():
    try:
        _try(socket.AF_INET6, "::1", 0)
    except OSError:
        return False
    return True


def _try(family, address, port):
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        # Connections lately closed do not hold a port; only a listener does.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((address, port))


class OneLine(logging.Formatter):
    """A fault in one line: its kind and where, never its message, which may quote a person's data."""

    def formatException(self, ei):  # noqa: N802 - the name logging calls
        kind, _error, trace = ei
        places = []
        while trace:
            code = trace.tb_frame.f_code
            places.append(f"{Path(code.co_filename).name}:{trace.tb_lineno}:{code.co_name}")
            trace = trace.tb_next
        return f"{kind.__module__}.{kind.__qualname__} at {' < '.join(reversed(places))}"

    def format(self, record):
        return super().format(record).replace("\n", " | ")


LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "cli.server.OneLine", "fmt": "%(asctime)s %(levelname)s %(name)s %(message)s"},
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line", "stream": "ext://sys.stderr"},
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "yizhang": {"level": "INFO"},
        "_granian": {"handlers": ["stderr"], "propagate": False},
    },
}
