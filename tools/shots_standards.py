"""Photographs of the standards desk and of rankings, on a desk and on a phone, in light and dark."""

import re
from itertools import product

from tests.support import tables_elsewhere as elsewhere
from tests.support.browser.devices import DESK, PHONE

CODE = "elsewhere"
LOOKS = list(product(("light", "dark"), (("desk", DESK), ("phone", PHONE))))


def take(camera, admin, trainee):
    """A bad file, a preview, two versions compared, one published; rankings for staff and who took part."""
    page = camera.open(DESK, number=admin)
    _upload(page, elsewhere.files(CODE))
    _confirm(page)
    for scheme, (name, device) in LOOKS:
        _import(camera, camera.open(device, scheme=scheme, number=admin), f"{name}-{scheme}")
    _upload(page, _changed())
    _confirm(page)
    page.click("form[action$='/publish'] button")
    for scheme, (name, device) in LOOKS:
        page = camera.open(device, scheme=scheme, number=admin)
        _look(camera, page, f"{name}-{scheme}")
        contest = _rankings(camera, page, f"{name}-{scheme}")
    for scheme in ("light", "dark"):
        page = camera.open(PHONE, scheme=scheme, number=trainee)
        for name, place in (("wall-contest", "/medals"), ("ranking-own", contest)):
            page.goto(place)
            camera.take(page, f"{name}-{scheme}", whole=True)


def _upload(page, sheets):
    page.goto("/standard-imports")
    files = [
        {"name": f"{name}.csv", "mimeType": "text/csv", "buffer": text.encode()}
        for name, text in sheets.items()
    ]
    page.set_input_files("[name=file]", files)
    page.click("form[enctype] button")
    page.wait_for_load_state()


def _confirm(page):
    page.click("form[action^='/standard-imports/']:not([action$='/drop']) button")
    page.wait_for_url("**/standards/**")


def _changed():
    """A second edition: another title, a group less, every fifth row a second faster."""
    sheets = elsewhere.files(CODE, title="外来标准（第二版）")
    sheets["groups"] = sheets["groups"].replace("\nF,60,60", "")
    rows = [row for row in sheets["bands"].split("\n") if not row.startswith("F,60,60")]
    faster = r"run3000,(\d*[05]),(\d+)$"
    sheets["bands"] = "\n".join(
        re.sub(faster, lambda m: f"run3000,{m[1]},{int(m[2]) - 1}", row) for row in rows
    )
    return sheets


def _import(camera, page, suffix):
    bad = elsewhere.files(CODE)
    bad["bands"] += "\nM,18,18,run3000,100,600\nM,18,18,swim,3,4"
    _upload(page, bad)
    camera.take(page, f"standard-refused-{suffix}")
    # The refusal is meant; the console tells of it all the same.
    camera.troubles = [trouble for trouble in camera.troubles if "status of 422" not in trouble]
    _upload(page, _changed())
    camera.take(page, f"standard-preview-{suffix}")


def _look(camera, page, suffix):
    places = {
        "standards": "/standards",
        "standard-compare": f"/standards/{CODE}/compare?old=1&new=2",
        "standard-published": f"/standards/{CODE}?version=2",
        "assessment-choose": "/assessments/new?kind=contest",
        "assessment-new": None,
        "bureau-marksmen": "/bureau#set-marksmen",
    }
    for name, place in places.items():
        page.goto(place) if place else page.locator("ul.list a.row").first.click()
        page.wait_for_load_state()
        camera.take(page, f"{name}-{suffix}")


def _rankings(camera, page, suffix):
    """The list of marksmen and the ranking of the contest; the address of the last."""
    for name, title in (("marksmen", "枪考（示例）"), ("contest", "警务技能比武（示例）")):
        page.goto("/assessments")
        page.locator("table.grid th a", has_text=title).first.click()
        page.wait_for_load_state()
        page.locator("a[href$='/ranking']").click()
        page.wait_for_load_state()
        camera.take(page, f"ranking-{name}-{suffix}", whole=True)
    return page.url
