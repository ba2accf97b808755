"""The medals people have, read for badge rules: two queries however many people and badges."""

from collections import defaultdict

from peewee import JOIN

from models import Award, AwardVersion, Badge, Person, Season, SheetVersion
from services.assessments import settled_sheets
from services.awards import doings
from services.badges import FITNESS
from services.badges.facts import Book, Facts, Held, Standing
from services.badges.rules import Claim


class Ledger:
    """What some people hold of every badge, read once and kept up to date by whoever writes."""

    def __init__(self, person_ids):
        ids = list(person_ids)
        shown = Person.id, Person.kind, Person.unit
        self.people = {p.id: p for p in Person.select(*shown).where(Person.id.in_(ids))}
        self._standing = defaultdict(dict)  # (person, badge code) -> {term: Standing}
        self._pinned = defaultdict(dict)  # (person, badge code) -> {sheet: When}
        self._held = defaultdict(dict)  # person -> {term: Held}
        for row in _versions(Award.person.in_(ids)):
            self._note(row)

    def _note(self, row):
        """Note one version. Later versions come later, so the newest one stays."""
        award = row.award
        key = award.person_id, award.badge.code
        if row.sheet_version_id:
            self._pinned[key][row.sheet_version.sheet_id] = doings.when(award.season)
        self.put(*key, _standing(row), doings.when(award.season), row.earned_on)

    def put(self, person_id, code, standing, when, earned_on=None):
        """Note how a medal stands from now on."""
        self._standing[person_id, code][standing.term] = standing
        if code != FITNESS:
            return
        self._held[person_id].pop(standing.term, None)
        if standing.is_valid and earned_on:
            self._held[person_id][standing.term] = Held(when, earned_on)

    def book(self, person_id, code, facts=None) -> Book:
        facts = facts or Facts(held=tuple(self._held[person_id].values()))
        key = person_id, code
        return Book(
            person_kind=self.people[person_id].kind.value,
            facts=facts,
            standing=self._standing[key],
            pinned=self._pinned[key],
        )


def _versions(condition):
    return (
        AwardVersion.select(AwardVersion, Award, Badge, Season, SheetVersion)
        .join(Award)
        .join(Badge)
        .join_from(Award, Season)
        .join_from(AwardVersion, SheetVersion, JOIN.LEFT_OUTER)
        .where(condition)
        .order_by(AwardVersion.award, AwardVersion.version)
    )


def _standing(row):
    award, sheet = row.award, row.sheet_version if row.sheet_version_id else None
    return Standing(
        award_id=award.id,
        version_id=row.id,
        version=row.version,
        term=award.term,
        season_id=award.season_id,
        edition=award.edition,
        state=row.state,
        is_withdrawn=award.is_withdrawn,
        metal=row.metal,
        sheet_id=sheet and sheet.sheet_id,
        training_id=row.training_id,
        total=sheet and settled_sheets.read(sheet.snapshot).total,
        at_least=row.at_least,
    )


def newest(award_id) -> Standing:
    """The standing of one award, for a change by hand."""
    return _standing(list(_versions(AwardVersion.award == award_id))[-1])


def last_claim(award_id) -> Claim:
    """The claim that the newest version of an award made, to make it again."""
    row = list(_versions(AwardVersion.award == award_id))[-1]
    sheet = row.sheet_version if row.sheet_version_id else None
    return Claim(
        term=row.award.term,
        when=doings.when(row.award.season),
        earned_on=row.earned_on,
        metal=row.metal,
        sheet_id=sheet and sheet.sheet_id,
        version_id=row.sheet_version_id,
        total=sheet and settled_sheets.read(sheet.snapshot).total,
        training_id=row.training_id,
    )
