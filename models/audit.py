"""Who did what, for those who must be able to ask."""

from peewee import BigIntegerField, CharField, ForeignKeyField, TextField

from .base import BaseModel, InstantField
from .people import Account


class AuditEntry(BaseModel):
    """One act. ``detail`` holds ids and choices as JSON, never names or numbers of people."""

    at = InstantField(index=True)
    act = CharField(max_length=60)
    actor = ForeignKeyField(Account, null=True, on_delete="SET NULL")
    subject = CharField(max_length=40)
    subject_id = BigIntegerField(null=True)
    detail = TextField(default="{}")
    request_id = CharField(max_length=16, default="")

    class Meta:
        indexes = ((("subject", "subject_id"), False),)
