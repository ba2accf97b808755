"""The attendance sheet on A4."""

from services.documents.list_papers import ROW, SMALL, ListPaper
from services.medal_art import text as fonts
from services.words import gettext as _


def document(sheet) -> bytes:
    """An ``AttendanceSheet`` as a PDF, to be signed."""
    return _Paper(sheet).document()


class _Paper(ListPaper):
    def end(self):
        """Totals, what the grades mean, and room to sign."""
        self.make_room(ROW)
        self.ln(2)
        self.paragraph(self.sheet.totals, face=fonts.SERIF)
        self.paragraph(self.sheet.legend, size=SMALL)
        self.sign(_("教官签名"), _("登记人签名"), _("日期"))
