"""The command line's part for whoever keeps the server: migrate, tidy, backup, restore, doctor."""

from pathlib import Path

import click

from cli import connected
from services.words import gettext as _
from settings import BadSettings, Settings, host_is_short, var_of


@click.command(help=_("建立数据库表，或升级到本版本"))
def migrate():
    from services import store

    with connected(migrated=False):
        steps = store.migrate()
    click.echo(_("已执行：%(steps)s", steps=", ".join(steps)) if steps else _("数据库已是最新"))


@click.command(help=_("清理过期的名册预览和限速计数，补发到时间的章，可每天运行"))
def tidy():
    from services.awards import runs
    from services.badges import designs
    from services.installation import upkeep

    with connected():
        removed = upkeep.tidy()
        removed["emblem"] = designs.drop_unused()
        removed["award"] = runs.catch_up()
    click.echo(" ".join(f"{name}={n}" for name, n in removed.items()))


@click.command(help=_("备份整个数据库到一个文件；给出文件夹则按时间起名。不用停服务"))
@click.argument("path", type=click.Path(path_type=Path))
def backup(path):
    from services.installation import backups

    with connected():
        click.echo(backups.backup(path))


@click.command(help=_("用备份替换整个数据库。已有人员时须加 --force，原库会先另存一份"))
@click.argument("path", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--force", is_flag=True, help=_("即使已有人员也替换"))
def restore(path, force):
    from services.installation import backups

    var = var_of()
    with connected(migrated=False):
        kept = backups.restore(path, keep_in=var, force=force)
    if kept:
        click.echo(_("原来的数据库另存为 %(path)s", path=kept))
    click.echo(_("已恢复。接着请运行 migrate"))


@click.command(help=_("检查设置、数据库、时钟、磁盘和字体；有问题则退出码为 1"))
def doctor():
    is_well = _show_settings()
    for finding in _findings():
        is_well &= _show(finding.is_well, finding.name, finding.note)
    if not is_well:
        raise click.exceptions.Exit(1)


def _findings():
    from services import store
    from services.installation import upkeep
    from settings import database_url

    store.bind(database_url())
    yield from upkeep.findings(var_of())
    yield from upkeep.signing_key(_secret())


def _secret():
    try:
        return Settings.read().secret_key
    except BadSettings:  # said already
        return ""


def _show_settings():
    try:
        settings = Settings.read()
    except BadSettings as error:
        return _show(False, _("设置"), str(error))
    complaints = list(settings.complaints())
    for complaint in complaints:
        _show(False, _("设置"), complaint)
    if settings.public_url and not host_is_short(settings.public_url):
        complaints.append(_("PUBLIC_URL：主机名和端口合起来最多 49 个字符，否则签到码太密"))
        _show(False, _("设置"), complaints[-1])
    return not complaints and _show(True, _("设置"), settings.public_url)


def _show(is_well, name, note):
    click.echo(f"{'✓' if is_well else '✗'} {name}  {note}".rstrip())
    return is_well
