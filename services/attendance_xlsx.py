"""The attendance sheet as an .xlsx: ruled, ready for A4, its head repeated on every printed page."""

import io

from services import spreadsheets
from services.words import gettext as _

#: Widths of the columns, in characters; the phases share one.
WIDTHS = {"n": 6, "name": 12, "number": 12, "unit": 20, "state": 9, "hours": 8, "grade": 8, "note": 30}
PHASE, SIGNATURE = 11, 16
CENTRED = {"n", "number", "state", "hours", "grade", "in", "mid", "out"}
ROW = 24  # points: room to sign


def workbook(sheet) -> bytes:
    """An ``AttendanceSheet`` as one worksheet. No text in it can be taken for a formula."""
    from openpyxl import Workbook  # slow to import

    book = Workbook()
    page = book.active
    page.title = spreadsheets.TITLE.sub(" ", sheet.heading)[:31]
    _Writer(page, sheet).write()
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


class _Writer:
    """Fills one worksheet from the top down."""

    def __init__(self, page, sheet):
        from openpyxl.styles import Alignment, Border, Font, Side

        self.page, self.sheet, self.row = page, sheet, 0
        self.names = [name for name, _heading in sheet.columns]
        self.middle = Alignment(horizontal="center", vertical="center", wrap_text=True)
        self.left = Alignment(vertical="center", wrap_text=True)
        self.bold, self.large = Font(bold=True), Font(bold=True, size=16)
        side = Side(style="thin")
        self.ruled = Border(left=side, right=side, top=side, bottom=side)

    def write(self):
        sheet = self.sheet
        self._across(sheet.heading, font=self.large, alignment=self.middle, height=30)
        for label, text in sheet.facts:
            self._across(_("%(label)s：%(value)s", label=label, value=text))
        self._across(sheet.state)
        self._line([heading for _name, heading in sheet.columns], font=self.bold)
        head = self.row
        for line in sheet.lines:
            self._line(line)
        self._across(sheet.totals, font=self.bold)
        self._across(sheet.legend)
        to_sign = (_("教官签名"), _("登记人签名"), _("日期"))
        to_sign = (_("%(label)s：%(value)s", label=who, value=" " * 24) for who in to_sign)
        self._across("".join(to_sign), height=ROW * 1.5)
        self._set_up(head)

    def _across(self, text, *, font=None, alignment=None, height=18):
        """One text over all columns."""
        self.row += 1
        cell = self._put(1, text)
        cell.alignment = alignment or self.left
        if font:
            cell.font = font
        self.page.row_dimensions[self.row].height = height
        self.page.merge_cells(
            start_row=self.row, end_row=self.row, start_column=1, end_column=len(self.names)
        )

    def _line(self, values, *, font=None):
        self.row += 1
        for column, (name, value) in enumerate(zip(self.names, values, strict=True), start=1):
            cell = self._put(column, value)
            cell.border = self.ruled
            cell.alignment = self.middle if font or name in CENTRED else self.left
            if font:
                cell.font = font
        self.page.row_dimensions[self.row].height = ROW

    def _put(self, column, value):
        cell = self.page.cell(self.row, column)
        cell.value = spreadsheets.plain(value)
        return spreadsheets.disarm(cell)

    def _set_up(self, head):
        """Widths, and how it prints: A4, as wide as the paper, its head on every page, pages numbered."""
        from openpyxl.utils import get_column_letter

        page = self.page
        for column, name in enumerate(self.names, start=1):
            width = SIGNATURE if name == "signature" else WIDTHS.get(name, PHASE)
            page.column_dimensions[get_column_letter(column)].width = width
        page.freeze_panes = f"A{head + 1}"
        page.print_title_rows = f"{head}:{head}"
        page.page_setup.paperSize = page.PAPERSIZE_A4
        page.page_setup.orientation = "landscape"
        page.page_setup.fitToHeight = 0
        page.sheet_properties.pageSetUpPr.fitToPage = True
        page.oddFooter.center.text = _("第 %(page)s 页，共 %(pages)s 页", page="&P", pages="&N")
