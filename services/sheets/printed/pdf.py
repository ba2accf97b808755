"""The form on paper: one A4 page a person, with room to sign and a code that leads to the sheet's page."""

from services.documents.papers import LINE, Paper, lacking, legible
from services.medal_art import text as fonts
from services.sheets.printed.rows import columns
from services.words import gettext as _

SIZE, SMALL = 9, 7.5
#: Widths in mm; the note takes what is left.
WIDTHS = (38, 50, 29, 17, None, 22)
CENTRED = (2, 3, 5)
QR = 26  # mm
FACTS = (62, 50, 74)  # mm of a label with its text, three in a row
BLANK_DAY = "____-__-__"
LEAST, MOST = 9, 15  # mm of a row: for a hand to write in, the more the fewer there are
LONGEST = 20  # lines in one piece of a row
SIGNED = 26  # mm for the signatures at the foot


def document(forms, *, address) -> bytes:
    """Forms (``form.Form``) as a PDF, each from a new page. ``address`` is the public address of the
    bureau's pages.

    A character that no font of ours has is printed as □ and named below, to be written by hand.
    """
    paper = _Paper(address)
    for form in forms:
        paper.sheet(form)
    return bytes(paper.output())


def undrawable(form):
    """The characters of a form that no font of ours has, as code points."""
    return lacking(form.texts)


def undrawable_names(sheets):
    """(number, the rest of the name, the characters) for each person whose name cannot be printed whole."""
    found = [(sheet, lacking(sheet.person.name)) for sheet in sheets]
    return [(sheet.number, legible(sheet.person.name), lack) for sheet, lack in found if lack]


class _Paper(Paper):
    """Forms being drawn. The PDF library calls ``footer`` when a page is done."""

    def __init__(self, address):
        super().__init__(foot=14)
        self.address, self.form = address, None
        self.set_title(_("成绩表"))

    def sheet(self, form):
        # The page before ends here, and its foot is still that of its own form.
        self.add_page()
        self.form = form
        self._head()
        self._facts()
        self._table()
        self._result()
        self._notes()
        self._signatures()

    def footer(self):
        self.set_y(-self.foot + 3)
        pages = _("第 %(page)s 页，共 %(pages)s 页", page=self.page_no(), pages="{nb}")
        said = legible(f"{self.form.sheet.number} {self.form.sheet.person.name} · {self.form.state}")
        self.face(self.face_with(said), SMALL)
        self.cell(self.epw - 40, LINE, self.cut(said, self.epw - 42))
        self.cell(40, LINE, pages, align="R")

    def _head(self):
        form, width = self.form, self.epw - QR - 4
        title = legible(form.heading)
        self.fit(title, width, 20)
        self.face(fonts.SERIF, self.font_size_pt)
        self.cell(width, 13, title, new_x="LMARGIN", new_y="NEXT")
        for text in (dict(form.facts)[_("考核")], form.standard):
            self._line(text, width, SIZE)
        self._line(_("扫码看这张表和它的每一版"), width, SMALL)
        self.code(f"{self.address}/sheets/{form.sheet.id}", x=self.w - self.r_margin - QR, side=QR)
        self.set_y(self.t_margin + QR + 3)

    def _line(self, text, width, size):
        text = legible(text)
        self.fit(text, width, size)
        self.cell(width, 5, text, new_x="LMARGIN", new_y="NEXT")

    def _facts(self):
        """Draw boxes with a label and its text, three in a row."""
        for n, (label, value) in enumerate(self.form.facts):
            width = FACTS[n % 3]
            x, y = self.get_x(), self.get_y()
            self.rect(x, y, width, 8)
            self._said(label, 17, SMALL, height=8)
            self._said(value, width - 17, SIZE + 1, height=8)
            self.set_xy(*((self.l_margin, y + 8) if n % 3 == 2 else (x + width, y)))
        self.ln(3)

    def _said(self, text, width, size, *, height, align="L"):
        text = legible(text)
        self.fit(text, width - 2, size)
        self.cell(width, height, text, align=align)

    def _table(self):
        self.set_fill_color(236)
        self._row(self._wrapped([[heading] for heading in columns()], True), LEAST, True)
        rows = [
            self._wrapped(([r.name], r.tries, [r.counted], [r.outcome], [r.note], [r.examiner]), False)
            for r in self.form.rows
        ]
        pieces = [piece for cells in rows for piece in _pieces(cells)]
        least = self._least(pieces)
        for cells in pieces:
            self._row(cells, _height(cells, least), False)
        self.ln(3)

    def _least(self, rows):
        """The height that all rows may have, so that result, notes and signatures stay on the page."""
        room = self.h - self.foot - SIGNED - 40 - self.get_y()
        heights = range(MOST, LEAST, -1)
        return next((h for h in heights if sum(_height(cells, h) for cells in rows) <= room), LEAST)

    def _widths(self):
        left = self.epw - sum(filter(None, WIDTHS))
        return [width or left for width in WIDTHS]

    def _wrapped(self, cells, is_head):
        """The cells of a row, each as lines that fit its width."""
        return [
            self._lines(texts, width, is_head) for texts, width in zip(cells, self._widths(), strict=True)
        ]

    def _lines(self, texts, width, is_head):
        lines = []
        for text in map(legible, filter(None, texts)):
            self._face_for(text, is_head)
            lines += self.lines_of(text, width)
        return lines

    def _face_for(self, text, is_head):
        self.face(fonts.SERIF if is_head else self.face_with(text), SIZE - 0.5)

    def _row(self, cells, height, is_head):
        self.make_room(height)
        top = self.get_y()
        for n, (lines, width) in enumerate(zip(cells, self._widths(), strict=True)):
            x = self.get_x()
            self.rect(x, top, width, height, style="DF" if is_head else "D")
            self.set_y(top + (height - LINE * len(lines)) / 2)
            for text in lines:
                self._face_for(text, is_head)
                self.set_x(x)
                self.cell(width, LINE, text, align="C" if is_head or n in CENTRED else "L", new_y="NEXT")
            self.set_xy(x + width, top)
        self.set_xy(self.l_margin, top + height)

    def _result(self):
        """Draw the total and what it earned, in boxes; empty ones are filled in by hand."""
        self.make_room(16)
        width, top = self.epw / len(self.form.result), self.get_y()
        for n, (label, value) in enumerate(self.form.result):
            x = self.l_margin + n * width
            self.rect(x, top, width, 13)
            self.set_xy(x, top)
            self._said(label, 20, SMALL, height=13)
            value = legible(value)
            self.face(fonts.SERIF, 15)
            self.cell(width - 22, 13, self.cut(value, width - 24))
        self.set_xy(self.l_margin, top + 16)

    def _notes(self):
        notes = _("；").join(self.form.notes)
        said = [_("说明：%(note)s", note=notes)] if notes else []
        if characters := undrawable(self.form):
            said.append(_("□ 处是 %(characters)s，字库里没有，请手写", characters=characters))
        for text in said:
            text = legible(text)
            self.face(self.face_with(text), SMALL)
            for line in self.lines_of(text, self.epw):
                self.make_room(LINE)
                self.cell(self.epw, LINE, line, new_x="LMARGIN", new_y="NEXT")

    def _signatures(self):
        """Draw lines to sign on at the foot of the page, with the names that are known and a date."""
        self.make_room(SIGNED + 4)
        top = self.h - self.foot - SIGNED
        width = self.epw / len(self.form.signatures)
        for n, (label, name, when) in enumerate(self.form.signatures):
            x = self.l_margin + n * width
            self.line(x, top + 11, x + width - 6, top + 11)
            day = _("日期：%(day)s", day=when or BLANK_DAY)
            for y, text, size in ((0, label, SIZE), (11.5, name, SIZE), (16.5, day, SMALL)):
                self.set_xy(x, top + y)
                self._said(text, width - 6, size, height=5)


def _height(cells, least):
    return max(least, 2 + LINE * max(len(lines) for lines in cells))


def _pieces(cells):
    """A row cut into pieces that each fit a page."""
    for start in range(0, max(len(lines) for lines in cells), LONGEST):
        yield [lines[start : start + LONGEST] for lines in cells]
