"""Assessments, their stations, one sheet a person, and what was recorded on it."""

from enum import StrEnum

from peewee import BigIntegerField, CharField, ForeignKeyField, IntegerField, TextField
from playhouse.fields import EnumField

from .base import BaseModel, InstantField
from .people import Account, Person, Unit
from .standards import StandardVersion
from .trainings import Training


class AssessmentKind(StrEnum):
    FITNESS = "fitness"  # 体测
    FIREARMS = "firearms"  # 枪考
    CONTEST = "contest"  # 比武


class EntryKind(StrEnum):
    ATTEMPT = "attempt"  # 一次成绩
    VOID = "void"  # 作废
    CHOOSE = "choose"  # 选项


class Assessment(BaseModel):
    """An assessment is held at a training, and people come in by that training's code."""

    training = ForeignKeyField(Training, unique=True, backref="assessments", on_delete="RESTRICT")
    kind = EnumField(AssessmentKind, max_length=10)
    standard = ForeignKeyField(StandardVersion, on_delete="RESTRICT")
    chief = ForeignKeyField(Person, null=True, on_delete="RESTRICT")  # 主考


class Station(BaseModel):
    """A place at an assessment where one exercise is measured."""

    assessment = ForeignKeyField(Assessment, backref="stations", on_delete="CASCADE")
    number = IntegerField()
    exercise = CharField(max_length=40)
    examiner = ForeignKeyField(Person, null=True, on_delete="RESTRICT")

    class Meta:
        indexes = ((("assessment", "number"), True),)


class Sheet(BaseModel):
    """一表: everything one person did at one assessment. ``changes`` serves live screens."""

    assessment = ForeignKeyField(Assessment, backref="sheets", on_delete="RESTRICT")
    person = ForeignKeyField(Person, backref="sheets", on_delete="RESTRICT")
    unit = ForeignKeyField(Unit, on_delete="RESTRICT")
    number = IntegerField()
    changes = BigIntegerField(default=0)

    class Meta:
        indexes = ((("assessment", "person"), True), (("assessment", "number"), True))


class SheetVersion(BaseModel):
    """A sheet as it was settled: marks, rule version and signer, frozen."""

    sheet = ForeignKeyField(Sheet, backref="versions", on_delete="RESTRICT")
    version = IntegerField()
    snapshot = TextField()
    standard = ForeignKeyField(StandardVersion, on_delete="RESTRICT")
    signer = ForeignKeyField(Account, on_delete="RESTRICT")
    reason = CharField(max_length=200, default="")
    settled_at = InstantField()

    class Meta:
        indexes = ((("sheet", "version"), True),)


class Entry(BaseModel):
    """One thing recorded at an assessment, kept as it came. To undo is a further entry.

    A void names its target by ``entry_id``, not by row: it may arrive first.
    """

    entry_id = CharField(max_length=36, unique=True)
    assessment = ForeignKeyField(Assessment, backref="entries", on_delete="RESTRICT")
    station = ForeignKeyField(Station, null=True, on_delete="RESTRICT")
    person = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    kind = EnumField(EntryKind, max_length=8)
    exercise = CharField(max_length=40, default="")
    measure = BigIntegerField(null=True)
    second = BigIntegerField(null=True)
    target = CharField(max_length=36, default="")
    reason = CharField(max_length=200, default="")
    actor = ForeignKeyField(Account, on_delete="RESTRICT")
    measured_at = InstantField()
    received_at = InstantField()

    class Meta:
        indexes = ((("assessment", "person"), False),)
