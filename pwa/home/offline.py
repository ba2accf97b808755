"""What works without a network: the service worker, the pages it keeps, and what one may read there.

A shell is a page without anything personal: it is drawn for a stranger, kept by the service worker,
and filled by its scripts from what this browser holds of its owner.
"""

from pathlib import Path

from flask import Blueprint, current_app, jsonify, make_response, render_template, request, url_for
from flask_login import current_user, login_required

from pwa import stamps
from pwa.medals.medals import picture_address
from pwa.sign_in import actor
from services import store, words
from services.errors import NotFound
from services.records import phone_copy
from services.words import gettext as _

bp = Blueprint("offline", __name__)

#: Name of each shell: its template, and the place in the app it stands for.
SHELLS = {
    "home": ("offline/home.html", "home"),
    "scan": ("check_in/scan.html", "check_in"),
    "capture": ("offline/capture.html", "check_in"),
    "pass": ("offline/pass.html", "offline"),
    "unsent": ("offline/unsent.html", "offline"),
    "board": ("offline/board.html", "board"),
    "field": ("field/show.html", "field"),
    "verify": ("checks/offline.html", "checks"),
    "station": ("stations/field.html", "stations"),
}
#: What pages are made of; licences and the icons of an installed app are not.
KEPT = {".css", ".js", ".svg", ".woff2"}
LATER = {".wasm"}
GROUND = "#f2f4f7"
ICONS = (
    ("icon-192.png", "192x192", "any"),
    ("icon-512.png", "512x512", "any"),
    ("icon-maskable-512.png", "512x512", "maskable"),
)


def register(app):
    app.context_processor(reader)


def reader():
    """For templates: whose page this is, if anyone's, and the place of the app it stands for.

    A shell is nobody's. Where no database answers nobody can say whose: that is not being signed out.
    """
    if request.endpoint == "offline.shell":
        name = request.view_args["name"]
        return {"owner": None, "is_signed_out": False, "section": SHELLS.get(name, ("", ""))[1]}
    is_known = store.is_open()
    owner = current_user.identity if is_known and current_user.is_authenticated else None
    return {"owner": owner, "is_signed_out": is_known and owner is None, "section": request.blueprint}


@bp.get("/sw.js")
def worker():
    """The service worker. Open to everyone."""
    text = render_template(
        "offline/sw.js",
        build=current_app.config["BUILD"],
        files=_static(KEPT),
        later=_static(LATER),
        shells=list(SHELLS),
        languages=list(words.LANGUAGES),
    )
    response = make_response(text)
    response.mimetype = "text/javascript"
    response.cache_control.no_cache = True
    return response


def _static(kinds):
    folder = Path(current_app.static_folder)
    files = sorted(path for path in folder.rglob("*") if path.suffix in kinds)
    return [url_for("static", filename=path.relative_to(folder).as_posix()) for path in files]


@bp.get("/shell/<name>")
def shell(name):
    """An empty page for the service worker to keep. Open to everyone, the same for everyone.

    A worker names its own build, so that no shell of another is kept with its files.
    """
    wanted = request.args.get("build", current_app.config["BUILD"])
    if name not in SHELLS or wanted != current_app.config["BUILD"]:
        raise NotFound
    words.use(request.args.get("lang", words.DEFAULT))
    response = make_response(render_template(SHELLS[name][0]))
    response.cache_control.public = response.cache_control.no_cache = True
    return response


@bp.get("/pass")
def personal_pass():
    """The reader's own pass, drawn by the page from what this browser holds. Open to everyone, empty."""
    return render_template("offline/pass.html")


@bp.get("/unsent")
def unsent():
    """What waits on this phone to be sent. Open to everyone, empty."""
    return render_template("offline/unsent.html")


@bp.get("/mine.json")
@login_required
def own():
    """What the reader may read without a network, for their own browser to keep."""
    found = phone_copy.of(actor(), address=current_app.config["PUBLIC_URL"], picture=picture_address)
    return stamps.answer(owner=actor().account_id, **found)


@bp.get("/manifest.webmanifest")
def manifest():
    """The app as a phone installs it, in the language asked for. Open to everyone.

    Browsers fetch it without cookies, so its address says the language.
    """
    words.use(request.args.get("lang", words.DEFAULT))
    response = jsonify(
        id="/",
        name=_("一章"),
        short_name=_("一章"),
        description=_("签到、体测、勋章、档案"),
        lang="en" if words.is_english() else "zh-CN",
        start_url="/",
        scope="/",
        display="standalone",
        background_color=GROUND,
        theme_color=GROUND,
        icons=[
            {"src": _picture(file), "sizes": sizes, "type": "image/png", "purpose": purpose}
            for file, sizes, purpose in ICONS
        ],
        shortcuts=[
            _shortcut(_("扫码签到"), url_for("check_in.scan")),
            _shortcut(_("我的体测"), url_for("records.mine")),
            _shortcut(_("勋章"), url_for("medals.wall")),
        ],
    )
    response.mimetype = "application/manifest+json"
    response.cache_control.no_cache = True
    return response


def _shortcut(name, place):
    icon = {"src": _picture("icon-192.png"), "sizes": "192x192", "type": "image/png"}
    return {"name": name, "url": place, "icons": [icon]}


def _picture(file):
    return url_for("static", filename=f"img/{file}")
