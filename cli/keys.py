"""The command line's part for the keys that medals are signed with."""

import click

from cli import connected
from services.words import gettext as _
from services.words import lazy as _l
from settings import Settings

STATES = {"signing": _l("正在签名"), "retired": _l("已停用，仍可核验"), "revoked": _l("已作废")}
#: One key's name in sixty-four begins with a hyphen, and is no option for that.
BY_KID = {"ignore_unknown_options": True}


@click.group(help=_("签名密钥：列出、换新、停用、作废"))
def keys():
    pass


@keys.command("list", help=_("列出所有密钥，新的在前"))
def list_keys():
    from services import clock
    from services.credentials import signing_keys

    with connected():
        for key in signing_keys.listed():
            made = f"{clock.local(key.made_at):%Y-%m-%d %H:%M}"
            click.echo(f"{key.kid}  {made}  {STATES[key.state]}")


@keys.command(help=_("换新：从现在起用新密钥签名，原来的只留公钥用于核验"))
def new():
    from services.credentials import signing_keys

    settings = Settings.from_environ()
    with connected():
        click.echo(signing_keys.new(settings.secret_key))


@keys.command(context_settings=BY_KID, help=_("停用：不再用它签名，签过的仍可核验"))
@click.argument("kid")
def retire(kid):
    from services.credentials import signing_keys

    with connected():
        signing_keys.retire(kid)
    click.echo(_("已停用；要继续出具证书，请运行 keys new"))


@keys.command(context_settings=BY_KID, help=_("作废：可能已泄露的密钥。它签过的都不再作数，须重新下载"))
@click.argument("kid")
def revoke(kid):
    from services.credentials import signing_keys

    with connected():
        signing_keys.revoke(kid)
    click.echo(_("已作废；请运行 keys new，并通知大家重新下载证书"))
