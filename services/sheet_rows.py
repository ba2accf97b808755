"""The table of a printed sheet: a row an exercise, with every try, what counts, and who saw it."""

from dataclasses import dataclass

from services import sheet_words
from services.words import gettext as _

BLANK = "_" * 10  # for a hand to write on


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One exercise, or a category that is still to be done. ``examiner`` is who entered what counts."""

    name: str
    tries: tuple[str, ...]
    counted: str
    outcome: str
    note: str
    examiner: str


def columns():
    """The headings over the rows."""
    return _("项目"), _("各次成绩"), _("计入成绩"), _("得分"), _("备注"), _("考官")


def of(marked, names):
    """The rows of a sheet, category by category; what is still to be done has lines to write on.

    ``names`` are those of accounts, by id.
    """
    for section in sheet_words.parts(marked):
        category = section.name if section.is_choice else ""
        for line in section.lines:
            yield _done(line, category, names)
        if not any(line.counts for line in section.lines):
            yield _open(marked.standard, section)


def _done(line, category, names):
    notes = list(line.notes)
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
    """A try in one line of text, or with why it was voided in two."""
    shown = one["shown"] if tries == 1 else f"{one['n']}. {one['shown']}"
    yield shown + (" " + _("计入") if one["best"] and tries > 1 else "")
    if one["void"]:
        yield _("作废：%(reason)s", reason=one["reason"])


def _examiner(line, names):
    """Who entered what counts, else whoever entered last."""
    if not line.tries:
        return ""
    counting = next((one for one in line.tries if one["best"]), line.tries[-1])
    return names.get(counting["by"], "")


def _open(standard, section):
    """An exercise to be done or chosen, with as many lines as it has tries."""
    picked = [option for option in section.options if option.is_picked] or section.options
    open_to = [option.name for option in picked if option.has_table]
    names = [section.name, "/".join(open_to)] if section.is_choice else [section.name]
    tries = max(standard.item(option.exercise).attempts for option in picked)
    return Row(
        name=" ".join(filter(None, names)),
        tries=tuple(f"{n}. {BLANK}" for n in range(1, tries + 1)) if tries > 1 else (BLANK,),
        counted="",
        outcome="",
        note=_("未测") if open_to else _("该组无标准"),
        examiner="",
    )
