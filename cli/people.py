"""The command line's part for people: the first admin, and a roster from a file."""

from pathlib import Path

import click

from cli import connected
from services.words import gettext as _
from settings import Settings


@click.command("create-admin", help=_("设立第一位系统管理员，并给出一次性开户码；以后用于补设"))
@click.argument("number")
@click.argument("name")
@click.option("--unit", help=_("局的名称，即最上级单位"))
@click.option("--sex", metavar="M|F", help=_("性别"))
@click.option("--born", metavar="YYYY-MM-DD", help=_("出生日期"))
def create_admin(number, name, unit, sex, born):
    from services.installation import founding

    with connected():
        founder = founding.read(number, name, unit=unit, sex=sex, born=born)
        code = founding.make_admin(founder)
    click.echo(_("开户码：%(code)s（14 天内有效，只用一次）", code=code))
    if address := Settings.read().public_url:
        click.echo(_("在 %(address)s/open 用警号和开户码设密码", address=address))


@click.command("import-roster", help=_("读入花名册（.xlsx 或 .csv）并列出变化；加 --apply 才写入"))
@click.argument("path", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--apply", is_flag=True, help=_("写入数据库"))
@click.option("--create-units", is_flag=True, help=_("名册中没有的单位随之建立"))
def import_roster(path, apply, create_units):
    from services import roster

    with connected():
        plan = roster.load(path, create_units=create_units, apply=apply)
    _show(plan)
    if plan.refused:
        click.echo(_("有 %(n)s 行不能导入，什么都没有写入", n=len(plan.refused)), err=True)
        raise click.exceptions.Exit(1)
    click.echo(_("已写入数据库") if apply else _("这是预览，什么都没有写入；确认后加 --apply"))


def _show(plan):
    counts = {"new": len(plan.new), "changed": len(plan.changed), "unchanged": plan.unchanged}
    click.echo(_("新增 %(new)s 人，变更 %(changed)s 人，不变 %(unchanged)s 人", **counts))
    for unit in plan.units:
        click.echo(_("新建单位：%(unit)s", unit=" / ".join(unit)))
    if plan.ignored:
        click.echo(_("没有读的列：%(columns)s", columns=" ".join(plan.ignored)))
    for refusal in plan.refused:
        reasons = "; ".join(refusal.reasons)
        line = _("第 %(row)s 行 %(who)s：%(reasons)s", row=refusal.row, who=refusal.who, reasons=reasons)
        click.echo(line, err=True)
