"""The command line's part for standards: score, import-standard, export-standard.

``score`` needs neither database nor settings, so that anyone can check the engine with it.
"""

import json
import re
from datetime import date

import click

from services import scoring, standard_files, words
from services.scoring import measures, report
from services.scoring.rulebook import BY_SECOND
from services.standard_files.findings import Refused
from services.words import gettext as _

EXAMPLE = "score police-2010-445 --sex M --born 2001-04-02 --on 2026-03-20 run1000=3:38 pullup=12"
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class OneLine(click.ClickException):
    """A refusal: one line on stderr, nothing on stdout, exit 2."""

    exit_code = 2

    def __init__(self, chinese, english=None):
        super().__init__(words.pick(chinese, english))

    def show(self, file=None):
        click.echo(" ".join(self.format_message().split()), err=True, file=file)


class Terse(click.Command):
    """A command in the reader's language whose usage errors are one line too."""

    def make_context(self, info_name, args, parent=None, **extra):
        with words.using(words.of_shell()):
            try:
                return super().make_context(info_name, args, parent, **extra)
            except click.UsageError as error:
                raise OneLine(error.format_message()) from error

    def invoke(self, ctx):
        with words.using(words.of_shell()):
            return super().invoke(ctx)


@click.command(
    "score",
    cls=Terse,
    short_help=_("按标准评分，不需要数据库"),
    help=_("按标准评分。例：") + "\n\n" + EXAMPLE,
)
@click.argument("code", metavar="STANDARD", required=False)
@click.argument("written", metavar="EXERCISE=MEASURE...", nargs=-1)
@click.option("--sex", metavar="M|F", help=_("性别"))
@click.option("--born", metavar="YYYY-MM-DD", help=_("出生日期"))
@click.option("--on", metavar="YYYY-MM-DD", help=_("考核日期（第一天）"))
@click.option("--json", "as_json", is_flag=True, help=_("以 JSON 输出"))
def score(code, written, sex, born, on, as_json):
    standard = known(code)
    if sex not in ("M", "F"):
        raise OneLine("--sex 应为 M 或 F", "--sex must be M or F")
    try:
        card = scoring.score(
            standard,
            sex=sex,
            born_on=day("--born", born),
            on=day("--on", on),
            measures=measures_of(standard, written),
        )
    except scoring.BornLater as error:
        raise OneLine("出生日期晚于考核日期", "born after the day of the assessment") from error
    if all(result.reached is None for result in card.results):
        raise OneLine(report.why_nothing(standard, card))
    if as_json:
        click.echo(json.dumps(report.as_values(standard, sex, card), ensure_ascii=False))
    else:
        click.echo("\n".join(report.as_lines(standard, sex, card)))


@click.command("import-standard", cls=Terse, help=_("导入标准：文件夹或 .xlsx。有错则逐条列出，什么也不改"))
@click.argument("path")
def import_standard(path):
    try:
        reading = standard_files.read(path)
    except Refused as refusal:
        click.echo(str(refusal), err=True)
        raise click.exceptions.Exit(2) from refusal
    from cli import connected
    from services import standards  # brings the database with it

    with connected():
        version = standards.store(reading.standard)
    for warning in reading.warnings:
        click.echo(words.pick(f"提醒：{warning}", f"Warning: {warning}"))
    code = reading.standard.code
    click.echo(words.pick(f"已导入 {code}，第 {version} 版", f"Imported {code}, version {version}"))


@click.command("export-standard", cls=Terse, help=_("导出标准到文件夹或 .xlsx。不覆盖已有内容"))
@click.argument("code", metavar="STANDARD")
@click.argument("path")
def export_standard(code, path):
    standard = known(code)
    try:
        standard_files.write(standard, path)
    except FileExistsError as error:
        raise OneLine(f"{path} 已有内容，不覆盖", f"{path} already has content") from error
    except OSError as error:
        raise OneLine(f"无法写入 {path}", f"cannot write {path}") from error
    click.echo(words.pick(f"已导出到 {path}", f"Exported to {path}"))


def find(code):
    """A standard by its code: one that is shipped, else the newest imported one, else none."""
    return standard_files.shipped(code) or stored(code)


def stored(code):
    """The newest imported version; none as well where there is no database to ask."""
    try:
        from cli import connected
        from services import standards

        with connected():
            return standards.stored(code)
    except Exception:  # no settings, no database, no tables yet: whatever the reason, it is not there
        return None


def known(code):
    standard = find(code) if code else None
    if standard is None:
        shipped = ", ".join(standard_files.shipped_codes())
        raise OneLine(
            f"没有标准“{code or ''}”，自带的有：{shipped}", f"no standard “{code or ''}”; shipped: {shipped}"
        )
    return standard


def day(option, text):
    try:
        if DAY.fullmatch(text or ""):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise OneLine(f"{option} 应为 2026-03-20 这样的日期", f"{option} must be a date like 2026-03-20")


def measures_of(standard, written):
    """Exercise → measure in base units, in the order given."""
    if not written:
        raise OneLine("没有给出成绩，例：run1000=3:38", "no measure given; for example run1000=3:38")
    found = {}
    for pair in written:
        exercise, _, text = pair.partition("=")
        item = standard.item(exercise)
        if item is None:
            raise OneLine(f"标准中没有项目“{exercise}”", f"the standard has no exercise “{exercise}”")
        if exercise in found:
            raise OneLine(f"项目 {exercise} 给了两次", f"exercise {exercise} is given twice")
        found[exercise] = measure_of(item, text)
    return found


def measure_of(item, text):
    try:
        if item.kind == BY_SECOND:
            second, own = measures.parse_pair(text, item.second.scale, item.scale)
            is_plausible = item.second.scale.is_plausible(second) and item.scale.is_plausible(own)
            measure = second, own
        else:
            measure = measures.parse(text, item.scale.unit, item.scale.rounding)
            is_plausible = item.scale.is_plausible(measure)
    except measures.Malformed as error:
        raise OneLine(
            f"{item.exercise}：“{text}”不是成绩", f"{item.exercise}: “{text}” is not a measure"
        ) from error
    if not is_plausible:
        raise OneLine(f"{item.exercise}：“{text}”超出合理范围", f"{item.exercise}: “{text}” is implausible")
    return measure
