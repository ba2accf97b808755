"""The record: one timeline, credited minutes against what is required, and all of it as a workbook."""

import io
from datetime import UTC, datetime

import pytest
from openpyxl import load_workbook

from models import Enrolment, PersonKind, SeasonKind, TrainingKind
from services import bureau, clock, records, words
from services.errors import NotFound
from services.records import workbook
from tests.conftest import counting_queries
from tests.support import factories
from tests.support.awarding import attend, make_assessment, make_season, make_sheet, make_training, settle
from tests.support.factories import Cast

NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)


@pytest.fixture
def bureau_cast(database, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOON)
    return Cast()


@pytest.fixture
def me(bureau_cast):
    return factories.identity(bureau_cast.officer)


def train(cast, month, day, *, late=0, **fields):
    fields = {"kind": TrainingKind.DRILL} | fields
    training = make_training(cast.east, at=datetime(2026, month, day, 1, tzinfo=UTC), **fields)
    attend(training, cast.officer, late=late)
    return training


def test_everything_is_on_one_timeline_newest_first(bureau_cast, me):
    train(bureau_cast, 3, 2)
    signer = factories.identity(bureau_cast.instructor).account_id
    at = datetime(2026, 10, 18, 1, tzinfo=UTC)
    assessment = make_assessment(bureau_cast.east, season=make_season(), at=at)
    attend(assessment.training, bureau_cast.officer)
    settle(make_sheet(assessment, bureau_cast.officer), "gold", signer=signer, at=at.replace(hour=2))
    found = records.of(me.person_id, actor=me)

    assert [line.what for line in found.lines] == ["medal", "sheet", "training", "training"]
    assert [month.month for month, _ in found.months] == [10, 3]
    assert (found.attended, found.medals) == (2, 1)


def test_minutes_are_summed_by_kind_against_what_the_bureau_requires(bureau_cast, me):
    train(bureau_cast, 3, 2)
    train(bureau_cast, 3, 9, late=30)
    train(bureau_cast, 4, 2, kind=TrainingKind.LECTURE)
    assert records.of(me.person_id, actor=me).hours.required is None

    bureau.put("hours.2026.officer", 600)
    bureau.put("hours.2026.auxiliary", 60)
    hours = records.of(me.person_id, actor=me).hours
    assert (hours.minutes, hours.required, hours.missing) == (330, 600, 270)
    assert dict(hours.by_kind) == {TrainingKind.DRILL: 210, TrainingKind.LECTURE: 120}
    assert bureau.hours_setting(2026, PersonKind.OFFICER) == "hours.2026.officer"


def test_what_has_not_begun_is_not_on_the_record(bureau_cast, me):
    train(bureau_cast, 12, 2)
    assert records.of(me.person_id, actor=me).lines == ()


def test_who_stayed_away_has_the_training_on_record_without_minutes(bureau_cast, me):
    training = make_training(bureau_cast.east, at=datetime(2026, 5, 1, tzinfo=UTC))
    Enrolment.create(training=training, person=bureau_cast.officer, unit=bureau_cast.east)
    found = records.of(me.person_id, actor=me)

    assert len(found.lines) == 1
    assert (found.attended, found.hours.minutes) == (0, 0)


def test_each_year_is_a_page_of_its_own(bureau_cast, me):
    attend(
        make_training(bureau_cast.east, at=datetime(2025, 12, 31, 15, 59, tzinfo=UTC)), bureau_cast.officer
    )
    attend(make_training(bureau_cast.east, at=datetime(2025, 12, 31, 16, 0, tzinfo=UTC)), bureau_cast.officer)

    assert records.of(me.person_id, actor=me).years == (2026, 2025)
    assert records.of(me.person_id, actor=me, year=2025).total == 1
    assert records.of(me.person_id, actor=me, year=2026).total == 1


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("officer", True),
        ("registrar", True),
        ("admin", True),
        ("auxiliary", False),
        ("instructor", False),
        ("stranger", False),
    ],
)
def test_a_record_is_seen_by_its_person_and_the_desk_above_them_alone(bureau_cast, who, may):
    actor = factories.identity(getattr(bureau_cast, who))
    if may:
        assert records.of(bureau_cast.officer.id, actor=actor).person == bureau_cast.officer
        assert workbook.workbook(bureau_cast.officer.id, actor=actor)
    else:
        with pytest.raises(NotFound):
            records.of(bureau_cast.officer.id, actor=actor)
        with pytest.raises(NotFound):
            workbook.workbook(bureau_cast.officer.id, actor=actor)


def test_a_long_record_takes_as_few_queries_as_a_short_one(bureau_cast, me):
    train(bureau_cast, 1, 2)
    records.of(me.person_id, actor=me)
    with counting_queries() as short:
        records.of(me.person_id, actor=me)
    for day in range(3, 28):
        train(bureau_cast, 1, day)
    with counting_queries() as long:
        assert records.of(me.person_id, actor=me).total == 26

    assert len(long) == len(short) <= 12


def sheets_of(actor):
    book = load_workbook(io.BytesIO(workbook.workbook(actor.person_id, actor=actor)))
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book}


def fill(cast):
    signer = factories.identity(cast.instructor).account_id
    at = datetime(2026, 10, 18, 1, tzinfo=UTC)
    assessment = make_assessment(cast.east, season=make_season(SeasonKind.AUTUMN), at=at)
    attend(assessment.training, cast.officer)
    results = [
        {"exercise": "grip", "name": "握力", "name_en": "Grip strength", "shown": "44.0 kg", "points": 2}
    ]
    settle(make_sheet(assessment, cast.officer), "silver", signer=signer, at=at, results=results, total=30)


def test_the_workbook_holds_totals_trainings_results_and_medals(bureau_cast, me):
    fill(bureau_cast)
    train(bureau_cast, 3, 2, title="=HYPERLINK(1)")
    found = sheets_of(me)

    assert list(found) == ["年度汇总", "训练", "体测成绩", "纪念章"]
    assert found["年度汇总"][1] == [2026, 2, 4, "未设"]
    assert [row[2] for row in found["训练"][1:]][1] == "=HYPERLINK(1)"
    assert found["体测成绩"][1][3:8] == ["握力", "44.0 kg", 2, 30, "良好"]
    assert found["纪念章"][1][1:6] == ["体能测试纪念章", 2026, "秋赛", "良好", 1]


def test_a_title_that_begins_like_a_formula_stays_text(bureau_cast, me):
    train(bureau_cast, 3, 2, title="=1+1")
    book = load_workbook(io.BytesIO(workbook.workbook(me.person_id, actor=me)))
    cell = book["训练"]["C2"]

    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_an_english_workbook_has_the_english_names(bureau_cast, me):
    fill(bureau_cast)
    with words.using("en"):
        rows = [cell for sheet in sheets_of(me).values() for row in sheet for cell in row]

    assert "Grip strength" in rows
    assert "Fitness test medal" in rows
    assert "握力" not in rows
