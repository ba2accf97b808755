"""Medals to hand over: A4 sheets with each medal's picture, holder, number and day."""

from io import BytesIO

from fpdf import FPDF
from PIL import Image

from services import access, audit, medals
from services.awards import desk
from services.documents import faces
from services.documents.papers import legible
from services.errors import Invalid
from services.medal_art import text as fonts
from services.words import gettext as _
from services.words import is_english

MOST = 200
MARGIN, COLUMNS, ROWS = 12, 3, 3
PICTURE, PIXELS = 52, 460  # mm, px: 225 dots an inch
CELL_WIDTH, CELL_HEIGHT = 62, 88


def chosen(wanted, *, actor):
    """The valid medals to print, by unit and number. For the desk, of people whom it may see.

    Refuses an empty choice and one of more than ``MOST``: a print is for one occasion.
    """
    access.require(actor, *access.DESK)
    if not wanted.season_id and not wanted.training_id:
        raise Invalid({"season": _("请选一季，或选一场考核")})
    found, total = desk.listed(wanted, actor=actor, size=MOST)
    if not total:
        raise Invalid({"season": _("没有有效的章可打印")})
    if total > MOST:
        raise Invalid({"season": _("一次最多 %(n)s 枚，请再选种类或训练", n=MOST)})
    return sorted(found, key=lambda given: (given.person.unit.path, given.person.police_number))


def document(folder, found, *, actor) -> bytes:
    """The medals as a PDF. Drawing is slow: call it outside transactions."""
    paper = _Paper()
    for n, given in enumerate(found):
        if n % (COLUMNS * ROWS) == 0:
            paper.add_page()
        paper.place(n % (COLUMNS * ROWS), given, _picture(folder, given.medal))
    audit.note("award.print", "award", actor_id=actor.account_id, n=len(found))
    return bytes(paper.output())


def _picture(folder, medal):
    """The medal on white: a print has no transparency, and the file is a tenth as large."""
    drawn = Image.open(BytesIO(medals.picture(folder, medal, form="webp", size=medals.PAGE_SIZE)))
    paper = Image.new("RGB", drawn.size, "white")
    paper.paste(drawn, mask=drawn.convert("RGBA").getchannel("A"))
    return paper.resize((PIXELS, PIXELS), Image.Resampling.LANCZOS)


class _Paper(FPDF):
    def __init__(self):
        super().__init__("portrait", "mm", "A4")
        self.set_auto_page_break(False)
        self.set_image_filter("DCTDecode")
        faces.add(self)
        self.set_title(_("颁章单"))

    def place(self, n, given, picture):
        """Draw the n-th medal of a page, with a line to cut along."""
        medal = given.medal
        x = MARGIN + n % COLUMNS * CELL_WIDTH
        y = MARGIN + n // COLUMNS * CELL_HEIGHT
        self.set_draw_color(190)
        self.rect(x, y, CELL_WIDTH, CELL_HEIGHT)
        self.image(picture, x + (CELL_WIDTH - PICTURE) / 2, y + 2, PICTURE)
        self._line(fonts.SERIF, 15, given.person.name, x, y + 55)
        self._line(fonts.SANS, 9.5, medal.label, x, y + 63)
        self._line(fonts.SANS, 9.5, f"№ {medal.edition:06d}", x, y + 69)
        self._line(fonts.SANS, 8.5, _date(medal.earned_on), x, y + 75)
        self._line(fonts.SANS, 7.5, medal.spaced_code, x, y + 81)

    def _line(self, face, size, text, x, y):
        text = legible(text)
        self.set_font(face, size=size)
        while self.get_string_width(text) > CELL_WIDTH - 4 and size > 5:
            size -= 0.5
            self.set_font(face, size=size)
        self.set_xy(x, y)
        self.cell(CELL_WIDTH, 6, text, align="C")


def _date(on):
    return f"{on.day} {on:%b} {on.year}" if is_english() else f"{on:%Y.%m.%d}"
