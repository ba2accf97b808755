"""The attendance sheet: what it says of whom, as facts, as a workbook and on paper."""

import io
import uuid
from datetime import time, timedelta

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from models import Amendment, Attendance, AuditEntry, Evidence, Leave, LeaveState, LeaveStep, Person, Phase
from services import checkins, clock, planning, trainings
from services.attendance import attendance_sheet, sheet_pdf, sheet_xlsx
from services.attendance.blocks import of as blocks_of
from services.checkins import reviews
from services.documents import list_papers
from services.errors import Forbidden
from services.planning import closing
from services.trainings import codes, enrolments, policies
from tests.conftest import counting_queries
from tests.support.factories import Cast, code_of, digits_of, identity, make_person, make_training

RARE = "\U00030ede"  # of Unicode 13, in none of our fonts
SERIF_ONLY = "〇"


@pytest.fixture
def cast(database):
    return Cast()


@pytest.fixture
def training(cast):
    return make_training(cast)


def scan(training, person, phase=Phase.IN):
    claim = checkins.Claim(
        str(uuid.uuid4()), codes.read(code_of(training, phase=phase)), clock.now(), device=f"d{person.id}"
    )
    return checkins.accept(claim, identity(person))


def of(cast, training, **changes):
    return attendance_sheet.of(training.id, actor=identity(cast.instructor), **changes)


def line_of(sheet, person):
    """The line of a person as {column: value}."""
    names = [name for name, _heading in sheet.columns]
    return next(dict(zip(names, line, strict=True)) for line in sheet.lines if person.name in line)


def cells(content):
    page = load_workbook(io.BytesIO(content)).active
    return [cell for row in page.iter_rows() for cell in row if cell.value is not None]


def printed(sheet):
    return [page.extract_text() for page in PdfReader(io.BytesIO(sheet_pdf.document(sheet))).pages]


def ask_leave(training, person, *states, blocks=None):
    every = blocks_of(training.starts_at, training.ends_at)
    leave = Leave.create(
        request_id=str(uuid.uuid4()),
        training=training,
        person=person,
        blocks=blocks or " ".join(block.id for block in every),
        reason="住院",
        at=clock.now(),
    )
    for state in states:
        LeaveStep.create(leave=leave, state=state, actor=identity(person).account_id, at=clock.now())


def test_only_who_runs_the_training_gets_its_sheet(cast, training):
    for person in (cast.instructor, cast.registrar, cast.admin):
        assert attendance_sheet.of(training.id, actor=identity(person)).lines
    for person in (cast.officer, cast.stranger):
        with pytest.raises(Forbidden):
            attendance_sheet.of(training.id, actor=identity(person))


def test_a_line_says_when_and_on_what_evidence_someone_came(cast, training):
    verdict = scan(training, cast.officer)
    line = line_of(of(cast, training), cast.officer)

    assert line["number"] == cast.officer.police_number
    assert line["unit"] == "城东分局"
    # Just after midnight the training began the day before, and the time says its date too.
    assert line["in"].endswith(f"{clock.local(verdict.credited_at):%H:%M:%S}")
    assert (line["state"], line["grade"], line["hours"]) == ("迟到", "B", "")


def test_only_the_columns_that_the_policy_asks_for_are_there(cast, training):
    columns = [name for name, _heading in of(cast, training).columns]
    assert columns == ["n", "name", "number", "unit", "in", "state", "hours", "grade", "note", "signature"]

    every = make_training(cast, policy=policies.Policy(phases=("in", "mid", "out")))
    scan(every, cast.officer, Phase.IN)
    scan(every, cast.officer, Phase.MID)
    sheet = of(cast, every)
    assert [name for name, _heading in sheet.columns][4:7] == ["in", "mid", "out"]
    assert line_of(sheet, cast.officer)["grade"] == "B/B/–"


def test_a_check_in_on_a_later_day_says_which(cast):
    training = make_training(cast, starts_in=-86_400, lasts=172_800)
    verdict = scan(training, cast.officer)
    assert (
        line_of(of(cast, training), cast.officer)["in"]
        == f"{clock.local(verdict.credited_at):%m-%d %H:%M:%S}"
    )


def test_hours_are_told_once_the_training_is_over_and_add_up(cast, training):
    checkins.tick(training.id, cast.officer.id, actor=identity(cast.instructor), claim_id="t1")
    reviews.amend(
        training.id, cast.auxiliary.id, Attendance.PRESENT, actor=identity(cast.instructor), reason="已核实"
    )
    over = of(cast, training, at=training.ends_at)

    assert line_of(over, cast.auxiliary)["hours"] == 2.0
    assert line_of(over, cast.officer)["hours"] == pytest.approx(1.8, abs=0.1)
    assert "学时合计 3.8" in over.totals
    assert "学时合计 –" in of(cast, training).totals


def test_an_amendment_is_remarked_with_who_and_why_and_only_the_newest(cast, training):
    actor = identity(cast.instructor)
    reviews.amend(training.id, cast.officer.id, Attendance.ABSENT, actor=actor, reason="没来")
    reviews.amend(training.id, cast.officer.id, Attendance.PRESENT, actor=actor, reason="看错人")
    line = line_of(of(cast, training), cast.officer)

    assert line["note"] == "周岩 更正：看错人"
    assert line["state"] == "到"
    assert Amendment.select().count() == 2


def test_leave_is_remarked_without_its_reason_and_a_refused_one_not_at_all(cast, training):
    ask_leave(training, cast.officer, LeaveState.REQUESTED, LeaveState.APPROVED)
    ask_leave(training, cast.auxiliary, LeaveState.REQUESTED, LeaveState.REJECTED)
    sheet = of(cast, training)

    assert line_of(sheet, cast.officer)["note"] == "已批假"
    assert line_of(sheet, cast.auxiliary)["note"] == ""
    assert "住院" not in str(sheet.lines)


def test_leave_for_a_part_says_which_part(cast):
    noon = clock.at(clock.today() + timedelta(days=1), time(12))
    training = make_training(cast, starts_in=(noon - clock.now()).total_seconds() - 7200, lasts=14_400)
    ask_leave(training, cast.officer, LeaveState.APPROVED, blocks=f"{clock.local(noon):%Y-%m-%d}pm")
    line = line_of(of(cast, training), cast.officer)

    assert line["note"].startswith("已批假；请假：")
    assert line["note"].endswith("12:00–14:00")


def test_what_waits_for_a_word_says_so_with_its_reason(cast, training):
    checkins.type_digits(
        training.id, digits_of(training), identity(cast.officer), claim_id="d1", device="phone"
    )
    line = line_of(of(cast, training), cast.officer)
    assert line["state"] == "待核"
    assert "待核：手输的签到码" in line["note"]


def test_a_walk_in_is_listed_as_one_and_not_once_their_evidence_was_turned_down(cast, training):
    scan(training, cast.stranger)
    line = line_of(of(cast, training), cast.stranger)
    assert line["note"] == "不在应训名单"
    expected = enrolments.counts([training.id])[training.id]
    assert f"应到 {expected}" in of(cast, training).totals

    closed = make_training(cast, admits_walk_ins=False)
    scan(closed, cast.stranger)
    assert line_of(of(cast, closed), cast.stranger)["note"] == "不在应训名单"
    evidence = Evidence.get(training=closed, person=cast.stranger)
    reviews.rule(evidence.id, False, actor=identity(cast.instructor))
    assert cast.stranger.name not in str(of(cast, closed).lines)


def test_the_sheet_says_whether_it_is_final_and_when_it_was_made(cast):
    training = make_training(cast, starts_in=-90_000)
    made = f"{clock.local(clock.now()):%Y-%m-%d %H:%M} 制表"
    assert of(cast, training).state == f"未定稿：出勤还可能变，{made}"
    assert line_of(of(cast, training), cast.officer)["state"] == "未签到"

    closing.finalise(training.id, actor=identity(cast.instructor))
    sheet = of(cast, training)
    assert "已定稿" in sheet.state
    assert "未定稿" not in sheet.state
    assert line_of(sheet, cast.officer)["state"] == "缺勤"


def test_without_anyone_s_word_it_is_final_72_hours_after_the_end(cast, training):
    end = training.ends_at + timedelta(hours=72)
    assert "未定稿" in of(cast, training, at=end - timedelta(seconds=1)).state
    assert f"{clock.local(end):%Y-%m-%d %H:%M} 已定稿" in of(cast, training, at=end).state


def test_a_cancelled_training_s_sheet_says_so(cast, training):
    planning.cancel(training.id, actor=identity(cast.instructor))
    assert of(cast, training).state.startswith("这场训练已取消")


def test_the_queries_do_not_grow_with_the_people(cast, training):
    actor = identity(cast.instructor)
    with counting_queries() as few:
        attendance_sheet.of(training.id, actor=actor)
    for n in range(30):
        person = make_person(cast.east, name=f"学员{n}")
        enrolments.add_numbers(training.id, person.police_number, actor=actor)
        reviews.amend(training.id, person.id, Attendance.PRESENT, actor=actor, reason="到")
    with counting_queries() as many:
        attendance_sheet.of(training.id, actor=actor)
    assert len(many) == len(few) <= 14


def test_an_export_is_noted_in_the_log_with_ids_only(cast, training):
    attendance_sheet.export(training.id, "pdf", actor=identity(cast.instructor))
    noted = AuditEntry.get(act="attendance_sheet.export")
    assert (noted.subject, noted.subject_id) == ("training", training.id)
    assert noted.actor_id == identity(cast.instructor).account_id
    assert noted.detail == '{"form": "pdf"}'


@pytest.mark.parametrize(
    ("title", "named"),
    [
        ("擒拿控制 与上铐", "擒拿控制-与上铐"),
        ("../../etc/passwd\r\nX: y", "etcpasswdX-y"),
        ('a"b;c%00<d>|e?*', "abc00de"),
        ("\u202eexe.fdp", "exe.fdp"),
        ("长" * 80, "长" * 40),
        ("...", ""),
    ],
)
def test_the_file_name_tells_what_and_when_and_holds_nothing_a_disk_or_header_minds(
    cast, training, title, named
):
    training.title = title
    day = f"{clock.local(training.starts_at):%Y-%m-%d}"
    parts = [part for part in ("签到表", named, day) if part]
    assert attendance_sheet.file_name(training, "pdf") == "-".join(parts) + ".pdf"
    assert attendance_sheet.plain_file_name(training, "pdf") == f"attendance-{training.id}-{day}.pdf"


def test_the_workbook_holds_title_facts_lines_and_totals(cast, training):
    scan(training, cast.officer)
    sheet = of(cast, training)
    values = [cell.value for cell in cells(sheet_xlsx.workbook(sheet))]

    for text in (
        "签到表",
        "训练名称：擒拿控制与上铐",
        "教官：周岩",
        "地点：训练馆 B",
        sheet.state,
        sheet.totals,
    ):
        assert text in values
    assert {"序号", "姓名", "警号", "单位", "签到", "状态", "学时", "依据", "备注", "签名"} <= set(values)
    assert cast.officer.police_number in values


@pytest.mark.parametrize("evil", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "\t=1"])
def test_no_cell_of_the_workbook_is_a_formula(cast, training, evil):
    Person.update(name=evil).where(Person.id == cast.officer.id).execute()
    trainings.Training.update(title=evil, place=evil).where(trainings.Training.id == training.id).execute()
    reviews.amend(
        training.id, cast.officer.id, Attendance.PRESENT, actor=identity(cast.instructor), reason=evil
    )
    found = cells(sheet_xlsx.workbook(of(cast, training)))

    assert all(cell.data_type in ("s", "n") for cell in found)
    risky = [cell for cell in found if str(cell.value).startswith(("=", "+", "-", "@", "\t"))]
    assert risky
    assert all(cell.quotePrefix for cell in risky)


def test_every_printed_page_repeats_the_head_and_counts_itself(cast, training):
    for n in range(60):
        make_person(cast.east, name=f"学员{n}")
    enrolments.add_unit(training.id, cast.east.id, actor=identity(cast.instructor))
    pages = printed(of(cast, training))

    assert len(pages) > 2
    for n, text in enumerate(pages, start=1):
        assert f"第 {n} 页，共 {len(pages)} 页" in text
        assert "未定稿" in text
        assert "签名" in text
    assert all("警号" in text for text in pages[:-1])
    assert "教官签名" in pages[-1]
    assert "登记人签名" in pages[-1]
    assert all(f"学员{n}" in "".join(pages) for n in range(60))


def test_a_rare_character_of_the_wider_font_is_printed(cast, training):
    Person.update(name=f"赵{SERIF_ONLY}").where(Person.id == cast.officer.id).execute()
    sheet = of(cast, training)
    assert list_papers.undrawable(sheet) == []
    assert f"赵{SERIF_ONLY}" in "".join(printed(sheet))


def test_a_character_that_no_font_has_is_named_with_its_person_and_not_left_an_empty_box(cast, training):
    Person.update(name=f"王{RARE}明").where(Person.id == cast.officer.id).execute()
    sheet = of(cast, training)
    n = line_of(sheet, Person.get_by_id(cast.officer.id))["n"]

    assert list_papers.undrawable(sheet) == [(n, "王□明", "U+30EDE")]
    text = "".join(printed(sheet))
    assert "王□明" in text
    assert f"第 {n} 行 王□明：□ 处是 U+30EDE" in text
    assert any(cell.value == f"王{RARE}明" for cell in cells(sheet_xlsx.workbook(sheet)))
