"""Photographs of a station in the field: reps, keypad, and a result told to its person."""


def field(camera, page, scheme):
    """Whoever waits at the first station that counts, types or judges, in the demo's newest assessment."""
    for name, act in (("reps", _reps), ("keypad", _keypad)):
        for address in _stations(page):
            page.goto(f"{address}/field")
            page.locator("[data-screen=list]:visible, [data-screen=heat]:visible").first.wait_for()
            page.wait_for_timeout(1200)
            waiting = page.locator("[data-screen=list] [data-measure]:visible")
            if not waiting.count():
                continue
            waiting.first.click()
            page.locator("[data-whom]:visible, [data-clock]:visible").first.wait_for()
            if page.locator(f"[data-screen={name}]:visible").count():
                act(camera, page, scheme)
                break


def _stations(page):
    page.goto("/assessments")
    assessment = page.locator("table.grid th a").first.get_attribute("href")
    page.goto(f"{assessment}?tab=stations")
    found = page.locator("a[href^='/stations/']").evaluate_all("links => links.map((link) => link.pathname)")
    return list(dict.fromkeys("/".join(path.split("/")[:3]) for path in found))


def _reps(camera, page, scheme):
    camera.take(page, f"station-reps-ready-{scheme}")
    page.locator("[data-start]:visible").tap()
    for _ in range(31):
        page.locator("[data-rep]").tap()
    page.locator("[data-norep]").tap()
    camera.take(page, f"station-reps-{scheme}")
    page.locator("[data-screen=reps] [data-finish]").click()
    camera.take(page, f"station-reps-over-{scheme}")
    _tell(camera, page, "reps", scheme)


def _keypad(camera, page, scheme):
    for key in "2.5":
        page.locator(f"[data-screen=keypad] [data-key='{key}']:visible").tap()
    camera.take(page, f"station-keypad-{scheme}")
    page.locator("[data-screen=keypad] [data-record]").tap()
    _tell(camera, page, "keypad", scheme)


def _tell(camera, page, name, scheme):
    """A keypad's slip stays where it is: then there is nothing to tell."""
    if name == "reps":
        page.locator("[data-tell]").click()
    page.wait_for_timeout(400)
    if page.locator("[data-screen=announce]:visible").count():
        camera.take(page, f"station-told-{name}-{scheme}")
        page.locator("[data-turn]").click()
        page.locator("[data-object]").click()
        camera.take(page, f"station-objection-{name}-{scheme}")
