"""Passes, headcounts, leave and calendars: what checking in without a network needs."""

import json
import secrets
import time

from peewee import *


def up(migrator, db):
    class Frozen(Model):
        id = BigAutoField()

        class Meta:
            database = db

    class Account(Frozen):
        pass

    class Person(Frozen):
        pass

    class Training(Frozen):
        pass

    class Headcount(Frozen):
        training = ForeignKeyField(Training, on_delete="RESTRICT")
        phase = CharField(max_length=4)
        heads = IntegerField()
        actor = ForeignKeyField(Account, on_delete="RESTRICT")
        at = BigIntegerField()

    class Photo(Frozen):
        jpeg = BlobField()
        at = BigIntegerField()

    class Leave(Frozen):
        request_id = CharField(unique=True, max_length=36)
        training = ForeignKeyField(Training, on_delete="RESTRICT")
        person = ForeignKeyField(Person, on_delete="RESTRICT")
        blocks = TextField()
        reason = CharField(max_length=200)
        photo = ForeignKeyField(Photo, null=True, on_delete="RESTRICT")
        at = BigIntegerField()

        class Meta:
            indexes = ((("training", "person"), False),)

    class LeaveStep(Frozen):
        leave = ForeignKeyField(Leave, on_delete="RESTRICT")
        state = CharField(max_length=10)
        note = CharField(max_length=200, default="")
        actor = ForeignKeyField(Account, on_delete="RESTRICT")
        at = BigIntegerField()

        class Meta:
            table_name = "leave_step"

    class CalendarFeed(Frozen):
        account = ForeignKeyField(Account, unique=True, on_delete="CASCADE")
        token_hash = CharField(unique=True, max_length=64)
        at = BigIntegerField()

        class Meta:
            table_name = "calendar_feed"

    db.create_tables([Headcount, Photo, Leave, LeaveStep, CalendarFeed])
    migrator.migrate(migrator.add_column("evidence", "clock_gap", IntegerField(null=True)))
    keep_pass_key(db, Frozen)


def keep_pass_key(db, Frozen):
    """The secret that personal passes are made of; another one would end every pass out there."""

    class Setting(Frozen):
        name = CharField(max_length=60)
        value = TextField()
        at = BigIntegerField()

    key = json.dumps(secrets.token_hex(32))
    Setting.insert(name="pass_key", value=key, at=int(time.time() * 1000)).execute()


def down(migrator, db):
    class Setting(Model):
        name = CharField()

        class Meta:
            database = db

    Setting.delete().where(Setting.name == "pass_key").execute()
    migrator.migrate(
        migrator.drop_column("evidence", "clock_gap"),
        migrator.drop_table("calendar_feed"),
        migrator.drop_table("leave_step"),
        migrator.drop_table("leave"),
        migrator.drop_table("photo"),
        migrator.drop_table("headcount"),
    )
