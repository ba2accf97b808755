"""Photographs of what works with no network, and of what comes after: leave, review, closing, filing."""

from playwright.sync_api import expect

from tests.support import qr
from tests.support.browser.devices import PHONE, PROJECTOR

INSTRUCTOR, TRAINEE = "100003", "100004"
READY = "navigator.serviceWorker.ready.then(() => 0)"
SLOW = 30_000


def training_called(page, title):
    """The number in the address of a training of the demo."""
    page.goto("/desk/trainings")
    link = page.locator("table.grid th a", has_text=title).first
    return link.get_attribute("href").split("/")[-1]


def field(camera, page, training, scheme):
    """The roll call that works without network, once it has its list."""
    page.goto(f"/trainings/{training}/field")
    expect(page.get_by_text("马可").first).to_be_visible(timeout=SLOW)
    camera.take(page, f"field-{scheme}", wait=1500)


def closing(camera, page, scheme):
    """A training that is over: what waits for a decision, finalising it, and its sheet on file."""
    training = training_called(page, "野外急救")
    places = {
        "review": f"/trainings/{training}/roster?tab=review",
        "finalise": f"/desk/trainings/{training}/finalise",
        "attendance-sheet": f"/trainings/{training}/attendance",
    }
    for name, place in places.items():
        page.goto(place)
        camera.take(page, f"{name}-{scheme}")


def check_in(camera, training, scheme):
    """A trainee asks for leave, loses the network, opens a code all the same, and looks at what is kept."""
    projector = camera.open(PROJECTOR, number=INSTRUCTOR)
    projector.goto(f"/trainings/{training}/board")
    projector.wait_for_timeout(1500)
    page = camera.open(PHONE, scheme=scheme, number=TRAINEE)
    page.goto(f"/trainings/{training}/leaves")
    camera.take(page, f"leave-{scheme}")
    page.goto("/pass")
    expect(page.locator("[data-pass]")).to_be_visible(timeout=SLOW)
    page.evaluate(READY)
    # From here on a page that finds no network says so in the console, as it should.
    known = len(camera.troubles)
    page.context.set_offline(True)
    page.goto(qr.read(projector.screenshot()))
    expect(page.get_by_text("已记录，待上传").first).to_be_visible(timeout=SLOW)
    camera.take(page, f"done-offline-{scheme}")
    for name, place in (("offline-home", "/"), ("unsent", "/unsent")):
        page.goto(place)
        camera.take(page, f"{name}-{scheme}", wait=1000)
    camera.troubles[known:] = [t for t in camera.troubles[known:] if "ERR_INTERNET_DISCONNECTED" not in t]
    page.context.close()
    projector.context.close()
