"""Settings, read once from the environment at start-up."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from services.words import gettext as _

ROOT = Path(__file__).parent
DEMO_SECRET_FILE = "demo-secret"  # noqa: S105 - a file's name
DEMO_ADDRESS = "http://localhost:8000"
SHORTEST_SECRET = 32
#: Host and port together; a longer address would make the check-in code's QR finer than 4-M.
LONGEST_HOST = 49


class BadSettings(Exception):
    """The settings are not fit to serve with; the text says which and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """``public_url`` is the address printed in codes and medals: scheme, host and port, no path."""

    secret_key: str
    public_url: str
    database_url: str
    var: Path = ROOT / "var"
    is_demo: bool = False
    trusted_proxies: int = 0

    @property
    def is_secure(self):
        return self.public_url.startswith("https://")

    @classmethod
    def from_environ(cls, environ=os.environ):
        """The settings of this process. Raises ``BadSettings`` rather than serve on a default secret."""
        settings = cls.read(environ)
        settings.check()
        return settings

    @classmethod
    def read(cls, environ=os.environ):
        """The settings as they stand, fit to serve with or not."""
        var, is_demo = var_of(environ), environ.get("YIZHANG_DEMO") == "1"
        return cls(
            secret_key=demo_secret(var) if is_demo else environ.get("SECRET_KEY", ""),
            public_url=environ.get("PUBLIC_URL", DEMO_ADDRESS if is_demo else "").rstrip("/"),
            database_url=database_url(environ),
            var=var,
            is_demo=is_demo,
            trusted_proxies=_proxies(environ.get("TRUSTED_PROXIES", "0")),
        )

    def check(self):
        """Refuse what must never serve real people."""
        for complaint in self.complaints():
            raise BadSettings(complaint)

    def complaints(self):
        """What is wrong with these settings, a sentence each."""
        address = urlsplit(self.public_url)
        if not _is_origin(address):
            yield _("PUBLIC_URL：应为 协议://主机[:端口]，例如 https://train.example.gov.cn")
        if self.is_demo:
            return
        if _is_origin(address) and address.scheme != "https":
            yield _("PUBLIC_URL：正式使用必须以 https:// 开头")
        if len(self.secret_key) < SHORTEST_SECRET or self.secret_key == kept_secret(self.var):
            yield _(
                "SECRET_KEY：至少 32 个字符，不得用演示密钥；可用 %(command)s 生成",
                command="openssl rand -hex 32",
            )


def _is_origin(address):
    return address.scheme in {"http", "https"} and bool(address.netloc) and not address.path


def host_is_short(public_url):
    """True where the QR of a check-in code stays at version 4-M or below."""
    return len(urlsplit(public_url).netloc) <= LONGEST_HOST


def _proxies(text):
    if not text.isdecimal():
        raise BadSettings(_("TRUSTED_PROXIES：前面有几层反向代理，写一个整数"))
    return int(text)


def var_of(environ=os.environ):
    """The folder for what the program keeps: databases, secrets of the demo, certificates."""
    return Path(environ.get("YIZHANG_VAR") or ROOT / "var").absolute()


def database_url(environ=os.environ):
    """The database of this process. The demo has its own, which no setting redirects."""
    if environ.get("YIZHANG_DEMO") == "1":
        return f"sqlite:///{var_of(environ)}/demo.db"
    return environ.get("DATABASE_URL") or f"sqlite:///{var_of(environ)}/yizhang.db"


def kept_secret(var):
    file = var / DEMO_SECRET_FILE
    return file.read_text("ascii") if file.exists() else None


def demo_secret(var):
    """The demo's secret: random, made on first use, and refused by a real start."""
    if secret := kept_secret(var):
        return secret
    var.mkdir(parents=True, exist_ok=True)
    file = var / DEMO_SECRET_FILE
    file.touch(mode=0o600)
    file.write_text(secrets.token_hex(32), "ascii")
    return kept_secret(var)
