"""The log of who did what: one row and one line for every write."""

import json
import logging
from contextvars import ContextVar

from models import AuditEntry
from services import clock

logger = logging.getLogger("yizhang.audit")
request_id = ContextVar("request_id", default="")


def note(act, subject, subject_id=None, *, actor_id=None, **detail):
    """Keep one act: ids and choices only, never names or numbers of people."""
    AuditEntry.create(
        at=clock.now(),
        act=act,
        actor=actor_id,
        subject=subject,
        subject_id=subject_id,
        detail=json.dumps(detail, ensure_ascii=False, sort_keys=True, default=str),
        request_id=request_id.get(),
    )
    logger.info("%s %s=%s actor=%s request=%s", act, subject, subject_id, actor_id, request_id.get())
