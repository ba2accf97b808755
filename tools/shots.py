"""Photographs of every screen of the demo bureau, into build/shots/: ``make shots``.

Phones at 390×844 in light and dark, the projector at 1280×800, the desk at 1280×900; the
Chinese interface throughout and the English one for the screens people meet first.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from services import demo  # noqa: E402 - the path comes first
from tests.support import qr  # noqa: E402
from tests.support.browser import camera as films  # noqa: E402
from tests.support.browser import chromium  # noqa: E402
from tests.support.browser.devices import DESK, PHONE, PROJECTOR  # noqa: E402
from tools import shots_measuring, shots_offline, shots_sheets, shots_standards, shots_station  # noqa: E402

OUT = ROOT / "build" / "shots"
ADMIN, REGISTRAR, INSTRUCTOR, TRAINEE = "100001", "100002", "100003", "100004"

#: Screens by who looks: name → address, or a way there from the page before ("> css" clicks).
TRAINEE_SCREENS = {
    "home": "/",
    "trainings": "/trainings",
    "training": "> main .list a.row",
    "scan": "/scan",
    "wall": "/medals",
    "medal": "> main a[href*='/medals/']",
    "record": "/record",
    "account": "/account",
    "calendar": "/calendar",
    "pass": "/pass",
    "help": "/help/check-in",
}
INSTRUCTOR_SCREENS = {"instructor-home": "/"}
DESK_SCREENS = {
    "desk-trainings": "/desk/trainings",
    "desk-training": "> table.grid th a",
    "desk-training-new": "/desk/trainings/new",
    "desk-assessments": "/assessments",
    "desk-assessment": "> table.grid th a",
    "desk-standards": "/standards",
    "desk-standard": "/standards/physique-2003",
    "desk-people": "/people",
    "desk-person": "> table.grid th a",
    "desk-units": "/units",
    "desk-roster": "/roster",
    "desk-bureau": "/bureau",
}


@contextmanager
def demo_bureau():
    """The demo served on a free port from a folder of its own, stopped by its process id."""
    with tempfile.TemporaryDirectory() as var, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        environ = os.environ | {"YIZHANG_VAR": var}
        process = subprocess.Popen(
            [sys.executable, "app.py", "demo", "--port", str(port)],
            cwd=ROOT,
            env=environ,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait(f"http://localhost:{port}/sign-in")
            yield f"http://localhost:{port}"
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=30)


def _wait(address):
    for _ in range(600):
        try:
            return urllib.request.urlopen(address, timeout=2).close()
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"{address} does not answer")


class Photographer:
    """One window after another on the same bureau, and a word on everything that goes wrong in one."""

    def __init__(self, browser, address):
        self.browser, self.address, self.troubles = browser, address, []

    def open(self, device, *, scheme="light", language="zh", number=None):
        context = self.browser.new_context(
            **device,
            base_url=self.address,
            color_scheme=scheme,
            locale="en-GB" if language == "en" else "zh-CN",
            timezone_id="Asia/Shanghai",
            reduced_motion="reduce",
        )
        context.add_cookies([{"name": "language", "value": language, "url": self.address}])
        page = context.new_page()
        page.on("console", lambda m: self._hear(page, m))
        page.on("pageerror", lambda error: self.troubles.append(f"{page.url}: {error}"))
        if number:
            self._sign_in(page, number)
        return page

    def _hear(self, page, message):
        # A phone that nobody has tapped may not shake, and says so.
        if message.type == "error" and "navigator.vibrate" not in message.text:
            self.troubles.append(f"{page.url}: {message.text}")

    @staticmethod
    def _sign_in(page, number):
        page.goto("/sign-in")
        page.fill("[name=police_number]", number)
        page.fill("[name=password]", demo.PASSWORD)
        page.click("form[action='/sign-in'] button.tall")
        page.wait_for_url(lambda url: "/sign-in" not in url)

    def take(self, page, name, *, whole=False, wait=350):
        page.wait_for_timeout(wait)
        # Hiding the caret would take an inline style, which the page's policy refuses.
        page.screenshot(path=OUT / f"{name}.png", full_page=whole, caret="initial")
        width, seen = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        if width > seen:
            self.troubles.append(f"{name}: scrolls sideways, {width} > {seen}")

    def walk(self, page, screens, suffix):
        for name, way in screens.items():
            if way.startswith(">"):
                page.locator(way[1:].strip()).first.click()
                page.wait_for_load_state()
            else:
                page.goto(way)
            self.take(page, f"{name}{suffix}", wait=1500 if name == "scan" else 350)


def photograph(camera):
    for scheme in ("light", "dark"):
        camera.take(open_at(camera, "/sign-in", scheme=scheme), f"login-{scheme}")
        camera.walk(camera.open(PHONE, scheme=scheme, number=TRAINEE), TRAINEE_SCREENS, f"-{scheme}")
        instructor(camera, scheme)
        shots_station.run(camera, scheme)
    shots_station.run(camera, "light", "en")
    deciding(camera)
    camera.walk(camera.open(PHONE, language="en", number=TRAINEE), TRAINEE_SCREENS, "-en")
    camera.walk(camera.open(DESK, number=ADMIN), DESK_SCREENS, "")
    camera.walk(camera.open(DESK, language="en", number=ADMIN), DESK_SCREENS, "-en")
    registrar = {name: way for name, way in DESK_SCREENS.items() if name != "desk-bureau"}
    camera.walk(camera.open(PHONE, number=REGISTRAR), registrar, "-phone")
    shots_sheets.all_of(camera)
    shots_standards.take(camera, ADMIN, TRAINEE)


def open_at(camera, place, **options):
    page = camera.open(PHONE, **options)
    page.goto(place)
    return page


def instructor(camera, scheme):
    """The instructor's screens hang on a training: its board, its roster, a station, a sheet."""
    page = camera.open(PHONE, scheme=scheme, number=INSTRUCTOR)
    camera.walk(page, INSTRUCTOR_SCREENS, f"-{scheme}")
    training = shots_offline.training_called(page, "擒拿控制与上铐")
    places = {"board-phone": "board", "roster": "roster", "leave-asked": "roster?tab=on_leave"}
    for name, place in places.items():
        page.goto(f"/trainings/{training}/{place}")
        camera.take(page, f"{name}-{scheme}", wait=1200)
    shots_offline.field(camera, page, training, scheme)
    shots_offline.closing(camera, page, scheme)
    if scheme == "light":
        projector = camera.open(PROJECTOR, number=INSTRUCTOR)
        projector.goto(f"/trainings/{training}/board")
        camera.take(projector, "board", wait=1500)
        check_in(camera, projector)
    shots_offline.check_in(camera, training, scheme)
    stations(camera, page, scheme)
    shots_measuring.field(camera, page, scheme)


def stations(camera, page, scheme):
    """A station's list, a person at it, a result just kept, and the sheet it lands on."""
    page.goto("/assessments")
    assessment = page.locator("table.grid th a").first.get_attribute("href")
    page.goto(f"{assessment}?tab=stations")
    page.locator("a[href^='/stations/']").last.click()
    page.wait_for_load_state()
    camera.take(page, f"station-{scheme}")
    page.locator("a.bib").first.click()
    page.fill("#value", "41")
    camera.take(page, f"station-entry-{scheme}")
    page.get_by_role("button", name="记下").click()
    camera.take(page, f"station-kept-{scheme}")
    page.goto(f"{assessment}?tab=people")
    page.locator("a[href^='/sheets/']").first.click()
    page.wait_for_load_state()
    camera.take(page, f"sheet-{scheme}")
    camera.take(page, f"sheet-whole-{scheme}", whole=True)


def deciding(camera):
    """The chief's list of what waits, and the devices at the stations: on a desk and on a phone."""
    for device, suffix in ((DESK, ""), (PHONE, "-phone")):
        for scheme in ("light", "dark"):
            page = camera.open(device, scheme=scheme, number=INSTRUCTOR)
            page.goto("/assessments")
            assessment = page.locator("table.grid th a").first.get_attribute("href")
            for name in ("reviews", "devices"):
                page.goto(f"{assessment}/{name}")
                camera.take(page, f"desk-{name}{suffix}-{scheme}", whole=True)


def check_in(camera, projector):
    """What a trainee sees after scanning what the projector shows."""
    page = camera.open(PHONE, number=TRAINEE)
    page.goto(qr.read(projector.screenshot()))
    expect(page.get_by_text("已签到").first).to_be_visible(timeout=30_000)
    camera.take(page, "done-light")


def main():
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    with demo_bureau() as address, sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        wall = films.film(Path(folder) / "wall.mjpeg")
        browser = playwright.chromium.launch(
            executable_path=chromium.executable(), args=chromium.ARGS + films.args(wall)
        )
        camera = Photographer(browser, address)
        photograph(camera)
        browser.close()
    print(f"{len(list(OUT.glob('*.png')))} pictures in {OUT.relative_to(ROOT)}/")
    for trouble in camera.troubles:
        print(trouble, file=sys.stderr)
    return 1 if camera.troubles else 0


if __name__ == "__main__":
    sys.exit(main())
