"""The table of a printed sheet: a row an exercise, with every try, what counts, and who entered it."""

from dataclasses import dataclass

from models import EntryKind
from services.sheets import remark_words, sheet_words
from services.words import gettext as _

BLANK = "_" * 10  # for a hand to write on


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One exercise, or a category that is still to be done. ``examiner`` is whoever entered what counts."""

    name: str
    tries: tuple[str, ...]
    counted: str
    outcome: str
    note: str
    examiner: str


def columns():
    """The headings of the columns."""
    return _("项目"), _("各次成绩"), _("计入成绩"), _("得分"), _("备注"), _("考官")


def rows_of(marked, names):
    """The rows of a sheet, category by category; what is still to be done has lines to write on.

    ``names`` is {account id: name}.
    """
    said = _said(marked.snapshot)
    for section in sheet_words.parts(marked):
        category = section.name if section.is_choice else ""
        for line in section.lines:
            yield _done(line, category, said.get(line.exercise, []), names)
        if not any(line.counts for line in section.lines):
            yield _open(marked.standard, section, said)


def _said(snapshot):
    """{exercise: the remarks on it}; older snapshots lack them."""
    found = {}
    for name, word in (("exempt", EntryKind.EXEMPT), ("retests", EntryKind.RETEST), ("faults", None)):
        for remark in snapshot.get(name) or ():
            title = remark_words.KINDS[word] if word else remark_words.FAULTS.get(remark["word"], "")
            found.setdefault(remark["exercise"], []).append(told(title, remark["reason"]))
    return found


def told(title, reason):
    """A remark with its reason: 未完成; 免测（脚伤）"""
    return _("%(what)s（%(why)s）", what=title, why=reason) if reason else str(title)


def _done(line, category, said, names):
    notes = [*line.notes, *said]
    if line.shown and not line.counts:
        notes.append(_("不计入"))
    return Row(
        name=" ".join(filter(None, (category, line.name))),
        tries=tuple(text for one in line.tries for text in _try(one, len(line.tries))),
        counted=line.shown if line.counts else "",
        outcome=line.outcome,
        note=_("；").join(notes),
        examiner=_examiner(line, names),
    )


def _try(one, tries):
    """The lines of one try: its measure, and a line for each thing the reader must know of it."""
    shown = one["shown"] if tries == 1 else f"{one['n']}. {one['shown']}"
    yield shown + (" " + _("计入") if one["best"] and tries > 1 else "")
    yield from remark_words.of_try(one)


def _examiner(line, names):
    """The name of whoever entered what counts, or else of whoever entered last."""
    if not line.tries:
        return ""
    counting = next((one for one in line.tries if one["best"]), line.tries[-1])
    return names.get(counting["by"], "")


def _open(standard, section, said):
    """The row of an exercise to be done or chosen, with as many lines as it has tries."""
    picked = [option for option in section.options if option.is_picked] or section.options
    open_to = [option.name for option in picked if option.has_table]
    names = [section.name, "/".join(open_to)] if section.is_choice else [section.name]
    notes = [] if section.lines else [text for option in picked for text in said.get(option.exercise, ())]
    tries = max(standard.item(option.exercise).attempts for option in picked)
    return Row(
        name=" ".join(filter(None, names)),
        tries=tuple(f"{n}. {BLANK}" for n in range(1, tries + 1)) if tries > 1 else (BLANK,),
        counted="",
        outcome="",
        note=_("；").join(notes) or (_("未测") if open_to else _("该组无标准")),
        examiner="",
    )
