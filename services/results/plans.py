"""What a file of results would do to the sheets of now: which results are new, known, or refused."""

import hashlib
import uuid
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from services import assessments, scoring, standards
from services.errors import Invalid
from services.marks import scores
from services.people.facts import Unreadable
from services.results import tries
from services.results.lines import Line, Refusal
from services.results.people import Listed, People
from services.scoring import score_words, typed_measures
from services.scoring.rulebook import Item
from services.sheets import entries
from services.words import gettext as _

#: Ids of entries are made from what a line says, so that a repeated line makes the same entry.
NAMESPACE = uuid.UUID("6f9d2c1e-0d0b-5b7e-9a43-2d9d5d6b7c11")


@dataclass(frozen=True, slots=True)
class Result:
    """One measure to be kept. ``is_scored`` is false where the standard has no table for the person."""

    line: Line
    whom: Listed
    item: Item
    second: int | None
    measure: int
    entry_id: str
    n: int
    is_scored: bool

    @property
    def value(self):
        return self.measure if self.second is None else (self.second, self.measure)

    @property
    def shown(self):
        return scores.shown(self.item, self.value)


@dataclass(slots=True)
class Plan:
    """``struck`` are lines that were imported before and voided since; they are not entered again."""

    new: list[Result] = field(default_factory=list)
    unchanged: int = 0
    struck: list[Result] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)

    @property
    def is_idle(self):
        """Whether the sheets already say what the file says."""
        return not (self.new or self.refused)

    @property
    def unscored(self):
        return sum(not one.is_scored for one in self.new)

    @property
    def digest(self):
        """A short name for all that this plan would write."""
        told = hashlib.sha256(repr(sorted(one.entry_id for one in self.new)).encode())
        told.update(repr((self.unchanged, len(self.refused))).encode())
        return told.hexdigest()[:32]


def draw_up(assessment, lines, *, refused=(), ignored=()) -> Plan:
    """Compare lines with the list and the sheets of now, by the rules of a station. Eight queries.

    Refused: whoever is not on the list, what is no measure or not a plausible one, more tries than
    the item has, a settled sheet, two lines for one try.
    """
    plan = Plan(refused=list(refused), ignored=list(ignored))
    read = _read(assessment, lines, plan)
    snapshots = tries.snapshots(assessment, {one.whom.sheet.id for one in read if one.whom.sheet})
    for group in _groups(read).values():
        _compare(plan, group, tries.of(snapshots.get(group[0].whom.person.id), group[0].item))
    plan.refused.sort(key=lambda refusal: refusal.row)
    return plan


def _read(assessment, lines, plan):
    """The lines as results, without those refused for what they themselves say."""
    people, standard, on = People(assessment), standards.load(assessment.standard), assessments.on(assessment)
    read = []
    for line in lines:
        try:
            whom = people.find(line)
            read.append(_result(assessment, standard, on, line, whom))
        except Unreadable as reason:
            plan.refused.append(Refusal(line.row, line.who, str(reason)))
        except Invalid as refusal:
            said = f"{score_words.item_name(standard.item(line.exercise))} {refusal.errors['value']}"
            plan.refused.append(Refusal(line.row, line.who, said))
    return read


def _result(assessment, standard, on, line, whom):
    item, n = standard.item(line.exercise), line.n or 1
    second, measure = typed_measures.read(item, line.text)
    group = scoring.group_of(standard, whom.person.sex.value, whom.person.born_on, on)
    said = f"{assessment.id}/{whom.person.id}/{item.exercise}/{n}/{second}/{measure}"
    is_scored = bool(group and item.includes(group) and standard.table(group, item.exercise))
    return Result(line, whom, item, second, measure, str(uuid.uuid5(NAMESPACE, said)), n, is_scored)


def _groups(read):
    groups = defaultdict(list)
    for one in read:
        groups[one.whom.person.id, one.item.exercise].append(one)
    return groups


def _compare(plan, group, tried):
    """Place the lines of one person and exercise beside the tries that are there."""
    values = Counter((one["second"], one["measure"]) for one in tried.attempts if not one["void"])
    left = []
    for one in _without_twins(plan, group):
        known = next((t for t in tried.attempts if t["id"] == one.entry_id), None)
        if known is None:
            left.append(one)
        elif known["void"]:
            plan.struck.append(one)
        else:
            plan.unchanged += 1
            values[one.second, one.measure] -= 1
    _keep_new(plan, [one for one in left if not _is_there(plan, one, values)], tried.left)


def _is_there(plan, one, values):
    """Whether this measure was recorded in another way. Each recorded measure answers for one line."""
    if values[one.second, one.measure] <= 0:
        return False
    values[one.second, one.measure] -= 1
    plan.unchanged += 1
    return True


def _without_twins(plan, group):
    rows = defaultdict(list)
    for one in group:
        rows[one.n].append(one.line.row)
    for one in group:
        if others := [str(row) for row in rows[one.n] if row != one.line.row]:
            said = {"rows": ", ".join(others[:5]), "n": one.n}
            _refuse(plan, one, _("第 %(n)s 次与第 %(rows)s 行重复", **said))
    return [one for one in group if len(rows[one.n]) == 1]


def _keep_new(plan, new, left):
    for one in new:
        if one.whom.is_settled:
            _refuse(plan, one, str(entries.Settled()))
        elif len(new) > left:
            _refuse(plan, one, str(entries.TriesSpent(n=one.item.attempts)))
        else:
            plan.new.append(one)


def _refuse(plan, one, reason):
    plan.refused.append(Refusal(one.line.row, one.line.who, f"{score_words.item_name(one.item)} {reason}"))
