"""A ``Listing`` on A4: ruled, its head on every page, with room to sign. No character is lost in silence."""

from services.documents.papers import LINE, Paper, lacking, legible
from services.medal_art import text as fonts
from services.words import gettext as _

ROW = 9  # mm; the least height of a row, for a hand to sign in
SIZE, SMALL = 9, 7.5
#: Widths in mm. The unit and the remarks share what is left.
WIDTHS = {"n": 9, "name": 21, "number": 17, "state": 15, "hours": 13, "grade": 12, "signature": 26}
PHASE = 16
CENTRED = {"n", "number", "state", "hours", "grade", "in", "mid", "out"}
NARROW = 11  # columns that still fit an upright page


def undrawable(sheet):
    """What a print will lack: (number of the line, the rest of the name, the characters) for each person."""
    printed = [(line, lacking("".join(map(str, line)))) for line in sheet.lines]
    return [(line[0], legible(line[1]), characters) for line, characters in printed if characters]


class ListPaper(Paper):
    """One list being drawn, upright where its columns allow. A subclass for each kind of list says what
    stands below it.

    The PDF library calls ``header`` and ``footer`` on each page. Only the characters in use are embedded.
    One that no font of ours has is printed as □; ``sign`` names the line, the person and the character, to
    be filled in by hand.
    """

    centred = CENTRED

    def document(self) -> bytes:
        """The list as a PDF."""
        self.add_page()
        for line in self.sheet.lines:
            self.row(line)
        self.has_table = False
        self.end()
        return bytes(self.output())

    def end(self):
        """Draw what stands below the list, down to the lines to sign on."""
        raise NotImplementedError

    def __init__(self, sheet):
        super().__init__(is_upright=len(sheet.columns) < NARROW)
        self.sheet = sheet
        self.set_title(legible(f"{sheet.heading} {sheet.training.title}"))
        self.open_table(sheet.columns)

    def open_table(self, columns):
        """Begin a table of these columns, whose head is repeated on each page."""
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
            self.face(fonts.SERIF, 18)
            self.cell(self.epw, 10, legible(self.sheet.heading), align="C", new_x="LMARGIN", new_y="NEXT")
            self.ln(1)
            for label, text in self.sheet.facts:
                self.paragraph(_("%(label)s：%(value)s", label=label, value=text))
            self.paragraph(self.sheet.state)
            self.ln(1.5)
        if self.has_table:
            self.head()

    def footer(self):
        self.set_y(-self.foot + 4)
        self.face(fonts.SANS, SMALL)
        pages = _("第 %(page)s 页，共 %(pages)s 页", page=self.page_no(), pages="{nb}")
        said = " · ".join((self.sheet.heading, self.sheet.training.title, self.sheet.state))
        self.cell(self.epw - 40, LINE, self.cut(legible(said), self.epw - 42))
        self.cell(40, LINE, pages, align="R")

    def head(self):
        self.row([heading for _name, heading in self.columns], is_head=True)

    def row(self, values, *, is_head=False):
        """Draw one row, as high as its longest text, on a new page where it would not fit."""
        cells = [
            self._wrapped(legible(value), width, is_head=is_head)
            for value, width in zip(values, self.widths, strict=True)
        ]
        height = max(ROW, 1.5 + LINE * max(len(lines) for lines in cells))
        if not is_head:
            self.make_room(height)
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

    def sign(self, *who):
        """Name what could not be printed, and draw the lines to sign on."""
        for n, name, characters in undrawable(self.sheet):
            said = _(
                "第 %(n)s 行 %(name)s：□ 处是 %(characters)s，字库里没有，请手写",
                n=n,
                name=name,
                characters=characters,
            )
            self.paragraph(said, size=SMALL)
        self.make_room(16)
        self.ln(8)
        self.face(fonts.SANS, SIZE)
        for label in who:
            self.cell(self.epw / len(who), LINE, _("%(label)s：%(value)s", label=label, value="_" * 16))

    def paragraph(self, text, *, size=SIZE, face=None):
        text = legible(text)
        self.face(face or self.face_with(text), size)
        for line in self.lines_of(text, self.epw):
            self.make_room(LINE + 0.8)
            self.cell(self.epw, LINE + 0.8, line, new_x="LMARGIN", new_y="NEXT")

    def _wrapped(self, text, width, *, is_head=False):
        if not text:
            return []
        self._face_for(text, is_head=is_head)
        return self.lines_of(text, width)

    def _face_for(self, text, *, is_head=False):
        self.face(fonts.SERIF if is_head else self.face_with(text), SIZE if is_head else SIZE - 0.5)
