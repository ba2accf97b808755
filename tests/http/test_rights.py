"""Who may do what: every route, and everyone of the cast at each of them."""

import io
import shutil

import pytest

from services import clock
from tests.conftest import HERE
from tests.support import rosters
from tests.support.postgres import release
from tests.support.tables import digest
from tests.support.world import SIGNED_OUT, WHO

ANYONE = set(WHO)
SIGNED_IN = ANYONE - {SIGNED_OUT}
DESKS = {"registrar", "outsider", "admin"}
DESK = {"registrar", "admin"}
RUNS = {"instructor", *DESK}
PLANNERS = RUNS | {"stranger", "outsider"}
WATCHES = {"examiner", *RUNS}
ENTERS = {"instructor", "examiner"}
EAST = {"officer", "auxiliary", "instructor", "examiner", "registrar"}
OWN = {"officer"}

#: Method and endpoint: the address, and who may. An address without parts to fill in stands as it is.
READS = {
    "assessments.index": ("/assessments", SIGNED_IN),
    "assessments.new": ("/assessments/new", PLANNERS),
    "assessments.show": ("/assessments/{assessment}", WATCHES),
    "attendance_sheets.document": ("/trainings/{training}/attendance.pdf", RUNS),
    "attendance_sheets.show": ("/trainings/{training}/attendance", RUNS),
    "attendance_sheets.workbook": ("/trainings/{training}/attendance.xlsx", RUNS),
    "board.pack": ("/trainings/{training}/board/codes?phase=in&display=AA", RUNS),
    "board.show": ("/trainings/{training}/board", RUNS),
    "board.tallies": ("/trainings/{training}/board/live", RUNS),
    "awards.ceremony_form": ("/awards/ceremony", DESKS),
    "awards.ceremony_sheet": ("/awards/ceremony.pdf", DESKS),
    "awards.index": ("/awards", DESKS),
    "awards.show": ("/awards/{award}", DESK),
    "badges.index": ("/badges", {"admin"}),
    "badges.look": ("/badges/look.webp?outline=round&colour=navy&metal=gold&text=A", {"admin"}),
    "badges.new": ("/badges/new", {"admin"}),
    "badges.plan_run": ("/badges/fitness/run", {"admin"}),
    "badges.show": ("/badges/fitness", {"admin"}),
    "bureau.show": ("/bureau", {"admin"}),
    "calendars.feed": ("/calendar/{feed}.ics", ANYONE),
    "calendars.show": ("/calendar", SIGNED_IN),
    "check_in.confirm": ("/check-in", SIGNED_IN),
    "check_in.done": ("/check-in/{claim}", OWN),
    "check_in.digits": ("/check-in/digits", SIGNED_IN),
    "check_in.scan": ("/scan", ANYONE),
    "check_in.scanned": ("/C/{code}", ANYONE),
    "checks.offline": ("/verify", ANYONE),
    "checks.show": ("/V/{check}", ANYONE),
    "credentials.achievement": ("/achievements/fitness/{year}/winter/gold", ANYONE),
    "credentials.achievement_document": ("/achievements/fitness/{year}/winter/gold.json", ANYONE),
    "credentials.document": ("/medals/{award}/credential.json", OWN),
    "credentials.jwks": ("/.well-known/jwks.json", ANYONE),
    "credentials.key": ("/issuer/keys/{kid}", ANYONE),
    "credentials.png": ("/medals/{award}/credential.png", OWN),
    "credentials.profile": ("/issuer", ANYONE),
    "credentials.status": ("/status/{year}/winter", ANYONE),
    "desk.closing": ("/desk/trainings/{training}/finalise", RUNS),
    "desk.edit_form": ("/desk/trainings/{training}/edit", RUNS),
    "desk.new": ("/desk/trainings/new", PLANNERS),
    "desk.training": ("/desk/trainings/{training}", RUNS),
    "desk.trainings": ("/desk/trainings", SIGNED_IN),
    "field_reviews.show": ("/assessments/{assessment}/reviews", RUNS),
    "leases.show": ("/assessments/{assessment}/devices", RUNS),
    "field.roll": ("/trainings/{training}/field.json", RUNS),
    "field.show": ("/trainings/{training}/field", ANYONE),
    "flow.calls": ("/assessments/{assessment}/calls", WATCHES),
    "flow.way": ("/sheets/{sheet}/next", OWN | WATCHES),
    "help.check_in": ("/help/check-in", ANYONE),
    "home.show": ("/", SIGNED_IN),
    "leaves.new": ("/trainings/{training}/leaves", EAST),
    "leaves.photo": ("/leaves/{leave}/photo.jpg", OWN | RUNS),
    "leaves.show": ("/leaves/{leave}", OWN | RUNS),
    "medals.back": ("/medals/{award}/back.webp", OWN),
    "medals.card": ("/medals/{award}/card.png", OWN),
    "medals.die": ("/dies/winter-gold-{year}.webp", ANYONE),
    "medals.long": ("/medals/all.jpg", OWN),
    "medals.picture": ("/medals/{award}/picture.webp?size=240", OWN | DESK),
    "medals.show": ("/medals/{award}", OWN | DESK),
    "medals.wall": ("/medals", SIGNED_IN),
    "passes.read": ("/P/ABCDEFGHIJKLMNOPQRST", ANYONE),
    "offline.manifest": ("/manifest.webmanifest", ANYONE),
    "offline.own": ("/mine.json", SIGNED_IN),
    "offline.personal_pass": ("/pass", ANYONE),
    "offline.shell": ("/shell/home", ANYONE),
    "offline.unsent": ("/unsent", ANYONE),
    "offline.worker": ("/sw.js", ANYONE),
    "people.edit": ("/people/{person}/edit", DESK),
    "people.index": ("/people", DESKS),
    "people.new": ("/people/new", DESKS),
    "people.show": ("/people/{person}", DESK),
    "presence.roster": ("/trainings/{training}/roster", RUNS),
    "rankings.document": ("/assessments/{contest}/ranking.pdf", RUNS),
    "rankings.show": ("/assessments/{contest}/ranking", OWN | RUNS),
    "rankings.workbook": ("/assessments/{contest}/ranking.xlsx", RUNS),
    "records.download": ("/record/{person}.xlsx", OWN | DESK),
    "records.mine": ("/record", SIGNED_IN),
    "records.show": ("/record/{person}", OWN | DESK),
    "results.show": ("/assessments/{assessment}/import/{results}", {"instructor"}),
    "results.template": ("/assessments/{assessment}/import/template.xlsx", {"instructor"}),
    "results.upload": ("/assessments/{assessment}/import", {"instructor"}),
    "roster.show": ("/roster/{token}", {"registrar"}),
    "roster.template": ("/roster/template.xlsx", DESKS),
    "roster.upload": ("/roster", DESKS),
    "sheet_files.document": ("/sheets/{sheet}/sheet.pdf", OWN | WATCHES),
    "sheet_files.documents": ("/assessments/{assessment}/sheets-1.pdf", RUNS),
    "sheet_files.results": ("/assessments/{assessment}/results.xlsx", RUNS),
    "sheet_files.show": ("/assessments/{assessment}/files", RUNS),
    "sheet_files.workbook": ("/sheets/{sheet}/sheet.xlsx", OWN | WATCHES),
    "sheet_photos.photo": ("/sheets/{sheet}/photos/{sheet_photo}.jpg", OWN | WATCHES),
    "sheet_photos.show": ("/sheets/{sheet}/photos", OWN | WATCHES),
    "sheets.mine": ("/assessments/{assessment}/mine", EAST),
    "sheets.show": ("/sheets/{sheet}", OWN | WATCHES),
    "sheets.version": ("/sheets/{sheet}/versions/1", OWN | WATCHES),
    "sign_in.account": ("/account", SIGNED_IN),
    "sign_in.form": ("/sign-in", ANYONE),
    "sign_in.opening": ("/open", ANYONE),
    "standard_imports.show": ("/standard-imports/{standard_token}", {"admin"}),
    "standard_imports.upload": ("/standard-imports", {"admin"}),
    "standards.compare": ("/standards/police-recruit-2011/compare", SIGNED_IN),
    "standards.index": ("/standards", SIGNED_IN),
    "standards.show": ("/standards/physique-2003", SIGNED_IN),
    "standards.workbook": ("/standards/physique-2003/workbook.xlsx", SIGNED_IN),
    "static": ("{static}", ANYONE),
    "stations.field": ("/stations/{station}/field", ANYONE),
    "stations.pack": ("/stations/{station}/pack.json", ENTERS),
    "stations.queue": ("/stations/{station}/queue", ENTERS),
    "stations.show": ("/stations/{station}", ENTERS),
    "sync.look": ("/sync", ANYONE),
    "trainings.mine": ("/trainings", SIGNED_IN),
    "trainings.show": ("/trainings/{training}", EAST | DESK),
    "units.index": ("/units", DESKS),
    "units.show": ("/units/{unit}", DESK),
}
WRITES = {
    "assessments.add_station": ("/assessments/{assessment}/stations", RUNS),
    "assessments.appoint": ("/assessments/{assessment}/chief", RUNS),
    "assessments.assign": ("/assessments/{assessment}/examiners", RUNS),
    "assessments.create": ("/assessments/new", RUNS),
    "assessments.open_sheet": ("/assessments/{assessment}/sheets", WATCHES),
    "assessments.settle": ("/assessments/{assessment}/settle", RUNS),
    "awards.give_back": ("/awards/{award}/give-back", {"admin"}),
    "awards.withdraw": ("/awards/{award}/withdraw", {"admin"}),
    "badges.create": ("/badges/new", {"admin"}),
    "badges.give": ("/badges/fitness/give", {"admin"}),
    "badges.preview": ("/badges/preview", {"admin"}),
    "badges.put_number": ("/badges/course/number", {"admin"}),
    "badges.run": ("/badges/fitness/run", {"admin"}),
    "badges.switch": ("/badges/fitness/state", {"admin"}),
    "bureau.put_hours": ("/bureau/hours", {"admin"}),
    "bureau.put_lines": ("/bureau/lines/police-2010-445", {"admin"}),
    "bureau.put_marksmen": ("/bureau/marksmen", {"admin"}),
    "bureau.put_name": ("/bureau/name", {"admin"}),
    "bureau.put_seasons": ("/bureau/seasons", {"admin"}),
    "calendars.turn_off": ("/calendar/off", SIGNED_IN),
    "calendars.turn_on": ("/calendar", SIGNED_IN),
    "check_in.check_in": ("/check-in", SIGNED_IN),
    "check_in.type_digits": ("/check-in/digits", SIGNED_IN),
    "desk.cancel": ("/desk/trainings/{training}/cancel", RUNS),
    "desk.edit": ("/desk/trainings/{training}/edit", RUNS),
    "desk.enrol": ("/desk/trainings/{training}/enrol", RUNS),
    "desk.finalise": ("/desk/trainings/{training}/finalise", RUNS),
    "desk.plan": ("/desk/trainings/new", RUNS),
    "desk.unenrol": ("/desk/trainings/{training}/enrol/{person}/remove", RUNS),
    "exemptions.fault": ("/sheets/{open_sheet}/faults", ENTERS),
    "exemptions.grant": ("/sheets/{open_sheet}/exemptions", RUNS),
    "exemptions.take_back": ("/sheets/{open_sheet}/exemptions/voids", RUNS),
    "language.choose": ("/language", ANYONE),
    "field_reviews.admit": ("/assessments/{assessment}/held", RUNS),
    "field_reviews.decide": ("/sheets/{open_sheet}/doubts", RUNS),
    "field_reviews.readopt": ("/sheets/{sheet}/lates", RUNS),
    "field_reviews.rule": ("/sheets/{sheet}/objections/word", RUNS),
    "field_reviews.settle_clash": ("/clashes/{clash}/word", RUNS),
    "leases.close": ("/assessments/{assessment}/close", RUNS),
    "leases.release": ("/leases/{lease}/release", RUNS),
    "leaves.ask": ("/trainings/{training}/leaves", EAST),
    "leaves.end": ("/leaves/{leave}/end", OWN | RUNS),
    "leaves.withdraw": ("/leaves/{leave}/withdraw", OWN),
    "objections.make": ("/sheets/{sheet}/objections", OWN),
    "objections.rule": ("/sheets/{sheet}/objections/rulings", RUNS),
    "people.add": ("/people", DESK),
    "people.appoint": ("/people/{person}/appointments", DESK),
    "people.end": ("/people/{instructor}/appointments/{appointment}/end", DESK),
    "people.issue_code": ("/people/{person}/code", DESK),
    "people.save": ("/people/{person}", DESK),
    "presence.accept_alike": ("/trainings/{training}/roster/evidence", RUNS),
    "presence.amend": ("/trainings/{training}/roster/{person}/amend", RUNS),
    "presence.count_heads": ("/trainings/{training}/roster/heads", RUNS),
    "presence.decide": ("/trainings/{training}/roster/leaves/{leave}", RUNS),
    "presence.rule": ("/trainings/{training}/roster/evidence/{evidence}", RUNS),
    "presence.tick": ("/trainings/{training}/roster/{person}/tick", RUNS),
    "presence.undo": ("/trainings/{training}/roster/undo", {"instructor"}),
    "results.confirm": ("/assessments/{assessment}/import/{results}", {"instructor"}),
    "results.drop": ("/assessments/{assessment}/import/{results}/drop", {"instructor"}),
    "results.preview": ("/assessments/{assessment}/import", {"instructor"}),
    "roster.confirm": ("/roster/{token}", {"registrar"}),
    "roster.drop": ("/roster/{token}/drop", DESKS),
    "roster.preview": ("/roster", DESKS),
    "sheet_photos.attach": ("/sheets/{sheet}/photos", WATCHES),
    "sheet_photos.remove": ("/sheets/{sheet}/photos/{sheet_photo}/remove", RUNS),
    "sheets.choose": ("/sheets/{sheet}/choices", OWN | WATCHES),
    "sheets.correct": ("/sheets/{sheet}/corrections", RUNS),
    "sheets.settle": ("/sheets/{sheet}/settle", RUNS),
    "sheets.take_late": ("/sheets/{sheet}/late", RUNS),
    "sheets.void": ("/sheets/{sheet}/voids", ENTERS),
    "sign_in.change_password": ("/account/password", SIGNED_IN),
    "sign_in.end_sessions": ("/account/end-sessions", SIGNED_IN),
    "sign_in.open_account": ("/open", ANYONE),
    "sign_in.sign_in": ("/sign-in", ANYONE),
    "sign_in.sign_out": ("/sign-out", SIGNED_IN),
    "standard_imports.confirm": ("/standard-imports/{standard_token}", {"admin"}),
    "standard_imports.drop": ("/standard-imports/{standard_token}/drop", {"admin"}),
    "standard_imports.preview": ("/standard-imports", {"admin"}),
    "standards.publish": ("/standards/police-recruit-2011/publish", {"admin"}),
    "standards.withdraw": ("/standards/police-recruit-2011/withdraw", {"admin"}),
    "stations.arrive": ("/stations/{station}/arrivals", ENTERS),
    "stations.record": ("/stations/{station}/attempts", ENTERS),
    "stations.void": ("/stations/{station}/voids", ENTERS),
    "streams.carry": ("/streams/carried", SIGNED_IN),
    "streams.deliver": ("/streams", SIGNED_IN),
    "streams.take_lease": ("/stations/{station}/leases", ENTERS),
    "sync.deliver": ("/sync", SIGNED_IN),
    "units.add": ("/units", DESK),
    "units.codes": ("/units/{unit}/codes", DESK),
    "units.rename": ("/units/{unit}", DESK),
}
TABLE = {f"GET {name}": row for name, row in READS.items()}
TABLE |= {f"POST {name}": row for name, row in WRITES.items()}


@pytest.fixture
def world(built):
    return built[1]


@pytest.fixture
def database_url(built, tmp_path):
    return f"sqlite:///{shutil.copy(built[0], tmp_path / 'test.db')}"


@pytest.fixture
def as_it_was(built, tmp_path):
    """Undo everything since the world was built."""

    def undo():
        release()
        shutil.copy(built[0], tmp_path / "test.db")

    return undo


def address(app, world, row):
    static = f"{app.static_url_path}/css/main.css"
    return row[0].format(**world.ids, static=static, year=clock.today().year)


def test_every_route_stands_in_the_table(app):
    rules = [(rule, rule.methods - {"HEAD", "OPTIONS"}) for rule in app.url_map.iter_rules()]
    assert {f"{method} {rule.endpoint}" for rule, methods in rules for method in methods} == set(TABLE)


@pytest.mark.parametrize("endpoint", READS)
def test_who_may_read(client, app, world, sign_in_as, endpoint):
    row = READS[endpoint]
    place, may = address(app, world, row), row[1]
    assert {who for who in WHO if let_in(sign_in_as(world.person(who)).get(place))} == may


@pytest.mark.parametrize("endpoint", WRITES)
def test_who_may_write_and_a_refusal_changes_nothing(client, app, world, sign_in_as, as_it_was, endpoint):
    row, let = WRITES[endpoint], set()
    for who in WHO:
        as_it_was()
        sign_in_as(world.person(who))
        before = digest()
        form = world.form(endpoint)
        if endpoint in ("roster.preview", "results.preview"):
            form["file"] = io.BytesIO(rosters.xlsx(rosters.row())), "名册.xlsx"
        answer = client.post(address(app, world, row), data=form, headers=HERE)
        if let_in(answer):
            let.add(who)
        else:
            assert digest() == before, who
    assert let == row[1]


def let_in(answer):
    """Whether the right was there; what a form lacks beside it is another matter."""
    assert answer.status_code < 500
    if answer.status_code == 303 and answer.location.startswith("/sign-in?"):
        # A code is captured from whoever opens it, and then they are asked to sign in.
        return "capture=" in answer.headers.get("Set-Cookie", "")
    return answer.status_code not in (401, 403, 404)
