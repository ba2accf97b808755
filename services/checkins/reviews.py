"""An instructor's rulings on weak evidence, and decisions on attendance. Nothing is deleted."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from peewee import fn

from models import Account, Amendment, Evidence, Person, Review, database
from services import access, audit, clock, trainings
from services.attendance import presence
from services.attendance.grading import SHARED, Graded
from services.awards import earning
from services.errors import Invalid, NotFound
from services.trainings import enrolments
from services.words import lazy as _l


@dataclass(frozen=True, slots=True)
class Case:
    """A piece of evidence that waits for a ruling; ``others`` are people who used its device too."""

    evidence: Evidence
    graded: Graded
    others: tuple[str, ...] = ()

    @property
    def why(self):
        """The one thing that is wrong with the evidence: a reason, or a grade that the policy does not
        count.

        Empty where several things are wrong, for such evidence must be looked at one by one.
        """
        reasons = self.graded.reasons
        return "" if len(reasons) > 1 else reasons[0] if reasons else self.graded.grade


@dataclass(frozen=True, slots=True)
class Ruled:
    """A ruling that holds, with who made it."""

    review: Review
    evidence: Evidence
    by: str


def waiting(training, *, actor, stands=None):
    """The evidence that waits for a ruling, the earliest credited first. For whoever runs the training.

    ``stands`` are the training's standings, where the caller has them.
    """
    access.require_run(actor, training)
    stands = presence.standings(training).values() if stands is None else stands
    pending = [graded for standing in stands for graded in standing.pending]
    pending.sort(key=lambda graded: (graded.piece.credited_at, graded.piece.claim_id))
    claim_ids = [graded.piece.claim_id for graded in pending]
    rows = Evidence.select(Evidence, Person).join(Person).where(Evidence.claim_id.in_(claim_ids))
    by_claim = {row.claim_id: row for row in rows}
    users = _users(training, {g.piece.device for g in pending if SHARED in g.reasons})
    return [_case(by_claim[graded.piece.claim_id], graded, users) for graded in pending]


def _users(training, devices):
    """{device: {person id: name}}"""
    found = defaultdict(dict)
    if devices:
        rows = Evidence.select(Evidence.device, Person.id, Person.name).join(Person)
        of_them = (Evidence.training == training.id) & Evidence.device.in_(devices)
        for device, person_id, name in rows.where(of_them).order_by(Evidence.id).tuples():
            found[device][person_id] = name
    return found


def _case(evidence, graded, users):
    sharing = users.get(evidence.device, {}) if SHARED in graded.reasons else {}
    return Case(evidence, graded, tuple(n for who, n in sharing.items() if who != evidence.person_id))


def alike(cases):
    """Groups of two and more cases that wait for one thing: [(why, how many, newest evidence id)]."""
    counts = Counter(case.why for case in cases if case.why)
    return [
        (why, n, max(case.evidence.id for case in cases if case.why == why))
        for why, n in counts.most_common()
        if n > 1
    ]


def ruled(training, *, actor, limit=50):
    """The latest rulings at a training that hold, newest first. For whoever runs it."""
    access.require_run(actor, training)
    newest = (
        Review.select(fn.MAX(Review.id))
        .join(Evidence)
        .where(Evidence.training == training.id)
        .group_by(Review.evidence)
    )
    rows = list(
        Review.select(Review, Evidence, Person)
        .join(Evidence)
        .join(Person)
        .where(Review.id.in_(newest))
        .order_by(Review.id.desc())
        .limit(limit)
    )
    names = Account.select(Account.id, Person.name).join(Person)
    by = dict(names.where(Account.id.in_({row.actor_id for row in rows})).tuples())
    return [Ruled(row, row.evidence, by[row.actor_id]) for row in rows]


@database.atomic()
def accept_alike(training_id, why, *, newest, actor):
    """Rule that all evidence waiting for this one thing counts, up to evidence id ``newest``; returns how
    many.

    Evidence that came in after the list was read was not looked at and goes on waiting.
    """
    training = trainings.get(training_id)
    cases = [c for c in waiting(training, actor=actor) if c.why == why and c.evidence.id <= newest]
    at = clock.now()
    for case in cases:
        Review.create(evidence=case.evidence.id, counts=True, actor=actor.account_id, at=at)
        audit.note("review.rule", "evidence", case.evidence.id, actor_id=actor.account_id, counts=True)
    if cases:
        trainings.touch(training.id)
        _medals_follow(training.id, {case.evidence.person_id for case in cases}, actor)
    return len(cases)


@database.atomic()
def rule(evidence_id, counts, *, actor, reason="", training_id=None):
    """Rule that a piece of evidence counts or does not; a later ruling replaces this one.

    For whoever runs the evidence's training, which ``training_id``, where given, must name.
    """
    evidence = Evidence.get_or_none(Evidence.id == evidence_id)
    if evidence is None or training_id not in (None, evidence.training_id):
        raise NotFound
    access.require_run(actor, trainings.get(evidence.training_id))
    Review.create(
        evidence=evidence.id, counts=counts, reason=reason[:200], actor=actor.account_id, at=clock.now()
    )
    trainings.touch(evidence.training_id)
    audit.note("review.rule", "evidence", evidence.id, actor_id=actor.account_id, counts=counts)
    _medals_follow(evidence.training_id, [evidence.person_id], actor)
    return evidence


@database.atomic()
def amend(training_id, person_id, attendance, *, actor, reason):
    """Decide a person's attendance above all evidence, with a reason that stays on record.

    For whoever runs the training. A person who was not on its list becomes a walk-in.
    """
    training = trainings.get(training_id)
    access.require_run(actor, training)
    if not reason.strip():
        raise Invalid({"reason": _l("请写明原因")})
    person = enrolments.person_for(training, person_id, actor)
    enrolments.admit(training.id, person.id, person.unit_id)
    Amendment.create(
        training=training.id,
        person=person.id,
        attendance=attendance,
        reason=reason.strip()[:200],
        actor=actor.account_id,
        at=clock.now(),
    )
    trainings.touch(training.id)
    audit.note(
        "review.amend",
        "training",
        training.id,
        actor_id=actor.account_id,
        person=person.id,
        attendance=attendance,
    )
    _medals_follow(training.id, [person.id], actor)


def _medals_follow(training_id, person_ids, actor):
    """Bring medals up to date: a ruling after a training is final may give a medal or take one."""
    earning.attended(training_id, actor_id=actor.account_id, person_ids=person_ids)
