"""The rules of one item as plain values, for a browser that scores by itself. Names are in the reader's
language.
"""

from services import words
from services.scoring import score_words
from services.scoring.rulebook import BUREAU_SETTING, BY_SECOND


def station(found, standard):
    item = standard.item(found.exercise)
    name = score_words.item_name(item)
    return {
        "id": found.id,
        "number": found.number,
        "exercise": found.exercise,
        "name": name,
        "label": f"{found.number} {name}",
    }


def of_item(rules, item):
    """Everything by which a measure of ``item`` is scored, and what a whole test takes."""
    standard = rules.standard
    grades = rules.cut_offs if standard.grade_rule == BUREAU_SETTING else standard.grades
    return {
        "item": _item(item),
        "tables": [_table(item, table) for table in standard.tables if table.exercise == item.exercise],
        "groups": [
            {"code": group.code, "name": score_words.group_name(group), **_cohort(group)}
            for group in standard.groups
        ],
        "grades": [_grade(grade) for grade in grades],
        "grade_rule": standard.grade_rule,
        "pass_rule": standard.pass_rule,
        "ungraded_below": standard.ungraded_below,
        "categories": _categories(standard),
    }


def _cohort(rows):
    return {"sex": rows.sex, "age_min": rows.age_min, "age_max": rows.age_max}


def _item(item):
    second = item.second
    return {
        "exercise": item.exercise,
        "name": score_words.item_name(item),
        "category": item.category,
        "kind": item.kind,
        "direction": item.direction,
        "attempts": item.attempts,
        "counts": item.counts,
        "second": second and {"name": words.pick(second.name, second.name_en), **_scale(second.scale)},
        **_scale(item.scale),
        **_cohort(item),
    }


def _scale(scale):
    return {
        "unit": scale.unit,
        "base": scale.base,
        "decimals": scale.decimals,
        "rounding": scale.rounding,
        "low": scale.low,
        "high": scale.high,
    }


def _table(item, table):
    if item.kind == BY_SECOND:
        bands = [_second_band(band) for band in table.bands]
    else:
        bands = [{"points": band.points, "threshold": band.threshold} for band in table.bands]
    return {**_cohort(table), "bands": bands}


def _second_band(band):
    return {
        "low": band.second_low,
        "high": band.second_high,
        "outside": band.outside,
        "spans": [{"points": span.points, "low": span.low, "high": span.high} for span in band.spans],
    }


def _grade(grade):
    return {
        "name": score_words.grade_name(grade),
        "minimum": grade.minimum,
        "passes": grade.passes,
        **_cohort(grade),
    }


def _categories(standard):
    """In the standard's order, each with the items it may be answered by."""
    found = {}
    for item in standard.items:
        one = {
            "exercise": item.exercise,
            "name": score_words.item_name(item),
            "kind": item.kind,
            **_cohort(item),
        }
        found.setdefault(item.category, []).append(one)
    return [
        {"category": category, "name": score_words.category_name(standard, category), "items": items}
        for category, items in found.items()
    ]
