"""What differs between two versions of a standard: facts, groups, items, grades, and rows. Pure.

Rows are compared as they hold for a group, so a table that was only cut up in another way does not differ.
"""

from dataclasses import dataclass

from services import scoring, words
from services.scoring import rulebook, score_words
from services.scoring.measures import number, write
from services.scoring.rulebook import BY_SECOND, Standard
from services.standard_files import export
from services.standard_files.columns import COLUMNS
from services.standards import terms
from services.words import gettext as _

ADDED, REMOVED, CHANGED = "added", "removed", "changed"
#: The columns that name a row of a file; all others may differ.
KEYS = {
    "standard": lambda row: row["key"],
    "groups": lambda row: (row["sex"], _code_of(row)),
    "items": lambda row: row["item"],
    "grades": lambda row: (row["age_min"], row["age_max"], row["grade"]),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference. ``name`` is for readers, ``column`` says in what; a version that lacks it has an
    empty value.
    """

    what: str
    name: str
    column: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """``rows`` are by exercise; an exercise without a difference is left out."""

    facts: list[Difference]
    groups: list[Difference]
    items: list[Difference]
    grades: list[Difference]
    rows: dict[str, list[Difference]]

    @property
    def is_equal(self):
        return not (self.facts or self.groups or self.items or self.grades or self.rows)

    def count(self, exercise=None):
        """{what: how many} of the rows of one exercise, or of all."""
        some = [self.rows.get(exercise, [])] if exercise else self.rows.values()
        found = [one.what for rows in some for one in rows]
        return {what: found.count(what) for what in (ADDED, REMOVED, CHANGED)}


def compare(old: Standard, new: Standard) -> Comparison:
    """Everything that differs, in the order of the newer version; what that lacks comes last."""
    files = export.sheets(old), export.sheets(new)
    return Comparison(
        facts=_of_file("standard", *files, lambda row: terms.column(row["key"])),
        groups=_of_file("groups", *files, _group_name),
        items=_of_file("items", *files, lambda row: words.pick(row["item_name"], row["item_name_en"])),
        grades=_of_file("grades", *files, lambda row: words.pick(row["grade"], row["grade_en"])),
        rows=_all_rows(old, new),
    )


def _code_of(row):
    return row["group"] or rulebook.code_of_ages(row["age_min"] or None, row["age_max"] or None)


def _group_name(row):
    name = words.pick(row["group_name"], row["group_name_en"]) or _code_of(row)
    return f"{score_words.sex_name(row['sex'])} {name}"


def _of_file(file, old, new, name):
    was, now = _by_key(file, old), _by_key(file, new)
    keys = [*now, *(key for key in was if key not in now)]
    return [one for key in keys for one in _of_row(file, was.get(key), now.get(key), name)]


def _by_key(file, sheets):
    header, *rows = sheets.get(file) or [COLUMNS[file]]
    found = [dict(zip(header, row, strict=True)) for row in rows]
    return {KEYS[file](row): row for row in found}


def _of_row(file, old, new, name):
    if file == "standard":  # a fact that one of them leaves out is blank there
        old, new = old or new | {"value": ""}, new or old | {"value": ""}
    if old is None or new is None:
        return [Difference(REMOVED if new is None else ADDED, name(old or new), "", "", "")]
    columns = [column for column in new if old.get(column, "") != new[column]]
    return [Difference(CHANGED, name(new), _column(c), old.get(c, ""), new[c]) for c in columns]


def _column(name):
    """The name of a column; a fact is named by its key alone."""
    return "" if name == "value" else terms.column(name)


def _all_rows(old, new):
    exercises = [item.exercise for item in new.items]
    exercises += [item.exercise for item in old.items if item.exercise not in exercises]
    found = {exercise: list(_rows(old, new, exercise)) for exercise in exercises}
    return {exercise: some for exercise, some in found.items() if some}


def _rows(old, new, exercise):
    was, now = _cells(old, exercise), _cells(new, exercise)
    for key in [*now, *(key for key in was if key not in now)]:
        (name, before), (later, after) = was.get(key, now.get(key)), now.get(key, was.get(key))
        if key not in was:
            yield Difference(ADDED, name, key[2], "", after)
        elif key not in now:
            yield Difference(REMOVED, name, key[2], before, "")
        elif before != after:
            yield Difference(CHANGED, later, key[2], before, after)


def _cells(standard, exercise):
    """{(sex, group, points): (the group's name, threshold)}; in tables by a second measure its range
    stands in place of points.
    """
    item = standard.item(exercise)
    groups = [group for group in standard.groups if item and item.includes(group)]
    return {
        (group.sex, group.code, place): (_of_group(group), shown)
        for group in groups
        for place, shown in _bands(item, scoring.rows(standard, group, exercise))
    }


def _of_group(group):
    return f"{score_words.sex_name(group.sex)} {score_words.group_name(group)}"


def _bands(item, bands):
    for band in bands:
        if item.kind != BY_SECOND:
            yield _worth(band.points), write(band.threshold, item.scale)
            continue
        second = _ends(band.second_low, band.second_high, item.second.scale)
        yield second, " · ".join([*(_span(item, span) for span in band.spans), str(band.outside)])


def _worth(points):
    return _("达标") if points is None else words.ngettext("%(n)s 分", "%(n)s 分", points)


def _span(item, span):
    return f"{span.points}: {_ends(span.low, span.high, item.scale)}"


def _ends(low, high, scale):
    return f"{number(low, scale)}–{write(high, scale)}"
