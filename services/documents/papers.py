"""A4 paper to draw on: our two faces, text that wraps or is cut, and no character lost in silence."""

from fpdf import FPDF
from fpdf.enums import MethodReturnValue

from services.documents import faces, matrices
from services.medal_art import text as fonts

BOX = "□"
LINE = 4.2  # mm, one line of text


def legible(text):
    """The text with □ in the place of each character that no font of ours has."""
    text = " ".join(str(text).split())
    for character in fonts.missing(text):
        text = text.replace(character, BOX)
    return text


def lacking(text):
    """The characters of a text that no font of ours has, as code points; empty where all can be drawn."""
    return " ".join(f"U+{ord(c):04X}" for c in fonts.missing(text))


class Paper(FPDF):
    """A document being drawn. Only the characters in use are embedded."""

    def __init__(self, *, is_upright=True, margin=12, foot=16):
        super().__init__("portrait" if is_upright else "landscape", "mm", "A4")
        self.set_margin(margin)
        self.set_auto_page_break(False, margin=foot)
        self.foot = foot
        self.c_margin = 0.8
        faces.add(self)

    def face(self, name, size):
        self.set_font(name, size=size)

    def face_with(self, text):
        """Set the plain face, or the serif for a text that needs it: the serif has more characters."""
        return fonts.SANS if all(ord(c) in self.fonts[fonts.SANS.lower()].cmap for c in text) else fonts.SERIF

    def fit(self, text, width, size):
        """Set the face for a text in this size, or in a smaller one where it would not fit the width."""
        self.face(self.face_with(text), size)
        while self.get_string_width(text) > width and size > 5:
            size -= 0.5
            self.face(self.face_with(text), size)

    def lines_of(self, text, width):
        """The text in lines that fit a cell of this width, in the face that is set."""
        if self.get_string_width(text) <= width - 2 * self.c_margin:
            return [text]
        return self.multi_cell(width, LINE, text, align="L", dry_run=True, output=MethodReturnValue.LINES)

    def cut(self, text, width):
        """The text, its end left off where it would not fit."""
        while text and self.get_string_width(text) > width:
            text = text[:-2] + "…" if len(text) > 1 else ""
        return text

    def make_room(self, height):
        """Go on on another page where this height would not fit on the page."""
        if self.get_y() + height > self.h - self.foot:
            self.add_page()

    def code(self, address, *, x, side):
        """A QR code at the upper margin, its dark modules joined along each row."""
        rows = matrices.of_address(address)
        module = side / len(rows)
        self.set_fill_color(0)
        for n, row in enumerate(rows):
            for start, length in matrices.runs(row):
                self.rect(x + start * module, self.t_margin + n * module, length * module, module, style="F")
