"""Rosters to bring in: rows as bureaus write them, as .xlsx or .csv."""

import io
from datetime import date

from openpyxl import Workbook

HEADER = ("警号", "姓名", "性别", "出生日期", "人员类别", "警衔", "单位")
EAST = "示例市公安局/城东分局"


def row(number="031026", name="陈岚", sex="女", born=date(1998, 5, 6), kind="辅警", rank="", unit=EAST):
    return (number, name, sex, born, kind, rank, unit)


def xlsx(*rows, header=HEADER, above=(), formats=None):
    """An .xlsx. ``formats`` gives a number format to cells: {(row, column): format}."""
    book = Workbook()
    for cells in (*above, header, *rows):
        book.active.append(cells)
    for (r, c), number_format in (formats or {}).items():
        book.active.cell(r, c).number_format = number_format
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def csv(*rows, header=HEADER, encoding="utf-8", separator=","):
    lines = (separator.join("" if cell is None else str(cell) for cell in cells) for cells in (header, *rows))
    return "\r\n".join(lines).encode(encoding)
