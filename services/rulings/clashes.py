"""Two texts under one id or one number, both kept: reading them, and the chief's ruling on them."""

from dataclasses import dataclass
from datetime import UTC, datetime

from models import Account, Clash, Entry, Person, Stream, database, locked
from services import assessments, audit, clock, trainings
from services.assessments import entry_texts
from services.assessments.entry_texts import Written
from services.errors import DomainError, NotFound
from services.sheets import entries
from services.words import lazy as _l


class AlreadyRuled(DomainError):
    message = _l("这两条已经看过了")


@dataclass(frozen=True, slots=True)
class Pair:
    """The text that came second beside the entry that was there: what each says, and when."""

    clash: Clash
    second: Written
    first: Entry | None

    @property
    def second_at(self):
        """When the second text says it was written, by the server's time as its device knew it."""
        return datetime.fromtimestamp(self.second.at / 1000, UTC)


def open_at(assessment_id) -> list[Pair]:
    """The clashes that wait for a ruling, oldest first; two queries."""
    here = (Clash.assessment == assessment_id) & Clash.ruled_at.is_null()
    rows = list(_loaded().where(here).order_by(Clash.id))
    by_id = Entry.entry_id.in_([row.entry_id for row in rows])
    by_number = Entry.stream.in_([row.stream_id for row in rows]) & Entry.seq.in_([row.seq for row in rows])
    kept = list(Entry.select().where(by_id | by_number)) if rows else []
    return [Pair(row, entry_texts.read(row.text), _kept(row, kept)) for row in rows]


def _loaded():
    return (
        Clash.select(Clash, Stream, Account.id, Person.id, Person.name)
        .join(Stream)
        .join(Account, on=Stream.owner)
        .join(Person, on=Account.person)
    )


def _kept(clash, kept):
    same = [entry for entry in kept if entry.entry_id == clash.entry_id]
    same += [entry for entry in kept if (entry.stream_id, entry.seq) == (clash.stream_id, clash.seq)]
    return same[0] if same else None


def get(clash_id):
    """A clash. Raises ``NotFound``."""
    found = Clash.get_or_none(Clash.id == clash_id)
    if found is None:
        raise NotFound
    return found


@database.atomic()
def rule(clash_id, *, reason, actor):
    """Let the entry that was there first stand, with a reason. For the chief and the desk; once.

    Both texts stay readable. If the second is right, it is entered as anything else is: by a void, and a
    try of its own.
    """
    locked(Clash.select(Clash.id).where(Clash.id == clash_id)).get_or_none()
    found = get(clash_id)
    assessment = assessments.get(found.assessment_id)
    assessments.require_settle(actor, assessment)
    if assessment.training.cancelled_at:
        raise trainings.Cancelled
    reason = entries.required_reason(reason)
    if found.ruled_at:
        raise AlreadyRuled
    word = {"ruled_at": clock.now(), "ruled_by": actor.account_id, "reason": reason}
    Clash.update(**word).where(Clash.id == found.id).execute()
    audit.note("clash.rule", "clash", found.id, actor_id=actor.account_id)
