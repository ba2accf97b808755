"""The medal that a settled sheet earned, or why it earned none."""

from dataclasses import dataclass

from services import access
from services.awards import earning
from services.words import gettext as _


@dataclass(frozen=True, slots=True)
class Outcome:
    """The medal of a settled sheet, or the reason why it has none.

    ``may_open`` says whether the reader may see the medal's own page.
    """

    award_id: int | None
    why_none: str
    may_open: bool = False


def of(marked, actor) -> Outcome | None:
    """What a sheet earned; None before the sheet is settled."""
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
