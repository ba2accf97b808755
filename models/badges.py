"""Medals: what may be awarded, and what has been."""

from enum import StrEnum

from peewee import BlobField, BooleanField, CharField, DateField, ForeignKeyField, IntegerField, TextField
from playhouse.fields import EnumField

from .assessments import SheetVersion
from .base import BaseModel, InstantField
from .people import Account, Person, Unit
from .trainings import Season, Training


class Metal(StrEnum):
    GOLD = "gold"  # 优秀
    SILVER = "silver"  # 良好
    BRONZE = "bronze"  # 合格


class AwardState(StrEnum):
    VALID = "valid"  # 有效
    SUPERSEDED = "superseded"  # 已更正
    REVOKED = "revoked"  # 已撤销


class Emblem(BaseModel):
    """A picture for the middle of a badge, drawn anew by us as a square PNG."""

    digest = CharField(max_length=64, unique=True)
    png = BlobField()
    at = InstantField()


class Badge(BaseModel):
    """A kind of medal: its name, its look, and the rule by which it is earned.

    ``metal`` is the one it is struck in, or null where the grade decides. ``rule`` and ``parts``
    (the look of a bureau's own) are JSON, read by ``services/badges``.
    """

    code = CharField(max_length=40, unique=True)
    name = CharField(max_length=40)
    name_en = CharField(max_length=60, default="")
    shape = CharField(max_length=20)
    metal = EnumField(Metal, max_length=8, null=True)
    rule = TextField(default="")
    parts = TextField(default="")
    emblem = ForeignKeyField(Emblem, null=True, on_delete="RESTRICT")
    is_hidden = BooleanField(default=False)
    is_in_force = BooleanField(default=True)


class Edition(BaseModel):
    """The last number struck of a badge in a season; taken last inside a settling, so no gaps."""

    badge = ForeignKeyField(Badge, on_delete="RESTRICT")
    season = ForeignKeyField(Season, on_delete="RESTRICT")
    last = IntegerField(default=0)

    class Meta:
        indexes = ((("badge", "season"), True),)


class Award(BaseModel):
    """One person's medal. ``term`` is what it is given once for: a season, a year, a course, a life.

    A correction makes a version, never a second medal. One that was withdrawn by hand stays so
    until it is given back by hand.
    """

    badge = ForeignKeyField(Badge, on_delete="RESTRICT")
    season = ForeignKeyField(Season, on_delete="RESTRICT")
    person = ForeignKeyField(Person, backref="awards", on_delete="RESTRICT")
    unit = ForeignKeyField(Unit, on_delete="RESTRICT")
    edition = IntegerField()
    term = CharField(max_length=40)
    is_withdrawn = BooleanField(default=False)

    class Meta:
        indexes = (
            (("badge", "season", "edition"), True),
            (("badge", "person", "term"), True),
        )


class AwardVersion(BaseModel):
    """What the medal says, and since when. The newest version is the medal of today.

    ``cause`` and ``ended_cause`` are words of ``services/awards/lineage.py``; ``at_least`` is the number
    that the rule asked for on the day, so that a later change of it takes nothing away.
    """

    award = ForeignKeyField(Award, backref="versions", on_delete="RESTRICT")
    version = IntegerField()
    metal = EnumField(Metal, max_length=8)
    sheet_version = ForeignKeyField(SheetVersion, null=True, on_delete="RESTRICT")
    training = ForeignKeyField(Training, null=True, on_delete="RESTRICT")
    check_code = CharField(max_length=32, unique=True)
    state = EnumField(AwardState, max_length=12, default=AwardState.VALID)
    awarded_at = InstantField()
    earned_on = DateField()
    at_least = IntegerField(null=True)
    cause = CharField(max_length=16, default="")
    note = CharField(max_length=200, default="")
    actor = ForeignKeyField(Account, null=True, on_delete="RESTRICT")
    ended_at = InstantField(null=True)
    ended_cause = CharField(max_length=16, default="")
    ended_note = CharField(max_length=200, default="")
    ended_by = ForeignKeyField(Account, null=True, on_delete="RESTRICT")

    class Meta:
        indexes = ((("award", "version"), True),)
