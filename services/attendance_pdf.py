"""The attendance sheet on A4: ruled, its head on every page, room to sign, and no silent empty boxes."""

from fpdf import FPDF
from fpdf.enums import MethodReturnValue

from services.medal_art import text as fonts
from services.words import gettext as _

MARGIN, FOOT = 12, 16  # mm
LINE, ROW = 4.2, 9  # a line of text; the least height of a row, for a hand to sign in
SIZE, SMALL = 9, 7.5
#: Widths in mm. The unit and the remarks share what is left.
WIDTHS = {"n": 9, "name": 21, "number": 17, "state": 15, "hours": 13, "grade": 12, "signature": 26}
PHASE = 16
CENTRED = {"n", "number", "state", "hours", "grade", "in", "mid", "out"}
NARROW = 11  # columns that still fit an upright page
BOX = "□"


def document(sheet) -> bytes:
    """An ``AttendanceSheet`` as a PDF, upright where its columns allow.

    Only the characters in use are embedded. One that no font of ours has is printed as □, and
    a note at the end names the line, the person and the character, to be filled in by hand.
    """
    paper = Paper(sheet)
    paper.add_page()
    for line in sheet.lines:
        paper.row(line)
    paper.close_table()
    return bytes(paper.output())


def undrawable(sheet):
    """What a print will lack: (number of the line, the rest of its name, the characters) of each person."""
    found = []
    for line in sheet.lines:
        lacking = fonts.missing("".join(str(value) for value in line))
        if lacking:
            found.append((line[0], legible(line[1]), " ".join(f"U+{ord(c):04X}" for c in lacking)))
    return found


def legible(text):
    """The text with □ in the place of each character that no font of ours has."""
    text = " ".join(str(text).split())
    for character in fonts.missing(text):
        text = text.replace(character, BOX)
    return text


class Paper(FPDF):
    """One sheet being drawn. ``header`` and ``footer`` are called by the library on each page."""

    centred = CENTRED

    def __init__(self, sheet):
        is_upright = len(sheet.columns) < NARROW
        super().__init__("portrait" if is_upright else "landscape", "mm", "A4")
        self.sheet = sheet
        self.set_margin(MARGIN)
        self.set_auto_page_break(False, margin=FOOT)
        self.c_margin = 0.8
        for name in (fonts.SANS, fonts.SERIF):
            self.add_font(name, fname=fonts.FONTS / name)
        self.set_title(legible(f"{sheet.heading} {sheet.training.title}"))
        self.open_table(sheet.columns)

    def open_table(self, columns):
        """What follows is a table of these columns, its head repeated on each page."""
        self.columns = columns
        self.names = [name for name, _heading in columns]
        self.widths = self._widths()
        self.has_table = True

    def _widths(self):
        fixed = [None if name in ("unit", "note") else WIDTHS.get(name, PHASE) for name in self.names]
        left = self.epw - sum(filter(None, fixed))
        shares = {"unit": left / 2, "note": left / 2}
        return [width or shares[name] for name, width in zip(self.names, fixed, strict=True)]

    def header(self):
        if self.page_no() == 1:
            self._face(fonts.SERIF, 18)
            self.cell(self.epw, 10, legible(self.sheet.heading), align="C", new_x="LMARGIN", new_y="NEXT")
            self.ln(1)
            for label, text in self.sheet.facts:
                self._paragraph(_("%(label)s：%(value)s", label=label, value=text))
            self._paragraph(self.sheet.state)
            self.ln(1.5)
        if self.has_table:
            self.head()

    def footer(self):
        self.set_y(-FOOT + 4)
        self._face(fonts.SANS, SMALL)
        pages = _("第 %(page)s 页，共 %(pages)s 页", page=self.page_no(), pages="{nb}")
        said = " · ".join((self.sheet.heading, self.sheet.training.title, self.sheet.state))
        self.cell(self.epw - 40, LINE, self._cut(legible(said), self.epw - 42))
        self.cell(40, LINE, pages, align="R")

    def head(self):
        self.row([heading for _name, heading in self.columns], is_head=True)

    def row(self, values, *, is_head=False):
        """One row of the table, as high as its longest text, on a new page where it would not fit."""
        cells = [
            self._wrapped(legible(value), width, is_head=is_head)
            for value, width in zip(values, self.widths, strict=True)
        ]
        height = max(ROW, 1.5 + LINE * max(len(lines) for lines in cells))
        if not is_head:
            self._make_room(height)
        self.set_fill_color(236)
        for name, width, lines in zip(self.names, self.widths, cells, strict=True):
            align = "C" if is_head or name in self.centred else "L"
            self._box(lines, width, height, align=align, is_head=is_head)
        self.set_xy(self.l_margin, self.get_y() + height)

    def _box(self, lines, width, height, *, align, is_head):
        x, y = self.get_x(), self.get_y()
        self.rect(x, y, width, height, style="DF" if is_head else "D")
        top = y + (height - LINE * len(lines)) / 2
        for n, text in enumerate(lines):
            self._face_for(text, is_head=is_head)
            self.set_xy(x, top + n * LINE)
            self.cell(width, LINE, text, align=align)
        self.set_xy(x + width, y)

    def close_table(self):
        """Totals, what the grades mean, and room to sign."""
        self.has_table = False
        self._make_room(ROW)
        self.ln(2)
        self._paragraph(self.sheet.totals, face=fonts.SERIF)
        self._paragraph(self.sheet.legend, size=SMALL)
        self.sign(_("教官签名"), _("登记人签名"), _("日期"))

    def sign(self, *who):
        """What could not be printed, and the lines to sign on."""
        for n, name, characters in undrawable(self.sheet):
            said = _(
                "第 %(n)s 行 %(name)s：□ 处是 %(characters)s，字库里没有，请手写",
                n=n,
                name=name,
                characters=characters,
            )
            self._paragraph(said, size=SMALL)
        self._make_room(16)
        self.ln(8)
        self._face(fonts.SANS, SIZE)
        for label in who:
            self.cell(self.epw / len(who), LINE, _("%(label)s：%(value)s", label=label, value="_" * 16))

    def _paragraph(self, text, *, size=SIZE, face=None):
        text = legible(text)
        self._face(face or self._face_with(text), size)
        for line in self._lines(text, self.epw):
            self._make_room(LINE + 0.8)
            self.cell(self.epw, LINE + 0.8, line, new_x="LMARGIN", new_y="NEXT")

    def _make_room(self, height):
        if self.get_y() + height > self.h - FOOT:
            self.add_page()

    def _wrapped(self, text, width, *, is_head=False):
        if not text:
            return []
        self._face_for(text, is_head=is_head)
        return self._lines(text, width)

    def _lines(self, text, width):
        if self.get_string_width(text) <= width - 2 * self.c_margin:
            return [text]
        return self.multi_cell(width, LINE, text, align="L", dry_run=True, output=MethodReturnValue.LINES)

    def _cut(self, text, width):
        while text and self.get_string_width(text) > width:
            text = text[:-2] + "…" if len(text) > 1 else ""
        return text

    def _face_for(self, text, *, is_head=False):
        self._face(fonts.SERIF if is_head else self._face_with(text), SIZE if is_head else SIZE - 0.5)

    def _face_with(self, text):
        """The plain face; the serif, which has more characters, for a text that needs one of them."""
        return fonts.SANS if all(ord(c) in self.fonts[fonts.SANS.lower()].cmap for c in text) else fonts.SERIF

    def _face(self, name, size):
        self.set_font(name, size=size)
