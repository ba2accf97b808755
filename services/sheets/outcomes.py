"""What came of a settled sheet."""

from dataclasses import dataclass

from services import access
from services.awards import earning
from services.words import gettext as _


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a settled sheet: a medal, or the reason why none.

    ``may_open`` is whether its reader may see the medal's own page.
    """

    award_id: int | None
    why_none: str
    may_open: bool = False


def of(marked, actor) -> Outcome | None:
    """None before the sheet is settled."""
    if not marked.versions:
        return None
    carried = earning.carried_by([marked.sheet.id]).get(marked.sheet.id)
    if carried:
        may_open = access.may_see_person(actor, marked.sheet.person)
        return Outcome(carried.award_id, "", may_open)
    if not marked.snapshot["complete"] and marked.snapshot["passed"] is not False:
        return Outcome(None, _("没有测全，不评等级、不发章"))
    why = earning.why_none(marked.versions[-1])
    return Outcome(None, str(earning.REASONS[why]) if why else "")
