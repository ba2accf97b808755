"""The remarks on a sheet, for its reader: exemptions and faults in words, who agreed, names of tries."""

from dataclasses import dataclass

from models import EntryKind
from services.scoring import score_words
from services.sheets import exemptions, log
from services.sheets.log import Said
from services.words import gettext as _
from services.words import lazy as _l

KINDS = {
    EntryKind.EXEMPT: _l("免测"),
    EntryKind.RETEST: _l("补测"),
    EntryKind.WITHDRAW: _l("退出"),
}
FAULTS = {
    exemptions.FOUL: _l("犯规"),
    exemptions.DNF: _l("未完成"),
    exemptions.DNS: _l("未到"),
    exemptions.NOCOUNT: _l("不算"),
}


HELD = {
    "spent": _l("超过次数，没有算"),
    "implausible": _l("不像真的，没有算"),
    "late": _l("定表之后才到，没有算"),
}
FLAGS = {
    "sleep": _l("计时中设备睡眠 %(n)s 秒，已算进时间"),
    "step": _l("计时中时钟被拨 %(n)s 秒，已扣除"),
    "reload": _l("计时中页面重新打开过"),
}


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark: what was said, its title, and the void that took it back, if any."""

    said: Said
    title: str
    taken_back: Said | None


def remarks_in(said, standard) -> list[Remark]:
    """The remarks in what was said of a sheet, oldest first, including those that were taken back."""
    voids = {one.target: one for one in log.of_kind(said, EntryKind.VOID)}
    remarks = log.of_kind(said, *exemptions.REMARKS)
    return [Remark(one, title(one, standard), voids.get(one.entry_id)) for one in remarks]


def title(said, standard) -> str:
    """The kind of a remark, with its item: 未完成 1000米跑; 退出"""
    word = FAULTS.get(said.word, said.word) if said.kind is EntryKind.FAULT else KINDS[said.kind]
    item = standard.item(said.exercise)
    return _("%(word)s %(item)s", word=word, item=score_words.item_name(item)) if item else str(word)


def faults():
    """(value, label) of every kind of try without a measure, for a form."""
    return [(word, str(label)) for word, label in FAULTS.items()]


def grants():
    """(value, label) of what staff may decide about a person, for a form."""
    return [(kind.value, str(label)) for kind, label in KINDS.items()]


def acknowledged(said) -> dict[str, Said]:
    """{try: the last acknowledgement of it}."""
    return {one.target: one for one in log.of_kind(said, EntryKind.ACK)}


def of_item(snapshot, exercise) -> list[str]:
    """What stands in place of a result: 免测, or how tries ended without one. Older snapshots lack it."""
    exempt = [KINDS[EntryKind.EXEMPT] for one in snapshot.get("exempt") or () if one["exercise"] == exercise]
    faults = [one["word"] for one in snapshot.get("faults") or () if one["exercise"] == exercise]
    return [str(word) for word in (*exempt[:1], *(FAULTS.get(word, word) for word in faults))]


def of_try(attempt) -> list[str]:
    """What the reader must know of a try: why it does not count, and what the device's clocks did."""
    said = []
    if attempt["void"]:
        said.append(_("作废：%(reason)s", reason=attempt["reason"]))
    if attempt.get("doubt"):
        said.append(_("存疑：两台设备记的不一样，等主考裁定"))
    if attempt.get("copy"):
        said.append(_("另一台设备记的同一次"))
    if attempt.get("held"):
        said.append(str(HELD.get(attempt["held"], attempt["held"])))
    return said + [flag(one) for one in attempt.get("flags") or ()]


def flag(one) -> str:
    """What a device's clocks did while a time was taken, as a phrase."""
    seconds = abs(one.get("ms") or 0) / 1000
    return str(FLAGS[one["kind"]]) % {"n": f"{seconds:.1f}".removesuffix(".0")}


def tries(parts) -> dict[str, str]:
    """{try: its name}, such as 1000米跑 第 1 次 4′26″"""
    return {
        one["id"]: f"{line.name} {_('第 %(n)s 次', n=one['n'])} {one['shown']}"
        for part in parts
        for line in part.lines
        for one in line.tries
    }
