"""Our two faces as a PDF needs them: read once a process, for reading takes longer than drawing a page."""

from copy import copy
from functools import cache

from fontTools.ttLib import TTFont
from fpdf import FPDF
from fpdf.fonts import SubsetMap

from services.medal_art import text as fonts


def add(paper):
    """Give a document both faces, as its own ``add_font`` would."""
    for name in (fonts.SANS, fonts.SERIF):
        face = _fresh(_read(name))
        face.i = len(paper.fonts) + 1
        paper.fonts[face.fontkey] = face


@cache
def _read(name):
    """A face that no document draws with: threads may share it."""
    paper = FPDF()
    paper.add_font(name, fname=fonts.FONTS / name)
    return paper.fonts[name.lower()]


def _fresh(read):
    """A face of one document: whatever drawing or writing changes is its own, what it looks up is shared."""
    face = copy(read)
    face.cw = read.cw.copy()
    face.missing_glyphs = []
    face.subset = SubsetMap(face)
    # The file is cut down to the characters in use when the document is written.
    face.ttfont = TTFont(read.ttffile, recalcTimestamp=False, lazy=True)
    face.ttfont.setGlyphOrder(list(read.ttfont.getGlyphOrder()))
    return face
