"""The reader's language, kept in a cookie; Chinese for whoever has not said."""

from flask import Blueprint, redirect, request

from pwa import cookies
from pwa.addresses import is_local
from services import words

bp = Blueprint("language", __name__)
YEAR = 365 * 24 * 3600


def register(app):
    @app.before_request
    def speak():
        words.use(request.cookies.get("language", words.DEFAULT))

    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(
        words.gettext, words.ngettext, newstyle=True, pgettext=words.pgettext
    )
    app.jinja_env.globals.update(
        language=words.current, languages=words.LANGUAGES, pick=words.pick, is_english=words.is_english
    )


@bp.post("/language")
def choose():
    """Remember a language. Open to everyone."""
    place, language = request.form.get("next", "/"), request.form.get("language")
    response = redirect(place if is_local(place) else "/", 303)
    spoken = language if language in words.LANGUAGES else words.DEFAULT
    return cookies.put(response, "language", spoken, life=YEAR)
