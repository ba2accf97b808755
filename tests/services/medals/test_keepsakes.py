"""What a medal's owner may keep: its back with the day's sheet, and all medals as one picture."""

from io import BytesIO

import pytest
from PIL import Image

from models import Person
from services import awards, medal_art, words
from services.errors import NotFound
from services.medals import keepsakes
from tests.support import factories
from tests.support.awarding import make_assessment, make_season, make_sheet, settle
from tests.support.factories import Cast

RUN = {"exercise": "run", "name": "1000 米跑", "name_en": "1000 m run", "shown": "3′41″", "points": 25}
SIT = {"exercise": "sit", "name": "仰卧起坐", "name_en": "Sit-ups", "shown": "30", "passed": False}
PULL = {
    "exercise": "pull",
    "name": "引体向上",
    "name_en": "Pull-ups",
    "shown": "18",
    "points": 20,
    "counts": False,
}


@pytest.fixture
def bureau(database):
    return Cast()


@pytest.fixture
def sheet(bureau):
    return make_sheet(make_assessment(bureau.east, season=make_season()), bureau.officer)


@pytest.fixture
def signer(bureau):
    return factories.identity(bureau.instructor).account_id


@pytest.fixture
def owner(bureau):
    return factories.identity(bureau.officer)


@pytest.fixture
def backs(monkeypatch):
    """What was given to be cut into backs; nothing is drawn."""
    given = []

    def back(design, side, size):
        given.append(side)
        return Image.new("RGBA", (size, size))

    monkeypatch.setattr(medal_art, "back", back)
    return given


def medal_of(owner):
    (medal,) = awards.of_person(owner.person_id)
    return medal


def test_the_back_shows_the_sheet_that_earned_the_medal_what_counts_first(sheet, signer, owner, backs):
    settle(sheet, "gold", signer=signer, total=91, results=[PULL, RUN, SIT])
    keepsakes.back_side(medal_of(owner), actor=owner)

    (side,) = backs
    assert side.rows == (
        ("1000 米跑", "3′41″", "25 分"),
        ("仰卧起坐", "30", "未达标"),
        ("引体向上", "18", "—"),
    )
    assert (side.name, side.total, side.edition) == (medal_of(owner).person_name, "91 分 · 优秀", 1)


def test_the_back_speaks_the_readers_language(sheet, signer, owner, backs):
    settle(sheet, "gold", signer=signer, total=91, results=[RUN])
    with words.using("en"):
        keepsakes.back_side(medal_of(owner), actor=owner)

    assert backs[0].rows[0][0] == "1000 m run"
    assert backs[0].total.endswith("Excellent")


def test_after_a_correction_the_back_shows_the_corrected_sheet(sheet, signer, owner, backs):
    settle(sheet, "silver", signer=signer, total=70, results=[RUN])
    settle(sheet, "gold", signer=signer, total=91, results=[RUN | {"shown": "3′30″", "points": 30}])
    keepsakes.back_side(medal_of(owner), actor=owner)

    assert backs[0].rows == (("1000 米跑", "3′30″", "30 分"),)


def test_the_back_is_for_its_owner_alone(sheet, signer, owner, bureau, backs):
    settle(sheet, "gold", signer=signer)

    for other in (bureau.registrar, bureau.instructor, bureau.admin):
        with pytest.raises(NotFound):
            keepsakes.back_side(medal_of(owner), actor=factories.identity(other))
    assert backs == []


def test_a_name_we_cannot_draw_is_left_off_and_any_other_word_is_refused_by_its_characters(
    sheet, signer, owner
):
    Person.update(name="王𠮷").where(Person.id == owner.person_id).execute()
    settle(sheet, "gold", signer=signer, results=[RUN])
    drawn = Image.open(BytesIO(keepsakes.back_side(medal_of(owner), actor=owner)))
    assert (drawn.format, drawn.size) == ("WEBP", (720, 720))

    settle(sheet, "gold", signer=signer, total=31, results=[RUN | {"name": "𠮷跑"}])
    with pytest.raises(keepsakes.Undrawable, match="𠮷"):
        keepsakes.back_side(medal_of(owner), actor=owner)


def test_the_wall_is_one_jpeg_of_valid_medals_with_the_name_only_where_asked_for(
    sheet, signer, owner, tmp_path, monkeypatch
):
    titles, draw = [], medal_art.wall
    monkeypatch.setattr(
        medal_art,
        "wall",
        lambda hung, **head: titles.append((len(hung), head["title"])) or draw(hung, **head),
    )
    with pytest.raises(NotFound):
        keepsakes.long_wall(tmp_path, actor=owner, with_name=False)
    settle(sheet, "gold", signer=signer)
    drawn = [keepsakes.long_wall(tmp_path, actor=owner, with_name=named) for named in (False, True)]

    assert titles == [(1, "我的纪念章"), (1, medal_of(owner).person_name)]
    assert all(Image.open(BytesIO(each)).format == "JPEG" for each in drawn)
    assert drawn[0] != drawn[1]
