"""Writing .xlsx: a bold header that stays in sight, sensible widths, and never a formula."""

import io
import re
import unicodedata
from datetime import datetime
from decimal import Decimal
from enum import Enum
from itertools import islice

from services import clock

NARROW, WIDE = 8, 48
SAMPLE = 300  # rows looked at for the widths
LIKE_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
TITLE = re.compile(r"[\[\]:*?/\\]")
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def workbook(title, headers, rows) -> bytes:
    """One sheet of values: text, numbers, dates, instants (written in the bureau's time) or None."""
    return book([(title, headers, rows)])


def book(sheets, *, text_columns=()) -> bytes:
    """An .xlsx of sheets (title, headers, rows). Cells of the first sheet's ``text_columns`` stay text when
    typed in.
    """
    from openpyxl import Workbook  # slow to import

    written = Workbook(write_only=True)
    for at, (title, headers, rows) in enumerate(sheets):
        sheet = written.create_sheet(TITLE.sub(" ", str(title))[:31])
        _fill(sheet, [str(h) for h in headers], iter(rows), text_columns if at == 0 else ())
    out = io.BytesIO()
    written.save(out)
    return out.getvalue()


def _fill(sheet, headers, rows, text_columns):
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    sample = [list(row) for row in islice(rows, SAMPLE)]
    sheet.freeze_panes = "A2"
    for column in range(len(headers)):
        seen = [headers[column], *(row[column] for row in sample if column < len(row))]
        dimension = sheet.column_dimensions[get_column_letter(column + 1)]
        dimension.width = min(WIDE, max(NARROW, 2 + max(_width(value) for value in seen)))
        if column in text_columns:
            dimension.number_format = "@"
    bold = Font(bold=True)
    sheet.append([_cell(sheet, header, font=bold) for header in headers])
    for some in (sample, rows):
        for row in some:
            sheet.append([_cell(sheet, value) for value in row])


def _cell(sheet, value, font=None):
    """The value as a cell; a plain one where nothing is special about it, which is much faster."""
    from openpyxl.cell import WriteOnlyCell

    value = plain(value)
    if font is None and not _is_risky(value):
        return value
    cell = WriteOnlyCell(sheet, value=value)
    if font is not None:
        cell.font = font
    return disarm(cell)


def disarm(cell):
    """Keep a filled cell from being a formula, now and when someone edits it. Returns the cell."""
    if _is_risky(cell.value):
        cell.data_type = "s"
        cell.quotePrefix = True
    return cell


def _is_risky(value):
    return isinstance(value, str) and value.startswith(LIKE_A_FORMULA)


def plain(value):
    """A value as a cell may hold it: instants in the bureau's time, text without characters that XML
    forbids.
    """
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, datetime):
        return (clock.local(value) if value.tzinfo else value).replace(tzinfo=None, microsecond=0)
    if value is None or isinstance(value, int | float | Decimal) or hasattr(value, "isoformat"):
        return value
    return UNWRITABLE.sub("", str(value))[:32_767]


def _width(value):
    """The width of a value in columns: a Chinese character takes two."""
    if isinstance(value, datetime):
        return 19
    longest = max(str("" if value is None else value).splitlines(), key=len, default="")
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in longest[:WIDE])
