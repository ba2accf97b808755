"""A ranking as it is posted and filed: its facts, columns and lines, for a page, a print and a workbook."""

from dataclasses import dataclass

from models import AssessmentKind
from services import clock, words
from services.documents import spreadsheets
from services.documents.listings import Listing, title_for_a_file
from services.words import gettext as _
from services.words import lazy as _l

WHY = {
    "incomplete": _l("没测全，不排名"),
    "withdrawn": _l("退出，不排名"),
    "not_passed": _l("没有合格，不上榜"),
}
NONE = "–"


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingSheet(Listing):
    """Teams are a table of their own, with columns of their own."""

    team_columns: tuple[tuple[str, str], ...]
    teams: tuple[tuple, ...]


def heading(assessment):
    return _("神枪手榜") if assessment.kind is AssessmentKind.FIREARMS else _("比武名次")


def of(ranking) -> RankingSheet:
    """A ``contests.Ranking`` with all its words."""
    training = ranking.assessment.training
    return RankingSheet(
        training=training,
        heading=heading(ranking.assessment),
        facts=_facts(ranking),
        columns=(
            ("n", _("名次")),
            ("name", _("姓名")),
            ("unit", words.pgettext("list", "单位")),
            *ranking.exercises,
            ("total", _("总分")),
            ("note", _("备注")),
        ),
        lines=tuple(_line(ranking, line) for line in (*ranking.lines, *ranking.others)),
        team_columns=(
            ("n", _("名次")),
            ("unit", words.pgettext("list", "单位")),
            ("total", _("总分")),
            ("note", _("计入的人")),
        ),
        teams=tuple(_team(ranking, team, unit) for team, unit in ranking.teams),
        state=state(ranking),
        legend=legend(ranking),
    )


def _facts(ranking):
    training = ranking.assessment.training
    version = ranking.assessment.standard
    return (
        (_("名称"), training.title),
        (_("日期"), f"{clock.local(training.starts_at):%Y-%m-%d}"),
        (_("组织单位"), training.unit.name),
        (_("标准"), f"{words.pick(version.title, version.title_en)} v{version.version}"),
    )


def state(ranking):
    """Whether places may still change, in words."""
    if not ranking.is_marksmen and not ranking.is_final:
        return _("暂列：比武还没结束，%(n)s 张表没定", n=ranking.waiting)
    if ranking.waiting:
        return words.ngettext("还有 %(n)s 张表没定", "还有 %(n)s 张表没定", ranking.waiting)
    return _("表已全部定好")


def legend(ranking):
    """How places come about."""
    if ranking.is_marksmen:
        return _("按总分排；同分看用时，再同就并列。")
    return _("按总分排；同分按标准里项目的次序，先看得分再看成绩，都同就并列，下一名空出。")


def _line(ranking, line):
    shown = [line.shown.get(exercise, NONE) for exercise, _name in ranking.exercises]
    why = str(WHY[line.why]) if line.why else ""
    total = NONE if line.total is None else line.total
    return (line.place or NONE, line.sheet.person.name, line.sheet.unit.name, *shown, total, why)


def _team(ranking, team, unit):
    names = {line.sheet.id: line.sheet.person.name for line in (*ranking.lines, *ranking.others)}
    best = _("、").join(f"{names[one.who.sheet_id]} {one.who.total}" for one in team.best)
    total = NONE if team.total is None else team.total
    return (team.place or NONE, unit.name, total, best + too_few(ranking, team))


def too_few(ranking, team):
    """A word for a unit with fewer people than count; empty for the others."""
    if team.place is not None:
        return ""
    size = ranking.assessment.team_size
    return _("（不足 %(size)s 人，只有 %(n)s 人，不排名）", size=size, n=len(team.best))


def workbook(sheet) -> bytes:
    """The ranking as an .xlsx, teams on a page of their own."""
    pages = [(sheet.heading, [word for _name, word in sheet.columns], sheet.lines)]
    if sheet.teams:
        pages.append((_("团体"), [word for _name, word in sheet.team_columns], sheet.teams))
    return spreadsheets.book(pages)


def file_name(sheet, form):
    """What, where and when, and nothing that a disk or a header minds."""
    title = title_for_a_file(sheet.training)[:40]
    day = f"{clock.local(sheet.training.starts_at):%Y-%m-%d}"
    return "-".join(part for part in (sheet.heading, title, day) if part) + f".{form}"
