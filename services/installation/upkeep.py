"""Looking after the installation: what may be cleaned away, and what is wrong."""

import shutil
import socket
from dataclasses import dataclass
from datetime import timedelta

from models import AuditEntry, database
from services import clock, results, roster, store, throttle
from services.credentials import sealing, signing_keys
from services.errors import DomainError
from services.medal_art import text
from services.standards import imports
from services.words import gettext as _

#: A counter of failures goes when nobody touched it for so long.
STALE = timedelta(days=1)
LEAST_FREE = 1024**3
TOLERANCE = timedelta(seconds=2)
FONTS = (text.SERIF, text.SANS, text.NUMERALS)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. ``note`` says what was found and, where it is not well, what to do."""

    is_well: bool
    name: str
    note: str = ""


@database.atomic()
def tidy():
    """Remove what has lapsed; returns how many rows of each kind went. What is true never depends on it."""
    return {
        "roster_import": roster.tidy(),
        "result_import": results.tidy(),
        "standard_import": imports.tidy(),
        "throttle": throttle.tidy(clock.now() - STALE),
    }


def findings(var):
    """What ``doctor`` looks at beyond the settings: database, clock, disk, fonts."""
    yield from _database()
    yield _folder(var)
    yield _disk(var)
    yield _fonts()


def signing_key(secret):
    """Whether medals can be signed: the key must open with the application's secret. Empty without tables."""
    name = _("签名密钥")
    try:
        with store.connection():
            if store.pending():
                return
            if not signing_keys.opens(secret):
                yield Finding(False, name, str(sealing.Sealed()))
            else:
                yield Finding(True, name, signing_keys.current() or _("还没有，服务启动时生成"))
    except DomainError:  # no database: a finding of its own
        return


def _database():
    name = _("数据库")
    try:
        with store.connection():
            pending = store.pending()
            note = _("请运行 migrate：%(steps)s", steps=", ".join(pending)) if pending else ""
            yield Finding(not pending, name, note)
            if not pending:
                yield _clock()
    except DomainError as error:
        yield Finding(False, name, str(error))


def _clock():
    """Check-in codes are made of the time, so a clock that went back makes codes that lapse early."""
    newest = AuditEntry.select(AuditEntry.at).order_by(AuditEntry.id.desc()).first()
    ahead = (newest.at - clock.now()) if newest else timedelta()
    if ahead > TOLERANCE:
        return Finding(
            False, _("时钟"), _("最近一条日志在 %(n)s 秒之后，请校准", n=int(ahead.total_seconds()))
        )
    return Finding(True, _("时钟"), f"{clock.local(clock.now()):%Y-%m-%d %H:%M:%S %Z}")


def _folder(var):
    probe = var / f".write-{socket.gethostname()}"
    try:
        var.mkdir(parents=True, exist_ok=True)
        probe.touch()
        probe.unlink()
    except OSError:
        return Finding(False, _("数据目录"), _("%(path)s 不可写", path=var))
    return Finding(True, _("数据目录"), str(var))


def _disk(var):
    place = next(p for p in (var, *var.parents) if p.exists())
    free = shutil.disk_usage(place).free
    return Finding(free >= LEAST_FREE, _("磁盘"), _("剩余 %(n)s GB", n=round(free / 1024**3, 1)))


def _fonts():
    missing = [name for name in FONTS if not (text.FONTS / name).is_file()]
    return Finding(not missing, _("字体"), ", ".join(missing))
