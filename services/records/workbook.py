"""A person's whole record as a workbook: everything they may see of themselves."""

from services import labels, records, words
from services.documents import spreadsheets
from services.scoring import score_words
from services.words import gettext as _


def workbook(person_id, *, actor) -> bytes:
    """An .xlsx with one sheet each of totals, trainings, results and medals, in the reader's language.

    For the person, and for the desk of their unit or above.
    """
    found = records.everything(person_id, actor=actor)
    return spreadsheets.book(
        [
            (_("年度汇总"), [_("年度"), _("参加场次"), _("计入学时"), _("要求学时")], list(_years(found))),
            (_("训练"), _training_heads(), [_training(one) for one in found.trainings]),
            (_("体测成绩"), _result_heads(), [row for sheet in found.sheets for row in _results(sheet)]),
            (_("纪念章"), _medal_heads(), [_medal(medal) for medal in found.medals]),
        ]
    )


def _years(found):
    by_year = {}
    for one in found.trainings:
        by_year.setdefault(records.Line(one.training.starts_at, "").on.year, []).append(one)
    for year, attended in sorted(by_year.items(), reverse=True):
        hours = records.hours_of(found.person, year, attended)
        required = _("未设") if hours.required is None else _hours(hours.required)
        came = sum(one.standing.arrived_at is not None or one.standing.minutes > 0 for one in attended)
        yield year, came, _hours(hours.minutes), required


def _training_heads():
    return [_("开始"), _("结束"), _("训练"), _("类别"), _("地点"), _("出勤"), _("签到时间"), _("计入学时")]


def _training(one):
    training, standing = one.training, one.standing
    return (
        training.starts_at,
        training.ends_at,
        training.title,
        labels.of(training.kind),
        training.place,
        _("未签到") if standing.is_provisional else labels.of(standing.attendance),
        standing.arrived_at,
        _hours(standing.minutes),
    )


def _result_heads():
    return [
        _("日期"),
        _("考核"),
        _("标准"),
        _("项目"),
        _("成绩"),
        _("得分"),
        _("总分"),
        _("等级"),
        _("定表时间"),
    ]


def _results(sheet):
    for mark in sheet.snapshot.marks:
        yield (
            sheet.held_on,
            sheet.title,
            score_words.title(sheet.standard),
            mark.title,
            mark.shown,
            mark.points if mark.points is not None else _passed(mark.passed),
            sheet.snapshot.total,
            sheet.snapshot.grade_title,
            sheet.settled_at,
        )


def _passed(passed):
    return None if passed is None else _("达标") if passed else _("不达标")


def _medal_heads():
    return [_("获得日期"), _("纪念章"), _("年度"), _("季"), _("等级"), _("编号"), _("验真码")]


def _medal(medal):
    return (
        medal.earned_on,
        words.pick(medal.title, medal.title_en),
        medal.year,
        labels.of(medal.season),
        medal.grade,
        medal.edition,
        medal.check_code,
    )


def _hours(minutes):
    return round(minutes / 60, 1)
