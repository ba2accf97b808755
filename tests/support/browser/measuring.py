"""Measuring people at a station in the field, and what the device then holds."""

import hashlib
import json

from playwright.sync_api import expect

from services import standard_files, standards
from services.trainings import enrolments
from tests.support.browser.calling import SLOW
from tests.support.browser.keeping import rows
from tests.support.browser.posts import get_ready
from tests.support.factories import identity, make_person
from tests.support.field_day import FieldDay, born

#: A standard with an item judged by eye and one shot at, such as a bureau makes its own.
OWN = {
    "standard": "key,value\ncode,local-2026\ntitle,本局标准\npass_rule,every_item\n",
    "groups": "sex,group,age_min,age_max\nM,all,,\nF,all,,\n",
    "items": "item,item_name,kind,unit,decimals,direction,min,max,attempts\n"
    "stance,据枪姿势,pass_fail,count,0,higher,0,1,2\npistol_rings,手枪射击环数,points,count,0,higher,0,50,1\n",
    "bands": "sex,group,item,points,threshold\n"
    + "".join(
        f"{sex},all,stance,,1\n{sex},all,pistol_rings,100,45\n{sex},all,pistol_rings,60,30\n" for sex in "MF"
    ),
}


def field_day(cast, code, *exercises, age=25, names=("林小满", "何静")):
    """A test with these stations, and people who have arrived; returns it and them."""
    day = FieldDay(cast, code, exercises=list(exercises))
    people = [make_person(cast.east, name=name, born_on=born(age)) for name in names]
    enrolments.add_unit(day.training.id, cast.east.id, actor=identity(cast.instructor))
    for person in people:
        day.sheet(person)
    return day, people


def own_standard(folder):
    """Keep the bureau's own standard, and say its code."""
    folder.mkdir()
    for name, text in OWN.items():
        (folder / f"{name}.csv").write_text(text, "utf-8")
    standard = standard_files.read(folder).standard
    standards.store(standard)
    return standard.code


def offline(page, server, day, exercise):
    """Take the station along, and lose the network."""
    get_ready(page, day.examiner, day, exercise)
    server.stop()


def begin(page, person):
    """From the list to where this person is measured."""
    page.locator(f"[data-screen=list] [data-person='{person.id}'] [data-measure]").click()
    expect(page.locator("[data-whom]:visible")).to_contain_text(person.name)


def press(page, keys):
    """Touch keys of the keypad, one after another."""
    for key in keys:
        page.locator(f"[data-screen=keypad] [data-key='{key}']").tap()


def keep(page, keys):
    """Type a measure and keep it; the screen then faces its person."""
    press(page, keys)
    page.locator("[data-record]:visible").tap()
    return told(page)


def told(page):
    """The mark on the screen that faces its person."""
    expect(page.locator("[data-screen=announce]")).to_be_visible(timeout=SLOW)
    return page.locator("[data-mark]")


def again(page):
    """One more try for the same person."""
    page.get_by_role("button", name="再测一次").click()


def entries(page):
    """What the device holds, in order, as it was serialised; one chain, each bound to the bytes before it."""
    before, found = "", []
    for n, row in enumerate(sorted(rows(page, "entries"), key=lambda row: row["seq"]), 1):
        entry = json.loads(row["text"])
        assert (entry["seq"], entry["prev"]) == (n, before), entry
        before = hashlib.sha256(row["text"].encode()).hexdigest()
        assert row["hash"] == before
        found.append(entry)
    return found


def of_kind(page, *kinds):
    return [entry for entry in entries(page) if entry["kind"] in kinds]
