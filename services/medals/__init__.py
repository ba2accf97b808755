"""Medals as people see them: pictures, the wall, goals in reach, keepsakes, print sheets.

Which design an award has and files of what was drawn (``art_cache``) are here; ``pages`` is the wall as a
page, ``wall`` and ``goals`` say what was earned and what could be, ``reach`` how far the next grade is,
``unstamped_medals`` what waits for settling, ``ceremony`` the sheets to print. Not here: awards
themselves and who gives them (``awards``), rules (``badges``), the drawing engine (``medal_art``), signed
credentials (``credentials``).

Pictures are drawn when first asked for, outside transactions, and kept under ``folder`` by art version
and inputs. A picture that may hold a name is never kept.
"""

from hashlib import sha256
from io import BytesIO
from pathlib import Path

from PIL import Image

from services import badges, labels, medal_art, seasons, words
from services.awards import Medal
from services.badges import designs
from services.documents import matrices
from services.errors import NotFound
from services.medal_art import ART_VERSION, Design, Words
from services.medals import art_cache
from services.words import gettext as _

LIST_SIZE, PAGE_SIZE, FULL_SIZE = 240, 720, 1024
SIZES = {"webp": (LIST_SIZE, PAGE_SIZE), "png": (PAGE_SIZE, FULL_SIZE)}
FACES = {
    "struck": lambda die: die,
    "unstruck": medal_art.unstruck,
    "silhouette": medal_art.silhouette,
}


def design_of(medal: Medal) -> Design:
    return designs.design(
        medal.season.value,
        medal.metal.value,
        medal.year,
        shape=medal.shape,
        title=medal.title,
        parts=medal.parts,
        emblem_id=medal.emblem_id,
    )


def tag(medal: Medal) -> str:
    """A name for one state of a medal's picture, for addresses that may be kept for ever."""
    return f"{ART_VERSION}.{medal.version_id}"


def picture(folder: Path, medal: Medal, *, form: str, size: int) -> bytes:
    """The struck medal with its number, as PNG or WebP. Raises ``NotFound`` for a size we do not make."""
    if size not in SIZES.get(form, ()):
        raise NotFound
    design = design_of(medal)

    def draw():
        if form == "webp":
            return _webp(medal_art.strike(design, medal.edition), size)
        return medal_art.png(medal_art.strike(design, medal.edition, size))

    return art_cache.kept(folder, (ART_VERSION, "strike", *_key(design), medal.edition, size), form, draw)


def die_named(folder: Path, name: str, *, face: str = "struck", size: int = LIST_SIZE) -> bytes:
    """The medal without number or name, which anyone may see: as struck, in reach, or a silhouette.

    ``name`` is ``autumn-gold-2026``, followed by ``-`` and a badge's code for other than fitness medals.
    Raises ``NotFound`` unless the bureau has set that season, so that nobody can have us draw without end.
    """
    season, _dash, rest = name.partition("-")
    metal, _dash, rest = rest.partition("-")
    year, _dash, code = rest.partition("-")
    is_read = metal in medal_art.METALS and year.isascii() and year.isdigit() and len(year) == 4
    if face not in FACES or size not in SIZES["webp"] or not is_read:
        raise NotFound
    if season not in {s.kind for s in seasons.of_year(int(year))}:
        raise NotFound
    design = designs.of_badge(code or badges.FITNESS, season, metal, int(year))

    def draw():
        return _webp(FACES[face](medal_art.die(design)), size)

    return art_cache.kept(folder, (ART_VERSION, face, *_key(design), size), "webp", draw)


def sample(look, metal) -> bytes:
    """A design that is being tried in a form, as WebP for a page; not kept."""
    return _webp(medal_art.die(designs.sample(look, metal)), PAGE_SIZE)


def _webp(image, size):
    """A small picture for lists; a larger one with a shadow that runs out without steps."""
    if size == LIST_SIZE:
        return medal_art.webp(image, size)
    out = BytesIO()
    image.resize((size, size), Image.Resampling.LANCZOS).save(out, "WEBP", quality=82, alpha_quality=100)
    return out.getvalue()


def _key(design):
    parts = design.parts
    own = (parts.outline, parts.colour, sha256(parts.centre or b"").hexdigest()) if parts else ()
    return design.season, design.metal, design.year, design.shape, design.ring_text, *own


def check_address(public_url: str, medal: Medal) -> str:
    """The address at which anyone can check the medal, in capitals, which a QR code writes shortest."""
    return f"{public_url}/V/{medal.check_code}".upper()


def check_outline(public_url: str, medal: Medal) -> str:
    """The check code's QR as one SVG path over a square of ``matrices.SIZE``."""
    rows = matrices.of(check_address(public_url, medal))
    return "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark
    )


def undrawable(name: str) -> str:
    """The characters of a name that no font of ours has, to tell its owner."""
    return medal_art.missing(name)


def share_card(medal: Medal, *, public_url: str, with_name: bool, with_marks: bool) -> bytes:
    """The card of 1080 × 1440 px in the reader's language.

    A name with a character that no font of ours has is left off; the page says so. There is no place for a
    unit.
    """
    name = medal.person_name if with_name and not undrawable(medal.person_name) else None
    shows_marks = with_marks and medal.total is not None
    score = words.ngettext("%(n)s 分", "%(n)s 分", medal.total) if shows_marks else None
    card = medal_art.card(
        design_of(medal),
        edition=medal.edition,
        url=check_address(public_url, medal),
        grade_text=medal.grade or medal.name,
        date_text=day(medal.earned_on),
        words=words_of(medal),
        name=name,
        score_text=score,
    )
    return medal_art.png(card)


def words_of(medal: Medal) -> Words:
    """The fixed texts of a share card, in the reader's language."""
    return Words(
        title_left=f"{medal.year} {labels.of(medal.season)}",
        title_right=_("一表一章 · 一站式体测") if medal.badge == badges.FITNESS else medal.name,
        holder=_("一名参训民警"),
        check=_("扫码验真"),
        serial=_("编号"),
        privacy=_("只核对纪念章真伪，不显示成绩明细"),
    )


def day(on):
    """A date as pictures write it, in the reader's language."""
    return f"{on.day} {on:%b} {on.year}" if words.is_english() else f"{on:%Y.%m.%d}"
