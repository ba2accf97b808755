"""A station in the field: what an examiner does on the screen."""

from contextlib import contextmanager

from playwright.sync_api import expect

from tests.browser.conftest import PHONE, sign_in
from tests.support.browser import camera, chromium
from tests.support.browser.calling import SLOW
from tests.support.field_day import FieldDay

RUN = "run1000"
#: What a browser says itself of a network that is gone, and of what it lacks here.
OTHERS = (
    *("ERR_CONNECTION_REFUSED", "ERR_INTERNET_DISCONNECTED", "(Forbidden)"),
    *("navigator.vibrate", "wasm", "ArrayBuffer"),
)


def field_day(cast, people=8):
    """A test with a run of 1000 m, and so many men who have arrived, by their sheet's number."""
    day = FieldDay(cast, people=people)
    return day, {day.sheet(person).number: person for person in day.trainees}


def place(day, exercise=RUN):
    return f"/stations/{day.stations[exercise].id}/field"


@contextmanager
def phones(launched, server, folder, film):
    """Open examiners' browsers, each in a folder that outlives it; scripts' errors fail the test."""
    opened, troubles = [], []

    def open_phone(name="phone", **options):
        context = launched.browser_type.launch_persistent_context(
            folder / name,
            executable_path=chromium.executable(),
            args=chromium.ARGS + camera.args(film.path),
            base_url=server.url,
            timezone_id="Asia/Shanghai",
            locale="zh-CN",
            **PHONE | options,
        )
        opened.append(context)
        context.add_init_script(AHEAD)
        page = context.pages[0]
        page.set_default_timeout(30_000)
        page.on("pageerror", lambda error: troubles.append(error.stack or str(error)))
        page.on("console", lambda m: m.type == "error" and _is_ours(m) and troubles.append(m.text))
        return page

    try:
        yield open_phone
    finally:
        for context in opened:
            context.close()
    assert not troubles, troubles


def _is_ours(message):
    """A network that is gone, or an answer that refuses, is said in the console by the browser itself."""
    return not any(said in message.text for said in OTHERS)


def get_ready(page, person, day, exercise=RUN):
    """Sign in at the station, take it, and wait until the network may go."""
    sign_in(page, person, at=f"/sign-in?next={place(day, exercise)}")
    page.get_by_role("button", name="准备这一站").click()
    expect(page.get_by_text("可离线", exact=True)).to_be_visible(timeout=SLOW)


def put_in_group(page, *people):
    """Put people in the next group, and go to its start."""
    for person in people:
        page.get_by_role("button", name=f"加入 {person.name}").click()
    page.locator("[data-group]:visible").click()


#: Time goes on faster on this page: both its clocks are ahead by what the test says, also after a reload.
AHEAD = """(() => {
  const [wall, mono] = [Date.now.bind(Date), performance.now.bind(performance)];
  let [ahead, since] = [Number(sessionStorage.ahead ?? 0), 0];
  Date.now = () => Math.round(wall() + ahead);
  performance.now = () => mono() + since;
  window.goAhead = (ms) => ((ahead += ms), (since += ms), (sessionStorage.ahead = ahead));
})()"""


def go_ahead(page, seconds):
    """Let so many seconds pass at once."""
    page.evaluate(f"goAhead({seconds * 1000})")
