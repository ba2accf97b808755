"""Everything that speaks HTTP: blueprints, templates, scripts and styles."""

import hashlib
from pathlib import Path

from flask import Flask
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from pwa import (
    assessments,
    checkin,
    connections,
    errors,
    filters,
    home,
    language,
    medals,
    people,
    security,
    sheets,
    sign_in,
    stamps,
    standards,
    trainings,
)
from pwa.addresses import RowId
from pwa.home import offline
from pwa.htmx import htmx
from services import words

ROOT = Path(__file__).parent
ROOMS = (trainings, checkin, people, home, medals, assessments, sheets, standards)
BLUEPRINTS = (sign_in.bp, language.bp, *(bp for room in ROOMS for bp in room.BLUEPRINTS))


def create(settings):
    """The application on an already chosen database."""
    build = fingerprint(ROOT, words.LOCALE)
    app = Flask(
        __name__,
        root_path=str(ROOT),
        static_folder="static",
        # The folder's name changes with its contents, so files may be kept for a year.
        static_url_path=f"/static/{build}",
        template_folder="templates",
    )
    app.config.update(configuration(settings), BUILD=build)
    app.url_map.converters["int"] = RowId
    # It would answer with a whole address, made from whatever the Host header says.
    app.url_map.merge_slashes = False
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    if settings.trusted_proxies:
        n = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=n, x_proto=n, x_host=n)
    register(app)
    return app


def configuration(settings):
    return {
        "SECRET_KEY": settings.secret_key,
        "PUBLIC_URL": settings.public_url,
        "IS_DEMO": settings.is_demo,
        "VAR": settings.var,
        "SESSION_COOKIE_NAME": "session",
        "SESSION_COOKIE_SECURE": settings.is_secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "REMEMBER_COOKIE_SECURE": settings.is_secure,
        "REMEMBER_COOKIE_HTTPONLY": True,
        "REMEMBER_COOKIE_SAMESITE": "Lax",
        "SEND_FILE_MAX_AGE_DEFAULT": 365 * 24 * 3600,
        "MAX_CONTENT_LENGTH": 8 * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 1024 * 1024,
    }


def register(app):
    htmx.init_app(app)
    connections.register(app)
    language.register(app)
    sign_in.login.init_app(app)
    offline.register(app)
    security.register(app)
    stamps.register(app)
    errors.register(app)
    filters.register(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)


def fingerprint(*folders):
    """A short name for what browsers are shown: files, pages, words. It changes when any of them does."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix != ".pyc"):
            digest.update(path.relative_to(folder).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
