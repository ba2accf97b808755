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
    note_all(act, subject, [(subject_id, detail)], actor_id=actor_id)


def note_all(act, subject, noted, *, actor_id=None):
    """Log one act on many subjects, [(id, detail)], in one insert: writing row by row is what takes time."""
    same = {
        "at": clock.now(),
        "act": act,
        "actor": actor_id,
        "subject": subject,
        "request_id": request_id.get(),
    }
    rows = [same | {"subject_id": id, "detail": _json(detail)} for id, detail in noted]
    if rows:
        AuditEntry.insert_many(rows).execute()
    for id, _detail in noted:
        logger.info("%s %s=%s actor=%s request=%s", act, subject, id, actor_id, request_id.get())


def _json(detail):
    return json.dumps(detail, ensure_ascii=False, sort_keys=True, default=str)
