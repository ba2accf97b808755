"""Medals that people hold: reading them, and every act that gives, changes or ends one.

Reading one award is here, its history in ``lineage``. ``earning`` says when medals are earned, by what
people did (``doings``, ``sheets``) and what they hold (``books``); ``acts`` is the only place that writes
awards. ``editions`` numbers them, ``places`` draws their place in the status list. ``runs`` awards
retroactively, ``by_hand`` is what an admin gives and takes, ``desk`` the admin's list. Not here: which
badges there are and what their rules ask (``badges``, pure), pictures, walls and print sheets
(``medals``), signed credentials (``credentials``).

A person never holds two medals of one badge and term. Earning, giving and running again change nothing.
"""

from dataclasses import dataclass
from datetime import date, datetime

from peewee import JOIN, fn

from models import (
    Award,
    AwardState,
    AwardVersion,
    Badge,
    Metal,
    Person,
    Season,
    SeasonKind,
    SheetVersion,
)
from services import access, clock, labels, words
from services.assessments import settled_sheets
from services.errors import NotFound


@dataclass(frozen=True, slots=True)
class Medal:
    """One version of an award with all that a page or a picture says of it.

    ``earned_on`` is the day of what earned it, so a correction keeps it. ``has_grade`` is false where
    the metal is the badge's own and says nothing about the person.
    """

    award_id: int
    version_id: int
    version: int
    person_id: int
    person_name: str
    badge: str
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
    sheet_id: int | None
    total: int | None
    training_id: int | None = None
    has_grade: bool = True
    parts: str = ""
    emblem_id: int | None = None
    is_withdrawn: bool = False

    @property
    def is_valid(self):
        return self.state is AwardState.VALID

    @property
    def name(self):
        """The badge's name in the reader's language."""
        return words.pick(self.title, self.title_en)

    @property
    def grade(self):
        """The grade, or the place, in words; empty where the metal says none."""
        return labels.struck(self.metal, self.badge) if self.has_grade else ""

    @property
    def label(self):
        """What a list calls it: season and grade, or season and name."""
        return labels.medal(self.year, self.season, self.grade or self.name)

    @property
    def spaced_code(self):
        """The check code in fours, for people to read out."""
        return " ".join(self.check_code[n : n + 4] for n in range(0, len(self.check_code), 4))


def of_person(person_id, *, since=None, until=None):
    """A person's valid medals, the latest earned first; one query."""
    query = loaded().where(Award.person == person_id, AwardVersion.state == AwardState.VALID)
    if since:
        query = query.where(AwardVersion.earned_on >= clock.local(since).date())
    if until:
        query = query.where(AwardVersion.earned_on < clock.local(until).date())
    return [medal(row) for row in query.order_by(AwardVersion.earned_on.desc(), AwardVersion.id.desc())]


def get(award_id, *, actor):
    """An award as it stands, for its owner and the desk of their unit or above. Raises ``NotFound``."""
    mine = access.visible_people(actor).select(Person.id)
    rows = loaded().where(Award.id == award_id, Award.person.in_(mine))
    found = rows.order_by(AwardVersion.version.desc()).first()
    if found is None:
        raise NotFound
    return medal(found)


def history(award_id):
    """Every version of an award, newest first."""
    rows = loaded().where(Award.id == award_id).order_by(AwardVersion.version.desc())
    return [medal(row) for row in rows]


def by_code(code):
    """The medal on which a check code was printed, and the award as it stands today; None for an unknown
    code.
    """
    printed = loaded().where(AwardVersion.check_code == code).first()
    if printed is None:
        return None
    versions = history(printed.award_id)
    return next(m for m in versions if m.version_id == printed.id), versions[0]


def changes_of(person_id):
    """A value that changes whenever a medal of this person does, for a live wall to compare. One indexed
    read.
    """
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


def loaded():
    """The query for versions with all that a medal says, for callers to narrow."""
    return (
        AwardVersion.select(AwardVersion, Award, Badge, Season, Person, SheetVersion)
        .join(Award)
        .join(Badge)
        .join_from(Award, Season)
        .join_from(Award, Person)
        .join_from(AwardVersion, SheetVersion, JOIN.LEFT_OUTER)
    )


def medal(row) -> Medal:
    """A loaded version as a medal."""
    award, badge = row.award, row.award.badge
    sheet = row.sheet_version if row.sheet_version_id else None
    return Medal(
        award_id=award.id,
        version_id=row.id,
        version=row.version,
        person_id=award.person_id,
        person_name=award.person.name,
        badge=badge.code,
        title=badge.name,
        title_en=badge.name_en,
        shape=badge.shape,
        year=award.season.year,
        season=award.season.kind,
        metal=row.metal,
        state=row.state,
        edition=award.edition,
        check_code=row.check_code,
        awarded_at=row.awarded_at,
        earned_on=row.earned_on,
        sheet_id=sheet and sheet.sheet_id,
        total=sheet and settled_sheets.read(sheet.snapshot).total,
        training_id=row.training_id,
        has_grade=badge.metal is None,
        parts=badge.parts,
        emblem_id=badge.emblem_id,
        is_withdrawn=award.is_withdrawn,
    )
