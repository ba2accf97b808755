"""The main job on real input: scan in, test, medal, record. One morning, three people, four windows."""

import io
import time
from datetime import timedelta

import pytest
from PIL import Image
from playwright.sync_api import expect

from models import AssessmentKind, Season, SeasonKind, TrainingKind
from services import bureau, clock, planning, standards
from services.planning import assessment_plans
from services.trainings import enrolments
from services.trainings.policies import Policy
from tests.browser.conftest import PHONE, PROJECTOR, read_code, sign_in
from tests.support import qr
from tests.support.factories import identity, make_person

#: What the examiner types, as people write it, and what the 2010 tables give a man of 25 or younger.
RESULTS = {
    "run100": ("", "13.11", "13.2″"),
    "run1000": ("3", "38", "3′38″"),
    "pullup": ("", "12", "12"),
    "slj": ("", "2.45", "2.45"),
}


@pytest.fixture
def scene(cast):
    """An assessment this morning under the 2010 standard, with the bureau's own grade lines."""
    today = clock.today()
    Season.create(
        year=today.year,
        kind=SeasonKind.WINTER,
        first_on=today - timedelta(days=30),
        last_on=today + timedelta(days=30),
    )
    bureau.put("grades.police-2010-445", [["优秀", 360], ["良好", 320], ["合格", 200]])
    cast.examiner = make_person(cast.east, name="程立")
    lead = identity(cast.instructor)
    now = clock.now()
    plan = planning.Plan(
        title="冬考体测",
        kind=TrainingKind.ASSESSMENT,
        unit_id=cast.east.id,
        starts_at=now - timedelta(minutes=5),
        ends_at=now + timedelta(hours=3),
        place="田径场",
        policy=Policy(late_grace=30),
    )
    offer = next(o for o in standards.offered() if o.standard.code == "police-2010-445")
    setup = assessment_plans.Setup(
        kind=AssessmentKind.FITNESS,
        digest=offer.digest,
        stations=tuple((exercise, cast.examiner.id) for exercise in RESULTS),
        chief_id=cast.instructor.id,
    )
    cast.assessment = assessment_plans.create(setup, actor=lead, plan=plan)
    enrolments.add_unit(cast.assessment.training_id, cast.east.id, actor=lead)
    return cast


def test_scan_in_test_medal_record(scene, window, server):
    training = scene.assessment.training_id

    # The instructor's projector shows a code, and another one ten seconds later.
    board = window(PROJECTOR)
    sign_in(board, scene.instructor, at=f"/trainings/{training}/board")
    first = read_code(board)
    second = read_code(board, other_than=first)
    assert first.startswith(f"HTTP://LOCALHOST:{server.port}/C/")

    # A phone that is signed out opens only that text; its owner signs in and is present.
    phone = window(PHONE)
    phone.goto(second)
    sign_in(phone, scene.officer)
    expect(phone.get_by_role("heading", name="签到成功")).to_be_visible()
    expect(board.locator("[data-came]")).to_have_text("1", timeout=4000)
    expect(board.locator(".latest")).to_contain_text(scene.officer.name)

    # Their own sheet is open and waits for marks.
    phone.goto(f"/assessments/{scene.assessment.id}/mine")
    expect(phone.locator("#sheet")).to_contain_text("冬考体测")

    # The examiner enters results at each station; the trainee's own screen follows by itself.
    examiner = window(PHONE)
    sign_in(examiner, scene.examiner, at="/")
    enter_everything(examiner, phone, scene)
    expect(phone.locator("#hero")).to_contain_text("良好")

    # The chief settles the sheet, and the medal hangs there at once.
    chief = board
    chief.goto(f"/assessments/{scene.assessment.id}?tab=results")
    chief.get_by_role("link", name=scene.officer.name).first.click()
    chief.get_by_role("button", name="定表").click()
    medal_link = phone.get_by_role("link", name="看纪念章")
    expect(medal_link).to_be_visible(timeout=4000)
    medal_link.click()
    expect(phone.get_by_role("heading", name="冬考 · 良好")).to_be_visible()
    look_at_medal(phone)
    check_as_a_stranger(phone, window(PHONE), scene)

    # The wall and the record show all of it.
    phone.goto("/medals")
    expect(phone.locator(".wall").first).to_contain_text("№ 000001")
    phone.goto("/record")
    record = phone.locator("main")
    for shown in ("冬考体测", "冬考纪念章", "良好", "总分"):
        expect(record).to_contain_text(shown)


def enter_everything(examiner, phone, scene):
    stations = {station.exercise: station.id for station in scene.assessment.stations}
    for exercise, (minutes, value, shown) in RESULTS.items():
        examiner.goto(f"/stations/{stations[exercise]}")
        examiner.get_by_role("link", name=f"记成绩 {scene.officer.name}").click()
        # A robot types sooner than a focus settles, and into the wrong field.
        expect(examiner.locator("#value")).to_be_focused()
        write(examiner.locator("#value"), value)
        if minutes:
            write(examiner.locator("#minutes"), minutes)
        examiner.get_by_role("button", name="记下").click()
        expect(examiner.locator("#station")).to_contain_text(shown)
        began = time.monotonic()
        expect(phone.locator("#sheet")).to_contain_text(shown, timeout=4000)
        assert time.monotonic() - began < 3.5
    for shown in ("还差 0.1 秒", "分"):
        expect(phone.locator("#sheet")).to_contain_text(shown)


def write(field, text):
    field.tap()
    expect(field).to_be_focused()
    field.fill(text)
    expect(field).to_have_value(text)


def look_at_medal(phone):
    """The picture is drawn, and the PNG can be had."""
    picture = phone.locator(".medal-stage img")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 720
    with phone.expect_download() as saved:
        phone.get_by_role("link", name="存图").click()
    image = Image.open(io.BytesIO(saved.value.path().read_bytes()))
    assert (image.format, image.size) == ("PNG", (1024, 1024))


def check_as_a_stranger(phone, stranger, scene):
    """Anyone who scans the medal's code learns that it is genuine, and little else."""
    text = qr.read(phone.locator(".verify .qr").screenshot())
    stranger.goto(text)
    expect(stranger.locator("main")).to_contain_text("现在有效")
    expect(stranger.locator("main")).to_contain_text("林*")
    assert scene.officer.name not in stranger.content()
    assert scene.officer.police_number not in stranger.content()
