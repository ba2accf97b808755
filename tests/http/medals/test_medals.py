"""The wall, and one medal's page."""

import numpy
import pytest

from models import SeasonKind
from services import store
from tests.conftest import HTMX, counting_queries
from tests.support import qr
from tests.support.awarding import make_assessment, make_season, make_sheet


def page_of(medal):
    return f"/medals/{medal.award_id}"


def test_the_wall_shows_the_medal_with_its_grade_and_number(client, cast, medal, sign_in_as):
    page = sign_in_as(cast.officer).get("/medals").text

    assert f'href="{page_of(medal)}"' in page
    assert "№ 000001" in page
    assert "data-fresh" not in page


def test_the_wall_of_someone_else_holds_none_of_it(client, cast, medal, sign_in_as):
    assert page_of(medal) not in sign_in_as(cast.auxiliary).get("/medals").text


def test_an_unchanged_wall_is_answered_304_with_few_queries(client, cast, medal, sign_in_as):
    sign_in_as(cast.officer)
    tag = client.get("/medals", headers=HTMX).headers["ETag"]
    with counting_queries() as sent:
        again = client.get("/medals", headers=HTMX | {"If-None-Match": tag})

    assert (again.status_code, again.data) == (304, b"")
    assert len(sent) <= 4


def test_a_new_medal_swings_in_on_the_open_wall(client, cast, earn, sign_in_as):
    sign_in_as(cast.officer)
    first = client.get("/medals")
    earn()
    place = first.text.partition('hx-get="')[2].partition('"')[0].replace("&amp;", "&")
    answer = client.get(place, headers=HTMX | {"If-None-Match": first.headers["ETag"]})

    assert answer.status_code == 200
    assert answer.text.lstrip().startswith("<div")
    assert "data-fresh" in answer.text
    assert 'role="status"' in answer.text


def test_a_wall_of_fifteen_medals_takes_as_few_queries_as_of_one(client, cast, earn, sign_in_as):
    earn("silver", kind=SeasonKind.WINTER)
    sign_in_as(cast.officer)
    client.get("/medals")
    with counting_queries() as one:
        client.get("/medals")
    for year in (2024, 2025, 2026):
        for kind in SeasonKind:
            earn("silver", kind=kind, year=year)
    with counting_queries() as many:
        page = client.get("/medals").text

    # Twelve of fitness, and one for the four seasons of each year.
    assert page.count("№ 0") == 15
    assert len(many) <= len(one) <= 28


def test_the_wall_can_be_narrowed_to_one_metal(client, cast, earn, sign_in_as):
    earn("gold", kind=SeasonKind.SPRING)
    bronze = earn("bronze", kind=SeasonKind.SUMMER)
    page = sign_in_as(cast.officer).get("/medals?metal=bronze").text

    assert page.count("№ 0") == 1
    assert page_of(bronze) in page


def test_a_medal_s_page_shows_the_code_and_a_qr_that_leads_to_its_check(client, cast, medal, sign_in_as):
    page = sign_in_as(cast.officer).get(page_of(medal)).text
    code = medal.check_code

    assert " ".join(code[n : n + 4] for n in range(0, 16, 4)) in page
    assert f'href="/V/{code}"' in page
    path = page.partition('<path d="')[2].partition('"')[0]
    field = numpy.full((41 * 8, 41 * 8), 255, numpy.uint8)
    for square in path.split("M")[1:]:
        x, y = (int(n) + 4 for n in square.partition("h")[0].split())
        field[y * 8 : y * 8 + 8, x * 8 : x * 8 + 8] = 0
    assert qr.read(field) == f"HTTP://LOCALHOST/V/{code}"


@pytest.mark.parametrize("place", ["", "/picture.webp?size=240", "/picture.png?size=1024"])
@pytest.mark.parametrize(
    ("who", "status"),
    [("officer", 200), ("registrar", 200), ("auxiliary", 404), ("stranger", 404), ("instructor", 404)],
)
def test_a_medal_is_seen_by_its_owner_and_the_desk_above_them(
    client, cast, medal, sign_in_as, place, who, status
):
    assert sign_in_as(getattr(cast, who)).get(page_of(medal) + place).status_code == status


@pytest.mark.parametrize("place", ["", "/picture.webp?size=240", "/card.png"])
def test_a_medal_asks_to_sign_in(client, medal, place):
    assert client.get(page_of(medal) + place).status_code == 303


def test_only_the_owner_has_the_share_card(client, cast, medal, sign_in_as):
    assert sign_in_as(cast.registrar).get(page_of(medal) + "/card.png").status_code == 404
    assert "card.png" not in client.get(page_of(medal)).text
    assert client.get(page_of(medal), headers=HTMX).status_code == 404
    assert sign_in_as(cast.officer).get(page_of(medal) + "/card.png").status_code == 200


def test_a_corrected_medal_shows_its_history_and_a_revoked_one_says_so(client, cast, earn, sign_in_as):
    with store.connection():
        sheet = make_sheet(make_assessment(cast.east, season=make_season()), cast.officer)
    made = earn("gold", sheet=sheet)
    earn("bronze", sheet=sheet)
    page = sign_in_as(cast.officer).get(page_of(made)).text
    assert "更正记录" in page
    assert "已更正" in page

    earn(None, sheet=sheet)
    assert "已撤销" in client.get(page_of(made)).text
    assert "№ 0" not in client.get("/medals").text


def test_a_medal_that_does_not_exist_is_not_found(client, cast, sign_in_as):
    assert sign_in_as(cast.officer).get("/medals/9").status_code == 404
