"""A standard as rows, in the one canonical form: ``rows`` reads them back."""

from services.scoring.measures import Scale, number
from services.scoring.rulebook import BY_SECOND, Standard, code_of_ages
from services.standard_files.columns import COHORT, COLUMNS


def sheets(standard: Standard) -> dict[str, list[list[str]]]:
    """{sheet name: header and rows}; sheets without rows are left out."""
    found = {
        "standard": [list(COLUMNS["standard"]), *_facts(standard)],
        "groups": _table(COLUMNS["groups"], map(_group, standard.groups)),
        "items": _table(COLUMNS["items"], map(_item, standard.items)),
        "bands": _table((*COHORT, "item", "points", "threshold"), _bands(standard)),
        "by_second": _by_second(standard),
        "grades": _table(COLUMNS["grades"], map(_grade, standard.grades)),
    }
    return {name: rows for name, rows in found.items() if len(rows) > 1}


def _table(columns, records):
    return [list(columns), *([_text(record.get(column)) for column in columns] for record in records)]


def _text(value):
    return "" if value is None else str(value)


def _facts(standard):
    return [
        ["code", standard.code],
        ["title", standard.title],
        ["title_en", standard.title_en],
        ["source", standard.source],
        ["source_en", standard.source_en],
        ["version", standard.version],
        ["effective_on", _text(standard.effective_on)],
        ["pass_rule", standard.pass_rule],
        ["grade_rule", standard.grade_rule],
        ["below_last_row", "no_grade" if standard.ungraded_below else "zero"],
        *([["kind", standard.kind]] if standard.kind else ()),
    ]


def _ages(cohort):
    return {"age_min": cohort.age_min, "age_max": cohort.age_max}


def _group(group):
    is_own = group.code != code_of_ages(group.age_min, group.age_max)
    return _ages(group) | {
        "sex": group.sex,
        "group": group.code if is_own else "",
        "group_name": group.name,
        "group_name_en": group.name_en,
        "note": group.note,
        "note_en": group.note_en,
    }


def _item(item):
    found = _ages(item) | _scale(item.scale) | {
        "category": item.category,
        "category_name": item.category_name,
        "category_name_en": item.category_name_en,
        "item": item.exercise,
        "item_name": item.name,
        "item_name_en": item.name_en,
        "kind": item.kind,
        "direction": item.direction,
        "rounding_source": item.rounding_source,
        "attempts": item.attempts,
        "attempts_source": item.attempts_source,
        "counts": item.counts,
        "sex": item.sex,
    }  # fmt: skip
    if item.second:
        found |= {"second_name": item.second.name, "second_name_en": item.second.name_en}
        found |= {f"second_{column}": value for column, value in _scale(item.second.scale).items()}
    return found


def _scale(scale: Scale):
    return {
        "unit": scale.unit,
        "decimals": scale.decimals,
        "rounding": scale.rounding,
        "min": _number(scale.low, scale),
        "max": _number(scale.high, scale),
    }


def _number(measure, scale):
    return format(number(measure, scale), "f")


def _cohort(standard, cohort):
    """A group by its own code where it has one, else the ages."""
    for group in standard.groups:
        is_same = (group.sex, *group.ages()) == (cohort.sex, *cohort.ages())
        if is_same and group.code != code_of_ages(group.age_min, group.age_max):
            return {"sex": cohort.sex, "group": group.code}
    return _ages(cohort) | {"sex": cohort.sex}


def _bands(standard):
    for table in standard.tables:
        item = standard.item(table.exercise)
        if item.kind == BY_SECOND:
            continue
        cohort = _cohort(standard, table)
        for band in table.bands:
            threshold = _number(band.threshold, item.scale)
            yield cohort | {"item": item.exercise, "points": band.points, "threshold": threshold}


def _by_second(standard):
    """Rows with the columns from_3, from_5, to_5, to_3: from the outer range inwards, and out again."""
    tables = [t for t in standard.tables if standard.item(t.exercise).kind == BY_SECOND]
    points = sorted({span.points for t in tables for band in t.bands for span in band.spans})
    ends = [f"from_{p}" for p in points] + [f"to_{p}" for p in reversed(points)]
    records = [_second_band(standard, table, band) for table in tables for band in table.bands]
    return _table((*COLUMNS["by_second"], *ends), records)


def _second_band(standard, table, band):
    item = standard.item(table.exercise)
    found = _cohort(standard, table) | {
        "item": item.exercise,
        "second_from": _number(band.second_low, item.second.scale),
        "second_to": _number(band.second_high, item.second.scale),
        "points_outside": band.outside,
    }
    for span in band.spans:
        found[f"from_{span.points}"] = _number(span.low, item.scale)
        found[f"to_{span.points}"] = _number(span.high, item.scale)
    return found


def _grade(grade):
    return _ages(grade) | {
        "grade": grade.name,
        "grade_en": grade.name_en,
        "minimum": grade.minimum,
        "passes": "yes" if grade.passes else "no",
    }
