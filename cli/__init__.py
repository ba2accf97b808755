"""The command line: one group, whose commands are loaded when they are called."""

import os
import sys
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

import click

from services import words
from services.errors import DomainError
from services.words import gettext as _
from services.words import lazy as _l
from settings import BadSettings, database_url

COMMANDS = {
    "demo": "cli.serving",
    "phones": "cli.serving",
    "serve": "cli.serving",
    "migrate": "cli.upkeep",
    "create-admin": "cli.people",
    "import-roster": "cli.people",
    "score": "cli.standards",
    "import-standard": "cli.standards",
    "export-standard": "cli.standards",
    "tidy": "cli.upkeep",
    "backup": "cli.upkeep",
    "restore": "cli.upkeep",
    "doctor": "cli.upkeep",
    "keys": "cli.keys",
}


class NotMigrated(DomainError):
    message = _l("数据库还没有建好或更新，请先运行 migrate")


class Refusal(click.ClickException):
    """What a service or the settings refused: one line, without a traceback."""

    def show(self, file=None):
        click.echo(" ".join(self.format_message().split()), file=file, err=True)


class LazyGroup(click.Group):
    """Commands of other modules, in the reader's language."""

    def list_commands(self, ctx):
        return list(COMMANDS)

    def get_command(self, ctx, cmd_name):
        if cmd_name not in COMMANDS:
            return None
        return getattr(import_module(COMMANDS[cmd_name]), cmd_name.replace("-", "_"))

    def main(self, *args, **extra):
        with words.using(words.of_shell()):
            self.help = _("一章：公安机关训练自助服务。设置写在环境变量里，见 README。")
            return super().main(*args, **extra)

    def invoke(self, ctx):
        try:
            return super().invoke(ctx)
        except (DomainError, BadSettings) as error:
            raise Refusal(str(error)) from error


group = LazyGroup("app.py", context_settings={"help_option_names": ["-h", "--help"]})


def main():
    """Run a command; the shell's encoding may lack a character, which is no reason to fail."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")
    group.main(prog_name="app.py")


@contextmanager
def connected(*, migrated=True):
    """A connection to this installation's database, whose tables must be up to date if ``migrated``."""
    from services import store

    url = database_url()
    if migrated and url.startswith("sqlite:///") and not Path(url.removeprefix("sqlite:///")).exists():
        raise NotMigrated
    # Databases and backups hold people's data: what is made here is for its owner alone.
    os.umask(0o077)
    store.bind(url)
    with store.connection() as database:
        if migrated and store.pending():
            raise NotMigrated
        yield database
    # A pool would be inherited by the server's worker.
    getattr(database, "close_all", lambda: None)()
