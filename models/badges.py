"""Medals: what may be awarded, and what has been."""

from enum import StrEnum

from peewee import CharField, ForeignKeyField, IntegerField
from playhouse.fields import EnumField

from .assessments import SheetVersion
from .base import BaseModel, InstantField
from .people import Person, Unit
from .trainings import Season


class Metal(StrEnum):
    GOLD = "gold"  # 优秀
    SILVER = "silver"  # 良好
    BRONZE = "bronze"  # 合格


class AwardState(StrEnum):
    VALID = "valid"  # 有效
    SUPERSEDED = "superseded"  # 已更正
    REVOKED = "revoked"  # 已撤销


class Badge(BaseModel):
    """A kind of medal: its shape and its name."""

    code = CharField(max_length=40, unique=True)
    name = CharField(max_length=40)
    name_en = CharField(max_length=60, default="")
    shape = CharField(max_length=20)


class Edition(BaseModel):
    """The last number struck of a badge in a season; taken last inside a settling, so no gaps."""

    badge = ForeignKeyField(Badge, on_delete="RESTRICT")
    season = ForeignKeyField(Season, on_delete="RESTRICT")
    last = IntegerField(default=0)

    class Meta:
        indexes = ((("badge", "season"), True),)


class Award(BaseModel):
    """One person's medal of a season. A correction makes a version, never a second medal."""

    badge = ForeignKeyField(Badge, on_delete="RESTRICT")
    season = ForeignKeyField(Season, on_delete="RESTRICT")
    person = ForeignKeyField(Person, backref="awards", on_delete="RESTRICT")
    unit = ForeignKeyField(Unit, on_delete="RESTRICT")
    edition = IntegerField()

    class Meta:
        indexes = (
            (("badge", "season", "edition"), True),
            (("badge", "season", "person"), True),
        )


class AwardVersion(BaseModel):
    """What the medal says, and since when. The newest version is the medal of today."""

    award = ForeignKeyField(Award, backref="versions", on_delete="RESTRICT")
    version = IntegerField()
    metal = EnumField(Metal, max_length=8)
    sheet_version = ForeignKeyField(SheetVersion, on_delete="RESTRICT")
    check_code = CharField(max_length=32, unique=True)
    state = EnumField(AwardState, max_length=12, default=AwardState.VALID)
    awarded_at = InstantField()

    class Meta:
        indexes = ((("award", "version"), True),)
