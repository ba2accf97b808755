"""A scorecard for whoever reads it: plain values for JSON, or lines of text."""

from unicodedata import east_asian_width

from services import words
from services.scoring import score_words
from services.scoring.measures import number, write
from services.scoring.rulebook import BY_SECOND, Standard
from services.scoring.scorecards import Result, Scorecard

DASH = "—"


def as_values(standard: Standard, sex: str, card: Scorecard) -> dict:
    """What ``--json`` prints: measures in the standard's units, notes in the reader's language.

    The grade is in the standard's own language whoever asks, for programs compare it.
    """
    return {
        "standard": standard.code,
        "sex": sex,
        "age": card.age,
        "age_group": card.group and card.group.code,
        "results": [_result_values(standard.item(r.exercise), r) for r in card.results],
        "total": card.total,
        "grade": card.grade and card.grade.name,
        "passed": card.passed,
        "notes": notes(standard, card),
    }


def notes(standard: Standard, card: Scorecard) -> list[str]:
    """Every note once, those of single results first."""
    all_notes = [note for result in card.results for note in result.notes] + list(card.notes)
    return [score_words.sentence(note, standard) for note in dict.fromkeys(all_notes)]


def why_nothing(standard: Standard, card: Scorecard) -> str:
    """Why no exercise could be scored, in one line."""
    reasons = [note for result in card.results for note in result.notes] if card.group else card.notes[:1]
    return "; ".join(score_words.sentence(note, standard) for note in reasons)


def as_lines(standard: Standard, sex: str, card: Scorecard) -> list[str]:
    """A small table for people."""
    who = words.pick(
        f"{score_words.sex_name(sex)}，{card.age} 岁", f"{score_words.sex_name(sex)}, {card.age}"
    )
    group = score_words.group_name(card.group) if card.group else DASH
    head = words.pick(("项目", "成绩", "得分", "下一档"), ("Item", "Measure", "Points", "Next row"))
    rows = [_result_cells(standard.item(r.exercise), r) for r in card.results]
    return [
        f"{score_words.title(standard)} ({standard.code})",
        f"{who} · {group}",
        "",
        *_columns([head, *rows]),
        "",
        _summary(card),
        *(f"* {note}" for note in notes(standard, card)),
    ]


def _result_values(item, result: Result):
    return {
        "exercise": result.exercise,
        "measure": _measure_values(item, result.measure),
        "points": result.points,
        "passed": result.passed,
        "next": result.next
        and {
            "points": result.next.points,
            "measure": _plain(result.next.measure, item.scale),
            "gap": _plain(result.next.gap, item.scale),
        },
    }


def _measure_values(item, measure):
    if item.kind != BY_SECOND:
        return _plain(measure, item.scale)
    second, own = measure
    return [_plain(second, item.second.scale), _plain(own, item.scale)]


def _plain(measure, scale):
    """A JSON number. JSON has no decimals, and the shortest float prints as the very same digits."""
    exact = number(measure, scale)
    return float(exact) if scale.decimals else int(exact)


def _result_cells(item, result):
    return (
        score_words.item_name(item),
        _measure_words(item, result.measure),
        _mark(result),
        _next(item, result),
    )


def _measure_words(item, measure):
    if item.kind != BY_SECOND:
        return write(measure, item.scale)
    second, own = measure
    return f"{write(second, item.second.scale)} / {write(own, item.scale)}"


def _mark(result):
    if result.passed is not None:
        return words.pick("达标", "pass") if result.passed else words.pick("不达标", "fail")
    return DASH if result.points is None else str(result.points)


def _next(item, result):
    if result.next is None:
        return ""
    threshold, gap = write(result.next.measure, item.scale), write(result.next.gap, item.scale)
    if result.next.points is None:
        return words.pick(f"{threshold}（差 {gap}）", f"{threshold} ({gap} to go)")
    points = result.next.points
    return words.pick(f"{points} 分：{threshold}（差 {gap}）", f"{points}: {threshold} ({gap} to go)")


def _summary(card):
    total = DASH if card.total is None else card.total
    grade = score_words.grade_name(card.grade) if card.grade else DASH
    passed = {True: words.pick("达标", "yes"), False: words.pick("不达标", "no"), None: DASH}[card.passed]
    return words.pick(
        f"总分 {total} · 等级 {grade} · 结论 {passed}", f"Total {total} · Grade {grade} · Passed {passed}"
    )


def _columns(rows):
    widths = [max(_width(cell) for cell in column) for column in zip(*rows, strict=True)]
    return ["  ".join(map(_padded, row, widths)).rstrip() for row in rows]


def _padded(text, width):
    return text + " " * (width - _width(text))


def _width(text):
    """The width in columns of a terminal, where a Chinese character takes two."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
