"""An entry in the reader's language: 1000米跑 4′00″, 未完成 1000米跑, 认人 第 3 名."""

from models import EntryKind
from services.marks import scores
from services.scoring import score_words
from services.scoring.rulebook import BY_SECOND
from services.sheets import remark_words
from services.words import gettext as _
from services.words import lazy as _l

KINDS = {
    EntryKind.ATTEMPT: _l("成绩"),
    EntryKind.VOID: _l("作废"),
    EntryKind.CHOOSE: _l("选项目"),
    EntryKind.START: _l("一组起跑"),
    EntryKind.TAP: _l("冲线计时"),
    EntryKind.DROP: _l("去掉多按的一下"),
    EntryKind.MISSED: _l("补上漏按的一下"),
    EntryKind.ASSIGN: _l("认人"),
    EntryKind.REP: _l("计数"),
    EntryKind.NOREP: _l("不计数"),
    EntryKind.FAULT: _l("没有成绩"),
    EntryKind.EXEMPT: _l("免测"),
    EntryKind.WITHDRAW: _l("退出"),
    EntryKind.RETEST: _l("补测"),
    EntryKind.ACK: _l("本人确认"),
    EntryKind.OBJECT: _l("异议"),
    EntryKind.RULE: _l("复核"),
    EntryKind.ADMIT: _l("采纳"),
}
HELD = {
    "forbidden": _l("记的人不是这里的考官"),
    "late": _l("定表之后才到"),
    "unknown": _l("认不出是谁，或不在名单"),
    "chain": _l("文件里的记录断了链"),
    "implausible": _l("成绩不像真的"),
    "spent": _l("次数已用完"),
}


def what(entry, standard) -> str:
    """Kind, item and measure of an entry, or of any object with its fields."""
    item = standard.item(entry.exercise)
    parts = [_kind(entry), score_words.item_name(item) if item else "", measured(entry, standard)]
    if entry.kind is EntryKind.ASSIGN and entry.place is not None:
        parts.append(_("第 %(n)s 名", n=entry.place))
    return " ".join(part for part in parts if part)


def _kind(entry):
    if entry.kind is EntryKind.ATTEMPT:
        return ""
    if entry.kind is EntryKind.FAULT:
        return str(remark_words.FAULTS.get(entry.word) or KINDS[entry.kind])
    return str(KINDS[entry.kind])


def measured(entry, standard) -> str:
    """The measure as people write it; empty where there is none."""
    item = standard.item(entry.exercise)
    if item is None or entry.measure is None:
        return ""
    pair = entry.second is not None
    if pair != (item.kind == BY_SECOND):
        return str(entry.measure)
    return scores.shown(item, (entry.second, entry.measure) if pair else entry.measure)


def why_held(code) -> str:
    """Why an entry is held, as a phrase."""
    return str(HELD.get(code, code))
