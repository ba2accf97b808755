"""What must hold between the rows of a standard, and what is odd enough to be mentioned.

Faults: overlaps, repeated points, wrong order, gaps between from–to ranges wider than one rounding step.
Warnings: points that no row gives, a drop from one height to the next, groups without a table; real tables
have all three of these.
"""

from itertools import pairwise

from services.scoring import rulebook
from services.scoring.measures import write
from services.scoring.rulebook import LOWER, PASS_FAIL
from services.standard_files.findings import Row


def groups(pairs, findings):
    """Refuse a repeated code and overlapping ages within a sex; warn of ages in no group."""
    for index, (row, group) in enumerate(pairs):
        for _, other in pairs[:index]:
            if group.sex == other.sex and group.code == other.code:
                findings.fault(row, "repeated_group", group=group.code)
            elif group.sex == other.sex and group.overlaps(other):
                findings.fault(row, "overlapping_groups", group=group.code, other=other.code)
    for sex in ("M", "F"):
        mine = sorted((p for p in pairs if p[1].sex == sex), key=lambda p: p[1].ages())
        for (_, before), (row, group) in pairwise(mine):
            if group.ages()[0] > before.ages()[1] + 1:
                findings.warn(row, "ages_missing", group=group.code)


def items(pairs, group_list, findings):
    seen = set()
    for row, item in pairs:
        if item.exercise in seen:
            findings.fault(row, "repeated_item", item=item.exercise)
        seen.add(item.exercise)
        for group in cut_groups(item, group_list):
            findings.fault(row, "cuts_group", group=group.code)


def cut_groups(cohort, group_list):
    """The groups of which the cohort holds some ages but not all."""
    return [g for g in group_list if cohort.overlaps(g) and not cohort.includes(g)]


def misfits(cohort, group_list):
    """The faults, with their facts, of a row for people who are not whole groups."""
    if cut := cut_groups(cohort, group_list):
        return [("cuts_group", {"group": group.code}) for group in cut]
    return [] if any(cohort.includes(group) for group in group_list) else [("covers_no_group", {})]


def tables(lines_of_table, group_list, findings):
    """Refuse two tables of an item for one person, and a table for people who are not tested in it."""
    seen = []
    for lines in lines_of_table:
        row, cohort, item = lines[0].row, lines[0].cohort, lines[0].item
        for other in seen:
            if other.item is item and other.cohort.overlaps(cohort):
                findings.fault(row, "overlapping_tables", item=item.exercise, other=other.row.number)
        seen.append(lines[0])
        for group in group_list:
            if cohort.includes(group) and not item.includes(group):
                findings.fault(row, "not_applicable", group=group.code, item=item.exercise)


def bands(lines, findings):
    """Check one table by thresholds or ranges."""
    if lines[0].item.kind == PASS_FAIL:
        for line in lines[1:]:
            findings.fault(line.row, "one_row_only")
        return
    ordered = best_first(lines)
    for better, worse in pairwise(ordered):
        if better.points == worse.points:
            later, earlier = sorted((better, worse), key=lambda line: -line.row.number)
            findings.fault(later.row, "repeated_points", points=later.points, other=earlier.row.number)
        elif better.is_range and worse.is_range:
            _ranges(better, worse, findings)
        elif hardness(better) <= hardness(worse):
            _wrong_order(better, worse, findings)
    _missing_points(ordered, findings)


def best_first(lines):
    return sorted(lines, key=lambda line: -(line.points or 0))


def hardness(line):
    return -line.threshold if line.item.direction == LOWER else line.threshold


def _wrong_order(better, worse, findings):
    findings.fault(
        better.row,
        "wrong_order",
        points=better.points,
        other=worse.row.number,
        other_points=worse.points,
    )


def _ranges(better, worse, findings):
    low, high = (better.high, worse.low) if better.item.direction == LOWER else (worse.high, better.low)
    if low is None or high is None:
        findings.fault(worse.row, "open_end")
    elif hardness(better) <= hardness(worse):
        _wrong_order(better, worse, findings)
    elif high <= low:
        findings.fault(worse.row, "ranges_overlap", other=better.row.number)
    elif high - low > better.item.scale.step:
        findings.fault(worse.row, "ranges_gap", other=better.row.number)


def _missing_points(ordered, findings):
    """Warn of points between two rows that the table's smallest step would lead one to expect."""
    points = [line.points for line in ordered]
    steps = [better - worse for better, worse in pairwise(points) if better > worse]
    if not steps:
        return
    missing = [
        p for better, worse in pairwise(points) for p in range(better - min(steps), worse, -min(steps))
    ]
    if missing:
        first = min(ordered, key=lambda line: line.row.number)
        findings.warn(
            first.row,
            "missing_points",
            item=first.item.exercise,
            who=who(first.cohort),
            points=", ".join(map(str, missing)),
        )


def who(cohort):
    return f"{cohort.sex} {rulebook.code_of_ages(cohort.age_min, cohort.age_max)}"


def by_second(lines, findings):
    """Check one table by a second measure: its rows must meet, its ranges nest."""
    for line in lines:
        _nested(line, findings)
    ordered = sorted(lines, key=lambda line: line.band.second_low)
    for before, line in pairwise(ordered):
        distance = line.band.second_low - before.band.second_high
        if distance <= 0:
            findings.fault(line.row, "ranges_overlap", other=before.row.number)
        elif distance > line.item.second.scale.step:
            findings.fault(line.row, "ranges_gap", other=before.row.number)
        _drops(before, line, findings)


def _nested(line, findings):
    """Refuse a row unless ranges of more points lie within those of fewer, and the points outside are
    the fewest.
    """
    spans = line.band.spans
    is_ordered = all(s.low <= s.high for s in spans) and spans[-1].points > line.band.outside
    if not is_ordered or any(o.low > i.low or i.high > o.high for i, o in pairwise(spans)):
        findings.fault(line.row, "spans_order")


def _drops(before, line, findings):
    for old, new in zip(before.band.spans, line.band.spans, strict=False):
        for end, was, now in (("from", old.low, new.low), ("to", old.high, new.high)):
            if now < was:
                findings.warn(
                    line.row,
                    "drop",
                    item=line.item.exercise,
                    who=who(line.cohort),
                    second=write(line.band.second_low, line.item.second.scale),
                    column=f"{end}_{new.points}",
                )


def grades(pairs, facts, findings, file):
    """Refuse grades that do not fit the grade rule, and totals that would have two grades."""
    rule = facts["grade_rule"]
    if rule == rulebook.BUREAU_SETTING and pairs:
        findings.fault(pairs[0][0], "grades_unused")
    if rule in (rulebook.FROM_TOTAL, rulebook.WHEN_PASSED) and not pairs:
        findings.fault(Row(file, None), "grades_needed", rule=rule)
    for index, (row, grade) in enumerate(pairs):
        for other_row, other in pairs[:index]:
            is_same = grade.minimum == other.minimum or grade.name == other.name
            if grade.overlaps(other) and (is_same or rule == rulebook.WHEN_PASSED):
                findings.fault(row, "repeated_grade", grade=grade.name, other=other_row.number)


def coverage(standard, file, findings):
    """Warn of groups that are tested in an item and have no table for it."""
    for item in standard.items:
        without = [
            f"{g.sex} {g.code}"
            for g in standard.groups
            if item.includes(g) and standard.table(g, item.exercise) is None
        ]
        if without:
            findings.warn(Row(file, None), "no_table", item=item.exercise, groups=", ".join(without))
