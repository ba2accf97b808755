"""Entries from devices: each kept once, in whatever order they come, and answered one by one.

``arrivals`` says which entries are new, ``holds`` which of them may count, ``entry_rows`` writes them,
``consequences`` does what they bring with them. ``heats`` is the pure fold of a heat, ``finishes`` keeps
its result as rows. Not here: reading an entry's text, streams and leases (``assessments``), what is typed
on the server (``sheets.entries``), the chief's rulings on what is held (``rulings``), and claims to have
been there (``checkins``).

A request is one transaction, because commits are the expensive part. An entry on which our code fails
gets no answer: its device keeps it and sends it again. Nothing a device wrote is lost; what may not count
is held.
"""

from dataclasses import dataclass

from models import Account, database
from services import access, assessments, audit
from services.assessments import entry_texts, leases, streams
from services.errors import NotFound
from services.intake import arrivals, consequences, entry_rows
from services.intake.arrivals import REFUSED, Answer

MOST = 200  # entries of one request


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What one stream hands over: its head as the device has it, the stations it is done at, and texts of
    entries.
    """

    device: str
    assessment_id: int
    label: str = ""
    seq: int = 0
    hash: str = ""
    closing: tuple[int, ...] = ()
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """How much of a stream is here, and at which of the stations named as done it holds no open lease."""

    device: str
    assessment_id: int
    kept: dict
    missing: int | None
    closed: list[int]


@database.atomic()
def deliver(sent, actor):
    """(answers, reports) to what devices hand over in the actor's own name.

    The same entry again is a duplicate, however often and in whatever order it comes. Other bytes under a
    known id or number are a conflict, and both texts are kept. An entry that can be read but may not count
    is held.
    """
    answers, reports = [], []
    # In the order of ids, so that two requests at once lock assessments in one order.
    for one in sorted(sent, key=lambda s: s.assessment_id):
        assessment, refusal = _open(one.assessment_id)
        if refusal:
            answers += _refused(one, refusal)
            continue
        batch = Batch(assessment, one, actor.account_id, actor)
        answers += batch.take()
        reports.append(batch.report())
    return answers, reports


@database.atomic()
def carry(sent, owner_id, actor):
    """(answers, reports) to a queue that somebody else brings as a file; its owner stays the owner, the
    carrier is noted.

    For the staff of that assessment. Entries that do not follow the one before them are held.
    """
    assessment, refusal = _open(sent.assessment_id)
    if assessment is None or not Account.select().where(Account.id == owner_id).exists():
        raise NotFound
    assessments.require_watch(actor, assessment)
    if refusal:
        return _refused(sent, refusal), []
    batch = Batch(assessment, sent, owner_id, access.identify(owner_id), carrier_id=actor.account_id)
    return batch.take(), [batch.report()]


def _open(assessment_id):
    """(the assessment or None, why its entries are refused or None)."""
    try:
        assessment = assessments.get(assessment_id)
    except NotFound:
        return None, "unknown_assessment"
    return assessment, "cancelled" if assessment.training.cancelled_at else None


def _refused(sent, reason):
    return [Answer(entry_texts.id_of(text), REFUSED, reason) for text in sent.texts]


class Batch:
    """The entries of one stream being taken, under the lock of their assessment.

    ``owner`` is None for an account that was closed: what it wrote is held.
    """

    def __init__(self, assessment, sent, owner_id, owner, *, carrier_id=None):
        assessments.lock(assessment.id)
        self.sent, self.assessment, self.owner, self.carrier_id = sent, assessment, owner, carrier_id
        self.stream = streams.opened(sent.device, owner_id, assessment.id, sent.label)

    def take(self):
        if not self.sent.texts:
            return []
        answers, written = arrivals.read(self.sent.texts, self.stream)
        known, fresh, clashing = arrivals.sort(self.stream, written)
        made = entry_rows.made(self.assessment, self.stream, fresh, self.owner, self.carrier_id)
        rows = entry_rows.write(made)
        entry_rows.write_clashes(self.stream, clashing, self.carrier_id)
        consequences.bring_about(self.assessment, self.stream, rows)
        if rows or clashing:
            self._note(rows, clashing)
        return [*answers, *known, *map(arrivals.answer, rows)]

    def _note(self, rows, clashing):
        counts = {"kept": len(rows), "held": sum(bool(r["held"]) for r in rows), "clashing": len(clashing)}
        actor_id = self.carrier_id or self.stream.owner_id
        audit.note("entries.deliver", "stream", self.stream.id, actor_id=actor_id, **counts)

    def report(self):
        """Note the head that the device names, close the leases it is done with, and say how far the stream
        has come.
        """
        streams.report(self.stream, self.sent.seq, self.sent.hash, is_contact=self.carrier_id is None)
        state, kept = streams.standing(self.stream)
        closed = leases.close_done(self.stream, self.sent.closing, state)
        return Report(self.sent.device, self.assessment.id, kept, state.missing, closed)
