"""The command line's part for serving: demo, phones, serve."""

import io
import os
import sys
from itertools import zip_longest

import click

from cli import connected, server
from services.words import gettext as _
from settings import BadSettings, Settings, var_of

#: PostgreSQL's pool holds a connection for each.
MOST_THREADS = 32
THREADS = 8
# No proxy stands in front of the demo, and a slow phone holds a thread.
PHONE_THREADS = 32


def threads_option(default):
    return click.option(
        "--threads",
        type=click.IntRange(1, MOST_THREADS),
        default=default,
        show_default=True,
        help=_("同时处理的请求数"),
    )


def port_option(default, name="--port", envvar="PORT"):
    return click.option(name, default=default, envvar=envvar, show_default=True, help=_("端口"))


@click.command(help=_("正式服务：设置须齐全，前面须有反向代理（见 deploy/）"))
@click.option("--host", default=server.LOOPBACK, show_default=True, help=_("监听的地址"))
@port_option(8000)
@threads_option(THREADS)
def serve(host, port, threads):
    from services.credentials import signing_keys

    settings = Settings.from_environ()
    if settings.is_demo:
        raise BadSettings(_("serve 只用于正式服务；试用请运行 make run"))
    server.claim(host, port)
    with connected():
        signing_keys.ensure(settings.secret_key)
    server.serve(host, port, threads=threads)


@click.command(help=_("示例公安局，只在本机：make run 运行的就是它"))
@port_option(8000)
@threads_option(THREADS)
def demo(port, threads):
    server.claim(server.LOOPBACK, port)
    address = f"http://localhost:{port}"
    load_demo(address)
    server.serve(server.LOOPBACK, port, threads=threads, announce=lambda: announce_demo(address))


@click.command(help=_("示例公安局，供同一网络的手机试用：make phones 运行的就是它"))
@port_option(8443)
@port_option(8080, "--help-port", "HELP_PORT")
@click.option("--host", default="0.0.0.0", help=_("监听的地址"))
@click.option("--address", envvar="ADDRESS", help=_("手机看到的本机地址，默认自动查找"))
@threads_option(PHONE_THREADS)
def phones(port, help_port, host, address, threads):
    from cli.phones import addresses, certificates, help_server

    server.claim(host, port)
    server.claim(host, help_port)
    found = [address] if address else addresses.find()
    if not found:
        raise server.CannotServe(_("没有找到局域网地址；请连上网络，或用 ADDRESS=… 指定"))
    app, first = f"https://{found[0]}:{port}", f"http://{found[0]}:{help_port}"
    load_demo(app)
    files = certificates.ensure(var_of() / "phones", dict.fromkeys([*found, server.LOOPBACK]))
    help_server.start(host, help_port, address=app, authority=files.authority)
    server.spawn_workers()
    pair = files.chain, files.key
    server.serve(host, port, threads=threads, certificate=pair, announce=lambda: announce_phones(app, first))


def load_demo(address):
    """Make this process the demo at ``address``, with its database filled once."""
    from services import demo as bureau
    from services import store
    from services.credentials import signing_keys

    os.environ.update(YIZHANG_DEMO="1", PUBLIC_URL=address)
    settings = Settings.from_environ()
    with connected(migrated=False):
        store.migrate()
        if bureau.is_empty():
            bureau.load()
        signing_keys.ensure(settings.secret_key)


def announce_demo(address):
    announce_accounts(_("一章 · 示例公安局（数据均为示例）：%(address)s", address=address))
    click.echo(_("手机：要用手机扫码试用，请另运行 make phones，手机与本机须在同一网络"))
    _ending()


def announce_phones(app, first):
    announce_accounts(_("一章 · 示例公安局，供手机试用：%(address)s", address=app))
    click.echo(_("① 手机第一次用：扫左边，装证书（苹果手机装描述文件后，还要打开“证书信任设置”）"))
    click.echo(_("② 装好以后：扫右边，进入 %(address)s", address=app))
    click.echo(beside(qr(first), qr(app)))
    click.echo(f"① {first}\n② {app}")
    _ending()


def announce_accounts(title):
    from services import demo as bureau

    click.echo(title)
    click.echo(_("示例账号（密码都是 %(password)s）：", password=bureau.PASSWORD))
    for account in bureau.shown_accounts():
        click.echo(f"  {account.police_number}  {account.name}  {account.role}")


def _ending():
    click.echo(_("按 Ctrl-C 停止；录入的内容会保留，make clean 才清除"))
    # The worker is forked next: what still waited here would be printed twice.
    sys.stdout.flush()


def qr(text):
    """The lines of a QR code for a terminal with light letters on a dark ground."""
    from qrcode import QRCode
    from qrcode.constants import ERROR_CORRECT_L

    code = QRCode(border=2, error_correction=ERROR_CORRECT_L)
    code.add_data(text)
    drawn = io.StringIO()
    code.print_ascii(out=drawn, invert=True)
    return drawn.getvalue().splitlines()


def beside(left, right):
    """Two codes in one row, far enough apart for a camera to see one; white on black where colours show."""
    on, off = ("\x1b[48;5;232m\x1b[38;5;255m", "\x1b[0m") if sys.stdout.isatty() else ("", "")
    blank = " " * max(map(len, left))
    rows = zip_longest(left, right, fillvalue=None)
    return "\n".join(
        f"{on}{a}{off}        {on}{b or ''}{off}" if a else f"{blank}        {on}{b}{off}" for a, b in rows
    )
