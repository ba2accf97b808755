"""The attendance sheet as an .xlsx: ruled, ready for A4, its head repeated on every printed page."""

from services.documents import ruled_sheets
from services.words import gettext as _

#: Widths of the columns, in characters; the phases share one.
WIDTHS = {"n": 6, "name": 12, "number": 12, "unit": 20, "state": 9, "hours": 8, "grade": 8, "note": 30}
PHASE, SIGNATURE = 11, 16
CENTRED = {"n", "number", "state", "hours", "grade", "in", "mid", "out"}


def workbook(sheet) -> bytes:
    """An ``AttendanceSheet`` as one worksheet. No text in it can be taken for a formula."""
    return ruled_sheets.workbook(sheet.heading, lambda page: _fill(page, sheet))


def _fill(page, sheet):
    names = [name for name, _heading in sheet.columns]
    widths = [SIGNATURE if name == "signature" else WIDTHS.get(name, PHASE) for name in names]
    centred = [n for n, name in enumerate(names, start=1) if name in CENTRED]
    writer = ruled_sheets.Ruled(page, widths, centred=centred)
    writer.across(sheet.heading, font=writer.large, alignment=writer.middle, height=30)
    for label, text in sheet.facts:
        writer.across(_("%(label)s：%(value)s", label=label, value=text))
    writer.across(sheet.state)
    writer.line([heading for _name, heading in sheet.columns], font=writer.bold)
    head = writer.row
    for line in sheet.lines:
        writer.line(line)
    writer.across(sheet.totals, font=writer.bold)
    writer.across(sheet.legend)
    to_sign = (_("教官签名"), _("登记人签名"), _("日期"))
    to_sign = (_("%(label)s：%(value)s", label=who, value=" " * 24) for who in to_sign)
    writer.across("".join(to_sign), height=ruled_sheets.ROW * 1.5)
    writer.set_up(is_upright=False, head=head)
