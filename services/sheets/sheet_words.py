"""A sheet for its reader: categories in the standard's order, what was done in each, and what is next."""

from dataclasses import dataclass

from services import scoring, words
from services.scoring import amounts, meters, score_words
from services.scoring.meters import Meter
from services.scoring.rulebook import BY_SECOND, Item
from services.scoring.scorecards import Note
from services.words import gettext as _
from services.words import lazy as _l


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One exercise that was tried. ``outcome`` is its points or 达标 in words, ``gap`` the way to the
    next row.
    """

    exercise: str
    name: str
    shown: str
    outcome: str
    gap: str
    is_top: bool
    passed: bool | None
    counts: bool
    meter: Meter | None
    tries: list
    notes: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One item of a category that may be chosen or is still to be done, and the stations for it."""

    exercise: str
    name: str
    has_table: bool
    is_picked: bool
    stations: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One category. ``points`` is what it adds to the total, ``options`` the items it may be done with."""

    name: str
    lines: list[Line]
    options: list[Option]
    points: int | None
    is_choice: bool

    @property
    def is_done(self):
        """Whether exactly one item counts: with none it is still to be done, of several one is still to
        be chosen.
        """
        return sum(line.counts for line in self.lines) == 1


def parts(marked, stations=()) -> list[Part]:
    """Every category in which this person is tested, and others in which they were measured."""
    standard, snapshot = marked.standard, marked.snapshot
    group = group_of(marked)
    open_to = scoring.choices(standard, group) if group else ()
    by_category = {choice.category: list(choice.items) for choice in open_to}
    for row in [*snapshot["results"], *snapshot["struck"]]:
        items = by_category.setdefault(row["category"], [])
        if all(item.exercise != row["exercise"] for item, _has_table in items):
            items.append((standard.item(row["exercise"]), False))
    return [_part(marked, group, category, items, stations) for category, items in by_category.items()]


def group_of(marked):
    """The age group that the snapshot names, from the standard."""
    snapshot = marked.snapshot
    return marked.standard.group(snapshot["sex"], snapshot["age"])


def _part(marked, group, category, items, stations):
    snapshot, exercises = marked.snapshot, [item.exercise for item, _has_table in items]
    results = [r for r in snapshot["results"] if r["exercise"] in exercises]
    struck = [r for r in snapshot["struck"] if r["exercise"] in exercises]
    points = [r["points"] for r in results if r["counts"] and r["points"] is not None]
    places = {exercise: tuple(s.number for s in stations if s.exercise == exercise) for exercise in exercises}
    pick = snapshot["choices"].get(category)
    options = [
        Option(
            exercise=item.exercise,
            name=score_words.item_name(item),
            has_table=has_table,
            is_picked=item.exercise == pick,
            stations=places[item.exercise],
        )
        for item, has_table in items
    ]
    return Part(
        name=score_words.category_name(marked.standard, category) if len(items) > 1 else options[0].name,
        lines=[line(marked.standard, group, row) for row in [*results, *struck]],
        options=options,
        points=points[0] if len(points) == 1 else None,
        is_choice=len(items) > 1,
    )


def line(standard, group, row) -> Line:
    """One result of a snapshot for its reader, also where every try was voided."""
    if "shown" not in row:
        return _struck(standard, row)
    item = standard.item(row["exercise"])
    return Line(
        exercise=item.exercise,
        name=score_words.item_name(item),
        shown=row["shown"],
        outcome=_outcome(row),
        gap=amounts.to_next(row["next"], item.scale) if row["next"] else "",
        is_top=bool(row["reached"]) and not row["next"] and item.kind != BY_SECOND,
        passed=row["passed"],
        counts=row["counts"],
        meter=_meter(standard, group, item, row),
        tries=row["attempts"],
        notes=[sentence(note, standard) for note in row["notes"]],
    )


def _struck(standard, row):
    item: Item = standard.item(row["exercise"])
    return Line(
        exercise=item.exercise,
        name=score_words.item_name(item),
        shown="",
        outcome="",
        gap="",
        is_top=False,
        passed=None,
        counts=False,
        meter=None,
        tries=row["attempts"],
        notes=[],
    )


def _outcome(row):
    if row["passed"] is not None:
        return _("达标") if row["passed"] else _("未达标")
    return "" if row["points"] is None else words.ngettext("%(n)s 分", "%(n)s 分", row["points"])


def _meter(standard, group, item, row):
    if group is None or item.kind == BY_SECOND or row["reached"] is None:
        return None
    return meters.draw(scoring.rows(standard, group, item.exercise), item, row["measure"])


def sentence(note, standard) -> str:
    """A note of a snapshot in the reader's language."""
    values = {name: value for name, value in note.items() if name != "code"}
    return score_words.sentence(Note(note["code"], **values), standard)


def notes(marked) -> list[str]:
    """What must be said of the whole sheet and is not said beside a result already."""
    told = [note for row in marked.snapshot["results"] for note in row["notes"]]
    return [sentence(note, marked.standard) for note in marked.snapshot["notes"] if note not in told]


def grade(snapshot) -> str:
    """The grade in the reader's language, or what stands in place of one."""
    if snapshot["grade"]:
        return words.pick(snapshot["grade"], snapshot["grade_en"])
    return _("未达标") if snapshot["passed"] is False else ""


def group_name(snapshot) -> str:
    return words.pick(snapshot["group_name"], snapshot["group_name_en"]) or snapshot["group"] or ""


STATES = {
    "open": _l("正在测"),
    "complete": _l("测完，等定表"),
    "settled": _l("已定表"),
    "corrected": _l("已更正"),
}


def state(name) -> str:
    """The state of a sheet in words."""
    return str(STATES[name])
