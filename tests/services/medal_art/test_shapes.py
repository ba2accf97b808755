"""The kinds of medal: each has its own outline and sign, and is told from the others however small."""

from io import BytesIO
from itertools import combinations, product

import pytest
from PIL import Image, ImageChops

from services import badges, medal_art
from services.medal_art import COLOURS, METALS, OUTLINES, SEASONS, SHAPES, Design, Parts, text
from services.medal_art.contact_sheet import GRADED, STRUCK_IN
from tests.support.pictures import difference, inside, on

#: One process: what these share takes seconds to make.
pytestmark = pytest.mark.xdist_group("shapes")

EVERY = [
    *(Design(season, metal, 2026, shape) for shape, metal, season in product(GRADED, METALS, SEASONS)),
    *(Design(season, metal, 2026, shape) for (shape, metal), season in product(STRUCK_IN.items(), SEASONS)),
]
LOOKS = {*product(OUTLINES, ["navy"]), *product(["round"], COLOURS)}
OWN = [Design("autumn", "gold", 2026, "own", "示例", Parts(*look)) for look in sorted(LOOKS)]


@pytest.fixture(scope="module")
def small():
    """Every medal there is at 64 pixels, and the size of its file for lists."""

    def drawn(design):
        image = medal_art.strike(design, 87)
        return image.resize((64, 64), Image.Resampling.LANCZOS), len(medal_art.webp(image))

    return {design: drawn(design) for design in (*EVERY, *OWN)}


def test_every_shape_is_looked_at_here():
    assert {design.shape for design in (*EVERY, *OWN)} == set(SHAPES)
    assert set(badges.SHIPPED) <= set(SHAPES)


def test_every_small_picture_is_at_most_12_kb(small):
    assert max(length for _image, length in small.values()) <= 12 * 1024


@pytest.mark.parametrize("ground", ["#f2f4f7", "#090d14"])
def test_no_two_medals_look_alike_at_64_pixels(small, ground):
    pages = {design: on(ground, image, 64) for design, (image, _length) in small.items()}

    for one, other in combinations(EVERY, 2):
        assert difference(pages[one], pages[other]) > 3, (one, other)
    for one, other in combinations(OWN, 2):
        assert difference(pages[one], pages[other]) > 2, (one, other)


@pytest.mark.parametrize("ground", ["#f2f4f7", "#090d14"])
def test_the_metals_of_a_season_are_told_apart_at_once(small, ground):
    for season, (one, other) in product(SEASONS, combinations(METALS, 2)):
        pair = [on(ground, small[Design(season, metal, 2026)][0], 64) for metal in (one, other)]
        assert difference(*pair) > 6, (season, one, other)


@pytest.mark.parametrize("wrong", [("crown", "navy"), ("round", "pink")])
def test_a_look_outside_of_the_parts_is_refused(wrong):
    with pytest.raises(ValueError, match="no such"):
        Parts(*wrong)


def test_a_bureaus_own_picture_stands_in_the_middle_and_stays_inside_the_lip():
    red = BytesIO()
    Image.new("RGBA", (512, 512), "#ff0000").save(red, "PNG")
    parts = Parts("octagon", "teal", red.getvalue())
    with_picture = medal_art.die(Design("autumn", "gold", 2026, "own", "示例", parts))
    plain = medal_art.die(Design("autumn", "gold", 2026, "own", "示例", Parts("octagon", "teal")))
    box = ImageChops.difference(with_picture.convert("RGB"), plain.convert("RGB")).getbbox()

    assert inside(box, (300, 440, 724, 864))
    assert with_picture.getpixel((512, 660))[0] > 200


def test_every_character_we_claim_to_draw_has_ink_of_its_own():
    for name in (text.SERIF, text.SANS):
        face = text.font(name, 12)
        blank = {c for c in text._characters(name) if not face.getmask(chr(c)).getbbox()}
        assert blank <= set(map(ord, " \u00a0\u3000")), name


def test_rare_characters_of_names_are_drawn_and_what_is_not_is_named():
    assert medal_art.missing("䶮㛃𠅤喆堃·•") == ""
    assert medal_art.missing("王𠮷\ue000") == "𠮷\ue000"
