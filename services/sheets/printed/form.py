"""One sheet in the form that is printed, signed and filed: what stands in its boxes, as text."""

from dataclasses import dataclass
from datetime import datetime

from models import EntryKind, Sheet
from services import clock, labels, words
from services.sheets import remark_words, sheet_words
from services.sheets.printed.rows import Row, rows_of, told
from services.words import gettext as _


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One person's sheet. Pairs are (label, text); a signature is (who signs, their name if known, when)."""

    sheet: Sheet
    heading: str
    facts: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    result: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    signatures: tuple[tuple[str, str, str], ...]
    standard: str
    state: str

    @property
    def texts(self):
        """Every text that is printed, for checking whether it can be."""
        rows = (text for row in self.rows for text in (row.name, *row.tries, row.note, row.examiner))
        pairs = (text for pair in (*self.facts, *self.result) for text in pair)
        signed = (text for one in self.signatures for text in one)
        return "".join((self.heading, *pairs, *rows, *self.notes, *signed, self.standard))


def form_of(found, names) -> Form:
    """The form of a ``Marked`` sheet; ``names`` is {account id: name}."""
    rows = tuple(rows_of(found, names))
    return Form(
        sheet=found.sheet,
        heading=_("%(kind)s成绩表", kind=labels.of(found.assessment.kind)),
        facts=_facts(found),
        rows=rows,
        result=_result(found),
        notes=(*sheet_words.notes(found), *_remarks(found.snapshot)),
        signatures=_signatures(found, rows),
        standard=_(
            "标准：%(title)s，第 %(n)s 版",
            title=words.pick(found.snapshot["title"], found.snapshot["title_en"]),
            n=found.snapshot["version"],
        ),
        state=_state(found),
    )


def _facts(found):
    person, snapshot, training = found.sheet.person, found.snapshot, found.assessment.training
    group = sheet_words.group_name(snapshot) or _("没有这个年龄的组")
    return (
        (_("姓名"), person.name),
        (_("性别"), labels.of(person.sex)),
        (_("年龄组"), _("%(group)s（%(age)s 岁）", group=group, age=snapshot["age"])),
        (_("警号"), person.police_number),
        (_("单位"), found.sheet.unit.name),
        (_("号"), str(found.sheet.number)),
        (_("考核"), training.title),
        (_("日期"), f"{clock.local(training.starts_at):%Y-%m-%d}"),
        (_("地点"), training.place or _("未设")),
    )


def _result(found):
    """What the sheet came to. Boxes to write in while it is open, for half a total would pass for a
    whole one.
    """
    snapshot = found.snapshot
    total = None if found.state == "open" else snapshot["total"]
    passed = {True: _("达标"), False: _("未达标"), None: ""}[snapshot["passed"]]
    grade = words.pick(snapshot["grade"], snapshot["grade_en"]) if snapshot["grade"] else ""
    return (
        (_("总分"), "" if total is None else str(total)),
        (_("等级"), grade),
        (_("是否达标"), passed),
    )


def _remarks(snapshot):
    """What was said of the whole sheet: a withdrawal, and objections."""
    if left := snapshot.get("withdrawn"):
        yield told(remark_words.KINDS[EntryKind.WITHDRAW], left["reason"])
    for one in snapshot.get("objections") or ():
        about = words.pick(one["name"], one["name_en"])
        said = told(" ".join(filter(None, (about, _("异议")))), one["reason"])
        ruling = one["ruling"] and told(_("复核"), one["ruling"]["reason"])
        yield _("；").join(filter(None, (said, ruling)))


def _signatures(found, rows):
    examiners = dict.fromkeys(row.examiner for row in rows if row.examiner)
    last = found.versions[-1] if found.versions else None
    chief = found.assessment.chief
    return (
        (_("考官签名"), _("、").join(examiners), ""),
        (_("本人签名"), found.sheet.person.name, _moment(_acknowledged(found.snapshot))),
        (
            _("主考签名"),
            last.signer.person.name if last else chief.name if chief else "",
            _moment(last and last.settled_at),
        ),
    )


def _acknowledged(snapshot):
    """When the person last agreed with what was announced; None where they did not."""
    at = max((ack["at"] for ack in snapshot.get("acks") or ()), default=None)
    return at and datetime.fromisoformat(at)


def _moment(at):
    return f"{clock.local(at):%Y-%m-%d %H:%M}" if at else ""


def _state(found):
    """A line with the state of the sheet, its version, and when it was printed."""
    made = _("%(time)s 制表", time=_moment(clock.now()))
    said = sheet_words.state(found.state)
    if found.versions:
        last = found.versions[-1]
        said = _("%(time)s 定表，第 %(n)s 版", time=_moment(last.settled_at), n=last.version)
        if last.reason:
            said += _("（%(reason)s）", reason=last.reason)
    return said + _("，") + made
