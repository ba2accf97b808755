"""A batch of claims from a phone's outbox, each answered by itself.

One transaction for the batch, for a commit is what costs, and a savepoint for each claim: a fault in one
leaves the others as they are. Nothing is answered before all of it is on the disk.
"""

import logging
from dataclasses import dataclass

from models import Person, Phase, database
from services import audit, checkins, store, trainings
from services.checkins import claims, sightings
from services.checkins.claims import Verdict
from services.checkins.lookups import Lookups
from services.checkins.sightings import Sight
from services.errors import DomainError, Forbidden, NotFound, Unavailable
from services.words import gettext as _
from services.words import lazy as _l

MOST = 50

logger = logging.getLogger("yizhang")


class Malformed(DomainError):
    status = 400
    message = _l("这条记录读不懂，没有收下")


#: Why a claim is refused, as programs read it: the first that fits.
REASONS = (
    (Malformed, "malformed"),
    (claims.Taken, "taken"),
    (checkins.UnknownCode, "unknown_code"),
    (checkins.OutsideWindow, "outside"),
    (sightings.UnknownPass, "unknown_pass"),
    (trainings.Cancelled, "cancelled"),
    (NotFound, "not_listed"),
    (Forbidden, "forbidden"),
)


@dataclass(frozen=True, slots=True)
class Broken:
    """A claim of which nothing but the id can be read."""

    id: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one claim: kept, with a verdict, or refused for a reason."""

    id: str
    verdict: Verdict | None = None
    refusal: DomainError | None = None
    is_repeat: bool = False
    is_sight: bool = False

    @property
    def outcome(self):
        if self.refusal:
            return "refused"
        if self.is_repeat:
            return "duplicate"
        return "counted" if self.verdict.counts else "review"

    @property
    def reason(self):
        if self.refusal:
            return next(word for kind, word in REASONS if isinstance(self.refusal, kind))
        return self.verdict.reasons[0] if self.verdict.reasons else None

    @property
    def training(self):
        return self.verdict.training if self.verdict else self.refusal.values.get("training")

    @property
    def person_id(self):
        """The person an instructor's claim brought in; None for a claim of one's own."""
        return self.verdict.person_id if self.is_sight and self.verdict else None

    @property
    def message(self):
        if self.refusal:
            return str(self.refusal)
        if not self.verdict.counts:
            return _("已记录，等教官确认")
        return _("签退成功") if self.verdict.phase is Phase.OUT else _("签到成功")


KEPT, REPEAT = "kept", "repeat"


def deliver(sent, actor):
    """The answers to up to fifty claims, in their order.

    A claim that was kept before is answered as a duplicate, with the facts of the first time, however often
    it comes. A claim at which we fail has no answer: its phone keeps it and sends it again.
    """
    batch = Batch(sent, actor)
    with database.atomic():
        outcomes = [(claim, batch.take(claim)) for claim in sent]
        batch.close()
    kept = claims.kept(claim.id for claim, outcome in outcomes if outcome in (KEPT, REPEAT))
    verdicts = claims.verdicts(kept.values())
    return [_answer(claim, outcome, verdicts) for claim, outcome in outcomes if outcome is not None]


def _answer(claim, outcome, verdicts):
    is_sight = isinstance(claim, Sight)
    if isinstance(outcome, DomainError):
        return Answer(claim.id, refusal=outcome, is_sight=is_sight)
    return Answer(claim.id, verdicts[claim.id], is_repeat=outcome == REPEAT, is_sight=is_sight)


class Batch:
    """Claims being taken for one actor. What several claims ask about is read once."""

    def __init__(self, sent, actor):
        self.actor, self.lookups = actor, Lookups()
        self.known = claims.kept(claim.id for claim in sent if not isinstance(claim, Broken))
        self.came, self._written = {}, []

    def take(self, claim):
        """Keep one claim: ``KEPT``, ``REPEAT`` or a refusal; None where the fault is ours."""
        try:
            with database.atomic():
                return self._take(claim)
        except Unavailable:
            return None
        except DomainError as refusal:
            return refusal
        except store.TROUBLE as trouble:
            name = type(trouble).__name__
            logger.warning("database trouble with a claim, request=%s: %s", audit.request_id.get(), name)
            return None
        except Exception:
            # One claim that meets a bug must not hold up the forty-nine beside it.
            logger.exception("a claim could not be kept, request=%s", audit.request_id.get())
            return None

    def _take(self, claim):
        if isinstance(claim, Broken):
            raise Malformed
        if claim.id in self.known:
            return self._repeated(claim)
        means = sightings if isinstance(claim, Sight) else checkins
        training, row = means.as_row(claim, self.actor, self.lookups)
        written = claims.write(training, **row)
        if written is None:
            # Sent twice at once, or twice in this batch: the first has written it.
            self.known |= claims.kept([claim.id])
            return self._repeated(claim)
        self._written.append(written)
        self.came.setdefault(training.id, {})[row["person"]] = row["unit"]
        return KEPT

    def _repeated(self, claim):
        """``REPEAT``, or a refusal of another's claim: a sight belongs to its instructor, a scan to its
        person.
        """
        row = self.known[claim.id]
        theirs = row.actor_id == self.actor.account_id
        if not (theirs if isinstance(claim, Sight) else row.person_id == self.actor.person_id):
            raise claims.Taken
        return REPEAT

    def close(self):
        """Do what the new evidence brings with it, in the order of training ids, so that two batches at
        once lock trainings in one order.
        """
        claims.note(self._written)
        for training_id in sorted(self.came):
            claims.admit_and_tell(training_id, self.came[training_id])


def names(answers):
    """{person id: name} of the people whom an instructor's claims among these answers brought in."""
    ids = {answer.person_id for answer in answers} - {None}
    return dict(Person.select(Person.id, Person.name).where(Person.id.in_(ids)).tuples()) if ids else {}
