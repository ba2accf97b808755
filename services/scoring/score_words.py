"""A scorecard in the reader's language: its notes as sentences, and the names in it.

Both languages stand side by side here, because the command line has no catalogue at hand.
"""

from services import words
from services.scoring.rulebook import Grade, Group, Item, Standard
from services.scoring.scorecards import Note

SENTENCES = {
    "no_table": ("%(exercise)s：该组无标准，不计分", "%(exercise)s: no standard for this group, no points"),
    "not_applicable": (
        "%(exercise)s：该组不测此项，不计分",
        "%(exercise)s: not tested in this group, no points",
    ),
    "outside_table": (
        "%(exercise)s：%(second)s不在标准表内，不计分",
        "%(exercise)s: the %(second)s is outside the table, no points",
    ),
    "below_last_row": (
        "%(exercise)s：低于最低一档，得 0 分，不评等级",
        "%(exercise)s: below the last row, 0 points and no grade",
    ),
    "several_in_category": (
        "%(category)s只能任选一项，现有 %(exercises)s：不计总分",
        "%(category)s takes one item, here are %(exercises)s: no total",
    ),
    "missing": ("还缺：%(categories)s", "Still missing: %(categories)s"),
    "grades_not_set": ("未设等级线", "Grade boundaries are not set"),
    "no_group": ("没有这个年龄的组", "No group for this age"),
}
SEXES = {"M": ("男", "male"), "F": ("女", "female")}


def sentence(note: Note, standard: Standard) -> str:
    """A note as a short sentence, with exercises and categories by name."""
    values = {"exercise": "", "second": ""}
    if item := standard.item(note.get("exercise") or ""):
        values = {"exercise": item_name(item), "second": _second_name(item)}
    if exercises := note.get("exercises"):
        values["exercises"] = _listed(item_name(standard.item(e)) for e in exercises)
    if category := note.get("category"):
        values["category"] = category_name(standard, category)
    if categories := note.get("categories"):
        values["categories"] = _listed(category_name(standard, c) for c in categories)
    return words.pick(*SENTENCES[note.code]) % values


def item_name(item: Item) -> str:
    return words.pick(item.name, item.name_en)


def item_names(standard: Standard) -> dict[str, str]:
    """{exercise: its name}, for every item of the standard."""
    return {item.exercise: item_name(item) for item in standard.items}


def group_name(group: Group) -> str:
    return words.pick(group.name, group.name_en) or group.code


def grade_name(grade: Grade) -> str:
    return words.pick(grade.name, grade.name_en)


def title(standard: Standard) -> str:
    return words.pick(standard.title, standard.title_en)


def sex_name(sex: str) -> str:
    return words.pick(*SEXES[sex])


def category_name(standard: Standard, category: str) -> str:
    """The category's own name, or else the names of its items."""
    items = [item for item in standard.items if item.category == category]
    return words.pick(items[0].category_name, items[0].category_name_en) or "/".join(map(item_name, items))


def _second_name(item):
    return words.pick(item.second.name, item.second.name_en) if item.second else ""


def _listed(names):
    return words.pick("、", ", ").join(names)
