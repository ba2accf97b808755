"""The steps after which a person's medals of a badge say what their doings are worth. Pure."""

from collections import defaultdict
from dataclasses import dataclass, replace

from models import AwardState, Metal
from services.badges.facts import Book, Standing
from services.badges.rules import Claim, Rule, claims

RANK = {Metal.BRONZE: 1, Metal.SILVER: 2, Metal.GOLD: 3}
# What a plan does to one medal.
GIVE, CHANGE, TAKE = "give", "change", "take"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: give a medal, make it say ``claim``, or take it. ``now`` is how the medal stands."""

    what: str
    claim: Claim | None = None
    now: Standing | None = None


def plan(rule: Rule, book: Book, *, fixed_metal=None, gives=True, scope=None):
    """The steps after which a person's medals of one badge say what their doings are worth.

    ``gives`` false means that the badge is not in force: medals that exist still follow corrections.
    ``scope`` limits the work to these seasons, those whose doings were read. A medal is kept as long as the
    rule of today holds, or the number it was earned under. A medal withdrawn by hand is left alone.
    """
    wanted = _wanted(rule, book, fixed_metal)
    for key, claim in wanted.items():
        if scope is not None and claim.when.season_id not in scope:
            continue
        now = book.standing.get(key)
        if now is None and gives and _may_earn(rule, claim, book.person_kind):
            yield Step(GIVE, claim)
        elif now is not None and not now.is_withdrawn and not _says(now, claim):
            yield Step(CHANGE, claim, now)
    for key, now in book.standing.items():
        in_scope = scope is None or now.season_id in scope
        if in_scope and key not in wanted and now.is_valid and not _holds_as_then(rule, book, now):
            yield Step(TAKE, None, now)


def _wanted(rule, book, fixed_metal):
    """{term: the best claim of it}; of equal ones that of the sheet the medal rests on now, else the
    earliest.
    """
    by_term = defaultdict(list)
    for claim in claims(rule, book.facts, book.pinned):
        by_term[claim.term].append(claim)

    def worth(claim):
        now = book.standing.get(claim.term)
        return 0 if fixed_metal else RANK[claim.metal], bool(now) and claim.sheet_id == now.sheet_id

    best = {key: max(found, key=worth) for key, found in by_term.items()}
    return {key: replace(claim, metal=fixed_metal or claim.metal) for key, claim in best.items()}


def _may_earn(rule, claim, person_kind):
    is_late_enough = rule.since is None or claim.earned_on >= rule.since
    return is_late_enough and (not rule.whom or person_kind in rule.whom)


def _says(now, claim):
    """Whether a medal already says what a claim says: what is printed on it and what it rests on.

    The day may differ where the claim rests on no sheet.
    """
    if now.state is not AwardState.VALID:
        return False
    printed = now.sheet_id, now.training_id, now.metal, now.total
    return printed == (claim.sheet_id, claim.training_id, claim.metal, claim.total)


def _holds_as_then(rule, book, now):
    if now.at_least is None or now.at_least == rule.at_least:
        return False
    then = claims(replace(rule, at_least=now.at_least), book.facts, book.pinned)
    return any(claim.term == now.term for claim in then)
