"""A station in the field: what an examiner does on the screen."""

from playwright.sync_api import expect

from tests.browser.conftest import sign_in
from tests.support.browser.calling import SLOW
from tests.support.field_day import FieldDay

RUN = "run1000"


def field_day(cast, people=8):
    """A test with a run of 1000 m, and so many men who have arrived, by their sheet's number."""
    day = FieldDay(cast, people=people)
    return day, {day.sheet(person).number: person for person in day.trainees}


def place(day, exercise=RUN):
    return f"/stations/{day.stations[exercise].id}/field"


def get_ready(page, person, day, exercise=RUN):
    """Sign in at the station, take it, and wait until the network may go."""
    sign_in(page, person, at=place(day, exercise))
    page.get_by_role("button", name="准备这一站").click()
    expect(page.get_by_text("可离线", exact=True)).to_be_visible(timeout=SLOW)


def put_in_group(page, *people):
    """Put people in the next group, and go to its start."""
    for person in people:
        page.get_by_role("button", name=f"加入 {person.name}").click()
    page.locator("[data-group]:visible").click()
