"""Which metal a grade is struck in. Pure."""

from models import Metal
from services.scoring.rulebook import WHEN_PASSED

NAMED = {"优秀": Metal.GOLD, "良好": Metal.SILVER, "合格": Metal.BRONZE}
BY_RANK = (Metal.GOLD, Metal.SILVER, Metal.BRONZE)


def of(grade, standard, grades, age) -> Metal | None:
    """The metal of a passing grade; None for any other.

    The passing grades for a person's age map to gold, silver and bronze, best first. Where all of them bear
    the usual names, the name decides. A standard that only passes or fails gives bronze.
    """
    if grade is None or not grade.passes:
        return None
    passing = [g for g in grades if g.passes and g.covers(age)]
    if standard.grade_rule == WHEN_PASSED or len(passing) == 1:
        return Metal.BRONZE
    if all(g.name in NAMED for g in passing):
        return NAMED[grade.name]
    ranked = sorted(passing, key=lambda g: g.minimum, reverse=True)
    return BY_RANK[min(ranked.index(grade), len(BY_RANK) - 1)]
