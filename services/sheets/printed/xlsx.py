"""Sheets as .xlsx: one person's in the form that is signed, or a whole assessment's, a row a person."""

from datetime import datetime

from services import labels, standards, words
from services.documents import ruled_sheets, spreadsheets
from services.scoring import score_words
from services.sheets import remark_words, sheet_words
from services.sheets.printed import rows
from services.words import gettext as _

#: Widths of a form's columns, in characters.
WIDTHS = (24, 26, 18, 10, 24, 14)
LINE = 15  # points


def workbook(form) -> bytes:
    """One ``form.Form`` as one worksheet, ready for A4."""
    return ruled_sheets.workbook(form.heading, lambda page: _fill(page, form))


def _fill(page, form):
    writer = ruled_sheets.Ruled(page, WIDTHS, centred=(3, 4, 6))
    writer.across(form.heading, font=writer.large, alignment=writer.middle, height=30)
    writer.across(form.standard)
    for start in range(0, len(form.facts), 3):
        writer.line([text for fact in form.facts[start : start + 3] for text in fact])
    writer.line(rows.columns(), font=writer.bold)
    for row in form.rows:
        tries = "\n".join(row.tries)
        values = (row.name, tries, row.counted, row.outcome, row.note, row.examiner)
        writer.line(values, height=max(ruled_sheets.ROW, LINE * len(row.tries) + 6))
    writer.line([text for pair in form.result for text in pair], font=writer.bold, height=30)
    for text in form.notes:
        writer.across(text)
    writer.across("")
    for label, name, when in form.signatures:
        writer.across(_("%(label)s：%(value)s", label=label, value=f"{' ' * 24}{name}  {when}"), height=30)
    writer.across(form.state)
    writer.set_up(is_upright=True)


def results(book) -> bytes:
    """A ``books.Book`` as a workbook: a row a person with every exercise; a second worksheet has a row
    a try.
    """
    lines, versions, names = book.lines, book.versions, book.names
    standard = standards.load(book.assessment.standard)
    items = [item for item in standard.items if any(_of(line, item.exercise) for line in lines)]
    people = [_person(line, items, versions) for line in lines]
    return spreadsheets.book(
        [
            (words.pgettext("list", "成绩"), _heads(items), people),
            (_("各次成绩"), _try_heads(), [row for line in lines for row in _tries(line, names)]),
        ]
    )


def _of(line, exercise):
    return next((row for row in line.snapshot["results"] if row["exercise"] == exercise), None)


def _heads(items):
    pairs = ((score_words.item_name(item), _("得分")) for item in items)
    exercises = (text for name, points in pairs for text in (name, f"{name} {points}"))
    return [
        *_who_heads(),
        _("性别"),
        _("年龄组"),
        _("单位"),
        *exercises,
        _("总分"),
        _("等级"),
        _("是否达标"),
        _("状态"),
        _("定表时间"),
        _("定表人"),
        _("备注"),
    ]


def _who_heads():
    return [_("号"), _("警号"), _("姓名")]


def _who(line):
    return line.sheet.number, line.sheet.person.police_number, line.sheet.person.name


def _person(line, items, versions):
    snapshot, settled = line.snapshot, versions.get(line.sheet.id, ())
    last = settled[-1] if settled else None
    return (
        *_who(line),
        labels.of(line.sheet.person.sex),
        sheet_words.group_name(snapshot),
        line.sheet.unit.name,
        *(cell for item in items for cell in _result(_of(line, item.exercise))),
        snapshot["total"],
        words.pick(snapshot["grade"], snapshot["grade_en"]) if snapshot["grade"] else None,
        _passed(snapshot["passed"]),
        sheet_words.state(line.state),
        last and last.settled_at,
        last and last.signer.person.name,
        last and last.reason,
    )


def _result(row):
    """What was done and what it is worth, in brackets where it does not count."""
    if row is None:
        return None, None
    worth = row["points"] if row["points"] is not None else _passed(row["passed"])
    return (row["shown"], worth) if row["counts"] else (f"({row['shown']})", None)


def _passed(passed):
    return None if passed is None else _("达标") if passed else _("未达标")


def _try_heads():
    return [
        *_who_heads(),
        _("项目"),
        _("第几次"),
        _("成绩"),
        _("计入"),
        _("说明"),
        _("考官"),
        _("时间"),
    ]


def _tries(line, names):
    for row in (*line.snapshot["results"], *line.snapshot["struck"]):
        for one in row["attempts"]:
            yield (
                *_who(line),
                words.pick(row["name"], row["name_en"]),
                one["n"],
                one["shown"],
                _("是") if one["best"] and row.get("counts") else None,
                _("；").join(remark_words.of_try(one)) or None,
                names.get(one["by"], ""),
                datetime.fromisoformat(one["at"]),
            )
