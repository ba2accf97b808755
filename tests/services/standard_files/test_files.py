"""Standards in and out of files: round trips, ranges, warnings."""

import csv
from io import BytesIO

import pytest

from services import scoring, standard_files, words
from tests.support.raw_standards import PHYSIQUE, POLICE, RECRUIT, born
from tests.support.small_standard import SMALL, bands, ranges, write


@pytest.fixture(autouse=True)
def english():
    with words.using("en"):
        yield


@pytest.fixture
def folder(tmp_path):
    return lambda **changed: write(tmp_path, **changed)


@pytest.mark.parametrize("suffix", ["", ".xlsx"])
@pytest.mark.parametrize("code", [RECRUIT, POLICE, PHYSIQUE])
def test_a_shipped_standard_survives_export_and_import(tmp_path, code, suffix):
    standard = standard_files.shipped(code)
    path = tmp_path / f"out{suffix}"
    standard_files.write(standard, path)

    assert standard_files.read(path).standard == standard
    with pytest.raises(FileExistsError):
        standard_files.write(standard, path)


@pytest.mark.parametrize("code", [RECRUIT, POLICE, PHYSIQUE])
def test_the_shipped_files_are_in_canonical_form_and_the_text_is_exact(tmp_path, code):
    standard = standard_files.shipped(code)
    standard_files.write(standard, tmp_path / "out")
    text = standard_files.to_text(standard)

    for file in (standard_files.SHIPPED / code).iterdir():
        assert (tmp_path / "out" / file.name).read_bytes() == file.read_bytes()
    assert standard_files.from_text(text) == standard
    assert standard_files.to_text(standard_files.from_text(text)) == text


@pytest.mark.parametrize("code", [RECRUIT, POLICE, PHYSIQUE])
def test_the_shipped_standards_have_all_their_names_in_english(code):
    standard = standard_files.shipped(code)
    named = [*standard.groups, *standard.items, *standard.grades]

    assert standard.title_en.isascii()
    assert standard.source_en.isascii()
    assert standard.source_en
    assert all(thing.name_en for thing in named)
    assert all(group.note_en for group in standard.groups if group.note)


def test_a_workbook_is_read_from_an_open_file_too(tmp_path):
    standard_files.write(standard_files.shipped(PHYSIQUE), tmp_path / "out.xlsx")
    upload = BytesIO((tmp_path / "out.xlsx").read_bytes())

    assert standard_files.read(upload, "上传.xlsx").standard.code == PHYSIQUE


def test_numbers_that_a_spreadsheet_made_are_read_as_it_shows_them(folder, tmp_path):
    from openpyxl import load_workbook

    standard_files.write(standard_files.read(folder()).standard, tmp_path / "out.xlsx")
    book = load_workbook(tmp_path / "out.xlsx")
    cell = book["bands"]["G3"]
    assert cell.value == 12.8
    cell.value = 12.4 + 0.3 + 0.1  # 12.800000000000001 and the like
    book.save(tmp_path / "out.xlsx")

    assert standard_files.read(tmp_path / "out.xlsx").standard.tables[0].bands[1].threshold == 12_800


def test_a_file_with_a_byte_order_mark_is_read(folder):
    folder(standard="\ufeff" + SMALL["standard"])

    assert standard_files.read(folder()).standard.groups[0].code == "-30"


def test_the_oddities_of_the_real_tables_are_warned_of():
    police = [str(w) for w in standard_files.read(standard_files.SHIPPED / POLICE).warnings]
    physique = [str(w) for w in standard_files.read(standard_files.SHIPPED / PHYSIQUE).warnings]

    gap = "bands.csv, row 58: pullup (M -25) has no row for these points: 95, 85, 75, 65, 55"
    assert gap in police
    assert sum("no row for these points" in w for w in police) == 3
    assert physique == [
        "by_second.csv, row 45: height_weight (M 20-29): at 187.0 cm to_5 is less than in the row before",
        "by_second.csv, row 126: height_weight (M 30-39): at 167.0 cm to_5 is less than in the row before",
        "items.csv: sit_reach: no table for these groups: F 35-39",
    ]


def test_from_to_ranges_become_thresholds(folder):
    lower = ranges("M,30,run,3,,12.5", "M,30,run,2,12.6,12.8", "M,30,run,1,12.9,")
    standard = standard_files.read(folder(bands=lower)).standard
    assert [(b.points, b.threshold) for b in standard.tables[0].bands] == [
        (3, 12_500),
        (2, 12_800),
        (1, 60_000),
    ]

    higher = ranges("M,30,lift,2,80,99", "M,30,lift,3,100,", "M,30,lift,1,,79")
    standard = standard_files.read(folder(bands=higher)).standard
    assert [(b.points, b.threshold) for b in standard.tables[0].bands] == [(3, 100_000), (2, 80_000), (1, 0)]


def test_thirty_groups_with_every_point_from_0_to_100(folder):
    ages = [(18 + index, 18 + index) for index in range(30)]
    groups = "sex,age_min,age_max\n" + "".join(f"M,{low},{high}\n" for low, high in ages)
    rows = [f"M,{low},{high},lift,{p},{p + low}" for low, high in ages for p in range(101)]
    path = folder(groups=groups, bands=bands(*rows, columns="sex,age_min,age_max,item,points,threshold"))
    reading = standard_files.read(path)

    assert [w.code for w in reading.warnings] == ["no_table"]
    for age in (18, 47):
        who = {"sex": "M", "born_on": born(age), "on": born(0)}
        marks = [
            scoring.score(reading.standard, measures={"lift": (p + age) * 1000}, **who) for p in range(101)
        ]
        assert [mark.total for mark in marks] == list(range(101))
    standard_files.write(reading.standard, path / "again")
    assert standard_files.read(path / "again").standard == reading.standard


def test_text_that_looks_like_a_formula_stays_text(folder, tmp_path):
    path = folder(standard='key,value\ncode,x\ntitle,"=HYPERLINK(""x"")"\n')
    standard_files.write(standard_files.read(path).standard, tmp_path / "out.xlsx")

    assert standard_files.read(tmp_path / "out.xlsx").standard.title == '=HYPERLINK("x")'


def test_the_rows_of_the_shipped_files_are_as_many_as_published():
    for code, name, count in ((POLICE, "bands", 209), (PHYSIQUE, "bands", 555), (PHYSIQUE, "by_second", 396)):
        with (standard_files.SHIPPED / code / f"{name}.csv").open(encoding="utf-8") as file:
            assert len(list(csv.DictReader(file))) == count


def test_the_example_in_the_documentation_is_imported_without_a_warning(tmp_path):
    text = (standard_files.SHIPPED.parent / "docs" / "standards.md").read_text("utf-8")
    example = text.partition("## An example")[2].split("```")[1].strip("\n")
    for line in example.splitlines():
        name, row = line[:22].strip(), line[22:]
        if name:
            file = tmp_path / name
        with file.open("a", encoding="utf-8") as out:
            out.write(row + "\n")
    reading = standard_files.read(tmp_path)

    assert reading.warnings == ()
    assert [b.threshold for b in reading.standard.tables[1].bands] == [2600, 2300]
