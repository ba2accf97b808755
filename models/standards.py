"""Scoring standards as they were published, and the bureau's own settings."""

from peewee import CharField, DateField, ForeignKeyField, IntegerField, TextField

from .base import BaseModel, InstantField
from .people import Account


class StandardVersion(BaseModel):
    """A standard as it stood: one immutable text. Old marks keep the version they were given under."""

    code = CharField(max_length=40)
    version = IntegerField()
    title = CharField(max_length=120)
    title_en = CharField(max_length=160, default="")
    effective_on = DateField(null=True)
    definition = TextField()
    digest = CharField(max_length=64)
    created_at = InstantField()

    class Meta:
        indexes = ((("code", "version"), True),)


class Publication(BaseModel):
    """From which day a version is the one to assess by. A change is a further row; the newest holds."""

    version = ForeignKeyField(StandardVersion, backref="publications", on_delete="RESTRICT")
    from_on = DateField(null=True)  # null: withdrawn
    actor = ForeignKeyField(Account, on_delete="RESTRICT")
    at = InstantField()


class StandardImport(BaseModel):
    """A standard that was read from files and waits for its owner's word, a day at most."""

    token = CharField(max_length=32, unique=True)
    account = ForeignKeyField(Account, unique=True, on_delete="CASCADE")
    name = CharField(max_length=120)
    definition = TextField()
    warnings = TextField()
    created_at = InstantField()


class Setting(BaseModel):
    """A fact that only the bureau knows. A change is a further row; the newest holds."""

    name = CharField(max_length=80)
    value = TextField()
    actor = ForeignKeyField(Account, null=True, on_delete="RESTRICT")
    at = InstantField()

    class Meta:
        indexes = ((("name", "id"), False),)
