"""Faces that were read once: a document comes out as if it had read them itself."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from fpdf import FPDF

from services.documents import faces
from services.medal_art import text as fonts

LINES = "罗成 2.70 abc", "周砚 囍", "训练 \U0010ffff"


def add(paper):
    for name in (fonts.SANS, fonts.SERIF):
        paper.add_font(name, fname=fonts.FONTS / name)


def written(line, add=faces.add):
    """A document of one line in both faces."""
    paper = FPDF()
    paper.set_creation_date(datetime(2026, 3, 2, tzinfo=UTC))
    add(paper)
    paper.add_page()
    for name in (fonts.SANS, fonts.SERIF):
        paper.set_font(name, size=11)
        paper.cell(paper.get_string_width(line), 9, line)
    return bytes(paper.output())


def test_a_document_is_the_same_file_as_with_faces_of_its_own():
    assert [written(line) for line in LINES] == [written(line, add) for line in LINES]


def test_documents_written_at_once_do_not_touch_each_other():
    expected = [written(line) for line in LINES] * 2
    with ThreadPoolExecutor(len(LINES)) as threads:
        assert list(threads.map(written, LINES * 2)) == expected


def test_a_character_that_a_face_lacks_is_named_each_time(caplog):
    for _ in range(2):
        caplog.clear()
        written(LINES[2])
        assert caplog.text.count("missing the following glyphs") == 2
