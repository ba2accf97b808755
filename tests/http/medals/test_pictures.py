"""Pictures of medals: who may keep them, which sizes there are, and what the share card holds."""

from io import BytesIO

from PIL import Image

from models import SeasonKind
from services import medals, store
from tests.support import factories, qr
from tests.support.awarding import make_season


def page_of(medal):
    return f"/medals/{medal.award_id}"


def test_pictures_may_be_kept_only_by_the_owner_s_browser_and_only_with_the_version(
    client, cast, medal, sign_in_as
):
    sign_in_as(cast.officer)
    lasting = client.get(f"{page_of(medal)}/picture.webp?size=240&v={medals.ART_VERSION}.{medal.id}")
    passing = client.get(f"{page_of(medal)}/picture.webp?size=240&v=other")

    assert lasting.cache_control.private
    assert lasting.cache_control.immutable
    assert not lasting.cache_control.public
    assert passing.cache_control.no_store
    assert not passing.cache_control.immutable


def test_pictures_have_the_sizes_we_make_and_no_others(client, cast, medal, sign_in_as):
    sign_in_as(cast.officer)
    small = client.get(f"{page_of(medal)}/picture.webp?size=240")
    full = client.get(f"{page_of(medal)}/picture.png?size=1024")

    assert len(small.data) <= 12 * 1024
    assert Image.open(BytesIO(small.data)).size == (240, 240)
    assert Image.open(BytesIO(full.data)).size == (1024, 1024)
    for wrong in ("picture.webp?size=5000", "picture.png?size=240", "picture.gif?size=240", "picture.png"):
        assert client.get(f"{page_of(medal)}/{wrong}").status_code == 404


def test_a_die_is_public_and_exists_for_the_seasons_that_are_set(client, tables):
    with store.connection():
        make_season(SeasonKind.AUTUMN)
    for face in ("struck", "unstruck", "silhouette"):
        answer = client.get(f"/dies/autumn-gold-2026.webp?face={face}&v={medals.ART_VERSION}")
        assert answer.cache_control.public
        assert len(answer.data) <= 12 * 1024
    wrong = (
        "winter-gold-2026",
        "autumn-gold-2027",
        "autumn-tin-2026",
        "autumn-gold-x",
        "autumn",
        "autumn-gold-²⁰²⁶",
    )
    for name in wrong:
        assert client.get(f"/dies/{name}.webp").status_code == 404
    assert client.get("/dies/autumn-gold-2026.webp?face=back").status_code == 404


def test_the_share_card_has_name_and_marks_only_when_asked_for(client, cast, medal, sign_in_as):
    sign_in_as(cast.officer)
    cards = [
        client.get(f"{page_of(medal)}/card.png{q}").data
        for q in ("", "?name=1", "?marks=1", "?name=1&marks=1")
    ]

    assert len(set(cards)) == 4
    assert {qr.read(card) for card in cards} == {f"HTTP://LOCALHOST/V/{medal.check_code}"}
    page = client.get(page_of(medal)).text
    assert "checked" not in page.partition('id="share"')[2]


def test_a_name_we_cannot_draw_is_left_off_with_a_word(client, cast, earn, sign_in_as):
    with store.connection():
        person = factories.make_person(cast.east, name="林𬭊😀")
    medal = earn(person=person)
    sign_in_as(person)

    assert "😀" in client.get(page_of(medal)).text.partition('id="lacking"')[2][:300]
    plain, named = (client.get(f"{page_of(medal)}/card.png{q}") for q in ("", "?name=1"))
    assert named.status_code == 200
    assert plain.data == named.data
