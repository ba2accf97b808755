"""A ranking on A4, to be posted and signed: the list and the teams. No character is lost in silence."""

from services.attendance.sheet_pdf import SMALL, ListPaper
from services.medal_art import text
from services.words import gettext as _


def document(sheet) -> bytes:
    """A ``RankingSheet`` as a PDF. A character that no font of ours has is □, and a note names it."""
    paper = _Poster(sheet)
    paper.add_page()
    for line in sheet.lines:
        paper.row(line)
    paper.close_table()
    return bytes(paper.output())


class _Poster(ListPaper):
    @property
    def centred(self):
        return {name for name in self.names if name not in ("name", "unit", "note")}

    def close_table(self):
        """The teams, how places come about, and the lines to sign on."""
        self.has_table = False
        self.ln(2)
        self._paragraph(self.sheet.legend, size=SMALL)
        if self.sheet.teams:
            self._teams()
        self.sign(_("主考签名"), _("记录人签名"), _("日期"))

    def _teams(self):
        self.make_room(40)
        self.ln(2)
        self._paragraph(_("团体"), face=text.SERIF)
        self.open_table(self.sheet.team_columns)
        self.head()
        for line in self.sheet.teams:
            self.row(line)
        self.has_table = False
        self.ln(2)
