"""How a view answers both a browser and htmx."""

from flask import redirect, render_template, request
from flask_htmx import HTMX, make_response

htmx = HTMX()
VARY = ("HX-Request", "HX-Boosted", "HX-History-Restore-Request")


def wants_fragment():
    """True when htmx will swap the answer into a page that is already there."""
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def render(page, fragment, status=200, /, *, version=None, **context):
    """Render the page, or only its fragment where htmx asks for one.

    ``version`` names what is shown: a fragment that polls sends it back, and ``unchanged`` reads it.
    """
    template = fragment if wants_fragment() else page
    response = make_response(render_template(template, **context), status)
    response.vary.update(VARY)
    return response if version is None else _named(response, version)


def unchanged(version):
    """True when a fragment polls that shows this very version: nothing need be read to answer it."""
    return wants_fragment() and request.if_none_match.contains(str(version))


def not_modified(version):
    """The answer to such a poll: 304."""
    return _named(make_response("", 304), version)


def _named(response, version):
    response.set_etag(str(version))
    return response


def go(place):
    """Leave for another page after a write: by redirect, or by telling htmx to."""
    if wants_fragment():
        return make_response("", 200, redirect=place)
    return redirect(place, 303)
