"""A ranking on A4, to be posted and signed: the list, the teams, and no silent empty boxes."""

from services.documents.list_papers import SMALL, ListPaper
from services.medal_art import text
from services.words import gettext as _


def document(sheet) -> bytes:
    """A ``RankingSheet`` as a PDF, to be posted and signed."""
    return _Poster(sheet).document()


class _Poster(ListPaper):
    @property
    def centred(self):
        return {name for name in self.names if name not in ("name", "unit", "note")}

    def end(self):
        """The teams, how places come about, and the lines to sign on."""
        self.ln(2)
        self.paragraph(self.sheet.legend, size=SMALL)
        if self.sheet.teams:
            self._teams()
        self.sign(_("主考签名"), _("记录人签名"), _("日期"))

    def _teams(self):
        self.make_room(40)
        self.ln(2)
        self.paragraph(_("团体"), face=text.SERIF)
        self.open_table(self.sheet.team_columns)
        self.head()
        for line in self.sheet.teams:
            self.row(line)
        self.has_table = False
        self.ln(2)
