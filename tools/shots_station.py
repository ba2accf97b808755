"""Photographs of a station in the field: the ready-check, a group from its start to its names, the device."""

from datetime import timedelta

from playwright.sync_api import expect

from services import clock
from tests.support.browser.devices import PHONE
from tests.support.browser.phones import AHEAD, go_ahead

INSTRUCTOR = "100003"
SLOW = 30_000
FINISHERS = (0, 4.6, 5.5, 5.7)  # seconds after the one before


POST = """([url, form]) =>
  fetch(url, { method: "POST", body: new URLSearchParams(form) }).then((answer) => answer.url)"""


def run_day(page):
    """A run of 1000 m of today, with a squad on its list and ten of it here; the number of its station."""
    page.goto("/assessments/new")
    page.locator("main a[href*='standard=']", has_text="police-recruit").first.click()
    now = clock.local(clock.now())
    times = {"starts_at": f"{now:%Y-%m-%dT%H:%M}", "ends_at": f"{now + timedelta(hours=3):%Y-%m-%dT%H:%M}"}
    unit = page.locator("#unit option").nth(1).get_attribute("value")
    who = {"unit": unit, "chief": INSTRUCTOR, "examiner-run1000": INSTRUCTOR}
    what = {"title": "1000 米达标测试", "kind": "fitness", "training": "", "exercise": "run1000"}
    digest = page.locator("main [name=standard]").input_value()
    page.goto(page.evaluate(POST, ["/assessments/new", times | who | what | {"standard": digest}]))
    page.goto(f"{page.url.split('?')[0]}?tab=stations")
    station = page.locator("main a[href$='/field']").first.get_attribute("href").split("/")[2]
    page.goto(page.url.split("?")[0])
    training = page.locator("main a[href^='/desk/trainings/']").first.get_attribute("href").split("/")[-1]
    page.evaluate(POST, [f"/desk/trainings/{training}/enrol", {"unit": unit}])
    pack = page.evaluate(f"fetch('/stations/{station}/pack.json').then((answer) => answer.json())")
    for person in pack["people"][:10]:
        page.evaluate(POST, [f"/stations/{station}/arrivals", {"person": person["id"]}])
    return station


def run(camera, scheme, language="zh"):
    """One group from the list to its names."""
    page = camera.open(PHONE, scheme=scheme, language=language, number=INSTRUCTOR)
    page.context.add_init_script(AHEAD)
    station = run_day(page)
    page.goto(f"/stations/{station}/field")
    end = f"{scheme}" if language == "zh" else language
    people = page.locator("#field-list [data-people] li")
    people.first.wait_for(timeout=SLOW)
    page.locator("#field-list [data-prepare]").click()
    expect(page.locator("[data-ready][data-state=ok]")).to_be_visible(timeout=SLOW)
    page.locator("[data-ready] summary").click()
    camera.take(page, f"station-ready-{end}")
    page.locator("[data-ready] summary").click()
    for n in range(min(6, people.locator("[data-take]:visible").count())):
        page.locator("#field-list [data-take]:visible").nth(n).click()
    camera.take(page, f"station-people-{end}")
    page.locator("[data-group]:visible").click()
    heat = page.locator("#field-heat")
    camera.take(page, f"station-lineup-{end}")
    known = len(camera.troubles)
    # From here on a page that finds no network says so in the console, as it should.
    page.context.set_offline(True)
    heat.locator("[data-start]").tap()
    camera.take(page, f"station-early-{end}")
    go_ahead(page, 204)
    for n, after in enumerate(FINISHERS, start=1):
        go_ahead(page, after)
        heat.locator("[data-tap]").tap()
        expect(heat.locator("ol.finish li")).to_have_count(n)
    for n in (0, 1):
        heat.locator(f"[data-place-of='{n + 1}'] [data-act=pick]").click()
        heat.locator("[data-picks] button").nth(n).click()
        heat.locator("[data-close]").click()
    camera.take(page, f"station-run-{end}", wait=500)
    heat.locator("[data-act=pick]").first.click()
    camera.take(page, f"station-bib-{end}")
    heat.locator("[data-close]").click()
    heat.locator("[data-act=end]").click()
    camera.take(page, f"station-over-{end}")
    page.locator("[data-more] summary").click()
    page.locator("[data-go=queue]").click()
    camera.take(page, f"station-device-{end}")
    camera.troubles[known:] = [t for t in camera.troubles[known:] if "ERR_INTERNET_DISCONNECTED" not in t]
    page.context.close()
