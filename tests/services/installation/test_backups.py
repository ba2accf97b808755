"""A backup is one moment of a database in use; putting one back is all or nothing. On both engines."""

import sqlite3

import pytest

import models
from models import Person
from services import store
from services.installation import backups
from tests.support.factories import make_person


@pytest.fixture
def kept(database, tmp_path):
    """A backup with one person in it."""
    make_person(name="王强")
    return backups.backup(tmp_path / "kept")


def names():
    return sorted(person.name for person in Person.select())


def test_what_was_backed_up_comes_back_and_what_stood_there_is_kept(kept, database, tmp_path):
    make_person(name="李四")
    before = backups.restore(kept, keep_in=tmp_path, force=True)

    store.open_connection()
    assert names() == ["王强"]
    backups.restore(before, keep_in=tmp_path / "again.bak", force=True)
    store.open_connection()
    assert names() == ["李四", "王强"]


def test_a_database_with_people_is_not_replaced_unless_forced(kept, database, tmp_path):
    make_person(name="李四")
    with pytest.raises(backups.HasPeople):
        backups.restore(kept, keep_in=tmp_path)

    assert names() == ["李四", "王强"]


@pytest.mark.parametrize("content", [b"", b"no backup", b"SQLite format 3\0 cut short", b"PGDMP cut short"])
def test_what_is_no_backup_changes_nothing(kept, database, tmp_path, content):
    bad = tmp_path / "bad"
    bad.write_bytes(content)
    with pytest.raises(backups.NotABackup):
        backups.restore(bad, keep_in=tmp_path, force=True)

    assert names() == ["王强"]


def test_a_stranger_database_is_no_backup(kept, database, tmp_path):
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE person (name)")
    with pytest.raises(backups.NotABackup):
        backups.restore(other, keep_in=tmp_path, force=True)

    assert names() == ["王强"]


def test_a_backup_overwrites_nothing_and_is_for_its_owner_alone(kept, database):
    with pytest.raises(backups.AlreadyThere):
        backups.backup(kept)

    assert kept.stat().st_mode & 0o077 == 0
    assert not kept.with_name("kept.part").exists()


class TestOnSqlite:
    """What SQLite needs our care for; PostgreSQL's own tools see to it there."""

    @pytest.fixture
    def database_url(self, sqlite_url):
        return sqlite_url

    def test_a_backup_is_made_while_another_connection_writes(self, database, tmp_path):
        make_person(name="王强")
        writer = sqlite3.connect(models.database.database)
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("DELETE FROM person")
        made = backups.backup(tmp_path / "made")
        writer.rollback()
        writer.close()

        with sqlite3.connect(made) as copy:
            assert copy.execute("SELECT name FROM person").fetchall() == [("王强",)]

    def test_a_server_that_runs_on_sees_what_was_put_back(self, kept, database, tmp_path):
        make_person(name="李四")
        server = sqlite3.connect(models.database.database)
        assert server.execute("SELECT count(*) FROM person").fetchone() == (2,)
        backups.restore(kept, keep_in=tmp_path, force=True)

        assert server.execute("SELECT count(*) FROM person").fetchone() == (1,)
        assert server.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        server.close()
