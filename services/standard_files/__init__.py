"""Standards in and out of files: a folder of CSVs, or one .xlsx with sheets of the same names.

``tables`` reads files as text, ``columns`` and ``cells`` check their form, ``rows`` gives them meaning,
``checks`` looks at what must hold between rows, ``findings`` collects faults and warnings; ``export``
writes rows back, ``text`` the one canonical text of a standard. Not here: what a standard is
(``scoring.rulebook``), versions in the database, publishing, comparing and the pages of them
(``standards``).

``docs/standards.md`` describes the format. The standards shipped with the program are such folders. What is
written and read back is equal; a file with a fault is refused with every fault in it.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from services.scoring.rulebook import BY_SECOND, Band, Cohort, Standard, Table, first
from services.standard_files import checks, columns, export, rows, tables
from services.standard_files.cells import CODE, Cells
from services.standard_files.findings import Finding, Findings
from services.standard_files.text import from_text, to_text

__all__ = ["Reading", "from_text", "read", "shipped", "shipped_codes", "to_text", "write"]

SHIPPED = Path(__file__).parents[2] / "standards"


@dataclass(frozen=True, slots=True)
class Reading:
    """A standard that was read, with the warnings about it."""

    standard: Standard
    warnings: tuple[Finding, ...]


def read(source, name: str | None = None) -> Reading:
    """Read a folder, the path of an .xlsx, or an open .xlsx (whose ``name`` findings then show).

    Raises ``Refused`` with every fault found; a standard that has warnings only is read.
    """
    findings = Findings()
    sheets = tables.read(source, name)
    if not columns.check(sheets, findings):
        findings.refuse_faults()
    standard = _standard(sheets, findings)
    findings.refuse_faults()
    checks.coverage(standard, sheets["items"][0].file, findings)
    return Reading(standard, tuple(findings.warnings))


def write(standard: Standard, path):
    """Write the standard to a folder, or to a workbook if the path ends in .xlsx.

    Existing files are never overwritten (``FileExistsError``). Reading it back gives an equal standard.
    """
    tables.write(export.sheets(standard), Path(path))


def workbook(standard: Standard) -> bytes:
    """The standard as an .xlsx that ``read`` reads back to an equal one."""
    return tables.workbook(export.sheets(standard))


def shipped_codes() -> list[str]:
    return sorted(folder.name for folder in SHIPPED.iterdir() if folder.is_dir())


@cache
def shipped(code: str) -> Standard | None:
    """A standard that comes with the program, or None. Read once: neither the standard nor its file
    changes.
    """
    folder = SHIPPED / code
    return read(folder).standard if CODE.fullmatch(code) and folder.is_dir() else None


def _standard(sheets, findings):
    def cells(name):
        return [Cells(row, findings) for row in sheets.get(name, [])[1:]]

    facts = rows.facts([c.row for c in cells("standard")], findings)
    groups = [(c.row, rows.group(c)) for c in cells("groups")]
    group_list = [group for _, group in groups]
    items = {c: rows.item(c) for c in cells("items")}
    fit = [(c.row, item) for c, item in items.items() if item]
    grades = [(c.row, rows.grade(c, facts["grade_rule"])) for c in cells("grades")]
    checks.groups(groups, findings)
    checks.items(fit, group_list, findings)
    checks.grades(grades, facts, findings, "grades")
    known = {c.get("item"): item for c, item in items.items()}
    return Standard(
        **facts,
        groups=tuple(group_list),
        items=tuple(item for _, item in fit),
        tables=tuple(_tables(cells("bands"), cells("by_second"), known, group_list, findings)),
        grades=tuple(grade for _, grade in grades),
    )


def _tables(bands, seconds, items, groups, findings):
    """Every table, checked by itself and against the other tables of its item."""
    by_bands = _by_table(bands, rows.line, items, groups, is_second=False)
    by_second = _by_table(seconds, rows.second_line, items, groups, is_second=True)
    checks.tables([*by_bands, *by_second], groups, findings)
    for lines in by_bands:
        checks.bands(lines, findings)
        ordered = checks.best_first(lines)
        yield _table(lines[0], [Band(line.points, line.threshold) for line in ordered])
    for lines in by_second:
        checks.by_second(lines, findings)
        yield _table(lines[0], sorted((line.band for line in lines), key=lambda band: band.second_low))


def _table(line, bands):
    ages = {"age_min": line.cohort.age_min, "age_max": line.cohort.age_max}
    return Table(sex=line.cohort.sex, **ages, exercise=line.item.exercise, bands=tuple(bands))


def _by_table(records, read_row, items, groups, *, is_second):
    """The rows of each table together, in order of first appearance."""
    found = {}
    # Asked of all groups, and a table has a hundred rows for the same people.
    misfits = cache(lambda cohort: checks.misfits(cohort, groups))
    for cells in records:
        cohort, item = _cohort(cells, groups, misfits), _item(cells, items, is_second)
        if cohort and item and (line := read_row(cells, cohort, item)):
            found.setdefault((item.exercise, cohort), []).append(line)
    return list(found.values())


def _item(cells, items, is_second):
    """The item that a row is for; None where there is no such item, or the item itself was refused."""
    exercise = cells.text("item", required=True)
    if exercise and exercise not in items:
        cells.fault("unknown_item", item=exercise)
    item = items.get(exercise)
    if item and (item.kind == BY_SECOND) != is_second:
        return cells.fault("wrong_kind", item=exercise)
    return item


def _cohort(cells, groups, misfits):
    """The people whom a row is for: a group by its code, or ages that hold whole groups."""
    sex, ages, code = cells.choice("sex", rows.SEXES), cells.ages(), cells.get("group")
    if sex is None:
        return None
    if not code:
        return _whole_groups(cells, Cohort(sex=sex, **ages), misfits)
    group = first(g for g in groups if (g.sex, g.code) == (sex, code))
    if group is None:
        return cells.fault("unknown_group", group=code)
    own = {"age_min": group.age_min, "age_max": group.age_max}
    if any(ages.values()) and ages != own:
        cells.fault("group_and_ages", group=code)
    return Cohort(sex=sex, **own)


def _whole_groups(cells, cohort, misfits):
    for fault, facts in misfits(cohort):
        cells.fault(fault, **facts)
    return cohort
