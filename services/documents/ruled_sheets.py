"""A worksheet filled from the top down: lines over all columns, ruled rows, ready for A4."""

import io

from services.documents import spreadsheets
from services.words import gettext as _

ROW = 24  # points: room to sign


def workbook(title, fill) -> bytes:
    """An .xlsx of one worksheet; ``fill`` is called with the worksheet."""
    from openpyxl import Workbook  # slow to import

    book = Workbook()
    page = book.active
    page.title = spreadsheets.TITLE.sub(" ", title)[:31]
    fill(page)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


class Ruled:
    """Writes into one worksheet. No text in it can be taken for a formula."""

    def __init__(self, page, widths, *, centred=()):
        from openpyxl.styles import Alignment, Border, Font, Side
        from openpyxl.utils import get_column_letter

        self.page, self.row, self.columns, self.centred = page, 0, len(widths), set(centred)
        self.middle = Alignment(horizontal="center", vertical="center", wrap_text=True)
        self.left = Alignment(vertical="center", wrap_text=True)
        self.bold, self.large = Font(bold=True), Font(bold=True, size=16)
        side = Side(style="thin")
        self.ruled = Border(left=side, right=side, top=side, bottom=side)
        for column, width in enumerate(widths, start=1):
            page.column_dimensions[get_column_letter(column)].width = width

    def across(self, text, *, font=None, alignment=None, height=18):
        """Write one text over all columns."""
        self.row += 1
        cell = self.put(1, text)
        cell.alignment = alignment or self.left
        if font:
            cell.font = font
        self.page.row_dimensions[self.row].height = height
        self.page.merge_cells(start_row=self.row, end_row=self.row, start_column=1, end_column=self.columns)

    def line(self, values, *, font=None, height=ROW):
        """Write one ruled row."""
        self.row += 1
        for column, value in enumerate(values, start=1):
            cell = self.put(column, value)
            cell.border = self.ruled
            cell.alignment = self.middle if font or column in self.centred else self.left
            if font:
                cell.font = font
        self.page.row_dimensions[self.row].height = height

    def put(self, column, value):
        cell = self.page.cell(self.row, column)
        cell.value = spreadsheets.plain(value)
        return spreadsheets.disarm(cell)

    def set_up(self, *, is_upright, head=None):
        """Set how it prints: A4, as wide as the paper, the row ``head`` on every page, pages numbered."""
        page = self.page
        if head:
            page.freeze_panes = f"A{head + 1}"
            page.print_title_rows = f"{head}:{head}"
        page.page_setup.paperSize = page.PAPERSIZE_A4
        page.page_setup.orientation = "portrait" if is_upright else "landscape"
        page.page_setup.fitToHeight = 0
        page.sheet_properties.pageSetUpPr.fitToPage = True
        page.oddFooter.center.text = _("第 %(page)s 页，共 %(pages)s 页", page="&P", pages="&N")
