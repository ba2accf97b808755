"""Medals as they are looked at: a person's own, one of them, and what a check code stands for."""

from dataclasses import dataclass
from datetime import date, datetime

from peewee import fn

from models import (
    Assessment,
    Award,
    AwardState,
    AwardVersion,
    Badge,
    Metal,
    Person,
    Season,
    SeasonKind,
    Sheet,
    SheetVersion,
    Training,
)
from services import access, clock, settled
from services.errors import NotFound


@dataclass(frozen=True, slots=True)
class Medal:
    """One version of an award with all that a page or a picture says of it.

    ``earned_on`` is the day of the assessment that earned it, so a correction keeps it.
    """

    award_id: int
    version_id: int
    version: int
    person_id: int
    person_name: str
    title: str
    title_en: str
    shape: str
    year: int
    season: SeasonKind
    metal: Metal
    state: AwardState
    edition: int
    check_code: str
    awarded_at: datetime
    earned_on: date
    sheet_id: int
    total: int | None

    @property
    def is_valid(self):
        return self.state is AwardState.VALID

    @property
    def spaced_code(self):
        """The check code in fours, for people to read out."""
        return " ".join(self.check_code[n : n + 4] for n in range(0, len(self.check_code), 4))


def of_person(person_id, *, since=None, until=None):
    """A person's valid medals, the latest earned first; one query."""
    query = _loaded().where(Award.person == person_id, AwardVersion.state == AwardState.VALID)
    if since:
        query = query.where(Training.starts_at >= since)
    if until:
        query = query.where(Training.starts_at < until)
    return [_medal(row) for row in query.order_by(Training.starts_at.desc(), AwardVersion.id.desc())]


def get(award_id, *, actor):
    """An award as it stands, for its owner and the desk of their unit or above. Raises ``NotFound``."""
    mine = access.visible_people(actor).select(Person.id)
    rows = _loaded().where(Award.id == award_id, Award.person.in_(mine))
    found = rows.order_by(AwardVersion.version.desc()).first()
    if found is None:
        raise NotFound
    return _medal(found)


def history(award_id):
    """Every version of an award, newest first."""
    rows = _loaded().where(Award.id == award_id).order_by(AwardVersion.version.desc())
    return [_medal(row) for row in rows]


def by_code(code):
    """What a check code was printed on, and the award as it stands today: two medals, or None."""
    printed = _loaded().where(AwardVersion.check_code == code).first()
    if printed is None:
        return None
    versions = history(printed.award_id)
    return next(m for m in versions if m.version_id == printed.id), versions[0]


def changes_of(person_id):
    """What a live wall compares: changes whenever a medal of this person does. One indexed read."""
    newest, closed = (
        AwardVersion.select(
            fn.COALESCE(fn.MAX(AwardVersion.id), 0),
            fn.COUNT(AwardVersion.id).filter(AwardVersion.state != AwardState.VALID),
        )
        .join(Award)
        .where(Award.person == person_id)
        .scalar(as_tuple=True)
    )
    return newest, closed


def _loaded():
    return (
        AwardVersion.select(
            AwardVersion, Award, Badge, Season, Person, SheetVersion, Sheet, Assessment, Training
        )
        .join(Award)
        .join(Badge)
        .join_from(Award, Season)
        .join_from(Award, Person)
        .join_from(AwardVersion, SheetVersion)
        .join(Sheet)
        .join(Assessment)
        .join(Training)
    )


def _medal(row):
    award, sheet = row.award, row.sheet_version.sheet
    return Medal(
        award_id=award.id,
        version_id=row.id,
        version=row.version,
        person_id=award.person_id,
        person_name=award.person.name,
        title=award.badge.name,
        title_en=award.badge.name_en,
        shape=award.badge.shape,
        year=award.season.year,
        season=award.season.kind,
        metal=row.metal,
        state=row.state,
        edition=award.edition,
        check_code=row.check_code,
        awarded_at=row.awarded_at,
        earned_on=clock.local(sheet.assessment.training.starts_at).date(),
        sheet_id=sheet.id,
        total=settled.read(row.sheet_version.snapshot).total,
    )
