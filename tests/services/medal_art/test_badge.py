"""Medals: what the pictures promise, whoever looks at them and however small."""

from io import BytesIO
from itertools import product

import pytest
from PIL import Image, ImageChops, ImageStat

from services import medal_art
from services.medal_art import METALS, SEASONS, Design, MissingGlyph, Parts, Words
from tests.support import qr
from tests.support.pictures import difference, inside, on

#: One process: what these share takes seconds to make.
pytestmark = pytest.mark.xdist_group("art")

DESIGNS = [Design(season, metal, 2026) for season, metal in product(SEASONS, METALS)]
AUTUMN = Design("autumn", "gold", 2026)
PLATE = (412, 892, 612, 964)
URL = "HTTPS://XUNLIAN.EXAMPLE.GOV.CN/V/ABCDEFGHIJKLMNOP"
LONGEST_URL = "HTTPS://" + "X" * 49 + "/V/ABCDEFGHIJKLMNOP"
CHINESE = Words(
    "2026 秋赛",
    "一表一章 · 一站式体测",
    "一名参训民警",
    "扫码验真",
    "编号",
    "只核对纪念章真伪，不显示成绩明细",
)
ENGLISH = Words(
    "Autumn 2026",
    "One sheet, one medal",
    "A participant",
    "Scan to verify",
    "No.",
    "Shows that the medal is genuine; marks stay private",
)


@pytest.fixture(scope="module")
def medals():
    return {design: medal_art.strike(design, 87) for design in DESIGNS}


def card(**changes):
    texts = {"edition": 87, "url": URL, "grade_text": "优秀", "date_text": "2026.10.18", "words": CHINESE}
    return medal_art.card(AUTUMN, **texts | changes)


def read_code(picture, width, quality):
    """What a reader sees after a messenger has shrunk and recompressed the picture."""
    out = BytesIO()
    picture.resize((width, picture.height * width // picture.width)).save(out, "JPEG", quality=quality)
    return qr.read(out.getvalue())


@pytest.mark.parametrize("size", [64, 240, 720, 1024])
def test_a_medal_has_the_size_that_was_asked_for_and_a_clear_ground(size):
    for image in (medal_art.die(AUTUMN, size), medal_art.strike(AUTUMN, 87, size)):
        assert (image.mode, image.size) == ("RGBA", (size, size))
        assert image.getpixel((1, size // 2))[3] == 0
        assert image.getpixel((size // 2, size * 64 // 100))[3] == 255


def test_two_copies_differ_in_their_number_plate_and_only_there(medals):
    first, second = medals[AUTUMN], medal_art.strike(AUTUMN, 88)
    box = ImageChops.difference(first.convert("RGB"), second.convert("RGB")).getbbox()

    assert box is not None
    assert inside(box, PLATE)
    assert first.getchannel("A").tobytes() == second.getchannel("A").tobytes()


def test_striking_leaves_the_die_without_a_number():
    before = medal_art.die(AUTUMN).tobytes()
    medal_art.strike(AUTUMN, 412)

    assert medal_art.die(AUTUMN).tobytes() == before != medal_art.strike(AUTUMN, 412).tobytes()


def test_drawing_on_a_die_does_not_spoil_the_next_one():
    before = medal_art.die(AUTUMN).tobytes()
    medal_art.die(AUTUMN).paste("red", (0, 0, 1024, 1024))

    assert medal_art.die(AUTUMN).tobytes() == before


def test_the_same_medal_is_the_same_file(medals):
    again = medal_art.strike(AUTUMN, 87)

    assert medal_art.png(again) == medal_art.png(medals[AUTUMN])
    assert medal_art.webp(again) == medal_art.webp(medals[AUTUMN])


@pytest.mark.parametrize("season", SEASONS)
def test_the_metals_differ_in_outline_too_for_who_cannot_tell_their_colours(medals, season):
    covered = [ImageStat.Stat(medals[Design(season, metal, 2026)].getchannel("A")).sum[0] for metal in METALS]

    assert covered == sorted(covered, reverse=True)
    assert covered[0] > covered[1] * 1.01 > covered[2] * 1.02


@pytest.mark.parametrize("ground", ["#f2f4f7", "#090d14"])
def test_a_locked_medal_is_seen_without_colour(ground):
    die = medal_art.die(AUTUMN)

    for locked in (medal_art.unstruck(die), medal_art.silhouette(die)):
        assert (locked.mode, locked.size) == (die.mode, die.size)
        saturation = locked.convert("RGB").convert("HSV").getchannel("S")
        assert ImageStat.Stat(saturation, locked.getchannel("A")).mean[0] < 60
        assert difference(on(ground, locked, 240), Image.new("RGB", (240, 240), ground)) > 5


def test_a_bureau_may_set_its_own_ring_text():
    own = Design("autumn", "gold", 2026, title="天河区公安分局二〇二六年秋季体能测试纪念")

    assert medal_art.die(own).tobytes() != medal_art.die(AUTUMN).tobytes()


def test_ring_text_that_would_be_too_small_to_read_is_refused():
    with pytest.raises(ValueError, match="too long"):
        medal_art.die(Design("autumn", "gold", 2026, title="体" * 60))


@pytest.mark.parametrize(
    "wrong",
    [
        {"season": "monsoon"},
        {"metal": "tin"},
        {"shape": "crown"},
        {"shape": "own"},
        {"parts": Parts("round", "navy")},
    ],
)
def test_a_design_that_no_one_can_draw_is_refused(wrong):
    with pytest.raises(ValueError, match="no such|parts"):
        Design(**{"season": "autumn", "metal": "gold", "year": 2026} | wrong)


def test_missing_names_each_character_we_cannot_draw_once():
    assert medal_art.missing("林晓 № 000087 · 二〇二六 Zoë Wang 买买提") == ""
    assert medal_art.missing("体😀测😀試\n") == "😀試\n"


def test_a_character_without_a_glyph_is_refused_by_name_before_anything_is_drawn():
    with pytest.raises(MissingGlyph, match="😀") as ring:
        medal_art.die(Design("autumn", "gold", 2026, title="体测😀"))
    with pytest.raises(MissingGlyph, match="試") as name:
        card(name="林試")
    assert (ring.value.characters, name.value.characters) == ("😀", "試")


def test_a_card_is_a_portrait_picture_without_transparency():
    assert (card().mode, card().size) == ("RGB", (1080, 1440))


@pytest.mark.parametrize("given", [{"name": "林晓"}, {"score_text": "91.5 分"}])
def test_name_and_score_are_on_the_card_only_if_given(given):
    box = ImageChops.difference(card(), card(**given)).getbbox()

    assert box is not None
    assert inside(box, (71, 1150, 680, 1270))


def test_a_card_in_english_needs_no_chinese():
    picture = card(words=ENGLISH, grade_text="Excellent", date_text="18 Oct 2026", name="Lin Xiao")

    assert read_code(picture, 1080, 80) == URL


def test_long_words_stay_out_of_the_code():
    long = card(name="阿卜杜热合曼·买买提江" * 4, score_text="91.5 分" * 12)

    assert difference(long.crop((708, 1000, 1080, 1440)), card().crop((708, 1000, 1080, 1440))) == 0


@pytest.mark.parametrize("url", [URL, LONGEST_URL])
def test_the_code_is_read_after_a_messenger_shrank_and_recompressed_the_card(url):
    assert read_code(card(url=url), 360, 50) == url
