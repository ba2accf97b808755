"""An English reader of Latin data meets no Han character and no full-width mark, wherever links lead them."""

import io

from models import Award, Evidence
from pwa.home.offline import SHELLS
from services import awards, store
from services.trainings import calendars
from tests.support.factories import code_of, identity
from tests.support.field_day import PHYSIQUE, RECRUIT, digest_of
from tests.support.latin import ROLES
from tests.support.reader import HEADINGS, PICTURES
from tests.support.rosters import csv, row
from tests.support.small_standard import SMALL
from tests.support.tables_elsewhere import folder


def places_without_links(scene):
    """Addresses that no page links to: codes, check pages, what scripts fetch, what an act leads to."""
    cast, drill, day = scene.cast, scene.drill, scene.physique
    checks = [m.check_code for award in (1, 2) for m in awards.history(award)]
    return {
        "officer": [
            *(f"/V/{code}" for code in checks),
            f"/C/{code_of(drill)}",
            "/check-in",
            *(f"/shell/{name}?lang=en" for name in SHELLS),
            *("/sw.js", "/mine.json", "/pass", "/unsent"),
            f"/calendar/{calendars.turn_on(identity(cast.officer))}.ics?lang=en",
            "/sync",
            "/P/ABCDEFGHIJKLMNOPQRST",
            f"/check-in/{Evidence.get(person=cast.officer, training=drill.id).claim_id}",
            *(f"/assessments/{one.assessment.id}/mine" for one in scene.days),
        ],
        "registrar": [
            "/scan",
            f"/awards/ceremony.pdf?season={Award.get().season_id}",
            "/check-in/digits",
            f"/check-in/{Evidence.get(person=cast.registrar, training=drill.id).claim_id}",
            *(f"/sheets/{one.sheet(person).id}" for one in scene.days for person in scene.days[0].trainees),
        ],
        "instructor": [
            f"/trainings/{drill.id}/board/codes?phase=in&display=QK",
            f"/trainings/{drill.id}/board/live",
            f"/trainings/{drill.id}/field",
            f"/trainings/{drill.id}/field.json",
            f"/desk/trainings/{drill.id}/finalise",
            *(f"/trainings/{drill.id}/board?phase={phase}" for phase in ("in", "mid", "out")),
            *(f"/stations/{s.id}" for one in scene.days for s in one.stations.values()),
            *(
                f"/stations/{s.id}?sheet={one.sheet(person).id}"
                for one in scene.days
                for s in one.stations.values()
                for person in (cast.officer, scene.older)
            ),
            f"/stations/{day.stations['grip'].id}/queue",
            f"/stations/{day.stations['grip'].id}/pack.json",
            f"/assessments/new?standard={digest_of(PHYSIQUE)}",
            f"/assessments/new?standard={digest_of(RECRUIT)}",
            *(f"/assessments/new?kind={kind}" for kind in ("fitness", "firearms", "contest")),
        ],
        "admin": [
            "/standards",
            "/standard-imports",
            *(
                f"/standards/{RECRUIT}?version=2&said={word}"
                for word in ("imported", "published", "withdrawn")
            ),
        ],
    }


def test_no_page_that_any_role_can_reach_shows_han(reader, scene, app, sign_in_as):
    with store.connection():
        others = places_without_links(scene)
    sizes = {}
    for place in ("/sign-in", "/open"):
        reader.get(place)
    for role in ROLES:
        sign_in_as(getattr(scene.cast, role))
        if role == "admin":
            reader.post("/roster", preview())
            for title in ("Own standard", "Own standard again"):
                answer = reader.post("/standard-imports", {"file": english_standard(title)})
                reader.post(answer.location)
            reader.post("/standard-imports", {"file": english_standard("A third", run=61)})
        if role == "instructor":
            for status, result in ((303, "2.70"), (422, "3:75")):
                place = f"/assessments/{scene.recruits.assessment.id}/import"
                reader.post(place, results(scene, result), status=status)
        sizes[role] = reader.crawl()
        for place in others.get(role, ()):
            assert reader.get(place).status_code in (200, 303), place

    getting = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in rule.methods}
    assert getting - reader.read == set(PICTURES)
    assert min(sizes.values()) > 10, sizes
    assert sizes["admin"] > 80, sizes


def results(scene, text):
    """A result of someone whose sheet is open, for the jump; with a column unread."""
    content = csv(
        (scene.without_group.police_number, text, "5"),
        header=("Police number", "Jump and reach, attempt 3", "Lane"),
    )
    return {"file": (io.BytesIO(content), "results.csv")}


def english_standard(title, run=60):
    """A standard without a Han character, with warnings."""
    items = SMALL["items"].replace("跑", "run").replace("举", "lift").replace("5,60", f"5,{run}")
    sheets = SMALL | {"standard": f"key,value\ncode,own\ntitle,{title}\n", "items": items}
    return [(io.BytesIO(content), name.replace("标准", "own")) for name, content in folder(sheets)]


def preview():
    """A roster that brings one person, changes one and leaves a column unread."""
    content = csv(
        (*row("R1", "Ann Lee", "F", kind="auxiliary", unit="Unit 2"), "5"), header=(*HEADINGS, "Phone")
    )
    return {"file": (io.BytesIO(content), "roster.csv")}
