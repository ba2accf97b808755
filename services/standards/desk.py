"""The desk for standards: which version holds since when, what was said about each, and two compared."""

from dataclasses import dataclass
from datetime import date

from services import clock, standards, words
from services.errors import NotFound
from services.scoring import score_words
from services.standards import Offer, comparisons, pages, publications
from services.standards.comparisons import Comparison, Difference
from services.standards.publications import ALWAYS, Status
from services.words import gettext as _

PAGE = 100


@dataclass(frozen=True, slots=True)
class Line:
    """One version in the list."""

    offer: Offer
    title: str
    status: Status
    facts: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two versions side by side. ``rows`` are of one exercise, a page of ``total``."""

    old: Offer
    new: Offer
    comparison: Comparison
    exercise: str
    exercises: list[tuple[str, str, int]]  # code, name, differences
    rows: list[Difference]
    total: int


def index() -> list[Line]:
    """Every version by code; of each code the one in force first, then the newest."""
    offers = standards.offered()
    found = publications.statuses(offers)
    ordered = sorted(offers, key=lambda o: (o.standard.code, not found[o.digest].is_in_force))
    return [Line(o, score_words.title(o.standard), found[o.digest], pages.facts(o)) for o in ordered]


def told(status: Status):
    """(kind of tag, a phrase for how a version stands today)."""
    if status.is_in_force:
        return "ok", _("现行") if status.since == ALWAYS else _("现行，自 %(day)s", day=status.since)
    if status.since is None:
        return "", _("已撤下") if status.is_told else _("未发布")
    if status.since > clock.today():
        return "info", _("%(day)s 起", day=status.since)
    return "", _("已有新版")


def default_day(offer) -> date:
    """The day a form offers for publishing: that of the file, else today."""
    return offer.standard.effective_on or clock.today()


def choose(code, number):
    """(all versions of a code, the chosen one, its status). Raises ``NotFound`` for an unknown code.

    ``number`` chooses, 0 for a shipped version that is no row yet; None means the version in force.
    """
    offers = standards.versions(code)
    found = publications.statuses(offers)
    if number is None:
        chosen = next((o for o in offers if found[o.digest].is_in_force), offers[0])
    else:
        chosen = _numbered(offers, number)
    return offers, chosen, found[chosen.digest]


def _numbered(offers, number):
    """The offer of that number; the newest where there is none."""
    return next((o for o in offers if (o.number or 0) == number), offers[0])


def compare(code, old, new, *, exercise="", page=1) -> Pair:
    """Two versions of a code compared. Without numbers: the newest and the one before it."""
    offers = standards.versions(code)
    if len(offers) < 2:
        raise NotFound
    before = _numbered(offers, old) if old is not None else offers[1]
    after = _numbered(offers, new) if new is not None else offers[0]
    found = comparisons.compare(before.standard, after.standard)
    exercise = exercise if exercise in found.rows else next(iter(found.rows), "")
    rows = found.rows.get(exercise, [])
    first = (page - 1) * PAGE
    return Pair(
        old=before,
        new=after,
        comparison=found,
        exercise=exercise,
        exercises=[(e, _item_name(after, before, e), len(some)) for e, some in found.rows.items()],
        rows=rows[first : first + PAGE],
        total=len(rows),
    )


def _item_name(after, before, exercise):
    item = after.standard.item(exercise) or before.standard.item(exercise)
    return words.pick(item.name, item.name_en)
