"""What an English reader is told when something is refused holds no Han: every form, sent wrong."""

import io

import pytest

from models import Account, Appointment, Evidence, OpeningCode, Throttle
from services import clock, store
from services.trainings import codes
from tests.conftest import HERE, HTMX
from tests.support.factories import PASSWORD, code_of, digits_of
from tests.support.field_day import PHYSIQUE, POLICE, RECRUIT, digest_of, fresh
from tests.support.reader import HEADINGS
from tests.support.rosters import csv, row, xlsx

NOBODY = "999999"


@pytest.fixture
def seat(reader, scene, sign_in_as):
    """The reader, signed in as one of the cast."""

    def sit(who):
        sign_in_as(who if who is None else getattr(scene.cast, who))
        return reader

    return sit


def test_codes_that_do_not_count(seat, scene):
    reader = seat("officer")
    with store.connection():
        early, off = code_of(scene.coming), code_of(scene.cancelled)
        forged = codes.make(
            b"x" * 32, scene.drill.number, codes.Phase.IN, codes.slot_of(scene.drill.starts_at)
        )
        others = Evidence.get(person=scene.cast.auxiliary).claim_id
    for text, status in (("NONSENSE", 404), (forged, 404), (early, 409), (off, 409)):
        assert reader.get(f"/C/{text}").status_code == status
    reader.post("/check-in", status=409)
    assert reader.get(f"/check-in/{others}").status_code in (403, 404)
    assert reader.get("/V/NOSUCHCODE").status_code == 404


def test_wrong_digits_until_they_are_too_many(seat, scene):
    reader, sent = seat("officer"), {"training": scene.drill.id, "digits": "000000"}
    for _ in range(5):
        reader.post("/check-in/digits", sent, status=422)
    reader.post("/check-in/digits", sent, status=429)
    reader.post("/check-in/digits", sent | {"training": scene.cancelled.id}, status=409)
    reader.post("/check-in/digits", {"training": "x"}, status=(404, 422))
    with store.connection():
        early = digits_of(scene.coming)
    reader.post("/check-in/digits", {"training": scene.coming.id, "digits": early}, status=409)


def test_signing_in_opening_and_changing_a_password(seat, scene):
    reader, number = seat(None), scene.cast.officer.police_number
    assert reader.get("/medals").status_code == 303
    for _ in range(30):
        answer = reader.post(
            "/sign-in", {"police_number": number, "password": "wrong"}, status=(401, 403, 422, 429)
        )
    assert answer.status_code == 429
    opening = {"police_number": scene.unopened.police_number, "code": "AAAA-AAAA-AAAA-AAAA"}
    for password in ("a good password", "short", "1" * 12, "x" * 1000):
        reader.post("/open", opening | {"password": password}, status=(401, 403, 409, 422, 429))
    with store.connection():
        Throttle.delete().execute()
    reader = seat("officer")
    for old, new in (("wrong", "a good password"), (PASSWORD, "short"), (PASSWORD, number * 2)):
        reader.post("/account/password", {"old": old, "password": new}, status=422)
    for _ in range(10):
        answer = reader.post(
            "/account/password", {"old": "wrong", "password": "a good one"}, status=(422, 429)
        )
    assert answer.status_code == 429


def test_a_station_takes_no_nonsense(seat, scene):
    reader, day = seat("instructor"), scene.physique
    with store.connection():
        sheet, settled = day.sheet().id, scene.recruits.sheet().id
        lacking = scene.physique.sheet(scene.older).id
    for one, exercise, wrong in (
        (day, "grip", ("", "x", "4500", "45/50", "45.0.0")),
        (day, "height_weight", ("64", "1.72/64", "a/b", "172.5/")),
        (scene.police, "run800", ("3:75", "-1", "0:58", "9999")),
    ):
        with store.connection():
            sent = {"sheet": one.sheet().id, "exercise": exercise, "entry_id": fresh()}
        for value in wrong:
            for headers in (HERE, HTMX):
                place = f"/stations/{one.stations[exercise].id}/attempts"
                reader.post(place, sent | {"value": value}, status=422, headers=headers)
    grip = f"/stations/{day.stations['grip'].id}"
    sent = {"sheet": sheet, "exercise": "grip", "value": "45.0"}
    reader.post(f"{grip}/attempts", sent | {"exercise": "pushup"}, status=409)
    reader.post(f"{grip}/attempts", sent, status=409)  # its one try is taken
    reader.post(f"{grip}/attempts", sent | {"sheet": NOBODY}, status=404)
    reader.post(f"{grip}/attempts", sent | {"sheet": lacking}, status=(200, 303))
    reader.post(f"{grip}/voids", {"sheet": sheet, "target": "x", "reason": "x"}, status=404)
    reader.post(f"{grip}/arrivals", {"person": NOBODY}, status=(404, 409))
    reader.post(f"{grip}/arrivals", {"person": scene.cast.stranger.id}, status=409)
    run = scene.recruits.stations["run1000"].id
    for value in ("3:75", "0:58", "four", "4:00"):
        sent = {"sheet": settled, "exercise": "run1000", "value": value}
        reader.post(f"/stations/{run}/attempts", sent, status=(409, 422))
    assert reader.get(f"{grip}?q=Nobody").status_code == 200


def test_sheets_that_cannot_be_chosen_on_settled_or_corrected_so(seat, scene):
    reader = seat("instructor")
    with store.connection():
        settled, open_one = scene.recruits.sheet().id, scene.police.sheet().id
    for headers in (HERE, HTMX):
        reader.post(f"/sheets/{open_one}/settle", status=422, headers=headers)
        reader.post(f"/sheets/{settled}/settle", status=409, headers=headers)
        reader.post(f"/sheets/{settled}/choices", {"exercise": "run1000"}, status=(409, 422), headers=headers)
        reader.post(f"/sheets/{open_one}/choices", {"exercise": "javelin"}, status=422, headers=headers)
        reader.post(f"/sheets/{open_one}/corrections", {"reason": "x"}, status=409, headers=headers)
    for wrong in (
        {},
        {"reason": "x"},
        {"reason": "x", "exercise": "run1000", "value": "3:75"},
        {"reason": "x", "exercise": "javelin", "value": "60"},
        {"reason": "x", "pick": "javelin"},
        {"reason": "x", "target": "nothing"},
        {"reason": "x" * 300},
    ):
        reader.post(f"/sheets/{settled}/corrections", wrong, status=(404, 422))
    reader = seat("officer")
    reader.post(f"/sheets/{open_one}/choices", {"exercise": "shuttle4x10"}, status=409)


PLAN = {"title": "", "kind": "sport", "unit": "", "starts_at": "soon", "ends_at": "", "instructors": "0 00"}
PLAN |= {"opens_before": "x", "late_grace": "999", "counts": "9", "place": "x" * 99, "subject": "x"}


def test_plans_lists_and_rosters_of_a_training(seat, scene):
    reader, drill = seat("instructor"), f"/desk/trainings/{scene.drill.id}"
    good = {
        "title": "A",
        "kind": "drill",
        "unit": scene.cast.east.id,
        "late_grace": "10",
        "opens_before": "5",
    }
    ends = {"starts_at": "2026-11-21T14:00", "ends_at": "2026-11-21T13:00"}
    for wrong in (PLAN, good | ends, good | ends | {"ends_at": "2027-11-21T13:00"}):
        reader.post("/desk/trainings/new", wrong, status=422)
        reader.post(f"{drill}/edit", wrong, status=422)
    reader.post("/desk/trainings/new", good | ends | {"unit": NOBODY}, status=(404, 409, 422))
    reader.post(f"{drill}/finalise", status=409)
    for wrong in ({}, {"numbers": "000 001"}, {"unit": NOBODY}):
        reader.post(f"{drill}/enrol", wrong, status=(404, 422))
    for closed in (scene.past, scene.cancelled):
        for act in ("cancel", "finalise", "enrol"):
            reader.post(f"/desk/trainings/{closed.id}/{act}", {"unit": scene.cast.east.id}, status=409)
        reader.post(f"/trainings/{closed.id}/roster/{scene.older.id}/tick", status=409)
    roster = f"/trainings/{scene.drill.id}/roster"
    for headers in (HERE, HTMX):
        reader.post(f"{roster}/{scene.older.id}/amend", {"attendance": "x"}, status=422, headers=headers)
        reader.post(f"{roster}/undo", {"claim_id": "x"}, status=404, headers=headers)
        reader.post(f"{roster}/{NOBODY}/tick", status=404, headers=headers)
    assert reader.get(f"/trainings/{scene.drill.id}/board/codes?phase=x&display=QK").status_code >= 400


def test_setting_an_assessment_up(seat, scene):
    reader = seat("instructor")
    with store.connection():
        digest = digest_of(PHYSIQUE)
    training = {"training": scene.recruits.training.id, "kind": "fitness", "exercise": ["grip"]}
    for wrong in (
        {},
        {"kind": "x", "exercise": ["grip"], "examiner-grip": "000", "chief": "000"},
        training,
        training | {"training": scene.drill.id},
        training | {"training": NOBODY, "exercise": ["javelin"]},
        training | {"training": "", "title": "A", "exercise": []},
    ):
        reader.post("/assessments/new", {"standard": digest} | wrong, status=(404, 409, 422))
    reader.post("/assessments/new", training | {"standard": "nope"}, status=(404, 409, 422))
    place = f"/assessments/{scene.physique.assessment.id}"
    station = scene.physique.stations["grip"].id
    for act, sent in (
        ("chief", {"chief": "000"}),
        ("stations", {"exercise": "javelin"}),
        ("examiners", {"station": station, "examiner": "000"}),
        ("examiners", {"station": "x"}),
        ("sheets", {"person": scene.cast.stranger.id}),
    ):
        for headers in (HERE, HTMX):
            reader.post(f"{place}/{act}", sent, status=(404, 409, 422), headers=headers)
    assert reader.get(f"{place}?q=Nobody&tab=results").status_code == 200


ROSTERS = {
    "nothing": (b"", "a.csv"),
    "text": (b"hello", "a.txt"),
    "a broken workbook": (b"PK\x03\x04", "a.xlsx"),
    "an old workbook": (b"\xd0\xcf\x11\xe0", "a.xls"),
    "other headings": (xlsx(("1", "2", "3"), header=("A", "B", "C")), "a.xlsx"),
    "two of one": (xlsx(header=(*HEADINGS, "Gender")), "a.xlsx"),
    "few headings": (xlsx(("1", "2", "3"), header=HEADINGS[:3]), "a.xlsx"),
    "nobody": (xlsx(header=HEADINGS), "a.xlsx"),
    "too many": (csv(*[row("R1", unit="Unit 2")] * 20_001, header=HEADINGS), "a.csv"),
    "wrong rows": (
        csv(
            row("1E5", "1", "x", "1", "x", "x" * 21, ""),
            row("", "", "", "", "", "", "Nowhere/East"),
            row("R2", "x" * 41, "F", "1890-01-01", "officer", "", "Unit 2"),
            row("11010519491231002X", "Ann", "F", "1990-01-01", "officer", "", "Unit 3"),
            *[row("R4", "Ann", "F", "1990-01-01", "auxiliary", "", "Unit 2")] * 2,
            header=HEADINGS,
        ),
        "a.csv",
    ),
}


@pytest.mark.parametrize("who", ["registrar", "admin"])
def test_rosters_of_several_kinds(seat, who):
    reader = seat(who)
    reader.post("/roster", status=422)
    for content, name in ROSTERS.values():
        for extra in ({}, {"create_units": "on"}):
            reader.post("/roster", {"file": (io.BytesIO(content), name)} | extra, status=(403, 422))
    assert reader.get("/roster/gone").status_code in (404, 409)
    good = csv(row("R1", "Ann Lee", "F", kind="auxiliary", unit="Unit 2"), header=HEADINGS)
    kept = reader.post("/roster", {"file": (io.BytesIO(good), "a.csv")}).location
    reader.post(kept, {"seen": "stale"}, status=409)
    reader.post("/roster", {"file": (io.BytesIO(b"x" * (9 << 20)), "a.csv")}, status=413)


def test_people_units_and_appointments(seat, scene):
    reader, cast = seat("registrar"), scene.cast
    wrong = {
        "police_number": "1",
        "name": "1",
        "sex": "x",
        "born_on": "1890-01-01",
        "kind": "x",
        "rank": "x" * 30,
    }
    for sent in ({}, wrong, wrong | {"police_number": cast.officer.police_number}):
        reader.post("/people", sent, status=422)
        reader.post(f"/people/{cast.officer.id}", sent, status=422)
    place = f"/people/{cast.officer.id}/appointments"
    for sent in (
        {},
        {"role": "admin", "unit_id": cast.east.id},
        {"role": "x", "unit_id": NOBODY, "from_on": "x"},
    ):
        reader.post(place, sent, status=(403, 404, 422))
    given = {"role": "instructor", "unit_id": cast.east.id}
    reader.post(place, given)
    reader.post(place, given, status=422)
    reader.post(place, given | {"from_on": "2020-01-01", "to_on": "2019-01-01"}, status=422)
    unit = f"/units/{cast.east.id}"
    for name in ("", "a/b", "x" * 81):
        reader.post(unit, {"name": name}, status=422)
        reader.post("/units", {"name": name, "parent_id": cast.east.id}, status=422)
    reader.post("/units", {"name": "Squad 1", "parent_id": cast.east.id})
    reader.post("/units", {"name": "Squad 1", "parent_id": cast.east.id}, status=422)
    reader.post("/units", {"name": "Squad 1"}, status=422)
    reader.post(f"/people/{cast.admin.id}/code", status=(403, 404))
    reader = seat("admin")
    with store.connection():
        own = Appointment.get(account=Account.get(person=cast.admin)).id
    reader.post(f"/people/{cast.admin.id}/appointments/{own}/end", status=409)
    reader.post(f"/people/{cast.admin.id}", {"name": "Luo Cheng"}, status=(409, 422))


def test_codes_are_given_out_and_shown_in_english(seat, scene):
    reader, cast = seat("registrar"), scene.cast
    assert "Opening code" in reader.post(f"/people/{scene.unopened.id}/code").text
    assert reader.post(f"/units/{cast.east.id}/codes", {"renew": "on"}).status_code == 200
    with store.connection():
        assert OpeningCode.select().exists()


def test_the_bureaus_settings(seat):
    reader, year = seat("admin"), clock.today().year
    for place, wrong in (
        ("name", {"name": ""}),
        ("name", {"name": "x" * 99, "name_en": "x" * 99}),
        ("hours", {"officer": "0", "auxiliary": "x"}),
        (f"lines/{POLICE}", {"Excellent": "1", "Good": "2", "Pass": "x"}),
        (f"lines/{POLICE}", {"Excellent": "240", "Good": "280", "Pass": "300"}),
        (f"lines/{POLICE}", {"Excellent": "240"}),
        (f"lines/{RECRUIT}", {"Pass": "1"}),
        ("seasons", {"spring_first": "2026-05-01", "spring_last": "2026-03-01"}),
        ("seasons", {"spring_first": "2026-05-01", "summer_first": "x"}),
        ("seasons", {"year": "2040", "spring_first": f"{year}-01-01", "spring_last": f"{year}-12-31"}),
    ):
        reader.post(f"/bureau/{place}", {"year": "2026"} | wrong, status=422)
    for place, good in (("name", {"name": "B", "name_en": "B"}), ("hours", {"officer": "1"})):
        reader.post(f"/bureau/{place}", {"year": "2026"} | good)


def test_strangers_lost_ways_and_other_sites(seat, scene):
    for role in ("officer", "stranger"):
        reader = seat(role)
        for place in (
            "/bureau", "/people", "/units", "/roster", "/roster/template.xlsx", "/people/1", "/nowhere",
            f"/trainings/{scene.drill.id}/board", f"/trainings/{scene.drill.id}/roster",
            f"/desk/trainings/{scene.drill.id}", f"/assessments/{scene.police.assessment.id}",
            f"/stations/{scene.police.stations['run100'].id}", "/assessments/new?standard=x", "/medals/999",
            "/record/999.xlsx", "/record?year=9999", "/standards/nope", "/sign-out", "/sheets/999",
        ):  # fmt: skip
            for headers in ({}, HTMX):
                status = reader.get(place, **headers).status_code
                assert status in (403, 404, 405) or (role, place) == (
                    "stranger",
                    "/assessments/new?standard=x",
                ), place
    reader.post("/language", {"language": "en"}, headers={"Origin": "http://elsewhere"}, status=403)
