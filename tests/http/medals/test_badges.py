"""The admin's desk for badges: on and off, numbers, runs, giving by hand, and a bureau's own."""

import io

import pytest
from PIL import Image

from models import Award, AwardVersion, Badge, Emblem, Season, SeasonKind
from services import badges, clock, store
from tests.conftest import HERE, HTMX
from tests.support.awarding import make_assessment, make_season, make_sheet
from tests.support.tables import digest

DRAFT = {
    "name": "先锋",
    "text": "先锋纪念",
    "outline": "round",
    "colour": "navy",
    "metal": "gold",
    "per": "season",
}


def picture(form="PNG", size=(64, 40)):
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, form)
    out.seek(0)
    return out


@pytest.fixture
def today(cast):
    """A season that today lies in."""
    with store.connection():
        on = clock.today()
        return Season.create(year=on.year, kind=SeasonKind.WINTER, first_on=on, last_on=on)


@pytest.fixture
def desk(client, cast, sign_in_as):
    sign_in_as(cast.admin)
    return client


def post(client, place, headers=HERE, **form):
    return client.post(place, data=form, headers=headers)


def make_own(client, **changes):
    answer = post(client, "/badges/new", **DRAFT | changes)
    assert answer.status_code == 303, answer.text
    return answer.location.rpartition("/")[2].partition("?")[0]


def test_every_shipped_badge_is_listed_with_its_condition_and_says_what_is_not_set(desk):
    page = desk.get("/badges").text

    for facts in badges.SHIPPED.values():
        assert facts["name"] in page
    assert page.count("数目未设") == 2
    assert "至少到过 1 场" in page


def test_a_badge_is_put_out_of_force_and_hidden_and_back(desk):
    assert post(desk, "/badges/marksman/state", is_hidden="on").status_code == 303
    page = desk.get("/badges/marksman").text
    assert "停发" in page
    assert "隐藏" in page
    post(desk, "/badges/marksman/state", is_in_force="on")
    assert "停发" not in desk.get("/badges/marksman").text


@pytest.mark.parametrize("number", ["0", "101", "-1", "x", "12.5"])
def test_a_number_out_of_range_changes_nothing_and_says_so_beside_its_field(desk, number):
    with store.connection():
        before = digest()
    answer = post(desk, "/badges/course/number", number=number)

    assert answer.status_code == 422
    assert 'id="number-error"' in answer.text
    with store.connection():
        assert digest() == before


def test_a_number_brings_a_badge_into_force(desk):
    assert "数目未设" in desk.get("/badges/gold_instructor").text
    assert post(desk, "/badges/gold_instructor/number", number="20").status_code == 303
    page = desk.get("/badges/gold_instructor").text
    assert "数目未设" not in page
    assert "一年里带过 20 场" in page


def test_a_run_is_shown_counted_and_then_done_once(desk, cast, earn):
    with store.connection():
        sheet = make_sheet(make_assessment(cast.east), cast.officer)  # in no season yet
    assert earn("gold", sheet=sheet) is None
    with store.connection():
        training = sheet.assessment.training
        training.season = make_season()
        training.save()
    shown = desk.get("/badges/fitness/run?year=2026").text
    assert cast.officer.name in shown
    assert cast.officer.police_number in shown
    with store.connection():
        assert Award.select().count() == 0

    done = post(desk, "/badges/fitness/run", year="2026")
    assert "n=1" in done.location
    assert "没有要改的" in desk.get("/badges/fitness/run?year=2026").text
    assert "n=0" in post(desk, "/badges/fitness/run", year="2026").location


def test_a_bureau_s_own_badge_is_designed_and_given_by_numbers(desk, cast, today):
    code = make_own(desk)
    two = f"{cast.officer.police_number}，{cast.auxiliary.police_number}"
    form = {"numbers": two, "note": "抗洪", "request_id": "a-form"}
    assert "n=2" in post(desk, f"/badges/{code}/give", **form).location
    assert "n=0" in post(desk, f"/badges/{code}/give", **form).location

    with store.connection():
        assert sorted(a.edition for a in Award.select()) == [1, 2]
        assert {v.note for v in AwardVersion.select()} == {"抗洪"}


@pytest.mark.parametrize(
    "form",
    [
        {"numbers": "000000", "note": "x"},
        {"numbers": "", "note": "x"},
        {"numbers": "@", "note": ""},
        {"training": "999", "note": "x"},
    ],
)
def test_a_list_with_a_fault_gives_nothing(desk, cast, today, form):
    code = make_own(desk)
    form = form | {"numbers": form.get("numbers", "").replace("@", cast.officer.police_number)}
    assert post(desk, f"/badges/{code}/give", **form).status_code in (404, 422)
    with store.connection():
        assert Award.select().count() == 0


def test_a_badge_with_a_rule_is_not_given_by_hand(desk, cast, today):
    form = {"numbers": cast.officer.police_number, "note": "x"}
    assert post(desk, "/badges/fitness/give", **form).status_code == 409


@pytest.mark.parametrize(
    "changes",
    [
        {"name": ""},
        {"outline": "eagle"},
        {"colour": "#fff"},
        {"metal": "tin"},
        {"per": "weekly"},
        {"text": "😀"},
        {"text": "一二三四五六七八九十一二三"},
        {"emblem": "99"},
    ],
)
def test_a_design_that_cannot_be_drawn_makes_nothing_and_says_why(desk, changes):
    answer = post(desk, "/badges/new", **DRAFT | changes)

    assert answer.status_code == 422
    with store.connection():
        assert Badge.select().count() == 0


def test_a_picture_is_drawn_anew_and_kept_once_however_often_it_is_tried(desk):
    for _try in range(2):
        answer = desk.post("/badges/preview", data=DRAFT | {"file": (picture("JPEG"), "x.jpg")}, headers=HTMX)
        assert answer.status_code == 200
        assert answer.text.lstrip().startswith("<aside")
    with store.connection():
        (emblem,) = Emblem.select()
        kept = Image.open(io.BytesIO(bytes(emblem.png)))
    assert (kept.format, kept.mode, kept.size) == ("PNG", "RGBA", (512, 512))
    assert f'name="emblem" value="{emblem.id}"' in answer.text


def test_an_svg_of_shapes_is_drawn(desk):
    red = b'<g fill="#f00"><rect width="10" height="10"/></g>'
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10">' + red + b"</svg>"
    answer = desk.post("/badges/preview", data=DRAFT | {"file": (io.BytesIO(drawing), "x.svg")}, headers=HTMX)

    assert answer.status_code == 200
    with store.connection():
        kept = Image.open(io.BytesIO(bytes(Emblem.get().png)))
    assert kept.size == (512, 512)
    # Twice as wide as high, its left half red: padded above and below, nothing on the right.
    assert [kept.getpixel(at) for at in ((100, 256), (400, 256), (100, 60))] == [
        (255, 0, 0, 255),
        (0, 0, 0, 0),
        (0, 0, 0, 0),
    ]


def test_an_svg_of_more_than_shapes_is_refused_with_a_word(desk):
    evil = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    answer = desk.post("/badges/preview", data=DRAFT | {"file": (io.BytesIO(evil), "x.svg")}, headers=HTMX)

    assert "不能有“script”" in answer.text
    with store.connection():
        assert Emblem.select().count() == 0


def test_the_look_is_a_picture_for_admins_alone(desk, cast, sign_in_as):
    place = "/badges/look.webp?outline=round&colour=navy&metal=gold&text=先锋"
    answer = desk.get(place)
    assert answer.mimetype == "image/webp"
    assert desk.get(place.replace("round", "eagle")).status_code == 422
    assert sign_in_as(cast.registrar).get(place).status_code == 403


def test_a_badge_that_does_not_exist_is_not_found(desk):
    assert desk.get("/badges/nonsense").status_code == 404
