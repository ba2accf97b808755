"""Assessments, their stations, one sheet a person, and what was recorded on it."""

from enum import StrEnum

from peewee import BigIntegerField, BooleanField, CharField, ForeignKeyField, IntegerField, TextField
from playhouse.fields import EnumField

from .base import BaseModel, InstantField
from .people import Account, Person, Unit
from .standards import StandardVersion
from .trainings import Photo, Training


class AssessmentKind(StrEnum):
    FITNESS = "fitness"  # 体测
    FIREARMS = "firearms"  # 枪考
    CONTEST = "contest"  # 比武


class EntryKind(StrEnum):
    """What an entry says. Results come from attempts, and from the taps of a heat and whose they are."""

    ATTEMPT = "attempt"  # 一次成绩
    VOID = "void"  # 作废
    CHOOSE = "choose"  # 选项
    START = "start"  # 一组开始
    TAP = "tap"  # 冲线
    DROP = "drop"  # 多按的一下
    MISSED = "missed"  # 漏按的一下
    ASSIGN = "assign"  # 认人
    REP = "rep"  # 计一个
    NOREP = "norep"  # 不算
    FAULT = "fault"  # 犯规、未完成、未到: a try without a measure
    EXEMPT = "exempt"  # 免测
    WITHDRAW = "withdraw"  # 退出
    RETEST = "retest"  # 补测: one more try
    ACK = "ack"  # 确认
    OBJECT = "object"  # 异议
    RULE = "rule"  # 复核: the word on an objection
    ADMIT = "admit"  # 采纳: the word that lets a held entry count


class Assessment(BaseModel):
    """An assessment is held at a training, and people come in by that training's code."""

    training = ForeignKeyField(Training, unique=True, backref="assessments", on_delete="RESTRICT")
    kind = EnumField(AssessmentKind, max_length=10)
    standard = ForeignKeyField(StandardVersion, on_delete="RESTRICT")
    chief = ForeignKeyField(Person, null=True, on_delete="RESTRICT")  # 主考
    team_size = IntegerField(null=True)  # how many of a unit count for its team, in a contest
    closed_at = InstantField(null=True)
    closed_by = ForeignKeyField(Account, null=True, on_delete="RESTRICT")


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


class Stream(BaseModel):
    """记录流: what one device wrote in one person's name at one assessment, each entry chained to the last.

    ``reported_seq`` and ``reported_hash`` are the head as the device last told it, at ``reported_at``.
    """

    device = CharField(max_length=36)
    owner = ForeignKeyField(Account, on_delete="RESTRICT")
    assessment = ForeignKeyField(Assessment, backref="streams", on_delete="RESTRICT")
    label = CharField(max_length=40, default="")
    reported_seq = IntegerField(default=0)
    reported_hash = CharField(max_length=64, default="")
    reported_at = InstantField(null=True)
    opened_at = InstantField()

    class Meta:
        indexes = ((("device", "owner", "assessment"), True),)


class Lease(BaseModel):
    """A device has made ready for a station: until it is closed or released, it may hold entries."""

    station = ForeignKeyField(Station, backref="leases", on_delete="RESTRICT")
    stream = ForeignKeyField(Stream, backref="leases", on_delete="RESTRICT")
    taken_at = InstantField()
    closed_at = InstantField(null=True)
    released_at = InstantField(null=True)
    released_by = ForeignKeyField(Account, null=True, on_delete="RESTRICT")
    reason = CharField(max_length=200, default="")


class Entry(BaseModel):
    """One thing recorded at an assessment, kept as it came. To undo is a further entry.

    A void names its target by ``entry_id``, not by row: it may arrive first. One that a device wrote has
    its ``stream``, its number ``seq`` there, and the very ``text`` that was hashed; ``measured_at`` is the
    server's time as the device knew it, ``steady`` the milliseconds that times are taken from. One with a
    word in ``held`` counts for nothing until an ``ADMIT`` names it.
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
    word = CharField(max_length=12, default="")
    reason = CharField(max_length=200, default="")
    heat = CharField(max_length=36, default="")
    place = IntegerField(null=True)
    declared = IntegerField(null=True)  # which try of the person's the device said it was
    steady = BigIntegerField(null=True)
    flags = TextField(default="")
    stream = ForeignKeyField(Stream, null=True, backref="entries", on_delete="RESTRICT")
    seq = IntegerField(null=True)
    prev = CharField(max_length=64, default="")
    digest = CharField(max_length=64, default="")
    text = TextField(default="")
    held = CharField(max_length=12, default="")
    carrier = ForeignKeyField(Account, null=True, on_delete="RESTRICT")
    actor = ForeignKeyField(Account, on_delete="RESTRICT")
    measured_at = InstantField()
    received_at = InstantField()

    class Meta:
        indexes = (
            (("assessment", "person"), False),
            (("assessment", "heat"), False),
            (("assessment", "kind"), False),
            (("stream", "seq"), True),
        )


class Clash(BaseModel):
    """An entry that came under a known id with other bytes, or under a number taken in its stream.

    Both are kept; it waits for the chief's word.
    """

    entry_id = CharField(max_length=36)
    assessment = ForeignKeyField(Assessment, on_delete="RESTRICT")
    stream = ForeignKeyField(Stream, on_delete="RESTRICT")
    seq = IntegerField()
    digest = CharField(max_length=64)
    text = TextField()
    carrier = ForeignKeyField(Account, null=True, on_delete="RESTRICT")
    received_at = InstantField()
    ruled_at = InstantField(null=True)
    ruled_by = ForeignKeyField(Account, null=True, on_delete="RESTRICT")
    reason = CharField(max_length=200, default="")

    class Meta:
        indexes = ((("entry_id", "digest"), True),)


class Finish(BaseModel):
    """A place in a heat: its tap, and whose it is. Worked out from entries, and anew with each that matters.

    The only table of assessments that is a reading of others, kept so that lists need no fold.
    """

    assessment = ForeignKeyField(Assessment, on_delete="CASCADE")
    station = ForeignKeyField(Station, on_delete="CASCADE")
    heat = CharField(max_length=36)
    place = IntegerField()
    tap = CharField(max_length=36, default="")  # entry_id; empty where the tap was missed
    person = ForeignKeyField(Person, null=True, on_delete="CASCADE")
    exercise = CharField(max_length=40)
    measure = BigIntegerField(null=True)
    declared = IntegerField(null=True)
    is_check = BooleanField(default=False)  # a second timer's: shown beside, never counted
    flags = TextField(default="")
    stream = ForeignKeyField(Stream, null=True, on_delete="CASCADE")
    actor = ForeignKeyField(Account, on_delete="CASCADE")
    at = InstantField()

    class Meta:
        indexes = ((("heat", "place"), True), (("assessment", "person"), False))


class SheetPhoto(BaseModel):
    """A picture of a paper sheet, attached to the sheet it was copied to."""

    sheet = ForeignKeyField(Sheet, backref="photos", on_delete="RESTRICT")
    photo = ForeignKeyField(Photo, on_delete="RESTRICT")
    actor = ForeignKeyField(Account, on_delete="RESTRICT")
    at = InstantField()
