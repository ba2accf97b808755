"""The scanner on real pictures: Chromium's camera plays what the instructor's board shows."""

import io

import pytest
import qrcode
from playwright.sync_api import expect

from models import Evidence
from services import trainings
from services.checkins import claims
from tests.browser.conftest import PROJECTOR, read_code, sign_in
from tests.support.browser import camera
from tests.support.browser.keeping import script, until
from tests.support.factories import make_training
from tests.support.server import PATIENCE
from tests.test_words import HAN

HAS_DECODER = """
caches.keys().then((names) => Promise.all(names.map((name) => caches.open(name))))
  .then((all) => Promise.all(all.map((cache) => cache.keys())))
  .then((all) => all.flat().some(({ url }) => url.endsWith(".wasm")))
"""

#: Keeps every tip that was seen: a passing one may be gone before a busy machine has loaded the page.
TIPS = """
self.tips = [];
new MutationObserver(() => {
  const shown = [...document.querySelectorAll("[data-tip]")].filter((tip) => tip.checkVisibility());
  tips.push(...shown.map((tip) => tip.textContent));
}).observe(document, { subtree: true, childList: true, attributeFilter: ["hidden"] });
"""


@pytest.fixture
def others():
    """Of lost networks, and nothing else."""
    return "ERR_", "htmx:"


@pytest.fixture
def phone(phone):
    """Open a phone with a camera, signed in."""

    def open_phone(person, *, script=None, **options):
        page = phone(**options)
        if script:
            page.add_init_script(script)
        if person:
            sign_in(page, person, at="/account")
        return page

    return open_phone


@pytest.fixture
def training(cast):
    return make_training(cast)


@pytest.fixture
def board(cast, training, window):
    page = window(PROJECTOR, loses_network=True)
    sign_in(page, cast.instructor, at=f"/trainings/{training.id}/board")
    read_code(page)
    return page


def shown(page, words):
    expect(page.get_by_role("heading", name=words)).to_be_visible(timeout=PATIENCE * 1000)


def background(page):
    page.evaluate(
        "Object.defineProperty(document, 'hidden', {value: true, configurable: true});"
        "document.dispatchEvent(new Event('visibilitychange'))"
    )


def foreground(page):
    page.evaluate("delete document.hidden; document.dispatchEvent(new Event('visibilitychange'))")


def play(page, film, picture):
    """Another film: the camera starts anew when the page comes back to the front."""
    film.play(picture)
    background(page)
    foreground(page)


def evidence_of(person, training):
    """The one row of evidence, and its grade; None while there is none."""
    rows = list(Evidence.select().where(Evidence.person == person, Evidence.training == training))
    assert len(rows) <= 1
    return rows[0] if rows else None


def grade_of(person, training):
    row = until(lambda: evidence_of(person, training))
    return claims.verdict_of(row, trainings.get(training.id)).grade


def outbox(page, what="pending"):
    """The claims kept in the browser, as its own module says them."""
    folder = page.locator("script[type=module]").get_attribute("src").rpartition("/")[0]
    return page.evaluate(f"import('{folder}/kept/outbox.js').then((m) => m.{what}())")


def decoder_of(page):
    folder = page.locator("script[type=module]").get_attribute("src").rpartition("/")[0]
    return page.evaluate(f"import('{folder}/scan/decoder.js').then((m) => m.engine())")


def test_a_code_on_the_board_is_read_by_the_camera_and_checks_in(cast, training, board, phone, film):
    page = phone(cast.officer)
    film.play(board.screenshot())
    page.goto("/scan")
    shown(page, "已签到")
    assert grade_of(cast.officer, training) == "B"
    # Chromium on Linux has no decoder of its own; where there is one, ours is not even loaded.
    assert decoder_of(page) == "wasm"
    names = set(page.evaluate("performance.getEntriesByType('measure').map((m) => m.name)"))
    assert {"scan-decode", "scan-feedback"} <= names

    # The camera is let go, and the same code again is the same check-in.
    assert page.evaluate("document.querySelector('video').srcObject") is None
    page.goto("/scan")
    shown(page, "已签到")
    assert evidence_of(cast.officer, training)
    assert outbox(page) == []


def test_two_windows_that_see_one_code_check_in_once(cast, training, board, phone, film):
    one = phone(cast.officer)
    other = one.context.new_page()
    film.play(board.screenshot())
    for page in (one, other):
        page.goto("/scan", wait_until="commit")
    for page in (one, other):
        shown(page, "已签到")
    assert evidence_of(cast.officer, training)


def test_another_code_is_named_and_the_scanner_goes_on(cast, training, board, phone, film):
    page = phone(cast.officer, script=TIPS)
    strange = io.BytesIO()
    qrcode.make("https://example.org/menu").save(strange, "PNG")
    film.play(strange.getvalue())
    page.goto("/scan")
    until(lambda: "这不是签到码，" in page.evaluate("tips.join()"))
    assert outbox(page) == []
    play(page, film, board.screenshot())
    shown(page, "已签到")


def test_the_camera_is_let_go_in_the_background_and_taken_again(cast, training, board, phone, film):
    page = phone(cast.officer)
    page.goto("/scan")
    expect(page.get_by_text("对准大屏上的二维码")).to_be_visible()
    track = page.evaluate_handle("document.querySelector('video').srcObject.getTracks()[0]")
    background(page)
    assert track.evaluate("(track) => track.readyState") == "ended"
    film.play(board.screenshot())
    foreground(page)
    shown(page, "已签到")


def test_a_photo_is_read_where_the_camera_is_not(cast, training, board, phone):
    refuse = (
        "navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError'))"
    )
    page = phone(cast.officer, script=refuse)
    page.goto("/scan")
    expect(page.get_by_text("没有相机权限")).to_be_visible()
    photo = io.BytesIO()
    camera.held_up(None).save(photo, "JPEG")
    page.set_input_files(
        "[data-photo]", {"name": "1.jpg", "mimeType": "image/jpeg", "buffer": photo.getvalue()}
    )
    expect(page.get_by_text("照片里没读出码")).to_be_visible()
    page.set_input_files(
        "[data-photo]", {"name": "2.png", "mimeType": "image/png", "buffer": board.screenshot()}
    )
    shown(page, "已签到")
    assert grade_of(cast.officer, training) == "B"


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("NotAllowedError", "没有相机权限"),
        ("NotFoundError", "没有能用的相机"),
        ("NotReadableError", "相机被别的应用占用"),
    ],
)
def test_a_camera_that_cannot_be_had_is_said_in_words(cast, phone, fault, words):
    refuse = f"navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', '{fault}'))"
    page = phone(None, script=refuse)
    page.goto("/scan")
    expect(page.get_by_text(words)).to_be_visible()
    expect(page.get_by_role("link", name="输 6 位码")).to_be_visible()


def test_what_cannot_be_kept_is_said_at_once_and_shows_no_tick(cast, training, board, phone, film):
    page = phone(cast.officer)
    page.add_init_script(
        "IDBObjectStore.prototype.add = () => { throw new DOMException('', 'QuotaExceededError') }"
    )
    film.play(board.screenshot())
    page.goto("/scan")
    shown(page, "没有记下")
    expect(page.locator("#result .mark:visible .trace")).to_have_count(0)
    expect(page.get_by_text("马上请教官点名")).to_be_visible()
    assert outbox(page) == []
    assert evidence_of(cast.officer, training) is None


def test_six_digits_open_under_the_scanner_and_need_a_network(cast, training, phone):
    page = phone(cast.officer)
    page.goto("/scan")
    page.get_by_role("link", name="输 6 位码").click()
    expect(page.locator(f"#digits-of-{training.id}")).to_be_visible()
    # A decoder that is cut off on its way says so.
    until(lambda: decoder_of(page))
    page.context.set_offline(True)
    page.get_by_role("link", name="输 6 位码").click()
    expect(page.get_by_text("输 6 位码要联网")).to_be_visible()


def test_a_scan_in_airplane_mode_waits_in_the_phone_and_is_delivered_by_itself(
    cast, training, board, phone, film
):
    page = phone(cast.officer)
    page.goto("/scan")
    # One visit is enough for the worker to keep the page and the decoder.
    until(lambda: page.evaluate(HAS_DECODER))
    page.context.set_offline(True)
    page.reload()
    play(page, film, board.screenshot())
    shown(page, "已记录，待上传")
    assert decoder_of(page) == "wasm"
    expect(page.locator("#result .disc:visible")).to_have_count(0)
    assert [claim["kind"] for claim in outbox(page)] == ["scan"]
    assert evidence_of(cast.officer, training) is None
    page.context.set_offline(False)
    shown(page, "已签到")
    expect(page.locator("#result .disc:visible")).to_have_count(1)
    assert outbox(page) == []
    assert evidence_of(cast.officer, training)


def test_an_english_reader_scans_in_english(cast, phone, film, window):
    training = make_training(cast, title="Handcuffing", place="Hall B")
    board = window(PROJECTOR, loses_network=True)
    sign_in(board, cast.instructor, at=f"/trainings/{training.id}/board")
    read_code(board)
    page = phone(cast.officer)
    page.context.add_cookies([{"name": "language", "value": "en", "url": page.url}])
    page.goto("/account")
    until(lambda: page.evaluate(f"{script(page, 'kept/store')}.then((m) => m.get('meta', 'lang'))") == "en")
    page.goto("/scan")
    assert not HAN.search(page.locator("main").inner_text())
    until(lambda: page.evaluate(HAS_DECODER))
    page.context.set_offline(True)
    play(page, film, board.screenshot())
    shown(page, "Saved, not yet uploaded")
    assert not HAN.search(page.locator("main").inner_text())
    # Once online it may be delivered, and the button gone, before anyone can press it.
    page.locator("[data-retry]").click()
    assert not HAN.search(page.locator("main").inner_text())
    page.context.set_offline(False)
    expect(page.locator("#result [data-for=counted]").first).to_be_visible()
    assert not HAN.search(page.locator("main").inner_text())
