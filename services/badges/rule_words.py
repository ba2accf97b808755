"""What a badge asks for, as a sentence for whoever looks after the badges."""

from services.badges.designs import PERS
from services.badges.rules import ATTENDED, COURSE, GRADED, HAND, LED, PLACED, RECORD, SEASONS
from services.words import gettext as _
from services.words import lazy as _l

SENTENCES = {
    GRADED: _l("体测定表并评上等级，等级就是材质"),
    RECORD: _l("体测定表，一项或总分超过本人同一标准以往最好；第一次不算"),
    ATTENDED: _l("一季结束、应参加的训练都定稿：没有缺勤，至少到过 %(n)s 场；请假不算缺"),
    SEASONS: _l("一年四季的体测章都有效"),
    LED: _l("一年里带过 %(n)s 场已定稿、在季内的训练"),
    COURSE: _l("培训班定稿，学时达到全程的 %(n)s%%"),
    PLACED: _l("比武结束，前三名：第一名金、第二名银、第三名铜；并列同得"),
    HAND: _l("手工授予"),
}
FIREARMS = _l("枪考定表评上优秀")


def rule(kind):
    """The condition of a badge and how often it is given, as one sentence."""
    told = SENTENCES[kind.rule.event]
    if kind.rule.event == GRADED and kind.rule.metals:
        told = FIREARMS
    if kind.rule.asks_number:
        told = told % {"n": kind.rule.at_least if kind.rule.at_least is not None else "—"}
    return _("%(rule)s · %(per)s", rule=told, per=PERS[kind.rule.per])
