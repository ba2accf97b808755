"""Copies of the whole database, made while it serves, and put back."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from peewee import SqliteDatabase

from models import Person, database
from services import clock
from services.errors import DomainError
from services.words import lazy as _l


class AlreadyThere(DomainError):
    message = _l("%(path)s 已存在，不覆盖")


class NotABackup(DomainError):
    message = _l("%(path)s 不是本系统的备份，或已损坏；什么也没有改")


class HasPeople(DomainError):
    message = _l("数据库中已有人员；确要替换请加 --force（会先另存一份）")


class NoTool(DomainError):
    message = _l("找不到 %(tool)s，请安装 PostgreSQL 客户端（Debian：apt install postgresql-client）")


class ToolFailed(DomainError):
    message = _l("%(tool)s 失败：%(reason)s")


def suffix():
    return ".db" if _is_sqlite() else ".dump"


def backup(path):
    """Copy the whole database to ``path``, or to a dated file in it where it is a folder.

    The server may go on writing: the copy is of one moment. Only the owner of the file can read it.
    """
    path = Path(path)
    if path.is_dir():
        path /= f"yizhang-{clock.local(clock.now()):%Y%m%d-%H%M%S}{suffix()}"
    if path.exists():
        raise AlreadyThere(path=path)
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    try:
        (_vacuum_into if _is_sqlite() else _dump)(part)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return path


def restore(path, *, keep_in, force=False):
    """Replace the whole database by a backup; returns where the earlier database was kept, or None.

    A database with people in it is replaced only with ``force``. A file that is no backup changes nothing.
    """
    path = Path(path)
    (_check_sqlite if _is_sqlite() else _check_dump)(path)
    if not force and has_people():
        raise HasPeople
    kept = backup(keep_in) if database.table_exists(Person._meta.table_name) else None
    database.close()
    (_copy_back if _is_sqlite() else _load)(path)
    return kept


def has_people():
    return database.table_exists(Person._meta.table_name) and Person.select().exists()


def _is_sqlite():
    return isinstance(database.obj, SqliteDatabase)


def _vacuum_into(path):
    # A connection of its own: VACUUM may not run inside a transaction.
    with closing(sqlite3.connect(database.database, timeout=30)) as source:
        source.execute("VACUUM INTO ?", (str(path),))


def _check_sqlite(path):
    try:
        with closing(_opened(path)) as found:
            names = {name for (name,) in found.execute("SELECT name FROM sqlite_master")}
            is_whole = found.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    except sqlite3.Error as error:
        raise NotABackup(path=path) from error
    if not is_whole or not {"schema_migration", "person"} <= names:
        raise NotABackup(path=path)


def _copy_back(path):
    """Copy in one transaction of SQLite, so that a server still running sees the old or the new."""
    with closing(_opened(path)) as source, closing(sqlite3.connect(database.database, timeout=30)) as target:
        source.backup(target)


def _opened(path):
    return sqlite3.connect(f"file:{quote(str(path.absolute()))}?mode=ro", uri=True)


def _dump(path):
    _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={path}")


def _check_dump(path):
    try:
        listing = _run("pg_restore", "--list", str(path))
    except ToolFailed as error:
        raise NotABackup(path=path) from error
    if "TABLE DATA public schema_migration" not in listing:
        raise NotABackup(path=path)


def _load(path):
    options = ("--clean", "--if-exists", "--no-owner", "--no-privileges")
    whole = ("--single-transaction", "--exit-on-error")
    _run("pg_restore", *options, *whole, f"--dbname={database.database}", str(path))


def _run(tool, *arguments):
    if shutil.which(tool) is None:
        raise NoTool(tool=tool)
    done = subprocess.run([tool, *arguments], env=_environment(), capture_output=True, text=True)
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or [""])[0]
        raise ToolFailed(tool=tool, reason=reason)
    return done.stdout


def _environment():
    """The database's address as PostgreSQL's tools read it: the password is on no command line."""
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD"}
    names |= {"sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT"}
    given = {names[k]: str(v) for k, v in database.connect_params.items() if k in names and v}
    return os.environ | given | {"PGDATABASE": database.database}
