"""What an import refuses: every fault is listed with its file, its row and the reason."""

import shutil

import pytest

from services import standard_files, words
from services.standard_files.findings import Refused
from tests.support.raw_standards import PHYSIQUE
from tests.support.small_standard import SMALL, bands, ranges, write


@pytest.fixture(autouse=True)
def english():
    with words.using("en"):
        yield


@pytest.fixture
def folder(tmp_path):
    return lambda **changed: write(tmp_path, **changed)


def reasons(path):
    with pytest.raises(Refused) as refused:
        standard_files.read(path)
    return [str(finding) for finding in refused.value.findings]


FAULTS = {
    "overlapping groups": (
        {"groups": "sex,age_min,age_max\nM,,30\nM,30,\n"},
        "groups.csv, row 3: group 30- overlaps -30",
    ),
    "a group twice": (
        {"groups": "sex,group,age_max\nM,A,30\nM,A,30\n"},
        "groups.csv, row 3: group A appears twice",
    ),
    "unknown unit": (
        {"items": "item,item_name,unit,direction,max\nrun,跑,mile,lower,9\n"},
        "items.csv, row 2: unit: unknown value “mile”",
    ),
    "unknown direction": (
        {"items": "item,item_name,unit,direction,max\nrun,跑,s,down,9\n"},
        "items.csv, row 2: direction: unknown value “down”",
    ),
    "too fine an item": (
        {"items": "item,item_name,unit,decimals,direction,max\nrun,跑,cm,2,lower,9\n"},
        "items.csv, row 2: unit cm has at most 1 decimals",
    ),
    "an item twice": (
        {"items": SMALL["items"] + "run,跑,s,1,lower,5,60\n"},
        "items.csv, row 4: item run appears twice",
    ),
    "repeated points": (
        {"bands": bands("M,30,run,95,12.5", "M,30,run,95,12.8")},
        "bands.csv, row 3: 95 points appear in row 2 too",
    ),
    "wrong order": (
        {"bands": bands("M,30,run,100,12.8", "M,30,run,95,12.5")},
        "bands.csv, row 2: wrong order: 100 points is no harder than 95 points in row 3",
    ),
    "one threshold for two points": (
        {"bands": bands("M,30,lift,2,80", "M,30,lift,1,80")},
        "bands.csv, row 2: wrong order",
    ),
    "too many decimals": (
        {"bands": bands("M,30,run,100,12.55")},
        "bands.csv, row 2: threshold has more decimals than the item's 1: “12.55”",
    ),
    "not a measure": (
        {"bands": bands("M,30,run,100,fast")},
        "bands.csv, row 2: threshold is not a measure in s: “fast”",
    ),
    "an implausible threshold": (
        {"bands": bands("M,30,run,100,125")},
        "bands.csv, row 2: threshold “125” is outside the item's plausible range",
    ),
    "half a point": (
        {"bands": bands("M,30,run,9.5,12.5")},
        "bands.csv, row 2: points must be a whole number from 0 to 1000",
    ),
    "unknown item": ({"bands": bands("M,30,swim,1,30")}, "bands.csv, row 2: items has no item swim"),
    "unknown group": (
        {"bands": bands("M,M9,run,1,30", columns="sex,group,item,points,threshold")},
        "bands.csv, row 2: there is no group M9",
    ),
    "ages that cut a group": (
        {"bands": bands("M,25,run,1,30")},
        "bands.csv, row 2: the ages cut group -30 in two",
    ),
    "no threshold": (
        {"bands": bands("M,30,run,1,")},
        "bands.csv, row 2: neither threshold nor from/to is given",
    ),
    "a wide gap": (
        {"bands": ranges("M,30,run,2,,12.5", "M,30,run,1,12.7,12.8")},
        "bands.csv, row 3: the gap to the range of row 2 is wider than one rounding step",
    ),
    "ranges that share a value": (
        {"bands": ranges("M,30,run,2,,12.5", "M,30,run,1,12.5,12.8")},
        "bands.csv, row 3: the range overlaps that of row 2",
    ),
    "an open end inside": (
        {"bands": ranges("M,30,run,2,12,12.5", "M,30,run,1,,12.8")},
        "bands.csv, row 3: only the best and the worst row may have an open end",
    ),
    "overlapping tables": (
        {"bands": bands("M,30,run,1,13.0", "M,,run,1,13.0")},
        "bands.csv, row 3: the ages for item run overlap those of row 2",
    ),
    "unknown column": (
        {"bands": bands("M,30,run,1,13.0,x", columns="sex,age_max,item,points,threshold,remark")},
        "bands.csv, row 1: unknown column remark",
    ),
    "missing column": (
        {"bands": "sex,item,threshold\nM,run,13.0\n"},
        "bands.csv, row 1: column points is missing",
    ),
    "a cell too many": (
        {"bands": bands("M,30,run,1,13.0,x")},
        "bands.csv, row 2: this row has a cell that no column heads",
    ),
    "unknown key": (
        {"standard": SMALL["standard"] + "colour,red\n"},
        "standard.csv, row 4: unknown key colour",
    ),
    "no title": ({"standard": "key,value\ncode,x\n"}, "standard.csv: title must not be blank"),
    "no such date": (
        {"standard": SMALL["standard"] + "effective_on,2026-02-30\n"},
        "standard.csv: effective_on is not a date",
    ),
    "no grades": (
        {"standard": SMALL["standard"] + "grade_rule,total\n"},
        "grades: grade_rule total needs grades",
    ),
    "two grades for a total": (
        {"standard": SMALL["standard"] + "grade_rule,total\n", "grades": "grade,minimum\n优,60\n良,60\n"},
        "grades.csv, row 3: grade 良 conflicts with row 2",
    ),
    "nothing in it": ({"items": "item,item_name,unit,max\n"}, "items.csv: has no rows"),
}


@pytest.mark.parametrize(("changed", "reason"), FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_is_refused_with_file_row_and_reason(folder, changed, reason):
    assert any(found.startswith(reason) for found in reasons(folder(**changed)))


def test_every_fault_is_listed_not_just_the_first(folder):
    path = folder(
        groups="sex,age_min,age_max\nM,,30\nX,31,\nF,9,3\n",
        bands=bands("M,30,run,100,12.55", "M,30,swim,95,12.5", "M,30,run,1000000,12.5"),
    )

    assert [line.partition(":")[0] for line in reasons(path)] == [
        "bands.csv, row 2", "bands.csv, row 3", "bands.csv, row 4", "groups.csv, row 3", "groups.csv, row 4",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (("145.0,145.9", "145.0,146.0"), "row 4: the range overlaps that of row 3"),
        (
            ("145.0,145.9", "145.2,145.9"),
            "row 3: the gap to the range of row 2 is wider than one rounding step",
        ),
        (("37.1,38.2,49.0,53.0", "38.3,38.2,49.0,53.0"), "row 3: wrong order: the range of more points"),
        (("37.1,38.2,49.0,53.0", "37.1,38.2,,53.0"), "row 3: to_5 must not be blank"),
    ],
)
def test_a_table_by_height_is_checked_too(tmp_path, change, reason):
    shutil.copytree(standard_files.SHIPPED / PHYSIQUE, tmp_path, dirs_exist_ok=True)
    file = tmp_path / "by_second.csv"
    file.write_text(file.read_text("utf-8").replace(*change, 1), "utf-8")

    assert any(found.startswith(f"by_second.csv, {reason}") for found in reasons(tmp_path))


def test_what_is_no_standard_at_all_is_refused(tmp_path):
    (tmp_path / "notes.xlsx").write_bytes(b"PK not a workbook")
    (tmp_path / "gbk").mkdir()
    (tmp_path / "gbk" / "standard.csv").write_bytes("key,value\ntitle,标准\n".encode("gbk"))

    for path in (tmp_path / "nowhere", tmp_path / "notes.xlsx"):
        assert "cannot be read" in reasons(path)[0]
    assert reasons(tmp_path / "gbk") == ["standard.csv: is not UTF-8"]
    assert len(reasons(tmp_path)) == 4  # standard, groups, items, and no table of either kind
