"""Medals for other systems: who issues, by which keys, what may be earned, and what no longer stands.

All of it is open to everyone and about no one, save a medal's own credential, which its owner takes along.
"""

from flask import Blueprint, Response, current_app, jsonify, render_template, request, url_for
from flask_login import login_required

from pwa.sign_in import actor
from services import bureau, credentials, medals
from services.credentials import achievements, signing_keys, status_lists
from services.credentials.signing_keys import Site

bp = Blueprint("credentials", __name__)
JWT = "application/vc+jwt"


def site():
    return Site(current_app.config["PUBLIC_URL"], current_app.config["SECRET_KEY"])


@bp.app_context_processor
def issuing():
    """For the page that checks on the reader's device: whom it trusts, drawn into it so that it works later.

    Nothing for any other page: it is one read of the keys.
    """
    shell = (request.view_args or {}).get("name") if request.endpoint == "offline.shell" else None
    if request.endpoint != "checks.offline" and shell != "verify":
        return {}
    keys = signing_keys.published(site().url)
    return {"issuing": {"id": f"{site().url}/issuer", "jwks": url_for("credentials.jwks"), "pinned": keys}}


def _open(response, etag=None):
    """For any system, from any page; asked for again each time, and short where nothing changed."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.cache_control.no_cache = True
    if etag:
        response.set_etag(etag)
    else:
        response.add_etag()
    return response.make_conditional(request)


@bp.get("/issuer")
def profile():
    """Who issues. Open to everyone."""
    return _open(jsonify(achievements.profile(site().url)))


@bp.get("/.well-known/jwks.json")
def jwks():
    """The keys to verify with. Open to everyone."""
    return _open(jsonify(signing_keys.published(site().url)))


@bp.get("/issuer/keys/<kid>")
def key(kid):
    """One of those keys: what a credential's header names. Open to everyone; 404 once it is revoked."""
    return _open(jsonify(signing_keys.public(kid, site().url)))


@bp.get("/achievements/<badge>/<int:year>/<season>/<metal>")
def achievement(badge, year, season, metal):
    """What a medal is given for. Open to everyone."""
    found = achievements.find(badge, year, season, metal)
    picture = achievements.picture(found)
    return render_template(
        "credentials/achievement.html", found=found, picture=picture, issuer=bureau.issuer()
    )


@bp.get("/achievements/<badge>/<int:year>/<season>/<metal>.json")
def achievement_document(badge, year, season, metal):
    """The same for other systems. Open to everyone."""
    found = achievements.find(badge, year, season, metal)
    document = achievements.document(found, site().url)
    return _open(jsonify({"@context": achievements.CONTEXT} | document))


@bp.get("/status/<int:year>/<season>")
def status(year, season):
    """Which medals of a season no longer stand, as a signed list. Open to everyone."""
    found = status_lists.season_of(year, season)
    etag = status_lists.state(found)
    is_known = request.if_none_match.contains(etag)
    body = "" if is_known else status_lists.signed(found, site=site())
    return _open(Response(body, mimetype=JWT), etag)


@bp.get("/medals/<int:award_id>/credential.png")
@login_required
def png(award_id):
    """One's own medal with its credential inside. For the owner alone."""
    medal = credentials.own_medal(award_id, actor=actor())
    folder = current_app.config["VAR"] / "art"
    drawn = medals.picture(folder, medal, form="png", size=medals.FULL_SIZE)
    return _attached(credentials.baked(drawn, medal, site=site()), medal, "png", "image/png")


@bp.get("/medals/<int:award_id>/credential.json")
@login_required
def document(award_id):
    """The credential of one's own medal. For the owner alone."""
    medal = credentials.own_medal(award_id, actor=actor())
    body = jsonify(credentials.enveloped(medal, site=site())).data
    return _attached(body, medal, "json", "application/json")


def _attached(body, medal, form, mimetype):
    """A file to keep. Its name is the season's; caches keep nothing."""
    response = Response(body, mimetype=mimetype)
    name = f"medal-{medal.year}-{medal.season.value}-{medal.metal.value}.{form}"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.cache_control.private = True
    response.cache_control.no_store = True
    return response
