"""Measures to points, points to a grade. Pure: the same standard and measures give the same scorecard.

``rulebook`` is what a standard is, ``measures`` reads and writes measures, ``typed_measures`` reads what
a form sent, ``scorecards`` are the answers, ``metals`` and ``meters`` what follows from them;
``score_words``, ``report`` and ``amounts`` put them in words. Not here: standards in files
(``standard_files``) and in the database (``standards``), which of a person's tries count (``marks``),
places (``rankings``).

The rules: a result that reaches a row earns it (inclusive), else the next lower row; below the last row
it is 0. Nothing is interpolated, and where an item has no table for the group there are no points. Notes
are codes with parameters, which ``score_words`` puts into sentences.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from services.scoring import rulebook
from services.scoring.rulebook import Band, Grade, Group, Item, SecondBand, Standard, first
from services.scoring.scorecards import Choice, Measure, Next, Note, Result, Scorecard


class UnknownExercise(ValueError):
    """The standard has no such item."""


class BornLater(ValueError):
    """Born after the day of the assessment."""


def age_on(born_on: date, on: date) -> int:
    """Full years; the birthday counts, and 29 February turns on 1 March."""
    if born_on > on:
        raise BornLater
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))


def group_of(standard: Standard, sex: str, born_on: date, on: date) -> Group | None:
    """The age group on the assessment's first day, or None."""
    return standard.group(sex, age_on(born_on, on))


def choices(standard: Standard, group: Group) -> tuple[Choice, ...]:
    """Every category this group is tested in, in the standard's order, with the items open to it."""
    found = {}
    for item in standard.items:
        if item.includes(group):
            has_table = standard.table(group, item.exercise) is not None
            found.setdefault(item.category, []).append((item, has_table))
    return tuple(Choice(category, tuple(items)) for category, items in found.items())


def rows(standard: Standard, group: Group, exercise: str) -> tuple[Band, ...] | tuple[SecondBand, ...]:
    """The rows that hold for a group, best first (by second measure: lowest first); none without a table."""
    table = standard.table(group, exercise)
    return table.bands if table else ()


def counting(item: Item, attempts: Sequence[Measure]) -> Measure:
    """Which of a person's attempts counts, by the item's rule: the best one or the last."""
    if item.counts != rulebook.BEST or item.kind == rulebook.BY_SECOND:
        return attempts[-1]
    return min(attempts) if item.direction == rulebook.LOWER else max(attempts)


def score(
    standard: Standard,
    *,
    sex: str,
    born_on: date,
    on: date,
    measures: Mapping[str, Measure],
    grade_rule: Sequence[Grade] | None = None,
) -> Scorecard:
    """Score raw measures in base units. Results come in the order given, totals do not depend on it.

    ``grade_rule`` is the bureau's cut-offs, for a standard that leaves them to it. An exercise the
    standard lacks raises ``UnknownExercise``; a birth after the day raises ``BornLater``.
    """
    age = age_on(born_on, on)
    group = standard.group(sex, age)
    results = tuple(_result(standard, group, exercise, raw) for exercise, raw in measures.items())
    gaps = _gaps(standard, group, results)
    complete = not gaps and all(r.reached is not None for r in results)
    total = _total(standard, results)
    failed = standard.pass_rule == rulebook.EVERY_ITEM and any(r.passed is False for r in results)
    barred = standard.ungraded_below and any(r.reached is False for r in results)
    cut_offs = grade_rule if standard.grade_rule == rulebook.BUREAU_SETTING else standard.grades
    grade = None
    if complete and not failed and not barred:
        grade = _grade(standard, cut_offs or (), age, total)
    return Scorecard(
        age=age,
        group=group,
        results=results,
        total=total,
        grade=grade,
        passed=False if failed else grade.passes if grade else None,
        complete=complete,
        notes=(*gaps, *((Note("grades_not_set"),) if not cut_offs else ())),
    )


def _result(standard, group, exercise, raw):
    item = standard.item(exercise)
    if item is None:
        raise UnknownExercise(exercise)
    measure = _counted(item, raw)
    bands = rows(standard, group, exercise) if group else ()
    if not bands:
        code = "no_table" if group is None or item.includes(group) else "not_applicable"
        return Result(exercise=exercise, measure=measure, raw=raw, notes=(Note(code, exercise=exercise),))
    if item.kind == rulebook.BY_SECOND:
        return _by_second(item, bands, measure, raw)
    return _by_bands(standard, item, bands, measure, raw)


def _counted(item, raw):
    if item.kind == rulebook.BY_SECOND:
        second, measure = raw
        return item.second.scale.counted(second), item.scale.counted(measure)
    return item.scale.counted(raw)


def _by_second(item, bands, measure, raw):
    second, weight = measure
    band = first(b for b in bands if b.second_low <= second <= b.second_high)
    if band is None:
        note = Note("outside_table", exercise=item.exercise)
        return Result(exercise=item.exercise, measure=measure, raw=raw, notes=(note,))
    return Result(exercise=item.exercise, measure=measure, raw=raw, points=band.points(weight), reached=True)


def _by_bands(standard, item, bands, measure, raw):
    sign = 1 if item.direction == rulebook.HIGHER else -1
    band = first(b for b in bands if sign * (measure - b.threshold) >= 0)
    is_pass_fail = item.kind == rulebook.PASS_FAIL
    points = None if is_pass_fail else band.points if band else 0
    notes = ()
    if band is None and not is_pass_fail and standard.ungraded_below:
        notes = (Note("below_last_row", exercise=item.exercise),)
    return Result(
        exercise=item.exercise,
        measure=measure,
        raw=raw,
        points=points,
        passed=band is not None if is_pass_fail else None,
        reached=band is not None,
        next=_next(bands, measure, points, sign),
        notes=notes,
    )


def _next(bands, measure, points, sign):
    """The lowest row that is not reached and gives more points than the result has."""
    above = (b for b in reversed(bands) if sign * (b.threshold - measure) > 0)
    row = first(b for b in above if b.points is None or b.points > points)
    return row and Next(row.points, row.threshold, sign * (row.threshold - measure))


def _total(standard, results):
    """The sum so far; none for a pass/fail standard, or while one category is answered twice."""
    if all(item.kind == rulebook.PASS_FAIL for item in standard.items) or _twice(standard, results):
        return None
    return sum(r.points or 0 for r in results)


def _twice(standard, results):
    """For each category with several results, the exercises given in it."""
    counts = Counter(standard.item(r.exercise).category for r in results)
    return {
        category: tuple(sorted(r.exercise for r in results if standard.item(r.exercise).category == category))
        for category, count in counts.items()
        if count > 1
    }


def _gaps(standard, group, results):
    """What stands between these results and a complete test."""
    if group is None:
        return (Note("no_group"),)
    twice = _twice(standard, results)
    given = {standard.item(r.exercise).category for r in results}
    open_ = [c for c in choices(standard, group) if c.category not in given]
    missing = tuple(c.category for c in open_ if c.is_open)
    closed = [item.exercise for c in open_ if not c.is_open for item, _ in c.items]
    return (
        *(Note("several_in_category", category=c, exercises=twice[c]) for c in sorted(twice)),
        *((Note("missing", categories=missing),) if missing else ()),
        *(Note("no_table", exercise=exercise) for exercise in closed),
    )


def _grade(standard, cut_offs, age, total):
    if standard.grade_rule == rulebook.WHEN_PASSED:
        return first(cut_offs)
    if total is None:
        return None
    earned = [g for g in cut_offs if g.covers(age) and g.minimum <= total]
    return max(earned, key=lambda g: g.minimum, default=None)
