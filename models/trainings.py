"""Seasons, trainings, who is expected, and the evidence of who came."""

from enum import StrEnum

from peewee import (
    BigIntegerField,
    BlobField,
    BooleanField,
    CharField,
    DateField,
    ForeignKeyField,
    IntegerField,
    TextField,
)
from playhouse.fields import EnumField

from .base import BaseModel, InstantField
from .people import Account, Person, Unit


class SeasonKind(StrEnum):
    SPRING = "spring"  # 春训
    SUMMER = "summer"  # 夏练
    AUTUMN = "autumn"  # 秋赛
    WINTER = "winter"  # 冬考


class TrainingKind(StrEnum):
    DRILL = "drill"  # 训练
    COURSE = "course"  # 培训班
    LECTURE = "lecture"  # 大讲堂
    NIGHT_SCHOOL = "night_school"  # 夜校
    BASE_VISIT = "base_visit"  # 基地参训
    EXERCISE = "exercise"  # 红蓝对抗
    CONTEST = "contest"  # 比武
    ASSESSMENT = "assessment"  # 考核


class Phase(StrEnum):
    IN = "in"  # 签到
    MID = "mid"  # 中途
    OUT = "out"  # 签退


class Attendance(StrEnum):
    PRESENT = "present"  # 到
    LATE = "late"  # 迟
    ON_LEAVE = "on_leave"  # 假
    ABSENT = "absent"  # 缺


class Means(StrEnum):
    """How a piece of evidence was made."""

    SCAN = "scan"  # 扫码
    TYPED = "typed"  # 手输
    TICK = "tick"  # 教官点名
    PASS = "pass"  # noqa: S105  教官扫个人码


class LeaveState(StrEnum):
    """What a step made of a request for leave."""

    REQUESTED = "requested"  # 待批
    APPROVED = "approved"  # 已批
    REJECTED = "rejected"  # 未批
    WITHDRAWN = "withdrawn"  # 已撤回
    ENDED = "ended"  # 已销假


class Season(BaseModel):
    year = IntegerField()
    kind = EnumField(SeasonKind, max_length=10)
    first_on = DateField()
    last_on = DateField()

    class Meta:
        indexes = ((("year", "kind"), True),)


class Subject(BaseModel):
    """What is taught: 体能, 擒拿, 法律…"""

    name = CharField(max_length=40, unique=True)
    name_en = CharField(max_length=60, default="")


class Training(BaseModel):
    """One gathering at one place. ``number`` names it in codes; ``key`` signs them.

    ``changes`` rises with everything a live screen shows, so that an unchanged screen
    costs one indexed read.
    """

    number = IntegerField(unique=True)
    title = CharField(max_length=80)
    kind = EnumField(TrainingKind, max_length=16)
    subject = ForeignKeyField(Subject, null=True, on_delete="RESTRICT")
    season = ForeignKeyField(Season, null=True, on_delete="RESTRICT")
    unit = ForeignKeyField(Unit, on_delete="RESTRICT")
    place = CharField(max_length=80, default="")
    batch = CharField(max_length=20, default="")  # 期
    starts_at = InstantField(index=True)
    ends_at = InstantField(index=True)
    admits_walk_ins = BooleanField(default=True)
    key = BlobField()
    changes = BigIntegerField(default=0)
    created_by = ForeignKeyField(Account, null=True, on_delete="SET NULL")
    cancelled_at = InstantField(null=True)
    finalised_at = InstantField(null=True)


class TrainingPolicy(BaseModel):
    """The rules one training counts by. A change is a further version, never an edit."""

    training = ForeignKeyField(Training, backref="policies", on_delete="CASCADE")
    version = IntegerField()
    rules = TextField()
    created_at = InstantField()

    class Meta:
        indexes = ((("training", "version"), True),)


class TrainingInstructor(BaseModel):
    training = ForeignKeyField(Training, backref="instructors", on_delete="CASCADE")
    person = ForeignKeyField(Person, on_delete="RESTRICT")

    class Meta:
        indexes = ((("training", "person"), True),)


class Enrolment(BaseModel):
    """A person expected at a training, with the unit they belonged to then."""

    training = ForeignKeyField(Training, backref="enrolments", on_delete="CASCADE")
    person = ForeignKeyField(Person, backref="enrolments", on_delete="RESTRICT")
    unit = ForeignKeyField(Unit, on_delete="RESTRICT")
    is_walk_in = BooleanField(default=False)

    class Meta:
        indexes = ((("training", "person"), True),)


class Evidence(BaseModel):
    """One claim to have been there, kept as it came. Rows are added, never changed.

    What a claim is worth is not stored: it depends on the others, and attendance is
    folded from all of them (``services/attendance``).
    """

    claim_id = CharField(max_length=36, unique=True)
    training = ForeignKeyField(Training, backref="evidence", on_delete="RESTRICT")
    person = ForeignKeyField(Person, backref="evidence", on_delete="RESTRICT")
    unit = ForeignKeyField(Unit, on_delete="RESTRICT")
    phase = EnumField(Phase, max_length=4)
    means = EnumField(Means, max_length=8)
    credited_at = InstantField()
    received_at = InstantField()
    synced_at = InstantField(null=True)  # newest server time the browser had seen
    device = CharField(max_length=36, null=True)
    display = CharField(max_length=2, default="")
    actor = ForeignKeyField(Account, null=True, on_delete="RESTRICT")
    clock_gap = IntegerField(null=True)  # ms by which an instructor's two clocks disagreed

    class Meta:
        indexes = ((("training", "person"), False),)


class Review(BaseModel):
    """A person's word on one piece of evidence: it counts, or it does not. The newest holds."""

    evidence = ForeignKeyField(Evidence, backref="reviews", on_delete="RESTRICT")
    counts = BooleanField()
    reason = CharField(max_length=200, default="")
    actor = ForeignKeyField(Account, on_delete="RESTRICT")
    at = InstantField()


class Amendment(BaseModel):
    """A decision on a person's attendance, above all evidence. The newest holds; none is deleted."""

    training = ForeignKeyField(Training, backref="amendments", on_delete="RESTRICT")
    person = ForeignKeyField(Person, backref="amendments", on_delete="RESTRICT")
    attendance = EnumField(Attendance, max_length=10)
    reason = CharField(max_length=200)
    actor = ForeignKeyField(Account, on_delete="RESTRICT")
    at = InstantField()

    class Meta:
        indexes = ((("training", "person"), False),)


class Headcount(BaseModel):
    """How many heads were in the room for a phase. The newest holds."""

    training = ForeignKeyField(Training, backref="headcounts", on_delete="RESTRICT")
    phase = EnumField(Phase, max_length=4)
    heads = IntegerField()
    actor = ForeignKeyField(Account, on_delete="RESTRICT")
    at = InstantField()


class Photo(BaseModel):
    """A picture someone attached, drawn anew by us so that it carries no place and no camera."""

    jpeg = BlobField()
    at = InstantField()


class Leave(BaseModel):
    """A person's request to be away from a training, or from some half-days of it: 请假.

    ``blocks`` are the half-days asked for, as ``services/attendance/blocks.py`` names them. What became
    of it is its newest step; nothing is edited.
    """

    request_id = CharField(max_length=36, unique=True)
    training = ForeignKeyField(Training, backref="leaves", on_delete="RESTRICT")
    person = ForeignKeyField(Person, backref="leaves", on_delete="RESTRICT")
    blocks = TextField()
    reason = CharField(max_length=200)
    photo = ForeignKeyField(Photo, null=True, on_delete="RESTRICT")
    at = InstantField()

    class Meta:
        indexes = ((("training", "person"), False),)


class LeaveStep(BaseModel):
    """One step of a leave: asked, approved (批), rejected, taken back, ended early (销假)."""

    leave = ForeignKeyField(Leave, backref="steps", on_delete="RESTRICT")
    state = EnumField(LeaveState, max_length=10)
    note = CharField(max_length=200, default="")
    actor = ForeignKeyField(Account, on_delete="RESTRICT")
    at = InstantField()


class CalendarFeed(BaseModel):
    """A secret address under which a calendar app reads one person's trainings. A new one replaces it."""

    account = ForeignKeyField(Account, unique=True, on_delete="CASCADE")
    token_hash = CharField(max_length=64, unique=True)
    at = InstantField()
