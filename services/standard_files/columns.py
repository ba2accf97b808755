"""The columns that each file of a standard may have and must have."""

import re

from services.standard_files.findings import Row
from services.standard_files.tables import BEYOND

OPTIONAL = ("bands", "by_second", "grades")
#: The most rows of these files: each of their rows is compared with every other.
MOST = {"groups": 400, "items": 200, "grades": 400}
SPAN = re.compile(r"(from|to)_([0-9]{1,4})")
COHORT = ("sex", "group", "age_min", "age_max")
#: Sheet → (its columns, those it must have).
COLUMNS = {
    "standard": ("key", "value"),
    "groups": ("sex", "group", "group_name", "group_name_en", "age_min", "age_max", "note", "note_en"),
    "items": (
        "category", "category_name", "category_name_en", "item", "item_name", "item_name_en", "kind", "unit",
        "decimals", "direction", "rounding", "rounding_source", "min", "max", "attempts", "attempts_source",
        "counts", "sex", "age_min", "age_max", "second_name", "second_name_en", "second_unit",
        "second_decimals", "second_rounding", "second_min", "second_max",
    ),
    "bands": (*COHORT, "item", "points", "threshold", "from", "to"),
    "by_second": (*COHORT, "item", "second_from", "second_to", "points_outside"),
    "grades": ("age_min", "age_max", "grade", "grade_en", "minimum", "passes"),
}  # fmt: skip
NEEDED = {
    "standard": ("key", "value"),
    "groups": ("sex",),
    "items": ("item", "item_name", "unit", "max"),
    "bands": ("sex", "item", "points"),
    "by_second": ("sex", "item", "second_from", "second_to", "points_outside"),
    "grades": ("grade",),
}


def check(sheets, findings):
    """Note missing files and columns, and columns that nobody would read. False if it is no use reading
    on.
    """
    is_readable = True
    for name in NEEDED:
        rows = sheets.get(name)
        if rows is None:
            is_readable &= name in OPTIONAL
            if name not in OPTIONAL:
                findings.fault(Row(name, None), "missing_file")
            continue
        is_readable &= _check_columns(name, rows[0], findings)
        _check_rows(name, rows, findings)
        is_readable &= len(rows) <= MOST.get(name, len(rows)) + 1
    if not sheets.keys() & {"bands", "by_second"}:
        findings.fault(Row("bands", None), "missing_file")
        return False
    return is_readable


def _check_columns(name, header, findings):
    for column in header.cells:
        if (
            column != BEYOND
            and column not in COLUMNS[name]
            and not (name == "by_second" and SPAN.fullmatch(column))
        ):
            findings.fault(header, "unknown_column", column=column)
    missing = [column for column in NEEDED[name] if column not in header.cells]
    for column in missing:
        findings.fault(header, "missing_column", column=column)
    return not missing


def _check_rows(name, rows, findings):
    if len(rows) == 1 and name not in OPTIONAL:
        findings.fault(Row(rows[0].file, None), "empty")
    if len(rows) > MOST.get(name, len(rows)) + 1:
        findings.fault(rows[MOST[name] + 1], "too_many_rows", most=MOST[name])
    for row in rows:
        if BEYOND in row.cells:
            findings.fault(row, "beyond_header")
