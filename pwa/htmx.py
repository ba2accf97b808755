"""How a view answers both a browser and htmx."""

from flask import redirect, render_template, request
from flask_htmx import HTMX, make_response

htmx = HTMX()
VARY = ("HX-Request", "HX-Boosted", "HX-History-Restore-Request")


def wants_fragment():
    """True when htmx will swap the answer into a page that is already there."""
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def render(page, fragment, status=200, **context):
    """Render the page, or only its fragment where htmx asks for one."""
    template = fragment if wants_fragment() else page
    response = make_response(render_template(template, **context), status)
    response.vary.update(VARY)
    return response


def go(place):
    """Leave for another page after a write: by redirect, or by telling htmx to."""
    if wants_fragment():
        return make_response("", 200, redirect=place)
    return redirect(place, 303)


def live(page, fragment, changes, /, **context):
    """A fragment that polls: 304 while the version counter ``changes`` stands still.

    ``context`` values may be functions; they are called only when there is something to show.
    """
    if wants_fragment() and request.if_none_match.contains(str(changes)):
        response = make_response("", 304)
    else:
        loaded = {name: value() if callable(value) else value for name, value in context.items()}
        response = render(page, fragment, **loaded)
    response.set_etag(str(changes))
    return response
