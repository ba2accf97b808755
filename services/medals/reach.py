"""How far a person is from the next grade, by the results of their last sheet.

Scored anew for the day in question under the rules in force, so that another age group or another cut-off
is taken into account. Where the results do not tell, only the condition is named.
"""

from dataclasses import dataclass
from datetime import date

from models import Person, StandardVersion
from services import scoring, standards
from services.assessments.settled_sheets import Settled
from services.scoring import amounts, rulebook, score_words
from services.scoring.rulebook import BUREAU_SETTING, EVERY_ITEM, WHEN_PASSED
from services.words import gettext as _
from services.words import ngettext

# The kinds of answers; each has a sentence of its own.
GAP, KEEP, NO_TABLE, NO_LINES, PASS = "gap", "keep", "no_table", "no_lines", "pass"


@dataclass(frozen=True, slots=True)
class Reach:
    """``reason`` is one of the kinds above; ``text`` names the gap; ``value`` of ``full`` draws a bar."""

    reason: str
    text: str = ""
    value: int = 0
    full: int = 0


def of(person: Person, version: StandardVersion, last: Settled | None, *, on: date) -> Reach:
    """What lies between a person and the next grade under a standard, on a day."""
    rules = standards.rules(version)
    standard = rules.standard
    group = scoring.group_of(standard, person.sex.value, person.born_on, on)
    if group is None or not any(choice.is_open for choice in scoring.choices(standard, group)):
        return Reach(NO_TABLE)
    grades = rules.cut_offs if standard.grade_rule == BUREAU_SETTING else standard.grades
    age = scoring.age_on(person.born_on, on)
    passing = [grade for grade in grades if grade.passes and grade.covers(age)]
    if not passing:
        return Reach(NO_LINES)
    if last is None or last.standard.code != standard.code:
        return Reach(PASS)
    card = scoring.score(
        standard,
        sex=person.sex.value,
        born_on=person.born_on,
        on=on,
        measures=_measures(standard, last),
        grade_rule=rules.cut_offs,
    )
    by_items = standard.pass_rule == EVERY_ITEM or standard.grade_rule == WHEN_PASSED
    return _by_items(standard, card) if by_items else _by_total(card, passing)


def _measures(standard, last):
    """The measures that made up a sheet's total, as far as the standard can read them."""
    found = {}
    for mark in last.snapshot.marks:
        item = standard.item(mark.exercise)
        if item is None or mark.measure is None or not mark.counts:
            continue
        is_pair = item.kind == rulebook.BY_SECOND
        found[mark.exercise] = (mark.second, mark.measure) if is_pair else mark.measure
    return found


def _by_items(standard, card):
    """The gap where failing one item fails the test: that of the one failed item, or how many failed."""
    failed = [result for result in card.results if result.passed is False]
    if len(failed) == 1 and failed[0].next:
        item = standard.item(failed[0].exercise)
        gap = amounts.amount(failed[0].next.gap, item.scale)
        return Reach(GAP, _("%(item)s还差 %(gap)s", item=score_words.item_name(item), gap=gap))
    if failed:
        return Reach(GAP, _("还有 %(n)s 项没达标", n=len(failed)))
    return Reach(KEEP if card.passed else PASS)


def _by_total(card, passing):
    if card.total is None or not card.complete:
        return Reach(PASS)
    above = [g for g in passing if g.minimum is not None and g.minimum > card.total]
    if not above:
        return Reach(KEEP if card.grade else PASS)
    grade = min(above, key=lambda g: g.minimum)
    gap = grade.minimum - card.total
    name = score_words.grade_name(grade)
    text = ngettext("还差 %(n)s 分到%(grade)s", "还差 %(n)s 分到%(grade)s", gap, grade=name)
    return Reach(GAP, text, max(0, card.total), grade.minimum)
