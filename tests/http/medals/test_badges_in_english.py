"""The desk for badges and awards in English: pages, refusals and the printed sheet hold no Han."""

import io

from models import Award, Season
from services import clock, store
from tests.http.medals.test_badges import DRAFT, picture

ENGLISH = DRAFT | {"name": "Vanguard", "text": "VANGUARD"}


def test_an_english_admin_meets_no_han_at_the_desk_for_badges(reader, scene, sign_in_as):
    sign_in_as(scene.cast.admin)
    year = clock.today().year
    for place in ("/badges", "/badges/new", "/badges/course", f"/badges/fitness/run?year={year}"):
        assert reader.get(place).status_code == 200
    made = reader.post("/badges/new", ENGLISH)
    own = made.location.partition("?")[0]
    reader.post(
        f"{own}/give", {"numbers": scene.cast.officer.police_number, "note": "Flood", "request_id": "a"}
    )
    reader.post("/badges/course/number", {"number": "80"})
    reader.post("/badges/course/state", {"is_hidden": "on"})
    reader.post("/badges/fitness/run", {"year": year})


def test_an_english_admin_is_refused_in_english(reader, scene, sign_in_as):
    sign_in_as(scene.cast.admin)
    number = scene.cast.officer.police_number
    for wrong in ({"name": ""}, {"text": "😀"}, {"text": "V" * 30}, {"outline": "eagle"}, {"emblem": "99"}):
        reader.post("/badges/new", ENGLISH | wrong, status=422)
    reader.post("/badges/preview", ENGLISH | {"file": (io.BytesIO(b"<svg/>"), "x.svg")})
    reader.post("/badges/preview", ENGLISH | {"file": (picture(), "x.png")})
    reader.post("/badges/course/number", {"number": "101"}, status=422)
    reader.post("/badges/fitness/give", {"numbers": number, "note": "x"}, status=409)
    own = reader.post("/badges/new", ENGLISH).location.partition("?")[0]
    for wrong in ({"numbers": ""}, {"numbers": "000000"}, {"training": str(scene.drill.id)}):
        reader.post(f"{own}/give", {"note": "x"} | wrong, status=422)
    reader.post(f"{own}/state", {})
    reader.post(f"{own}/give", {"numbers": number, "note": "x"}, status=409)


def test_an_award_is_withdrawn_read_and_printed_in_english(reader, scene, sign_in_as):
    with store.connection():
        award, season = Award.get(), Season.get(Season.id == Award.get().season_id)
    sign_in_as(scene.cast.admin)
    for place in ("/awards", "/awards?state=revoked", "/awards/ceremony", f"/awards/{award.id}"):
        assert reader.get(place).status_code == 200
    assert reader.get(f"/awards/ceremony.pdf?season={season.id}").status_code == 200
    assert reader.get("/awards/ceremony.pdf").status_code == 422
    reader.post(f"/awards/{award.id}/withdraw", {"reason": ""}, status=422)
    reader.post(f"/awards/{award.id}/withdraw", {"reason": "Someone else"})
    reader.post(f"/awards/{award.id}/withdraw", {"reason": "Again"}, status=409)
    sign_in_as(scene.cast.officer)
    assert reader.get(f"/medals/{award.id}").status_code == 200
    assert reader.get("/medals").status_code == 200
