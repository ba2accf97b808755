"""A file as rows of cells, whichever of the usual programs wrote it."""

import csv
import io
import re
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from zipfile import BadZipFile, ZipFile

from services.errors import DomainError
from services.words import lazy as _l

MOST_ROWS = 20_000
MOST_SCANNED = 100_000  # blank rows included
MOST_COLUMNS = 120
MOST_UNPACKED = 96 * 1024 * 1024
MOST_SHEETS = 20
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
#: A number shown with leading zeros: ``000000``.
PADDED = re.compile(r"0{2,20}")
FORMULA_TEXT = re.compile(r'="([^"]*)"')


class BadFile(DomainError):
    """The file as a whole cannot be read."""

    status = 422


class Empty(BadFile):
    message = _l("文件是空的")


class NotATable(BadFile):
    message = _l("这不是 .xlsx 或 .csv 表格")


class Encrypted(BadFile):
    message = _l("文件加了密码，或是旧的 .xls 格式。请去掉密码，另存为 .xlsx 再传")


class Damaged(BadFile):
    message = _l("文件打不开，可能已损坏。请用 Excel 或 WPS 另存为 .xlsx 再传")


class TooLarge(BadFile):
    message = _l("文件解开后太大，请删去表格以外的内容再传")


class TooManyRows(BadFile):
    message = _l("文件超过 %(most)s 行，请分开导入；若下方是空行，请删去")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a file: its name ("" for text) and its rows, each with its number in the file."""

    name: str
    rows: list[tuple[int, tuple]]


def sheets(content: bytes):
    """The tables of a file, in order, each read when its turn comes. A text gives one for each separator it
    may use.
    """
    if not content.strip():
        raise Empty
    if content.startswith(OLE):
        raise Encrypted
    if content.startswith(ZIP):
        yield from _workbook(content)
    else:
        yield from _text(content)


def _workbook(content):
    from openpyxl import load_workbook  # slow to import

    _refuse_bombs(content)
    # For a damaged file openpyxl raises whatever it stumbles over.
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except Exception as error:
        raise Damaged from error
    for sheet in book.worksheets[:MOST_SHEETS]:
        # The size a file states is often wrong; the rows themselves are not.
        sheet.reset_dimensions()
        yield Sheet(sheet.title, _rows(_cells_of(sheet)))


def _refuse_bombs(content):
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (BadZipFile, ValueError, OSError) as error:
        raise Damaged from error
    if not any(part.filename == "xl/workbook.xml" for part in parts):
        raise NotATable
    # Unpacking a part never yields more than the size stated here.
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise TooLarge


def _cells_of(sheet):
    try:
        for row in sheet.iter_rows(max_col=MOST_COLUMNS):
            yield tuple(_shown(cell) for cell in row)
    except DomainError:
        raise
    except Exception as error:
        raise Damaged from error


def _shown(cell):
    """The value; a number whose format shows leading zeros becomes a text with them."""
    value = cell.value
    if isinstance(value, int) and value >= 0 and PADDED.fullmatch(cell.number_format):
        return str(value).zfill(len(cell.number_format))
    return value


def _text(content):
    text = _decoded(content)
    if "\x00" in text:
        raise NotATable
    for separator in ",\t;":
        yield Sheet("", _rows(_records(text, separator)))


def _decoded(content):
    """The text, read as UTF-8 where it is that, else as GB 18030, which Chinese Windows writes."""
    marked = [encoding for bom, encoding in BOMS if content.startswith(bom)]
    for encoding in marked or ("utf-8", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NotATable


def _records(text, separator):
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            yield tuple(FORMULA_TEXT.sub(r"\1", cell.strip()) for cell in record[:MOST_COLUMNS])
    except csv.Error as error:
        raise NotATable from error


def _rows(records):
    """The rows that hold anything, with their numbers as a reader of the file counts them."""
    kept = []
    for number, record in enumerate(islice(records, MOST_SCANNED + 1), 1):
        if number > MOST_SCANNED or len(kept) > MOST_ROWS + 20:
            raise TooManyRows(most=MOST_ROWS)
        if any(not _blank(cell) for cell in record):
            kept.append((number, record))
    return kept


def _blank(cell):
    return cell is None or (not isinstance(cell, int | float | date | datetime) and not str(cell).strip())
