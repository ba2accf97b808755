"""The back of a medal, and the wall as one long picture."""

import pytest
from PIL import Image, ImageChops

from services import medal_art
from services.medal_art import Design, MissingGlyph
from services.medal_art.wall import LONGEST, columns
from tests.support.pictures import inside

AUTUMN = Design("autumn", "gold", 2026)


@pytest.fixture
def hung():
    return [medal_art.Hung(Image.new("RGBA", (64, 64), "gold"), "2026 秋赛 · 优秀", "№ 000087")]


def back(**changes):
    rows = (("引体向上", "18", "20 分"), ("1000 米跑", "3′41″", "25 分"))
    facts = {"name": "林晓", "title": "2026 秋赛", "rows": rows, "total": "91 分", "date": "2026.10.18"}
    return medal_art.back(AUTUMN, medal_art.Back(**{"edition": 87, **facts} | changes))


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ({"name": ""}, (150, 120, 570, 210)),
        ({"rows": (("引体向上", "19", "20 分"), ("1000 米跑", "3′41″", "25 分"))}, (340, 230, 460, 470)),
        ({"total": "90 分"}, (150, 460, 570, 550)),
        ({"edition": 88}, (150, 560, 570, 620)),
    ],
)
def test_the_back_says_name_measures_total_and_number_each_in_its_place(given, place):
    box = ImageChops.difference(back().convert("RGB"), back(**given).convert("RGB")).getbbox()

    assert box is not None
    assert inside(box, place)


def test_a_back_takes_a_sheet_of_any_length_and_none():
    lines = tuple((f"第 {n} 项", "1′02″3", "5 分") for n in range(20))

    for rows in (lines, ()):
        assert (back(rows=rows).mode, back(rows=rows).size) == ("RGBA", (720, 720))


@pytest.mark.parametrize("given", [{"name": "林試"}, {"rows": (("試", "1", "1"),)}, {"title": "試"}])
def test_a_back_with_a_character_we_cannot_draw_is_refused(given):
    with pytest.raises(MissingGlyph, match="試"):
        back(**given)


def test_a_wall_is_one_picture_as_long_as_its_medals_need(hung):
    one, four = (medal_art.wall(hung * n, title="林晓", count="") for n in (1, 4))

    assert one.width == four.width == 1080
    assert one.height < four.height


def test_a_wall_of_many_medals_sets_more_of_them_side_by_side(hung):
    assert [columns(n) for n in (1, 100, 160, 300)] == [3, 3, 4, 6]
    assert medal_art.wall(hung * 160, title="", count="").height <= LONGEST


def test_a_wall_with_a_character_we_cannot_draw_is_refused(hung):
    with pytest.raises(MissingGlyph, match="試"):
        medal_art.wall([medal_art.Hung(hung[0].picture, "試", "")], title="", count="")
