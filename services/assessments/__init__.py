"""An assessment and what is recorded at it: finding it, who may do what there, and the entries of devices.

Here are a person's rights at one assessment (``Part``), leases and streams of devices, reading an entry's
text (``entry_texts``, ``entry_fields``: pure), settled sheets read back (``settled_sheets``), and lists
of assessments (``lists``). Not here: setting an assessment up and closing it (``planning``), folding what
was recorded into marks (``marks``), the sheets themselves (``sheets``), taking in what devices hand over
(``intake``), and the examiner's screen (``stations``).

Whoever has no part in an assessment is refused; ids that lead nowhere raise ``NotFound``.
"""

from dataclasses import dataclass

from peewee import JOIN

from models import (
    Assessment,
    Person,
    StandardVersion,
    Station,
    Training,
    TrainingInstructor,
    TrainingKind,
    Unit,
    locked,
)
from services import access, clock, standards
from services.errors import DomainError, Forbidden, NotFound
from services.words import lazy as _l

PAGE = 50
KINDS = (TrainingKind.ASSESSMENT, TrainingKind.CONTEST)


class Closed(DomainError):
    message = _l("考核已关闭，不能再记")


@dataclass(frozen=True, slots=True)
class Part:
    """What one person is at one assessment, and so what they may do there."""

    is_desk: bool
    is_chief: bool
    is_instructor: bool
    station_ids: frozenset[int]

    @property
    def may_watch(self):
        return self.is_desk or self.is_chief or self.is_instructor or bool(self.station_ids)

    @property
    def may_settle(self):
        return self.is_chief or self.is_desk

    @property
    def may_staff(self):
        return self.is_desk or self.is_chief or self.is_instructor

    @property
    def may_open(self):
        """Whether they may open a sheet from the list."""
        return self.may_watch

    def may_enter(self, station):
        return self.is_chief or self.is_instructor or station.id in self.station_ids


def get(assessment_id):
    """An assessment with its training, unit, chief and version. Raises ``NotFound``."""
    found = loaded().where(Assessment.id == assessment_id).get_or_none()
    if found is None:
        raise NotFound
    return found


def lock(assessment_id):
    """Lock an assessment, so that deliveries of its entries follow each other.

    Weaker than the lock under which sheets are opened: typed entries, which lock their sheet first and then
    refer to the assessment, go on meanwhile.
    """
    locked(Assessment.select(Assessment.id).where(Assessment.id == assessment_id), "NO KEY UPDATE").get()


def lock_for_settling(assessment_id):
    """Wait for deliveries under way and keep new ones out. Call it before locking a sheet to be frozen."""
    locked(Assessment.select(Assessment.id).where(Assessment.id == assessment_id), "SHARE").get()


def loaded():
    """Assessments with training, unit, chief and version: a query, for callers to narrow.

    The version comes without its text, which is long and which ``standards.load`` keeps.
    """
    version = (StandardVersion.id, StandardVersion.code, StandardVersion.version, StandardVersion.digest,
               StandardVersion.title, StandardVersion.title_en)  # fmt: skip
    return (
        Assessment.select(Assessment, Training, Unit, Person, *version)
        .join(Training)
        .join(Unit)
        .switch(Assessment)
        .join(StandardVersion)
        .switch(Assessment)
        .join(Person, JOIN.LEFT_OUTER, on=Assessment.chief)
    )


def on(assessment):
    """The day on which ages are counted: the first day of the assessment."""
    return clock.local(assessment.training.starts_at).date()


def stations_of(assessment_id):
    """The stations with their examiners, by number."""
    return list(
        Station.select(Station, Person)
        .join(Person, JOIN.LEFT_OUTER)
        .where(Station.assessment == assessment_id)
        .order_by(Station.number)
    )


def station(station_id):
    """A station with its examiner. Raises ``NotFound``."""
    found = (
        Station.select(Station, Person)
        .join(Person, JOIN.LEFT_OUTER)
        .where(Station.id == station_id)
        .get_or_none()
    )
    if found is None:
        raise NotFound
    return found


def part_of(actor, assessment):
    """The actor's part at an assessment; two queries."""
    held = Station.select(Station.id).where(
        Station.assessment == assessment.id, Station.examiner == actor.person_id
    )
    leads = TrainingInstructor.select().where(
        TrainingInstructor.training == assessment.training_id, TrainingInstructor.person == actor.person_id
    )
    return Part(
        is_desk=actor.may(assessment.training.unit.path, *access.DESK),
        is_chief=assessment.chief_id == actor.person_id,
        is_instructor=leads.exists(),
        station_ids=frozenset(row.id for row in held),
    )


def require_watch(actor, assessment):
    """The actor's part. Refuses whoever has none: an assessment is not for trainees to watch."""
    part = part_of(actor, assessment)
    if not part.may_watch:
        raise Forbidden
    return part


def require_staff(actor, assessment):
    """The actor's part. Refuses whoever is neither chief nor instructor nor desk."""
    part = part_of(actor, assessment)
    if not part.may_staff:
        raise Forbidden
    return part


def require_settle(actor, assessment):
    """The actor's part. Refuses whoever is neither chief nor desk."""
    part = part_of(actor, assessment)
    if not part.may_settle:
        raise Forbidden
    return part


def rules_of(assessment):
    """The rules by which an assessment's sheets are scored today."""
    return standards.rules(assessment.standard)
