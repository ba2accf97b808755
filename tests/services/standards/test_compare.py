"""Two versions of a standard side by side: every difference, and nothing else."""

from dataclasses import replace

import pytest

from services import standard_files, words
from services.scoring.rulebook import Band
from services.standard_files.columns import COLUMNS
from services.standard_files.rows import FACTS
from services.standards import comparisons
from services.standards.terms import COLUMNS as WORDS
from tests.support.field_day import PHYSIQUE, POLICE, RECRUIT
from tests.support.small_standard import SMALL, bands, write


@pytest.fixture(autouse=True)
def _chinese():
    with words.using("zh"):
        yield


@pytest.fixture
def read(tmp_path):
    """The small standard with some of its files changed."""
    numbers = iter(range(9))

    def read(**changed):
        folder = tmp_path / str(next(numbers))
        folder.mkdir()
        return standard_files.read(write(folder, **changed)).standard

    return read


def told(differences):
    return [(d.what, d.name, d.column, d.old, d.new) for d in differences]


@pytest.mark.parametrize("code", standard_files.shipped_codes())
def test_a_standard_differs_from_itself_in_nothing(code):
    standard = standard_files.shipped(code)
    assert comparisons.compare(standard, standard).is_equal


def test_a_row_that_changed_came_or_went_is_told_with_its_group_and_points(read):
    rows = bands("M,30,run,100,12.4", "M,30,run,95,12.8", "M,30,run,85,13.5")
    found = comparisons.compare(read(), read(bands=rows))
    assert told(found.rows["run"]) == [
        ("changed", "男 -30", "100 分", "12.5″", "12.4″"),
        ("added", "男 -30", "85 分", "", "13.5″"),
        ("removed", "男 -30", "90 分", "13.1″", ""),
    ]
    assert found.count("run") == found.count() == {"added": 1, "removed": 1, "changed": 1}
    assert (found.facts, found.groups, found.items, found.grades) == ([], [], [], [])


def test_a_table_cut_up_anew_differs_in_nothing(read):
    columns = "sex,age_min,age_max,item,points,threshold"
    one = bands("M,,,run,100,12.5", columns=columns)
    two = bands("M,,30,run,100,12.5", "M,31,,run,100,12.5", columns=columns)
    assert comparisons.compare(read(bands=one), read(bands=two)).is_equal


def test_groups_items_and_facts_are_told_by_what_differs_in_them(read):
    groups = "sex,group_name,age_min,age_max\nM,青年,,30\nM,,31,40\nF,,,\n"
    items = SMALL["items"].replace("lower,5,60", "lower,5,70") + "jump,跳,m,2,higher,0,4\n"
    standard = "key,value\ncode,local-2026\ntitle,新标准\nkind,contest\n"
    found = comparisons.compare(read(), read(groups=groups, items=items, standard=standard))
    assert told(found.facts) == [
        ("changed", "名称", "", "本局标准", "新标准"),
        ("changed", "类别", "", "", "contest"),
    ]
    assert told(found.groups) == [
        ("changed", "男 青年", "组名", "", "青年"),
        ("added", "男 31-40", "", "", ""),
        ("removed", "男 31-", "", "", ""),
    ]
    assert told(found.items) == [
        ("changed", "跑", "合理上限", "60.0", "70.0"),
        ("added", "跳", "", "", ""),
    ]


def test_a_group_that_keeps_its_code_keeps_its_rows_when_its_ages_or_name_change():
    old = standard_files.shipped(POLICE)
    first, *others = old.groups
    changed = replace(first, age_max=24, name="改名")
    tables = tuple(replace(t, age_max=24) if t.age_max == 25 else t for t in old.tables)
    found = comparisons.compare(old, replace(old, groups=(changed, *others), tables=tables))
    assert [(d.what, d.old, d.new) for d in found.groups] == [
        ("changed", "男子青年一组", "改名"),
        ("changed", "25", "24"),
    ]
    assert found.rows == {}


def test_a_pass_fail_line_and_a_table_by_height_are_compared_too():
    old = standard_files.shipped(RECRUIT)
    table, *others = old.tables
    harder = replace(table, bands=(Band(None, table.bands[0].threshold - 100),))
    found = comparisons.compare(old, replace(old, tables=(harder, *others)))
    assert told(found.rows["shuttle4x10"]) == [("changed", "男 男子30岁（含）以下", "达标", "13.1″", "13.0″")]

    old = standard_files.shipped(PHYSIQUE)
    table = next(t for t in old.tables if t.exercise == "height_weight")
    band = replace(table.bands[0], outside=table.bands[0].outside + 1)
    changed = replace(table, bands=(band, *table.bands[1:]))
    tables = tuple(changed if t is table else t for t in old.tables)
    found = comparisons.compare(old, replace(old, tables=tables)).rows["height_weight"]
    assert {(one.what, one.column) for one in found} == {("changed", found[0].column)}
    assert all(one.old != one.new and one.old[:-1] == one.new[:-1] for one in found)


def test_grades_are_compared():
    old = standard_files.shipped(PHYSIQUE)
    first, *others = old.grades
    found = comparisons.compare(
        old, replace(old, grades=(replace(first, minimum=first.minimum + 1), *others))
    )
    assert [(d.what, d.column, d.new) for d in found.grades] == [
        ("changed", "总分至少", str(first.minimum + 1))
    ]


def test_every_column_that_can_differ_has_a_name():
    named = {"sex", "group", "item", "kind", "points", "threshold", "from", "to", "key", "value"}
    columns = {c for file in ("groups", "items", "grades") for c in COLUMNS[file]} | set(FACTS)
    assert columns - set(WORDS) <= named
