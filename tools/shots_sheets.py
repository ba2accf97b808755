"""Photographs of sheets on paper and in files, of results brought in, and of the way to the next station."""

import io

from openpyxl import load_workbook

from tests.support import factories
from tests.support.browser.devices import DESK, PHONE, PROJECTOR

CHIEF, TRAINEE = "100003", "100004"


def all_of(camera):
    page = camera.open(DESK, number=CHIEF)
    page.goto("/assessments")
    assessment = page.locator("table.grid th a").first.get_attribute("href")
    places = {"desk-results": "?tab=results", "desk-files": "/files", "desk-import": "/import"}
    for name, place in places.items():
        page.goto(assessment + place)
        camera.take(page, name)
    bring_in(camera, page, assessment)
    hall(camera, assessment)
    for scheme in ("light", "dark"):
        own_sheet(camera, assessment, scheme)
    page.goto(f"{assessment}?tab=people")
    sheet = page.locator("a[href^='/sheets/']").first.get_attribute("href")
    paper(camera, sheet)


def bring_in(camera, page, assessment):
    """The template filled in: one cell wrong, then all of it right."""
    filled = page.request.get(f"{assessment}/import/template.xlsx").body()
    # A file that is refused is said in the console too, as it should be.
    known = len(camera.troubles)
    for name, text in {"desk-import-refused": "3:75:1", "desk-import-preview": "45.0"}.items():
        page.goto(f"{assessment}/import")
        file = {"name": "成绩.xlsx", "mimeType": "application/zip", "buffer": _filled(filled, text)}
        page.set_input_files("[name=file]", file)
        page.get_by_role("button", name="上传并预览").click()
        page.wait_for_load_state()
        camera.take(page, name)
    camera.troubles[known:] = [trouble for trouble in camera.troubles[known:] if "422" not in trouble]


def _filled(content, text):
    """Everyone who has not arrived gets this as their strength of grip."""
    book = load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    column = next(cell.column for cell in sheet[1] if cell.value == "握力")
    for row in range(2, sheet.max_row + 1):
        if not sheet.cell(row, 1).value:
            sheet.cell(row, column).value = text
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def hall(camera, assessment):
    for device, name in ((PROJECTOR, "calls"), (PHONE, "calls-phone")):
        page = camera.open(device, number=CHIEF)
        page.goto(f"{assessment}/calls")
        camera.take(page, name)


def own_sheet(camera, assessment, scheme):
    page = camera.open(PHONE, scheme=scheme, number=TRAINEE)
    page.goto(f"{assessment}/mine")
    camera.take(page, f"own-sheet-{scheme}", whole=True)


def paper(camera, sheet):
    """A picture of the paper, as its examiner attaches it."""
    page = camera.open(PHONE, number=CHIEF)
    page.goto(f"{sheet}/photos")
    picture = {"name": "表.png", "mimeType": "image/png", "buffer": factories.picture((600, 850))}
    page.set_input_files("[name=photo]", picture)
    page.get_by_role("button", name="附上").click()
    page.wait_for_load_state()
    camera.take(page, "sheet-photos", whole=True)
