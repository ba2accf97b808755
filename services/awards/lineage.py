"""The history of a medal: why each version came and went, who decided, and when."""

from dataclasses import dataclass
from datetime import datetime

from models import Account, Award, AwardVersion, Person
from services import awards
from services.awards import Medal
from services.words import gettext as _
from services.words import lazy as _l

SETTLED, CORRECTED, FINALISED, RUN, HAND, WITHDRAWN, GIVEN_BACK = (
    "settled",
    "corrected",
    "finalised",
    "run",
    "hand",
    "withdrawn",
    "given_back",
)
CLOSED, RANKED = "closed", "ranked"
CAUSES = {
    SETTLED: _l("成绩定表"),
    CORRECTED: _l("成绩更正"),
    FINALISED: _l("出勤定稿"),
    RUN: _l("按规则补发"),
    HAND: _l("手工授予"),
    WITHDRAWN: _l("管理员撤回"),
    GIVEN_BACK: _l("管理员恢复"),
    CLOSED: _l("比武结束，按名次"),
    RANKED: _l("有人的成绩变了，名次重排"),
}


def words(cause, note=""):
    """A cause with its note, as text; empty where none was kept."""
    told = str(CAUSES[cause]) if cause in CAUSES else ""
    return _("%(cause)s：%(note)s", cause=told, note=note) if told and note else told


@dataclass(frozen=True, slots=True)
class Past:
    """One version, with why it came and, where it has ended, why. Names are those of whoever decided."""

    medal: Medal
    because: str
    by: str
    ended_at: datetime | None
    ended_because: str
    ended_by: str


def of(award_id) -> list[Past]:
    """Every version of an award, newest first; two queries. Callers check who asks."""
    rows = list(awards.loaded().where(Award.id == award_id).order_by(AwardVersion.version.desc()))
    ids = {row.actor_id for row in rows} | {row.ended_by_id for row in rows}
    names = dict(Account.select(Account.id, Person.name).join(Person).where(Account.id.in_(ids)).tuples())
    return [
        Past(
            awards.medal(row),
            words(row.cause, row.note),
            names.get(row.actor_id, ""),
            row.ended_at,
            words(row.ended_cause, row.ended_note),
            names.get(row.ended_by_id, ""),
        )
        for row in rows
    ]
