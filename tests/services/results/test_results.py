"""Results from files: the rules of a station, a reason for each row, all or nothing, twice is once."""

import io
from datetime import datetime, time, timedelta

import pytest
from openpyxl import load_workbook

from models import AuditEntry, Entry, Person, ResultImport, Sex, Sheet
from services import clock, results, words
from services.documents import tables
from services.errors import Forbidden, NotFound
from services.installation import upkeep
from services.results import template
from tests.conftest import counting_queries
from tests.support.factories import Cast, identity, make_person
from tests.support.field_day import PHYSIQUE, POLICE, FieldDay, born
from tests.support.rosters import csv, xlsx
from tests.support.tables import digest

WIDE = ("警号", "姓名", "1000米跑", "纵跳摸高 第1次", "纵跳摸高 第2次")
LONG = ("号码布", "项目", "成绩", "第几次")


@pytest.fixture
def day(database):
    return FieldDay(Cast())


@pytest.fixture
def preview(day):
    def act(content, who=None):
        return results.preview(day.assessment.id, "成绩.csv", content, actor=who or day.chief)

    return act


@pytest.fixture
def bring(day, preview):
    """Preview a file that is clean, and import it; the plan that was done."""

    def act(content):
        plan, token = preview(content)
        assert plan.refused == []
        return results.confirm(day.assessment.id, token, plan.digest, actor=day.chief)

    return act


def wide(day, *written, who=None):
    person = who or day.cast.officer
    return (person.police_number, person.name, *written)


def reasons(preview, content):
    """Why rows are refused, [(row, reason)], after making sure that nothing was kept."""
    before = digest()
    plan, token = preview(content)
    assert token is None
    assert digest() == before
    return [(refusal.row, refusal.reason) for refusal in plan.refused]


def test_a_row_a_person_becomes_attempts_that_are_scored_like_any_other(day, bring):
    plan = bring(xlsx(wide(day, "4:00", "2.60", "2.80"), header=WIDE))
    assert len(plan.new) == 3
    result = day.marked().result("jumpreach")
    assert [(one["n"], one["shown"]) for one in result["attempts"]] == [(1, "2.60 m"), (2, "2.80 m")]
    assert result["shown"] == "2.80 m"
    assert day.marked().result("run1000")["passed"]
    assert {entry.actor_id for entry in Entry.select()} == {day.chief.account_id}
    assert {entry.station_id for entry in Entry.select()} == {
        day.stations["run1000"].id,
        day.stations["jumpreach"].id,
    }


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030"])
def test_a_timing_systems_rows_are_read_in_the_encodings_of_chinese_windows(day, bring, encoding):
    number = day.sheet().number
    plan = bring(csv((f"00{number}", "1000米跑", "3′58″6", ""), header=LONG, encoding=encoding))
    assert [one.measure for one in plan.new] == [238_600]
    assert day.marked().result("run1000")["shown"] == "3′59″"


def test_the_english_template_is_read_too(day, preview):
    with words.using("en"):
        book = load_workbook(io.BytesIO(template.write_for(day.assessment)))
    page = book.worksheets[0]
    heads = {cell.value: cell.column for cell in page[1]}
    row = next(cell.row for cell in page["B"] if cell.value == day.cast.officer.police_number)
    page.cell(row, heads["Jump and reach, attempt 3"]).value = "2.70"
    out = io.BytesIO()
    book.save(out)
    plan, _token = preview(out.getvalue())
    assert [(one.item.exercise, one.n, one.measure) for one in plan.new] == [("jumpreach", 3, 2700)]


def test_the_template_lists_everyone_and_every_try_as_text(day):
    day.sheet(day.cast.auxiliary)
    page = load_workbook(io.BytesIO(template.write_for(day.assessment))).worksheets[0]
    rows = list(page.iter_rows(values_only=True))
    assert rows[0][:4] == ("号", "警号", "姓名", "单位")
    assert rows[0][4:] == ("10米×4往返跑", "1000米跑", "800米跑", *(f"纵跳摸高 第 {n} 次" for n in (1, 2, 3)))
    assert rows[1][:3] == ("1", day.cast.auxiliary.police_number, day.cast.auxiliary.name)
    assert {row[2] for row in rows[1:]} >= {day.cast.officer.name, day.cast.instructor.name}
    assert page.column_dimensions["E"].number_format == "@"


def test_a_template_with_nothing_filled_in_is_no_result(day, preview):
    plan, _token = preview(template.write_for(day.assessment))
    assert plan.is_idle
    assert plan.unchanged == 0


@pytest.mark.parametrize(
    ("typed", "measure"),
    [
        (time(0, 3, 38), 218_000),
        (time(0, 3, 38, 500_000), 218_500),
        (timedelta(minutes=3, seconds=8), 188_000),
        (238.6, 238_600),
        (240, 240_000),
        ("３：３８", 218_000),
    ],
)
def test_what_excel_makes_of_a_time_is_read_where_it_can_mean_one_thing_only(day, preview, typed, measure):
    plan, _token = preview(xlsx(wide(day, typed), header=WIDE[:3]))
    assert [one.measure for one in plan.new] == [measure]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (time(3, 38), "分不清"),
        (timedelta(hours=3, minutes=38), "分不清"),
        (datetime(2026, 3, 8), "当成了日期"),
        ("3:75", "不是时间"),
        ("快", "不是时间"),
        ("0:05", "不像是这一项的成绩"),
        ("-3:38", "不是时间"),
    ],
)
def test_what_is_no_measure_or_not_a_likely_one_is_refused_with_its_row(day, preview, typed, said):
    ((row, reason),) = reasons(preview, xlsx(wide(day, typed), header=WIDE[:3]))
    assert row == 2
    assert said in reason


def test_whoever_cannot_be_told_is_refused_and_why_is_said(day, preview):
    make_person(day.cast.east, name="林晓")
    stranger, officer = day.cast.stranger, day.cast.officer
    day.sheet()
    content = csv(
        ("", "999999", "谁", "4:00"),
        ("", stranger.police_number, stranger.name, "4:00"),
        ("7", "", "", "4:00"),
        ("", officer.police_number, "何静", "4:00"),
        ("1", day.cast.auxiliary.police_number, "", "4:00"),
        ("", "", "无名", "4:00"),
        ("", "", "", "4:00"),
        header=("号", "警号", "姓名", "1000米跑"),
    )
    assert [reason for _row, reason in reasons(preview, content)] == [
        "没有这个警号",
        "不在这次考核的名单上",
        "没有 7 号：还没有人拿到这个号",
        "姓名和号码对不上：这个号码是 林晓",
        "号和警号不是同一个人",
        "名单上没有叫这个名字的人",
        "1000米跑 没有写是谁：要有号、警号或姓名",
    ]


def test_a_name_alone_is_enough_while_only_one_on_the_list_bears_it(day, preview):
    content = csv(("林晓", "4:00"), header=("姓名", "1000米跑"))
    assert len(preview(content)[0].new) == 1
    namesake = make_person(day.cast.east, name="林晓")
    day.sheet(namesake)
    assert reasons(preview, content) == [(2, "名单上有 2 人同名，请加上警号或号")]


def test_two_rows_for_one_try_refuse_both_whichever_way_they_name_the_person(day, preview):
    number = day.sheet().number
    content = csv(
        (number, "", "4:00"),
        ("", day.cast.officer.police_number, "4:01"),
        header=("号", "警号", "1000米跑"),
    )
    assert reasons(preview, content) == [
        (2, "1000米跑 第 1 次与第 3 行重复"),
        (3, "1000米跑 第 1 次与第 2 行重复"),
    ]


def test_spent_tries_and_settled_sheets_take_no_more(day, preview):
    day.enter("run1000", "4:00")
    assert [r for _n, r in reasons(preview, csv(wide(day, "3:59"), header=WIDE[:3]))] == [
        "1000米跑 这一项只能测 1 次，已测满。要重测先作废一次"
    ]
    day.settle(reason="收队")
    later = csv(wide(day, "4:00", "2.80"), header=WIDE[:4])
    assert [r for _n, r in reasons(preview, later)] == ["纵跳摸高 这张表已定表，不能再记。要改请主考更正"]


def test_one_bad_row_keeps_all_the_good_ones_out(day, preview):
    content = csv(wide(day, "4:00"), wide(day, "3:75", who=day.cast.instructor), header=WIDE[:3])
    assert [row for row, _reason in reasons(preview, content)] == [3]
    assert not Sheet.select().exists()


def test_a_measure_that_stands_already_is_not_recorded_twice(day, bring, preview):
    day.enter("jumpreach", "2.60")
    plan = bring(csv(wide(day, "", "2.60", "2.80"), header=WIDE))
    assert (plan.unchanged, [one.measure for one in plan.new]) == (1, [2800])
    assert [one["shown"] for one in day.marked().result("jumpreach")["attempts"]] == ["2.60 m", "2.80 m"]


def test_two_equal_tries_are_two(day, bring, preview):
    content = csv(wide(day, "", "2.60", "2.60"), header=WIDE)
    assert len(bring(content).new) == 2
    plan, _token = preview(content)
    assert (plan.unchanged, plan.is_idle) == (2, True)


def test_the_same_file_again_changes_nothing_and_what_was_voided_does_not_come_back(day, bring, preview):
    content = csv(wide(day, "4:00"), header=WIDE[:3])
    bring(content)
    before = digest(ResultImport)
    assert preview(content)[0].is_idle
    bring(xlsx(wide(day, "4:00"), header=WIDE[:3]))
    assert digest(ResultImport) == before

    day.void(Entry.get())
    plan, token = preview(content)
    assert (len(plan.struck), plan.is_idle) == (1, True)
    results.confirm(day.assessment.id, token, plan.digest, actor=day.chief)
    assert day.marked().result("run1000") is None


def test_who_had_not_arrived_gets_a_sheet_and_who_has_no_table_is_told_before(day, preview, bring):
    content = csv(wide(day, "4:00", who=day.cast.auxiliary), header=WIDE[:3])
    plan, _token = preview(content)
    assert (plan.unscored, plan.new[0].whom.sheet) == (1, None)
    bring(content)
    sheet = day.sheet(day.cast.auxiliary)
    assert sheet.number == 1
    assert sheet.changes == 1
    noted = AuditEntry.get(act="results.import")
    assert noted.detail == '{"opened": 1, "people": 1, "results": 1}'


def test_a_second_measure_is_read_with_its_first(database):
    day = FieldDay(Cast(), PHYSIQUE)
    content = csv((day.cast.officer.police_number, "172.5/64.0"), header=("警号", "身高标准体重"))
    plan, _token = results.preview(day.assessment.id, "x", content, actor=day.chief)
    assert [(one.second, one.measure) for one in plan.new] == [(1725, 64_000)]


def test_what_changed_since_the_preview_is_looked_at_again(day, preview):
    plan, token = preview(csv(wide(day, "4:00"), header=WIDE[:3]))
    day.enter("run1000", "3:50")
    before = digest()
    with pytest.raises(results.Changed):
        results.confirm(day.assessment.id, token, plan.digest, actor=day.chief)
    assert digest() == before


def test_a_preview_is_its_owners_for_a_day_and_done_once(day, preview):
    content = csv(wide(day, "4:00"), header=WIDE[:3])
    plan, token = preview(content)
    for actor in (identity(day.examiner), identity(day.cast.registrar)):
        with pytest.raises(Forbidden):
            results.again(day.assessment.id, token, actor=actor)
    with clock.stopped(clock.now() + timedelta(hours=25)):
        with pytest.raises(NotFound):
            results.again(day.assessment.id, token, actor=day.chief)
        assert upkeep.tidy()["result_import"] == 1
    plan, token = preview(content)
    results.confirm(day.assessment.id, token, plan.digest, actor=day.chief)
    with pytest.raises(results.Gone):
        results.confirm(day.assessment.id, token, plan.digest, actor=day.chief)
    assert Entry.select().count() == 1


def test_a_token_of_one_assessment_opens_no_other(day, preview):
    _plan, token = preview(csv(wide(day, "4:00"), header=WIDE[:3]))
    other = FieldDay(day.cast, POLICE)
    with pytest.raises(results.Gone):
        results.again(other.assessment.id, token, actor=day.chief)


@pytest.mark.parametrize(
    "content", [b"", b"\xd0\xcf\x11\xe0", b"PK\x03\x04nothing", csv(("1", "2"), header=("a", "b"))]
)
def test_a_file_that_is_no_table_of_results_is_refused_whole(preview, content):
    before = digest()
    with pytest.raises(tables.BadFile):
        preview(content)
    assert digest() == before


def test_an_exercise_that_the_standard_lacks_and_a_column_that_stands_twice_are_refused(day, preview):
    number = day.sheet().number
    assert reasons(preview, csv((number, "举重", "80", ""), header=LONG)) == [(2, "标准中没有项目 举重")]
    assert reasons(preview, csv((number, "1000米跑", "4:00", "零"), header=LONG)) == [
        (2, "1000米跑 第几次要填 1 到 99 的整数")
    ]
    with pytest.raises(tables.BadFile):
        preview(csv(("1", "4:00", "4:01"), header=("号", "1000米跑", "run1000")))


def test_the_queries_do_not_grow_with_the_people(day, preview):
    def file_of(n):
        people = [make_person(day.cast.east, sex=Sex.MALE, born_on=born(25)) for _ in range(n)]
        for person in people:
            day.sheet(person)
        return csv(*(wide(day, "4:00", who=person) for person in people), header=WIDE[:3])

    few, many = file_of(2), file_of(30)
    with counting_queries() as first:
        preview(few)
    with counting_queries() as second:
        preview(many)
    assert len(second) == len(first) <= 30
    assert Person.select().count() > 30
