"""The medal wall, one medal with its pictures, and the dies that anyone may see."""

from flask import Blueprint, Response, current_app, request, url_for
from flask_login import login_required

from pwa.htmx import not_modified, render, unchanged, wants_fragment
from pwa.sign_in import actor
from services import awards, medals
from services.awards import lineage
from services.documents import matrices
from services.errors import NotFound
from services.medals import keepsakes, pages

bp = Blueprint("medals", __name__)
YEAR = 365 * 24 * 3600
TYPES = {"png": "image/png", "webp": "image/webp", "jpg": "image/jpeg"}


@bp.app_context_processor
def addresses():
    """For templates: the address of a medal's picture, and of a die without number or name."""
    return {"medal_picture": picture_address, "die_picture": die_address}


def picture_address(medal, size=medals.LIST_SIZE, form="webp"):
    return url_for("medals.picture", award_id=medal.award_id, form=form, size=size, v=medals.tag(medal))


def die_address(season, year, *, metal="gold", badge="", face="struck", size=medals.LIST_SIZE):
    """``badge`` is a code; empty for the fitness medal."""
    name = "-".join(filter(None, (season.value, metal, str(year), badge)))
    return url_for("medals.die", name=name, face=face, size=size, v=medals.ART_VERSION)


@bp.get("/medals", endpoint="wall")
@login_required
def own_wall():
    """The reader's own wall; polled, and 304 while no medal and no unsettled sheet changed."""
    version = pages.version_of(actor().person_id)
    if unchanged(version):
        return not_modified(version)
    metal, kind = request.args.get("metal", ""), request.args.get("kind", "")
    return render(
        "medals/wall.html",
        "medals/_wall.html",
        version=version,
        page=pages.of_wall(actor(), version, metal=metal, kind=kind),
        after=request.args.get("after", version.newest, type=int),
    )


@bp.get("/medals/<int:award_id>")
@login_required
def show(award_id):
    """One medal. For its owner and the desk of their unit or above; only the owner shares it."""
    medal = awards.get(award_id, actor=actor())
    is_mine = medal.person_id == actor().person_id
    if wants_fragment() and not is_mine:
        raise NotFound
    return render(
        "medals/show.html",
        "medals/_share.html",
        medal=medal,
        past=lineage.of(award_id),
        is_mine=is_mine,
        outline=medals.check_outline(current_app.config["PUBLIC_URL"], medal),
        code_size=matrices.SIZE,
        lacking=medals.undrawable(medal.person_name),
        chosen={flag: flag in request.args for flag in ("name", "marks")},
    )


@bp.get("/medals/<int:award_id>/picture.<form>")
@login_required
def picture(award_id, form):
    """The struck medal as PNG or WebP. For its owner and the desk of their unit or above."""
    medal = awards.get(award_id, actor=actor())
    drawn = medals.picture(_folder(), medal, form=form, size=request.args.get("size", 0, type=int))
    return _picture(drawn, form, is_lasting=request.args.get("v") == medals.tag(medal))


@bp.get("/medals/<int:award_id>/card.png")
@login_required
def card(award_id):
    """The share card, name and marks only where asked for. For the owner alone."""
    medal = awards.get(award_id, actor=actor())
    if medal.person_id != actor().person_id:
        raise NotFound
    drawn = medals.share_card(
        medal,
        public_url=current_app.config["PUBLIC_URL"],
        with_name="name" in request.args,
        with_marks="marks" in request.args,
    )
    return _picture(drawn, "png", is_lasting=False)


@bp.get("/dies/<name>.webp")
def die(name):
    """A medal without number or name, of a season that is set. Open to everyone."""
    size = request.args.get("size", medals.LIST_SIZE, type=int)
    drawn = medals.die_named(_folder(), name, face=request.args.get("face", "struck"), size=size)
    response = Response(drawn, mimetype=TYPES["webp"])
    response.cache_control.public = True
    response.cache_control.max_age = YEAR if request.args.get("v") == medals.ART_VERSION else 3600
    return response


def _folder():
    return current_app.config["VAR"] / "art"


def _picture(drawn, form, *, is_lasting):
    """A person's own picture: kept by their browser alone, for ever if its address names its version."""
    response = Response(drawn, mimetype=TYPES[form])
    response.cache_control.private = True
    if is_lasting:
        response.cache_control.max_age = YEAR
        response.cache_control.immutable = True
    else:
        response.cache_control.no_store = True
    return response


@bp.get("/medals/<int:award_id>/back.webp")
@login_required
def back(award_id):
    """The back of a medal with the sheet that earned it, and the name. For the owner alone."""
    drawn = keepsakes.back_side(awards.get(award_id, actor=actor()), actor=actor())
    return _picture(drawn, "webp", is_lasting=False)


@bp.get("/medals/all.jpg", endpoint="long")
@login_required
def long_wall():
    """All medals of the reader as one long picture, their name only where asked for."""
    drawn = keepsakes.long_wall(_folder(), actor=actor(), with_name="name" in request.args)
    return _picture(drawn, "jpg", is_lasting=False)
