"""The look of badges: what a medal is drawn from, and a bureau's own looks, put together from parts."""

import json
import secrets
from dataclasses import asdict, dataclass
from datetime import timedelta
from hashlib import sha256
from io import BytesIO

from PIL import Image, ImageOps

from models import Badge, Emblem, Metal, database
from services import access, audit, badges, clock, medal_art
from services.badges import OWN
from services.badges.rules import EACH, HAND, ONCE, SEASON, YEAR
from services.documents import photos, svg_pictures
from services.errors import Invalid, NotFound
from services.medal_art import Design
from services.words import gettext as _
from services.words import lazy as _l

SIDE = 512
OUTLINES = {"round": _l("圆形"), "shield": _l("盾形"), "octagon": _l("八角"), "scallop": _l("花边")}
COLOURS = {
    "navy": _l("藏青"),
    "red": _l("红", "colour"),
    "green": _l("绿", "colour"),
    "purple": _l("紫", "colour"),
    "teal": _l("青", "colour"),
    "black": _l("黑", "colour"),
}
METALS = {Metal.GOLD: _l("金色"), Metal.SILVER: _l("银色"), Metal.BRONZE: _l("铜色")}
PERS = {SEASON: _l("每季一次"), YEAR: _l("每年一次"), ONCE: _l("一生一次"), EACH: _l("可以多次")}
KEPT = timedelta(days=1)  # a picture tried in a form
#: Ring text, Latin letters counting half.
LONGEST = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What the drawing needs to know of a badge. ``emblem_id`` names a picture kept by ``keep_emblem``."""

    outline: str = "round"
    colour: str = "navy"
    text: str = ""
    emblem_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What an admin fills in for a badge of their own."""

    name: str
    name_en: str
    metal: Metal
    per: str
    look: Look
    is_hidden: bool = False


def design(season, metal, year, *, shape, title="", parts="", emblem_id=None) -> Design:
    """What the art draws for a badge of a season in a metal."""
    if shape != OWN:
        return Design(season, metal, year, shape)
    kept = json.loads(parts)
    centre = _emblem(emblem_id) if emblem_id else None
    art = medal_art.Parts(kept["outline"], kept["colour"], centre)
    return Design(season, metal, year, OWN, title=kept["text"] or title, parts=art)


def sample(look: Look, metal) -> Design:
    """The design a badge would have in the season of today."""
    parts = json.dumps({"outline": look.outline, "colour": look.colour, "text": look.text})
    return design("autumn", metal.value, clock.today().year, shape=OWN, parts=parts, emblem_id=look.emblem_id)


def check(draft: Draft):
    """Refuse a look that cannot be drawn. Draws it once, so call it outside transactions."""
    errors = {}
    if not draft.name:
        errors["name"] = _("请填写")
    if draft.look.outline not in OUTLINES or draft.look.colour not in COLOURS or draft.per not in PERS:
        errors["outline"] = _("请选择")
    if lacking := medal_art.missing(draft.look.text):
        errors["text"] = _("“%(characters)s”字库没有，画不出来", characters=lacking)
    elif sum(1 if ord(c) > 0x2E7F else 0.5 for c in draft.look.text) > LONGEST:
        errors["text"] = _("最多 %(n)s 个汉字，或两倍的字母", n=LONGEST)
    if draft.look.emblem_id and not _has_emblem(draft.look.emblem_id):
        errors["file"] = _("请重新选图")
    if errors:
        raise Invalid(errors)
    try:
        medal_art.die(sample(draft.look, draft.metal))
    except ValueError:
        raise Invalid({"text": _("这行字在环上放不下，请短一些")}) from None


def create(draft: Draft, *, actor) -> str:
    """Make a bureau's own badge, to be given by hand; returns its code. For admins of the bureau."""
    access.require_admin(actor)
    check(draft)
    look = asdict(draft.look)
    emblem_id = look.pop("emblem_id")
    with database.atomic():
        made = Badge.create(
            code=f"{OWN}-{secrets.token_hex(4)}",
            name=draft.name,
            name_en=draft.name_en,
            shape=OWN,
            metal=draft.metal,
            rule=json.dumps({"event": HAND, "per": draft.per}),
            parts=json.dumps(look, ensure_ascii=False),
            emblem=emblem_id,
            is_hidden=draft.is_hidden,
        )
        audit.note("badge.create", "badge", made.id, actor_id=actor.account_id)
    return made.code


def keep_emblem(content, *, actor) -> int:
    """Keep a picture for the middle of a badge, drawn anew as a plain square PNG; returns its id.

    For admins of the bureau. Refuses whatever is no JPEG, PNG, WebP, or SVG made of shapes alone. The same
    picture again is kept once.
    """
    access.require_admin(actor)
    png = _square(content)
    digest = sha256(png).hexdigest()
    with database.atomic():
        row = {"digest": digest, "png": png, "at": clock.now()}
        Emblem.insert(row).on_conflict_ignore().execute()
        return Emblem.get(Emblem.digest == digest).id


def _square(content):
    if len(content) > photos.MOST_BYTES:
        raise Invalid({"file": _("图片不能超过 8 MB")})
    if svg_pictures.is_svg(content):
        content = svg_pictures.draw(content, SIDE)
    try:
        picture = Image.open(BytesIO(content), formats=photos.FORMATS)
        if picture.width * picture.height > photos.MOST_PIXELS:
            raise Invalid({"file": _("图片太大")})
        upright = ImageOps.exif_transpose(picture).convert("RGBA")
    except photos.BROKEN:
        raise Invalid({"file": _("要 PNG、JPEG 或 SVG")}) from None
    drawn = BytesIO()
    ImageOps.pad(upright, (SIDE, SIDE), color=(0, 0, 0, 0)).save(drawn, "PNG", optimize=True)
    return drawn.getvalue()


def _has_emblem(emblem_id):
    return Emblem.select(Emblem.id).where(Emblem.id == emblem_id).exists()


def _emblem(emblem_id):
    found = Emblem.get_or_none(Emblem.id == emblem_id)
    if found is None:
        raise NotFound
    return bytes(found.png)


def drop_unused():
    """Remove pictures that were tried in a form and never used; returns how many."""
    used = Badge.select(Badge.emblem).where(Badge.emblem.is_null(False))
    stale = Emblem.at < clock.now() - KEPT
    return Emblem.delete().where(Emblem.id.not_in(used), stale).execute()


def of_badge(code, season, metal, year) -> Design:
    """The design of a badge by its code. Raises ``NotFound``."""
    badge = badges.get(code).badge
    if badge.metal is not None and badge.metal.value != metal:
        raise NotFound
    return design(
        season,
        metal,
        year,
        shape=badge.shape,
        title=badge.name,
        parts=badge.parts,
        emblem_id=badge.emblem_id,
    )
