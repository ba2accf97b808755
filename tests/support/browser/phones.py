"""Phones of those who work in the field: with a camera, and with clocks that a test can set forward."""

from contextlib import contextmanager

from tests.support.browser import camera, windows
from tests.support.browser.devices import PHONE

#: What a browser says itself of a network that is gone, and of what it lacks here.
OTHERS = (
    *("ERR_CONNECTION_REFUSED", "ERR_INTERNET_DISCONNECTED", "(Forbidden)"),
    *("navigator.vibrate", "wasm", "ArrayBuffer", "error from the audio device"),
)


@contextmanager
def phones(filming, server, others):
    """Open phones with a camera; scripts' errors fail the test, and the console's but for ``others``."""
    troubles = []

    def open_phone(**options):
        return _watched(filming.open(base_url=server.url, **PHONE | options), troubles, others)

    yield open_phone
    filming.take_back()
    assert not troubles, troubles


@contextmanager
def lasting_phone(launched, server, folder, film, *args, others=OTHERS):
    """Open a phone with a camera; closed, it can be opened again, for its folder stays."""
    opened, troubles, seeing = [], [], camera.args(film.path)

    def open_phone(**options):
        context = windows.lasting(launched, folder, *seeing, *args, base_url=server.url, **PHONE | options)
        opened.append(context)
        return _watched(context.pages[0], troubles, others)

    try:
        yield open_phone
    finally:
        for context in opened:
            context.close()
    assert not troubles, troubles


def _watched(page, troubles, others):
    let_go_ahead(page)
    page.set_default_timeout(30_000)
    page.on("pageerror", lambda error: troubles.append(error.stack or str(error)))
    page.on("console", lambda m: m.type == "error" and _is_ours(m, others) and troubles.append(m.text))
    return page


def _is_ours(message, others):
    """A network that is gone, or an answer that refuses, is said in the console by the browser itself."""
    return not any(said in message.text for said in others)


#: Time goes on faster on this page: both its clocks are ahead by what the test says, also after a reload.
AHEAD = """(() => {
  const [wall, mono] = [Date.now.bind(Date), performance.now.bind(performance)];
  let [ahead, since] = [Number(sessionStorage.ahead ?? 0), 0];
  Date.now = () => Math.round(wall() + ahead);
  performance.now = () => mono() + since;
  window.goAhead = (ms) => ((ahead += ms), (since += ms), (sessionStorage.ahead = ahead));
})()"""


def let_go_ahead(page):
    """Before its first page: a window that is no phone's may go ahead too."""
    page.add_init_script(AHEAD)


def go_ahead(page, seconds):
    """Let so many seconds pass at once."""
    page.evaluate(f"goAhead({seconds * 1000})")
