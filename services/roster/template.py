"""The empty roster to fill in: headings and notes in the reader's language."""

from services.documents import spreadsheets
from services.people import facts
from services.roster import columns
from services.words import gettext as _


def write() -> bytes:
    """An .xlsx with the headings, and a sheet that says what goes under each."""
    headers = [columns.heading(field) for field in columns.HEADINGS]
    notes = [(columns.heading(field), *note) for field, note in _notes().items()]
    notes.append(("", "", "", ""))
    notes += [("", "", rule, "") for rule in _rules()]
    return spreadsheets.book(
        [
            (_("名册"), headers, []),
            (_("填写说明"), [_("列"), _("必填"), _("怎么填"), _("例子")], notes),
        ],
        # As text, so that Excel neither drops leading zeros nor guesses at dates.
        text_columns=range(len(headers)),
    )


def _notes():
    """Field → whether it must be filled in, how, and an example."""
    yes, no = _("是"), _("否")
    years = {"low": facts.YOUNGEST, "high": facts.OLDEST}
    return {
        "police_number": (yes, _("2 到 20 位字母、数字或短横，开头的零照写。已有的警号会更新"), "031026"),
        "name": (yes, _("最多 40 个字"), _("林晓")),
        "sex": (yes, _("男或女"), _("男")),
        "born_on": (yes, _("年月日，满 %(low)s 岁、不超过 %(high)s 岁", **years), "1990-01-02"),
        "kind": (yes, _("民警或辅警"), _("民警")),
        "rank": (no, _("照警衔或职级写，可不填"), _("一级警员")),
        "unit": (yes, _("单位全路径，用 / 隔开；不重名的单位可只写名称"), _("示例市公安局/城东分局/一中队")),
    }


def _rules():
    return (
        _("有一行不对，整份都不导入：预览会指出哪一行、为什么。"),
        _("名册里没有的人不会被删除或停用。"),
        _("不要填身份证号：系统不读也不存。其他列可以保留，会被忽略。"),
        _("最多 %(most)s 行。也可以传 .csv（UTF-8 或 GBK）。", most=columns.MOST_ROWS),
    )
