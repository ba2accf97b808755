"""A sheet as plain values: what settling freezes, and what the live screen shows until then.

Measures are integers in base units; ``shown`` is the measure as people write it. Names stand in both
languages.
"""

from datetime import date

from services import scoring
from services.marks import attempts, remarks
from services.scoring import metals
from services.scoring.measures import write
from services.scoring.rulebook import BUREAU_SETTING, BY_SECOND


def build(rules, folded, *, sex: str, born_on: date, on: date, labels=None, released=()) -> dict:
    """Score a person's entries as of the assessment's first day.

    ``labels`` names the devices that wrote them, ``released`` are the leases given up.
    """
    standard = rules.standard
    who = {"sex": sex, "born_on": born_on, "on": on}
    group = scoring.group_of(standard, **who)
    measures = {
        exercise: scoring.counting(standard.item(exercise), [a.value for a in folded.standing(exercise)])
        for exercise in folded.tried
    }
    given = attempts.counting(standard, group, folded)
    card = scoring.score(
        standard,
        **who,
        measures={exercise: measures.pop(exercise) for exercise in given},
        grade_rule=rules.cut_offs,
    )
    aside = scoring.score(standard, **who, measures=measures)
    return {
        "standard": standard.code,
        "version": rules.number,
        "title": standard.title,
        "title_en": standard.title_en,
        "sex": sex,
        "age": card.age,
        **_group(card.group),
        "results": _in_order(standard, card.results, aside.results, folded, labels or {}),
        "struck": _struck(standard, folded, labels or {}),
        "choices": attempts.chosen(standard, folded),
        "total": card.total,
        **_outcome(rules, card, is_certain=not folded.doubts),
        **remarks.as_values(standard, folded, labels or {}),
        "released": remarks.released(attempts.concerned(standard, group, folded), released),
    }


def _group(group):
    return {
        "group": group and group.code,
        "group_name": group.name if group else "",
        "group_name_en": group.name_en if group else "",
    }


def _outcome(rules, card, *, is_certain):
    """Grade, pass and metal. While a try is in doubt there is no grade, and the test is not complete."""
    standard = rules.standard
    grades = rules.cut_offs if standard.grade_rule == BUREAU_SETTING else standard.grades
    grade = card.grade if is_certain else None
    metal = metals.of(grade, standard, grades, card.age) if card.complete else None
    lines = [[grade.name, grade.minimum] for grade in grades if grade.covers(card.age)]
    notes = [note for result in card.results for note in result.notes] + list(card.notes)
    return {
        "grade": grade and grade.name,
        "grade_en": grade and grade.name_en,
        "passed": card.passed if is_certain else None,
        "complete": card.complete and is_certain,
        "notes": [{"code": note.code, **_plain(note)} for note in dict.fromkeys(notes)],
        "cut_offs": {"setting": rules.setting_id, "grades": lines} if lines else None,
        "metal": metal and metal.value,
    }


def _plain(note):
    return {name: list(value) if isinstance(value, tuple) else value for name, value in note.values}


def _in_order(standard, counted, aside, folded, labels):
    order = {item.exercise: n for n, item in enumerate(standard.items)}
    pairs = [(result, True) for result in counted] + [(result, False) for result in aside]
    pairs.sort(key=lambda pair: order[pair[0].exercise])
    return [
        {**_result(item, result, counts), "attempts": _attempts(item, folded, labels, best=result.raw)}
        for item, result, counts in ((standard.item(r.exercise), r, counts) for r, counts in pairs)
    ]


def _result(item, result, counts):
    second, measure = result.measure if item.kind == BY_SECOND else (None, result.measure)
    return {
        "exercise": item.exercise,
        "name": item.name,
        "name_en": item.name_en,
        "category": item.category,
        "counts": counts,
        "measure": measure,
        "second": second,
        "shown": shown(item, result.measure),
        "unit": item.scale.unit,
        "points": result.points,
        "passed": result.passed,
        "reached": result.reached,
        "next": result.next and _next(item, result.next),
        "notes": [{"code": note.code, **_plain(note)} for note in result.notes],
    }


def _next(item, row):
    return {
        "points": row.points,
        "measure": row.measure,
        "gap": row.gap,
        "shown": write(row.measure, item.scale),
        "shown_gap": write(row.gap, item.scale),
    }


def _struck(standard, folded, labels):
    """The exercises that were tried but of which no try counts: voided, in doubt, or held."""
    items = [item for item in standard.items if item.exercise in set(folded.tries) - set(folded.tried)]
    return [
        {
            "exercise": item.exercise,
            "name": item.name,
            "name_en": item.name_en,
            "category": item.category,
            "attempts": _attempts(item, folded, labels, best=None),
        }
        for item in items
    ]


def _attempts(item, folded, labels, *, best):
    tries = folded.tries[item.exercise]
    counting = next((a.entry_id for a in tries if a.counts and a.value == best), None)
    return [
        {
            "n": attempt.n,
            "id": attempt.entry_id,
            "measure": attempt.measure,
            "second": attempt.second,
            "shown": shown(item, attempt.value),
            "best": attempt.entry_id == counting,
            "void": attempt.is_void,
            "reason": attempt.reason,
            "at": attempt.at.isoformat(),
            "by": attempt.by,
            "declared": attempt.declared,
            "device": labels.get(attempt.stream_id, ""),
            "flags": list(attempt.flags),
            "held": attempt.held,
            "copy": attempt.is_copy,
            "doubt": attempt.is_doubtful,
        }
        for attempt in tries
    ]


def shown(item, measure) -> str:
    """A measure as people write it; a pair as ``172.5 cm / 68.0 kg``."""
    if item.kind != BY_SECOND:
        return write(measure, item.scale)
    second, own = measure
    return f"{write(second, item.second.scale)} / {write(own, item.scale)}"
