"""Medals in the world outside: the keys they are signed with, and what each is known by there."""

from peewee import CharField, ForeignKeyField, IntegerField, TextField

from .badges import AwardVersion
from .base import BaseModel, InstantField
from .trainings import Season


class SigningKey(BaseModel):
    """``kid`` is the thumbprint of the public half; the private half is sealed, and gone once retired."""

    kid = CharField(max_length=43, unique=True)
    public = TextField()
    sealed = TextField(null=True)
    made_at = InstantField()
    retired_at = InstantField(null=True)
    revoked_at = InstantField(null=True)


class Credential(BaseModel):
    """One version of an award: its holder's pseudonym, and its place in the status list of the season."""

    award_version = ForeignKeyField(AwardVersion, unique=True, on_delete="RESTRICT")
    season = ForeignKeyField(Season, on_delete="RESTRICT")
    position = IntegerField()
    subject = CharField(max_length=36)

    class Meta:
        indexes = ((("season", "position"), True),)
