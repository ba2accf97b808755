import io
import zipfile
from datetime import date, datetime, timedelta

import pytest
from openpyxl import load_workbook

from models import AuditEntry, Person, Role, RosterImport, Unit
from services import clock, people, roster, words
from services.documents import spreadsheets, tables
from services.documents.tables import BadFile
from services.errors import DomainError, Forbidden
from services.people import facts, personnel
from services.roster import template
from tests.support.factories import identity, make_person, make_unit
from tests.support.rosters import EAST, HEADER, csv, row, xlsx
from tests.support.tables import digest


@pytest.fixture
def preview(cast, database):
    """Preview a file as the registrar of the eastern branch, or as someone else."""

    def act(content, who=cast.registrar, **options):
        return roster.preview("名册.xlsx", content, actor=identity(who), **options)

    return act


def only(plan):
    """The one new line of a clean plan."""
    assert (plan.refused, plan.changed, len(plan.new)) == ([], [], 1)
    return plan.new[0].line


def reasons(preview, content, **options):
    """Why rows are refused, {row: reasons}, after making sure that nothing was kept."""
    before = digest()
    plan, token = preview(content, **options)
    assert token is None
    assert digest() == before
    return {refusal.row: refusal.reasons for refusal in plan.refused}


def bad_file(preview, content):
    before = digest()
    with pytest.raises(BadFile) as refusal:
        preview(content)
    assert digest() == before
    return type(refusal.value).__name__


# Files as they come


@pytest.mark.parametrize(
    "content",
    [
        xlsx(row()),
        csv(row()),
        csv(row(), encoding="utf-8-sig"),
        csv(row(), encoding="gbk"),
        csv(row(), encoding="gb18030", separator="\t"),
        csv(row(), encoding="utf-16", separator="\t"),
        csv(row(), separator=";"),
        csv(row('="031026"')),
        xlsx(row(), above=[("示例市公安局人员名册",), (), ("填表人：", "苏敏")]),
        xlsx((), row(), ("", None, "  "), ()),
        xlsx(row(31026), formats={(2, 1): "000000"}),
    ],
    ids=["xlsx", "utf-8", "bom", "gbk", "tab", "utf-16", "semicolon", "as text", "title", "blanks", "padded"],
)
def test_one_person_is_read_from_whichever_file(preview, content):
    line = only(preview(content)[0])
    assert (line.number, line.name, line.sex, line.born_on) == ("031026", "陈岚", "F", date(1998, 5, 6))
    assert (line.kind, line.rank, line.unit) == ("auxiliary", "", EAST)


@pytest.mark.parametrize(
    "header",
    [
        ("人员编号", "姓 名", "性别*", "出生年月日", "民警/辅警", "警衔/职级", "所属单位"),
        ("警号（必填）", "姓名", "性别", "出生日期\n(年-月-日)", "身份", "职级", "部门"),
        ("Police number", "Full name", "Sex", "Date of birth", "Category", "Rank", "Unit"),
        ("Police No.", "Name", "Gender", "Birth date", "Type", "Rank", "Department"),
    ],
)
def test_headings_are_known_by_the_names_in_use(preview, header):
    assert only(preview(xlsx(row(), header=header))[0]).number == "031026"


def test_the_template_can_be_filled_in_in_either_language(preview):
    for language in words.LANGUAGES:
        with words.using(language):
            content = template.write()
        book = load_workbook(io.BytesIO(content))
        assert book.worksheets[0].column_dimensions["A"].number_format == "@"
        book.worksheets[0].append(row())
        filled = io.BytesIO()
        book.save(filled)
        assert only(preview(filled.getvalue())[0]).number == "031026"


def test_the_template_for_an_english_reader_has_no_chinese():
    with words.using("en"):
        book = load_workbook(io.BytesIO(template.write()))
    cells = [cell for sheet in book for r in sheet.values for cell in (sheet.title, *r) if cell]
    assert len(cells) > 30
    assert [cell for cell in cells if facts.HAN.search(cell)] == []


def test_columns_may_stand_in_any_order_and_others_are_left_unread(preview, cast):
    header = ("序号", "姓名", "身份证号", *(h for h in HEADER if h not in ("姓名", "警衔")))
    content = xlsx(
        (1, "陈岚", "110101199805061234", "031026", "女", "1998-05-06", "辅警", EAST), header=header
    )
    plan, token = preview(content)
    assert only(plan).rank is None
    assert plan.ignored == ["序号", "身份证号"]
    assert "110101199805061234" not in RosterImport.get(token=token).rows
    roster.confirm(token, plan.digest, actor=identity(cast.registrar))
    assert "110101199805061234" not in str(list(Person.select().dicts()))


def wrap(*parts):
    """A zip of named parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts:
            archive.writestr(name, body)
    return out.getvalue()


PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 8


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", "Empty"),
        (b" \r\n ", "Empty"),
        (PNG, "NotATable"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "Encrypted"),
        (xlsx(row())[:900], "Damaged"),
        (wrap(("word/document.xml", "<x/>")), "NotATable"),
        (wrap(("xl/workbook.xml", "not xml")), "Damaged"),
        (wrap(("xl/workbook.xml", "<x/>"), ("xl/bomb.xml", bytes(110_000_000))), "TooLarge"),
        ("你好，世界".encode(), "NoHeader"),
        (xlsx(header=("a", "b")), "NoHeader"),
        (xlsx(), "NoRows"),
        (xlsx(row()[:-1], header=HEADER[:-1]), "MissingColumns"),
        (xlsx((*row(), EAST), header=(*HEADER, "部门")), "TwiceTheSame"),
        (csv(*[row(f"{n:06}") for n in range(20_001)]), "TooManyRows"),
        (csv(row()) + b"\r\n" * 100_001, "TooManyRows"),
    ],
)
def test_a_file_that_is_no_roster_is_refused_and_changes_nothing(preview, content, refusal):
    assert bad_file(preview, content) == refusal


def test_entities_that_grow_are_refused(preview):
    bomb = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">'
    for n, m in zip("bcdefghijk", "abcdefghij", strict=True):
        bomb += f'<!ENTITY {n} "{f"&{m};" * 10}">'
    good = zipfile.ZipFile(io.BytesIO(xlsx(row(name="NAME"))))
    sheet = good.read("xl/worksheets/sheet1.xml").decode().replace("NAME", "&k;")
    parts = [(name, good.read(name)) for name in good.namelist() if "sheet1" not in name]
    assert bad_file(preview, wrap(*parts, ("xl/worksheets/sheet1.xml", f"{bomb}]>{sheet}"))) == "Damaged"


def test_missing_columns_are_named(preview):
    with pytest.raises(tables.BadFile) as refusal:
        preview(xlsx(("1", "2", "3"), header=("警号", "姓名", "性别")))
    assert str(refusal.value) == "表头缺少：出生日期、人员类别、单位"


# Cells as they come


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("031026", "031026"),
        (31026, "31026"),
        (31026.0, "31026"),
        ("31026.0", "31026"),
        ("０３１０２６", "031026"),
        (" 03 1026\t", "031026"),
        ("'031026", "031026"),
        ("fj0123", "FJ0123"),
        ("03-1026", "03-1026"),
    ],
)
def test_a_police_number_is_text_with_its_zeros(preview, written, kept):
    assert only(preview(xlsx(row(written)))[0]).number == kept


@pytest.mark.parametrize(
    "written",
    [
        None,
        " ",
        "3.1026E+04",
        "3E5",
        1.5,
        1e18,
        1e300,
        "110101199805061234",
        "11010119980506123X",
        "1",
        "x" * 21,
        "031,026",
        True,
        -5,
    ],
)
def test_a_police_number_that_excel_or_a_hand_spoiled_is_refused(preview, written):
    assert len(reasons(preview, xlsx(row(written)))[2]) == 1


@pytest.mark.parametrize(
    "written",
    [
        date(1990, 1, 2),
        datetime(1990, 1, 2, 0, 0),
        32875,
        32875.0,
        "32875",
        19900102,
        19900102.0,
        "19900102",
        "1990-01-02",
        "1990-1-2",
        "1990/1/2",
        "1990.1.2",
        "1990.01.02",
        "1990年1月2日",
        "1990 年 01 月 02 日",
        "1990-01-02 00:00:00",
        "1990／1／2",
        "１９９０-０１-０２",
    ],
)
def test_a_date_of_birth_is_read_as_people_write_it(preview, written):
    assert only(preview(xlsx(row(born=written)))[0]).born_on == date(1990, 1, 2)


@pytest.mark.parametrize(
    "written",
    [
        None,
        "",
        "1990",
        "1990-01",
        "1990.01",
        1990.01,
        "90-1-2",
        "1/2/1990",
        "1990-02-30",
        "1990-1-2-3",
        "不详",
        True,
        99999,
    ]
    + [0, -1, 1e300, 5, "2020-01-01", "2099-01-01", "1930-01-01", "1990-01-02 13:00", "99999999"],
)
def test_an_odd_or_implausible_date_of_birth_is_refused(preview, written):
    assert len(reasons(preview, xlsx(row(born=written)))[2]) == 1


@pytest.mark.parametrize(
    ("written", "kept"),
    [("陈 岚", "陈岚"), ("陈　岚", "陈岚"), ("Ｃｈｅｎ  Lan", "Chen Lan"), ("阿依·古丽", "阿依·古丽")],
)
def test_a_name_is_cleaned_of_width_and_spaces(preview, written, kept):
    assert only(preview(xlsx(row(name=written)))[0]).name == kept


def test_invisible_characters_do_not_make_another_name():
    assert facts.name("陈\u200b岚\ufeff") == "陈岚"
    assert facts.tidy_number("031\u200b026\x00") == "031026"


@pytest.mark.parametrize(
    ("sex", "kind"),
    [("男", "民警"), ("男性", "在编民警"), ("M", "Officer"), ("male", "officer"), (" 男 ", "警察")],
)
def test_words_for_sex_and_kind_are_understood(preview, sex, kind):
    line = only(preview(xlsx(row(sex=sex, kind=kind)))[0])
    assert (line.sex, line.kind) == ("M", "officer")


@pytest.mark.parametrize(
    "changes",
    [
        {"name": ""},
        {"name": "123"},
        {"name": "x" * 41},
        {"sex": ""},
        {"sex": "未知"},
        {"sex": 1},
        {"kind": None},
    ]
    + [{"kind": "保安"}, {"rank": "x" * 21}, {"unit": " "}, {"unit": "月球分局"}],
)
def test_a_blank_or_unknown_value_is_refused_with_its_row(preview, changes):
    found = reasons(preview, xlsx(row("031025"), row(**changes)))
    assert {at: len(why) for at, why in found.items()} == {3: 1}


def test_everything_wrong_with_a_row_is_said_at_once(preview):
    assert len(reasons(preview, xlsx(row("", "", "", "", "", "x" * 21, "")))[2]) == 7


def test_a_number_twice_refuses_both_rows_and_names_them(preview):
    found = reasons(preview, xlsx(row("031026"), row("031027"), row("31026"), row(" 031026 ", name="方圆")))
    assert found == {2: ("警号与第 5 行重复",), 5: ("警号与第 2 行重复",)}


# Units


@pytest.mark.parametrize(
    "written",
    [
        "示例市公安局/城东分局/一中队",
        "城东分局/一中队",
        "一中队",
        "示例市公安局 ／ 城东分局＞一 中队",
        "城东分局\\一中队",
    ],
)
def test_a_unit_is_known_by_its_path_its_end_or_a_name_of_its_own(preview, cast, written):
    team = make_unit("一中队", cast.east)
    plan, _ = preview(xlsx(row(unit=written)))
    assert plan.new[0].place.id == team.id


def test_a_name_that_two_units_bear_needs_the_path(preview, cast):
    make_unit("一中队", cast.east)
    make_unit("一中队", cast.west)
    assert reasons(preview, xlsx(row(unit="一中队"))) == {2: ("叫“一中队”的单位有 2 个，请写全路径",)}
    assert only(preview(xlsx(row(unit=EAST + "/一中队")))[0])


def test_an_admin_may_have_missing_units_made(preview, cast):
    unit = EAST + "/二中队/三组"
    assert 2 in reasons(preview, xlsx(row(unit=unit)), who=cast.admin)
    units = Unit.select().count()
    plan, token = preview(xlsx(row(unit=unit)), who=cast.admin, create_units=True)
    assert [lineage[-1] for lineage in plan.units] == ["二中队", "三组"]
    assert Unit.select().count() == units
    roster.confirm(token, plan.digest, actor=identity(cast.admin))
    person = people.by_number("031026")
    assert people.lineage(person.unit) == ["示例市公安局", "城东分局", "二中队", "三组"]


@pytest.mark.parametrize("unit", ["二中队", "城东分局/二中队", "别的局/二中队", EAST + "/" + "x" * 81])
def test_a_missing_unit_is_made_only_from_a_path_that_begins_at_the_top(preview, cast, unit):
    assert 2 in reasons(preview, xlsx(row(unit=unit)), who=cast.admin, create_units=True)


def test_a_registrar_cannot_have_units_made(preview):
    before = digest()
    with pytest.raises(Forbidden):
        preview(xlsx(row(unit=EAST + "/二中队")), create_units=True)
    assert digest() == before


def test_an_admin_of_one_branch_makes_no_units_in_another(preview, cast):
    branch = make_person(cast.east, roles=[Role.ADMIN])
    unit = "示例市公安局/城西分局/二中队"
    assert 2 in reasons(preview, xlsx(row(unit=unit)), who=branch, create_units=True)


# Rights


@pytest.mark.parametrize("who", ["officer", "instructor", "stranger"])
def test_only_the_desk_brings_in_rosters(preview, cast, who):
    before = digest()
    with pytest.raises(Forbidden):
        preview(xlsx(row()), who=getattr(cast, who))
    assert digest() == before


def test_a_registrar_puts_no_one_into_another_unit(preview):
    assert reasons(preview, xlsx(row(unit="城西分局"))) == {2: ("单位“示例市公安局/城西分局”不归您管",)}


def test_a_registrar_draws_no_one_out_of_another_unit(preview, cast):
    found = reasons(preview, xlsx(row(cast.stranger.police_number)))
    assert found == {2: ("此人现在别的单位，要由那里的管理员调出",)}
    plan, _ = preview(xlsx(row(cast.stranger.police_number)), who=cast.admin)
    assert len(plan.changed) == 1


def test_a_registrar_brings_no_one_back_who_has_more_rights(preview, cast):
    chief = make_person(cast.east, roles=[Role.ADMIN], is_active=False)
    assert 2 in reasons(preview, xlsx(row(chief.police_number)))


def test_a_preview_is_for_its_owner_alone(preview, cast):
    plan, token = preview(xlsx(row()))
    other = identity(make_person(cast.east, roles=[Role.REGISTRAR]))
    before = digest()
    for act in (
        lambda: roster.again(token, actor=other),
        lambda: roster.confirm(token, plan.digest, actor=other),
    ):
        with pytest.raises(roster.Gone):
            act()
    roster.drop(token, actor=other)
    assert digest() == before


def test_rights_lost_since_the_preview_count(preview, cast):
    plan, token = preview(xlsx(row()))
    with pytest.raises(Forbidden):
        roster.confirm(token, plan.digest, actor=identity(cast.officer))


# Preview and import


def existing(cast, **changes):
    """A person of the branch, and the row that says exactly the same of them."""
    person = make_person(cast.east, name="方圆", rank="二级警员")
    same = row(person.police_number, "方圆", "男", person.born_on, "民警", "二级警员")
    return person, same


def test_a_preview_changes_no_person(preview, cast):
    before = digest(RosterImport)
    _, same = existing(cast)
    before = digest(RosterImport)
    preview(xlsx(row(), same))
    assert digest(RosterImport) == before
    assert RosterImport.select().count() == 1


def test_what_changes_is_shown_field_by_field(preview, cast):
    team = make_unit("一中队", cast.east)
    person, _ = existing(cast)
    changed = row(person.police_number, "方园", "女", date(1999, 9, 9), "辅警", "", "一中队")
    plan, _ = preview(xlsx(changed))
    assert plan.changed[0].differences == (
        ("姓名", "方圆", "方园"),
        ("性别", "男", "女"),
        ("出生日期", str(person.born_on), "1999-09-09"),
        ("人员类别", "民警", "辅警"),
        ("警衔", "二级警员", ""),
        ("单位", EAST, EAST + "/一中队"),
    )
    assert team.id == plan.changed[0].place.id


def test_a_file_without_ranks_leaves_the_ranks_alone(preview, cast):
    person, same = existing(cast)
    header = tuple(h for h in HEADER if h != "警衔")
    plan, _ = preview(xlsx((*same[:5], EAST), header=header))
    assert (plan.unchanged, plan.changed) == (1, [])


def test_new_changed_and_unchanged_are_told_apart_and_all_imported(preview, cast):
    _, same = existing(cast)
    promoted, other = existing(cast)
    plan, token = preview(xlsx(row(), same, (*other[:5], "一级警员", EAST)))
    assert (len(plan.new), len(plan.changed), plan.unchanged) == (1, 1, 1)
    others = people.by_id(cast.officer.id).__data__

    roster.confirm(token, plan.digest, actor=identity(cast.registrar))

    newcomer = people.by_number("031026")
    assert (newcomer.name, newcomer.unit.name, newcomer.is_active) == ("陈岚", "城东分局", True)
    assert people.by_id(promoted.id).rank == "一级警员"
    assert people.by_id(cast.officer.id).__data__ == others


def test_who_was_deactivated_comes_back(preview, cast):
    person, same = existing(cast)
    Person.update(is_active=False).where(Person.id == person.id).execute()
    plan, token = preview(xlsx(same))
    assert plan.changed[0].differences == (("状态", "停用", "在岗"),)
    roster.confirm(token, plan.digest, actor=identity(cast.registrar))
    assert people.by_id(person.id).is_active


def test_importing_opens_no_account(preview, cast):
    plan, token = preview(xlsx(row()))
    roster.confirm(token, plan.digest, actor=identity(cast.registrar))
    assert people.by_number("031026").accounts.count() == 0


def test_a_second_import_of_the_same_finds_nothing_to_do(preview, cast):
    plan, token = preview(xlsx(row()))
    roster.confirm(token, plan.digest, actor=identity(cast.registrar))
    plan, token = preview(xlsx(row()))
    assert (plan.is_idle, plan.unchanged) == (True, 1)


def test_a_preview_is_imported_once(preview, cast):
    plan, token = preview(xlsx(row()))
    roster.confirm(token, plan.digest, actor=identity(cast.registrar))
    before = digest()
    with pytest.raises(roster.Gone):
        roster.confirm(token, plan.digest, actor=identity(cast.registrar))
    assert digest() == before


def test_one_bad_row_among_many_keeps_everything_out(preview):
    good = [row(f"{n:06}") for n in range(200)]
    assert list(reasons(preview, xlsx(*good, row("031026", born="1990-13-01")))) == [202]


def test_a_preview_lapses_after_a_day(preview, cast, monkeypatch):
    plan, token = preview(xlsx(row()))
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(hours=24))
    with pytest.raises(roster.Gone):
        roster.confirm(token, plan.digest, actor=identity(cast.registrar))
    assert roster.tidy() == 1


def test_a_new_upload_ends_the_preview_before(preview):
    _, first = preview(xlsx(row()))
    preview(xlsx(row()))
    assert RosterImport.get_or_none(token=first) is None


def between_edit(cast, person):
    form = {
        "name": "新名",
        "sex": "M",
        "born_on": "2001-04-02",
        "kind": "officer",
        "unit_id": str(cast.east.id),
    }
    personnel.edit(person.id, form | {"is_active": "on"}, actor=identity(cast.admin))


def between_rename(cast, person):
    people.rename_unit(cast.east.id, "城东公安分局", actor=identity(cast.admin))


def between_leave(cast, person):
    Person.update(unit=cast.west).where(Person.id == person.id).execute()


@pytest.mark.parametrize("meanwhile", [between_edit, between_rename, between_leave])
def test_an_import_that_would_now_do_something_else_is_refused_whole(preview, cast, meanwhile):
    person, same = existing(cast)
    plan, token = preview(xlsx(row(), (*same[:5], "一级警员", EAST)))
    meanwhile(cast, person)
    before = digest()
    with pytest.raises(roster.Changed):
        roster.confirm(token, plan.digest, actor=identity(cast.registrar))
    assert digest() == before


def test_seeing_the_new_preview_lets_the_import_go_on(preview, cast):
    person, same = existing(cast)
    _, token = preview(xlsx((*same[:5], "一级警员", EAST)))
    between_edit(cast, person)
    _, plan = roster.again(token, actor=identity(cast.registrar))
    assert plan.changed[0].differences[0] == ("姓名", "新名", "方圆")
    roster.confirm(token, plan.digest, actor=identity(cast.registrar))
    assert people.by_id(person.id).name == "方圆"


def test_the_log_counts_and_names_no_one(preview, cast):
    plan, token = preview(xlsx(row()))
    roster.confirm(token, plan.digest, actor=identity(cast.registrar))
    entry = AuditEntry.get(AuditEntry.act == "roster.import")
    assert '"new": 1' in entry.detail
    assert "陈岚" not in entry.detail
    assert "031026" not in entry.detail


# The command line


def test_the_command_line_fills_an_empty_bureau(database, tmp_path):
    path = tmp_path / "roster.csv"
    path.write_bytes(csv(row(), row("031027", unit="示例市公安局"), encoding="gbk"))
    before = digest()
    assert len(roster.load(path).new) == 2
    assert digest() == before
    roster.load(path, apply=True)
    assert people.lineage(people.by_number("031026").unit) == ["示例市公安局", "城东分局"]
    assert Unit.select().count() == 2


def test_the_command_line_applies_nothing_of_a_bad_file(cast, database, tmp_path):
    path = tmp_path / "roster.xlsx"
    path.write_bytes(xlsx(row(), row("031027", sex="?")))
    before = digest()
    assert len(roster.load(path, apply=True).refused) == 1
    assert digest() == before


def test_without_leave_the_command_line_makes_no_unit(cast, database, tmp_path):
    path = tmp_path / "roster.csv"
    path.write_bytes(csv(row(unit=EAST + "/二中队")))
    assert len(roster.load(path, create_units=False).refused) == 1


# Writing spreadsheets


def test_a_spreadsheet_keeps_values_and_writes_no_formula():
    risky = ("=1+1", "+1", "-1", "@x", "\t=1")
    content = spreadsheets.workbook(
        "a/b", ["文字", "数"], [*((text, 1) for text in risky), ("坏\x00字", None)]
    )
    sheet = load_workbook(io.BytesIO(content)).active
    cells = [sheet.cell(r, 1) for r in range(2, 7)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.value for cell in cells] == list(risky)
    assert all(cell.quotePrefix for cell in cells)
    assert sheet["A7"].value == "坏字"
    assert (sheet.freeze_panes, sheet["A1"].font.bold, sheet["A2"].font.bold) == ("A2", True, False)


def test_a_spreadsheet_shows_instants_in_the_bureaus_time():
    at = clock.at(date(2026, 3, 20), datetime(2026, 3, 20, 8, 30).time())
    sheet = load_workbook(
        io.BytesIO(spreadsheets.workbook("t", ["at"], [(at,), (date(2026, 3, 20),)]))
    ).active
    assert sheet["A2"].value == datetime(2026, 3, 20, 8, 30)
    assert sheet["A3"].value == datetime(2026, 3, 20)


def test_every_refusal_of_a_file_is_one_the_reader_can_act_on():
    assert all(issubclass(kind, DomainError) and kind.status == 422 for kind in BadFile.__subclasses__())
