"""The rows of a standard's files read as what they mean; each thing keeps its row, for the checks."""

from dataclasses import dataclass

from services.scoring import rulebook
from services.scoring.measures import Scale
from services.scoring.rulebook import Cohort, Grade, Group, Item, Second, SecondBand, Span
from services.standard_files.cells import Cells
from services.standard_files.columns import SPAN
from services.standard_files.findings import Row

POINTS_HIGH = 1000
SEXES = ("M", "F")
SOURCES = ("source", "default")
FACTS = ("code", "title", "title_en", "source", "source_en", "version", "effective_on", "pass_rule",
         "grade_rule", "below_last_row", "kind")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One row of bands: a threshold, or the range it was converted from."""

    row: Row
    cohort: Cohort
    item: Item
    points: int | None
    threshold: int
    is_range: bool = False
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class SecondLine:
    row: Row
    cohort: Cohort
    item: Item
    band: SecondBand


def facts(rows, findings) -> dict:
    """{key: value} of the standard's own facts, with defaults filled in."""
    found = {}
    for row in rows:
        key = row.cells.get("key", "")
        if key not in FACTS:
            findings.fault(row, "unknown_key", key=key)
        elif key in found:
            findings.fault(row, "repeated_key", key=key)
        found[key] = row.cells.get("value", "")
    cells = Cells(Row(rows[0].file if rows else "standard", None, found), findings)
    return {
        "code": cells.code("code"),
        "title": cells.text("title", required=True, longest=120),
        "title_en": cells.text("title_en", longest=160),
        "source": cells.text("source", longest=500),
        "source_en": cells.text("source_en", longest=500),
        "version": cells.text("version", longest=40),
        "effective_on": cells.day("effective_on"),
        "pass_rule": cells.choice("pass_rule", (rulebook.EVERY_ITEM, rulebook.BY_GRADE), rulebook.BY_GRADE),
        "grade_rule": cells.choice(
            "grade_rule",
            (rulebook.FROM_TOTAL, rulebook.WHEN_PASSED, rulebook.BUREAU_SETTING),
            rulebook.BUREAU_SETTING,
        ),
        "ungraded_below": cells.choice("below_last_row", ("zero", "no_grade"), "zero") == "no_grade",
        "kind": cells.choice("kind", ("", rulebook.FIREARMS, rulebook.CONTEST), ""),
    }


def group(cells: Cells) -> Group:
    ages = cells.ages()
    return Group(
        sex=cells.choice("sex", SEXES),
        **ages,
        code=cells.text("group", longest=20) or rulebook.code_of_ages(**ages),
        name=cells.text("group_name"),
        name_en=cells.text("group_name_en"),
        note=cells.text("note"),
        note_en=cells.text("note_en"),
    )


def item(cells: Cells) -> Item | None:
    """The item, or None if it lacks what its rows need in order to be read."""
    exercise, scale = cells.code("item"), cells.scale()
    kind = cells.choice("kind", (rulebook.POINTS, rulebook.PASS_FAIL, rulebook.BY_SECOND), rulebook.POINTS)
    second = _second(cells) if kind == rulebook.BY_SECOND else None
    direction = _direction(cells, kind)
    made = Item(
        sex=cells.choice("sex", ("", *SEXES), "") or None,
        **cells.ages(),
        exercise=exercise,
        name=cells.text("item_name", required=True),
        name_en=cells.text("item_name_en"),
        category=cells.text("category", longest=40) or exercise,
        category_name=cells.text("category_name"),
        category_name_en=cells.text("category_name_en"),
        kind=kind,
        direction=direction,
        scale=scale,
        rounding_source=cells.choice("rounding_source", SOURCES, "default"),
        attempts=cells.whole("attempts", 1, 99, 1),
        attempts_source=cells.choice("attempts_source", SOURCES, "default"),
        counts=cells.choice("counts", (rulebook.BEST, rulebook.LAST), rulebook.BEST),
        second=second,
    )
    is_fit = scale and kind and direction is not None and (second or kind != rulebook.BY_SECOND)
    return made if is_fit else None


def _direction(cells, kind):
    if kind != rulebook.BY_SECOND:
        return cells.choice("direction", (rulebook.HIGHER, rulebook.LOWER))
    if cells.get("direction"):
        cells.fault("second_direction")
    return ""


def _second(cells):
    scale = cells.scale("second_")
    name = cells.text("second_name", required=True)
    return scale and Second(name=name, name_en=cells.text("second_name_en"), scale=scale)


def line(cells: Cells, cohort: Cohort, item: Item) -> Line | None:
    """A row of bands, read on its item's scale."""
    is_pass_fail = item.kind == rulebook.PASS_FAIL
    if is_pass_fail and cells.get("points"):
        cells.fault("not_blank", column="points")
    points = None if is_pass_fail else cells.whole("points", 0, POINTS_HIGH, required=True)
    has_range = bool(cells.get("from") or cells.get("to"))
    if has_range and cells.get("threshold"):
        return cells.fault("both_forms")
    if not has_range and not cells.get("threshold"):
        return cells.fault("no_threshold")
    low, high = cells.measure("from", item.scale), cells.measure("to", item.scale)
    if low is not None and high is not None and low > high:
        cells.fault("low_above_high", low="from", high="to")
    threshold = _worse_end(item, low, high) if has_range else cells.measure("threshold", item.scale)
    if threshold is None or (points is None and not is_pass_fail):
        return None
    if not item.scale.is_plausible(threshold):
        column = "threshold" if not has_range else "to" if item.direction == rulebook.LOWER else "from"
        cells.fault("implausible", column=column, value=cells.get(column))
    return Line(cells.row, cohort, item, points, threshold, has_range, low, high)


def _worse_end(item, low, high):
    """The threshold of a range. A range that is open at its worse end reaches to the end of what is
    plausible.
    """
    if item.direction == rulebook.LOWER:
        return item.scale.high if high is None else high
    return item.scale.low if low is None else low


def second_line(cells: Cells, cohort: Cohort, item: Item) -> SecondLine | None:
    """A row of a table by a second measure: from_N and to_N bound the range worth N points."""
    low = cells.measure("second_from", item.second.scale, required=True)
    high = cells.measure("second_to", item.second.scale, required=True)
    outside = cells.whole("points_outside", 0, POINTS_HIGH, required=True)
    spans = tuple(_span(cells, points, item.scale) for points in _points_of_spans(cells.row))
    if not spans:
        return cells.fault("no_spans")
    if None in (low, high, outside, *spans):
        return None
    if low > high:
        cells.fault("low_above_high", low="second_from", high="second_to")
    return SecondLine(cells.row, cohort, item, SecondBand(low, high, outside, spans))


def _points_of_spans(row):
    """The points for which this row has a range, most first."""
    found = {
        int(match[2]) for column, cell in row.cells.items() if cell and (match := SPAN.fullmatch(column))
    }
    return sorted(found, reverse=True)


def _span(cells, points, scale: Scale):
    low = cells.measure(f"from_{points}", scale, required=True)
    high = cells.measure(f"to_{points}", scale, required=True)
    return None if low is None or high is None else Span(points, low, high)


def grade(cells: Cells, rule: str) -> Grade:
    return Grade(
        **cells.ages(),
        name=cells.text("grade", required=True, longest=20),
        name_en=cells.text("grade_en"),
        minimum=cells.whole("minimum", 0, 1_000_000, required=rule == rulebook.FROM_TOTAL),
        passes=cells.choice("passes", ("yes", "no"), "yes") == "yes",
    )
