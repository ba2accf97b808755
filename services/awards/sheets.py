"""Settled sheets and places in contests, as badge rules see them."""

import json
from collections import defaultdict

from models import Sheet, SheetVersion, Training
from services import clock, standards
from services.assessments import settled_sheets
from services.badges.facts import Place, Sat, When
from services.rankings import placings
from services.scoring.rulebook import LOWER


def when(season):
    return season and When(season.id, season.year, season.kind)


def settled_of(people):
    """{person id: their settled sheets, oldest first}."""
    rows = settled_sheets.newest().where(Sheet.person.in_(people))
    found = defaultdict(list)
    for row in rows.order_by(Training.starts_at, SheetVersion.settled_at, SheetVersion.id):
        found[row.sheet.person_id].append(_sat(row))
    return found


def _sat(row):
    assessment = row.sheet.assessment
    training = assessment.training
    facts = json.loads(row.snapshot)
    return Sat(
        sheet_id=row.sheet_id,
        version_id=row.id,
        unit_id=row.sheet.unit_id,
        kind=assessment.kind,
        held_on=clock.local(training.starts_at).date(),
        when=when(training.season) if training.season_id else None,
        standard=row.standard.code,
        metal=settled_sheets.read(row.snapshot).metal,
        total=facts.get("total"),
        values=tuple(_values(facts, row.standard)),
    )


def _values(facts, version):
    """(name, number) of the total and of each single measure, signed so that the larger is the better."""
    if facts.get("total") is not None:
        yield "total", facts["total"]
    results = [r for r in facts.get("results") or () if r.get("measure") is not None]
    for result in results:
        item = standards.load(version).item(result["exercise"])
        # A weight is good or bad by the height beside it: neither more nor less is better.
        if item is not None and item.second is None:
            yield item.exercise, -result["measure"] if item.direction == LOWER else result["measure"]


def places(people):
    """{person id: their places in closed contests}; a contest costs as much as it has sheets."""
    people, found = set(people), defaultdict(list)
    for ranking in placings.closed(people):
        for version, place in ranking:
            if version.sheet.person_id in people:
                found[version.sheet.person_id].append(Place(place, _sat(version)))
    return found
