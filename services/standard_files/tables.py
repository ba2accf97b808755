"""The rows of a standard's files: a folder of CSVs, or one .xlsx with sheets of the same names.

Cells are text here and nothing is interpreted; ``rows`` does that.
"""

import csv
import io
import re
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

from services.standard_files.findings import Finding, Refused, Row

SHEETS = ("standard", "groups", "items", "bands", "by_second", "grades")
MOST_BYTES = 8_000_000
MOST_UNPACKED = 64_000_000  # a small .xlsx can unpack to anything
MOST_ROWS = 100_000
MOST_COLUMNS = 60
BEYOND = ""  # the name of a cell without a header
NUMERIC = re.compile(
    r"(second_)?(min|max|decimals|from|to)|age_(min|max)|attempts|points|points_outside|threshold|minimum"
    r"|(from|to)_[0-9]+"
)


def read(source, name=None) -> dict[str, list[Row]]:
    """{sheet name: its rows} from a folder, the path of an .xlsx, an open .xlsx, or CSVs as {sheet
    name: bytes}.

    Raises ``Refused`` if the source cannot be read.
    """
    if isinstance(source, dict):
        return {name: _csv(f"{name}.csv", source[name]) for name in SHEETS if name in source}
    if not isinstance(source, (str, Path)):
        return _read_workbook(source, name or "standard.xlsx")
    path = Path(source)
    return _read_folder(path) if path.is_dir() else _read_workbook(path, name or path.name)


def write(sheets: dict[str, list[list[str]]], path: Path):
    """Write header and rows. Existing content is never overwritten: ``FileExistsError``."""
    if path.exists() and not (path.is_dir() and not any(path.iterdir())):
        raise FileExistsError(path)
    if path.suffix.lower() == ".xlsx":
        return _write_workbook(sheets, path)
    path.mkdir(parents=True, exist_ok=True)
    for name, rows in sheets.items():
        with (path / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)
    return None


def unreadable(name, code="unreadable"):
    return Refused([Finding(name, None, code, {})])


def _read_folder(folder):
    return {name: _read_csv(folder / f"{name}.csv") for name in SHEETS if (folder / f"{name}.csv").is_file()}


def _read_csv(path):
    if path.stat().st_size > MOST_BYTES:
        raise unreadable(path.name, "too_large")
    return _csv(path.name, path.read_bytes())


def _csv(name, content):
    try:
        text = content.decode("utf-8-sig")
        return _rows(name, csv.reader(io.StringIO(text, newline=""), strict=True))
    except UnicodeDecodeError as error:
        raise unreadable(name, "not_utf8") from error
    except csv.Error as error:
        raise unreadable(name) from error


def _read_workbook(source, name):
    from openpyxl import load_workbook  # slow to import, and a folder does not need it

    try:
        _refuse_bombs(source, name)
        book = load_workbook(source, read_only=True, data_only=True)
        return {sheet: _rows(f"{name} [{sheet}]", _cells(book[sheet])) for sheet in SHEETS if sheet in book}
    except Refused:
        raise
    except Exception as error:  # for a damaged file openpyxl raises whatever it stumbles over
        raise unreadable(name) from error


def _refuse_bombs(source, name):
    with ZipFile(source) as archive:
        refuse_bomb(archive, name)


def refuse_bomb(archive, name):
    """Refuse an archive that would unpack to too much. Unpacking a part never yields more than its
    stated size.
    """
    if sum(part.file_size for part in archive.infolist()) > MOST_UNPACKED:
        raise unreadable(name, "too_large")


def _cells(sheet):
    sheet.reset_dimensions()  # a file's own claim of its size may be wrong
    for row in sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True):
        yield [_as_text(value) for value in row]


def _as_text(value):
    """A cell as its spreadsheet shows it: with 15 digits, as in Excel, so that 12.5+0.3 is 12.8."""
    if value is None:
        return ""
    if isinstance(value, float):
        return format(value, ".15g")
    if isinstance(value, datetime):
        value = value.date()
    return value.isoformat() if isinstance(value, date) else str(value)


def _rows(file, lines):
    """The rows with their numbers: the first is the header and row 1; empty ones are counted but left out."""
    header, rows = None, []
    for number, line in enumerate(lines, start=1):
        if number > MOST_ROWS:
            raise unreadable(file, "too_large")
        cells = [cell.strip() for cell in line]
        if any("\0" in cell for cell in cells):
            raise unreadable(file)
        if header is None:
            header = _header(file, cells)
        elif any(cells):
            rows.append(Row(file, number, _by_column(header, cells)))
    return [Row(file, 1, dict.fromkeys(header or (), "")), *rows]


def _header(file, cells):
    while cells and not cells[-1]:
        cells.pop()
    for column in cells:
        if cells.count(column) > 1:
            raise Refused([Finding(file, 1, "repeated_column", {"column": column})])
    return cells


def _by_column(header, cells):
    found = dict(zip(header, cells, strict=False))
    return found | {BEYOND: "…"} if any(cells[len(header) :]) else found


def workbook(sheets) -> bytes:
    """Header and rows of each sheet as an .xlsx."""
    made = io.BytesIO()
    _write_workbook(sheets, made)
    return made.getvalue()


def _write_workbook(sheets, path):
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        is_numeric = [NUMERIC.fullmatch(column) for column in rows[0]]
        for number, row in enumerate(rows, start=1):
            for column, text in enumerate(row, start=1):
                _put(sheet.cell(number, column), text, numeric=number > 1 and is_numeric[column - 1])
        sheet.freeze_panes = "A2"
    book.save(path)


def _put(cell, text, *, numeric):
    """Write numbers as numbers with their decimals, everything else as text, even if it begins with ``=``."""
    if numeric and text:
        decimals = len(text.partition(".")[2])
        cell.value = Decimal(text)
        cell.number_format = "0." + "0" * decimals if decimals else "0"
    elif text:
        cell.value = text
        cell.data_type = "s"
        cell.number_format = "@"
