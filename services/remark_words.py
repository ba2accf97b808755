"""What was said of a sheet, for its reader: exemptions and faults in words, who agreed, names of tries."""

from dataclasses import dataclass

from models import EntryKind
from services import exemptions, score_words, sheet_log
from services.sheet_log import Said
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


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark: what it says, who said so, and who took it back if anybody did."""

    said: Said
    title: str
    taken_back: Said | None


def of(said, standard) -> list[Remark]:
    """The remarks in what was said of a sheet, those that were taken back too, oldest first."""
    voids = {one.target: one for one in sheet_log.of_kind(said, EntryKind.VOID)}
    remarks = sheet_log.of_kind(said, *exemptions.REMARKS)
    return [Remark(one, title(one, standard), voids.get(one.entry_id)) for one in remarks]


def title(said, standard) -> str:
    """未完成 1000米跑; 退出"""
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
    """Try → the last acknowledgement of it."""
    return {one.target: one for one in sheet_log.of_kind(said, EntryKind.ACK)}


def tries(parts) -> dict[str, str]:
    """Try → how it is called: 1000米跑 第 1 次 4′26″"""
    return {
        one["id"]: f"{line.name} {_('第 %(n)s 次', n=one['n'])} {one['shown']}"
        for part in parts
        for line in part.lines
        for one in line.tries
    }
