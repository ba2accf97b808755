"""The badges there are: those shipped and a bureau's own, each with its rule and its look.

``rules`` say what doings are worth, ``plans`` which medals must change as a result, ``facts`` are the
values both read: all pure. ``designs`` are looks, ``rule_words`` conditions as sentences. Not here: the
medals that people hold, and anything that writes one (``awards``), drawing (``medal_art``).

A shipped badge becomes a row when it is first awarded or changed; until then it is what is written here.
"""

import json
from dataclasses import dataclass, replace

from models import Badge, Metal
from services import bureau
from services.badges import rules
from services.badges.rules import COURSE, HAND, Rule
from services.errors import NotFound

FITNESS, CONTEST = "fitness", "contest"
OWN = "own"  # the shape of a bureau's own


def _shipped(code, name, name_en, metal, **rule):
    return {
        "code": code,
        "name": name,
        "name_en": name_en,
        "shape": code,
        "metal": metal,
        "rule": json.dumps(rule),
    }


#: In the order they are decided: the medal of four seasons depends on fitness medals.
SHIPPED = {
    facts["code"]: facts
    for facts in (
        _shipped(FITNESS, "体能测试纪念章", "Fitness test medal", None, event="graded", per="season"),
        _shipped("personal_best", "个人纪录章", "Personal best", Metal.SILVER, event="record", per="season"),
        _shipped(
            "full_attendance",
            "全勤章",
            "Full attendance",
            Metal.GOLD,
            event="attended",
            per="season",
            at_least=1,
        ),
        _shipped("four_seasons", "四季章", "Four seasons", Metal.GOLD, event="seasons", per="year"),
        _shipped("gold_instructor", "金牌教官", "Gold instructor", Metal.GOLD, event="led", per="year"),
        _shipped("course", "结业章", "Course completed", Metal.SILVER, event="course", per="each"),
        _shipped(
            "marksman",
            "神枪手",
            "Best marksman",
            Metal.GOLD,
            event="graded",
            kind="firearms",
            metals=["gold"],
            per="season",
        ),
        _shipped(
            CONTEST,
            "比武名次章",
            "Contest place",
            None,
            event="placed",
            kind="contest",
            metals=["gold", "silver", "bronze"],
            per="each",
        ),
    )
}
ORDER = {code: n for n, code in enumerate(SHIPPED)}


@dataclass(frozen=True, slots=True)
class Kind:
    """A badge with its rule as it stands today."""

    badge: Badge
    rule: Rule

    @property
    def code(self):
        return self.badge.code

    @property
    def is_own(self):
        return self.badge.shape == OWN

    @property
    def gives(self):
        """Whether anyone can newly earn it now."""
        return self.badge.is_in_force and self.rule.is_set

    @property
    def at_most(self):
        """The largest number its rule may ask for: per cent of a course, else trainings."""
        return 100 if self.rule.event == COURSE else 1000


def every() -> list[Kind]:
    """All badges, shipped ones first. A fixed number of queries."""
    rows = {row.code: row for row in Badge.select().order_by(Badge.id)}
    badges = [rows.pop(code, None) or Badge(**facts) for code, facts in SHIPPED.items()]
    return [_kind(badge) for badge in (*badges, *rows.values())]


def of_events(*events) -> list[Kind]:
    """The badges that these events may earn, in the order they are decided."""
    codes = [c for c, facts in SHIPPED.items() if rules.read(facts["rule"]).event in events]
    rows = {row.code: row for row in Badge.select().where(Badge.code.in_(codes))}
    return [_kind(rows.get(code) or Badge(**SHIPPED[code])) for code in codes]


def get(code) -> Kind:
    """One badge by its code. Raises ``NotFound``."""
    badge = Badge.get_or_none(Badge.code == code)
    if badge is None and code not in SHIPPED:
        raise NotFound
    return _kind(badge or Badge(**SHIPPED[code]))


def row(code) -> Badge:
    """The row of a badge, made where a shipped one has none yet."""
    found = Badge.get_or_none(Badge.code == code)
    return found or Badge.get_or_create(code=code, defaults=SHIPPED[code])[0]


def setting(code):
    """The name under which the bureau keeps the number a badge asks for."""
    return f"badge.{code}.at_least"


def _kind(badge):
    rule = rules.read(badge.rule or SHIPPED[badge.code]["rule"])
    if rule.asks_number and (number := bureau.get(setting(badge.code))) is not None:
        rule = replace(rule, at_least=number)
    return Kind(badge, rule)


def by_hand(kind: Kind):
    return kind.rule.event == HAND
