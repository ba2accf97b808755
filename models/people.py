"""Units, the people in them, and how people come in."""

from enum import StrEnum

from peewee import BooleanField, CharField, DateField, ForeignKeyField, IntegerField, TextField
from playhouse.fields import EnumField

from .base import BaseModel, InstantField


class PersonKind(StrEnum):
    OFFICER = "officer"  # 民警
    AUXILIARY = "auxiliary"  # 辅警


class Sex(StrEnum):
    MALE = "M"
    FEMALE = "F"


class Role(StrEnum):
    TRAINEE = "trainee"  # 参训人员
    INSTRUCTOR = "instructor"  # 教官
    REGISTRAR = "registrar"  # 训练管理员
    ADMIN = "admin"  # 系统管理员


class Unit(BaseModel):
    """A node of the bureau's tree. ``path`` holds the ids from the root: ``/1/4/9/``."""

    name = CharField(max_length=80)
    parent = ForeignKeyField("self", null=True, backref="children", on_delete="RESTRICT")
    path = CharField(max_length=255, index=True)

    class Meta:
        indexes = ((("parent", "name"), True),)


class Person(BaseModel):
    """One member of a unit. The police number is text: it may begin with zeros."""

    police_number = CharField(max_length=20, unique=True)
    name = CharField(max_length=40, index=True)
    sex = EnumField(Sex, max_length=1)
    born_on = DateField()
    kind = EnumField(PersonKind, max_length=10)
    rank = CharField(max_length=20, default="")  # 警衔
    unit = ForeignKeyField(Unit, backref="people", on_delete="RESTRICT")
    is_active = BooleanField(default=True)


class Account(BaseModel):
    """A person's way in. Raising the epoch ends every session the account has."""

    person = ForeignKeyField(Person, unique=True, backref="accounts", on_delete="CASCADE")
    password_hash = TextField(null=True)
    epoch = IntegerField(default=0)


class OpeningCode(BaseModel):
    """A one-use code that opens an account; only its SHA-256 is kept."""

    account = ForeignKeyField(Account, backref="opening_codes", on_delete="CASCADE")
    digest = CharField(max_length=64, unique=True)
    expires_at = InstantField()
    used_at = InstantField(null=True)


class Appointment(BaseModel):
    """A role held in a unit, and so in all units below it, for a time."""

    account = ForeignKeyField(Account, backref="appointments", on_delete="CASCADE")
    role = EnumField(Role, max_length=10)
    unit = ForeignKeyField(Unit, on_delete="RESTRICT")
    from_on = DateField()
    to_on = DateField(null=True)

    class Meta:
        indexes = ((("account", "role", "unit"), False),)


class RosterImport(BaseModel):
    """A roster that was previewed without a refusal and waits for its owner's word."""

    token = CharField(max_length=32, unique=True)
    account = ForeignKeyField(Account, on_delete="CASCADE")
    name = CharField(max_length=120)
    rows = TextField()
    created_at = InstantField(index=True)


class Throttle(BaseModel):
    """How often something was tried of late, by a key that names no one in clear."""

    key = CharField(max_length=80, unique=True)
    count = IntegerField(default=0)
    since_at = InstantField(index=True)
