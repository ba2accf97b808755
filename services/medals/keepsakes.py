"""Pictures for a medal's owner alone: its back with the sheet of the day, and the whole wall as one
picture.

They may hold a name and marks, so they are drawn each time and never kept.
"""

from io import BytesIO

from PIL import Image

from models import AwardVersion, Person, SheetVersion
from services import awards, labels, medal_art, medals
from services.assessments import settled_sheets
from services.errors import DomainError, NotFound
from services.medal_art import Back, Hung, MissingGlyph
from services.words import gettext as _
from services.words import lazy as _l
from services.words import ngettext

QUALITY = 86


class Undrawable(DomainError):
    status = 422
    message = _l("字库没有“%(characters)s”，这幅图画不出来")


def back_side(medal, *, actor) -> bytes:
    """The back as WebP, for the owner alone. A name that cannot be drawn is left off, as on the share card.

    Raises ``Undrawable`` where another text has a character that no font of ours has.
    """
    if medal.person_id != actor.person_id:
        raise NotFound
    side = Back(
        name="" if medal_art.missing(medal.person_name) else medal.person_name,
        title=f"{medal.year} {labels.of(medal.season)} · {medal.name}",
        rows=tuple(_rows(medal)),
        total=" · ".join(filter(None, (_points(medal.total), medal.grade))),
        date=medals.day(medal.earned_on),
        edition=medal.edition,
    )
    out = BytesIO()
    drawn = _drawn(medal_art.back, medals.design_of(medal), side, medals.PAGE_SIZE)
    drawn.save(out, "WEBP", quality=QUALITY, alpha_quality=100)
    return out.getvalue()


def _rows(medal):
    """(item, measure, points) of the sheet version that earned the medal; exercises that count come first."""
    sheet = SheetVersion.select().join(AwardVersion).where(AwardVersion.id == medal.version_id).get_or_none()
    marks = settled_sheets.read(sheet.snapshot).marks if sheet else ()
    for mark in sorted(marks, key=lambda mark: not mark.counts):
        yield mark.title, mark.shown, _outcome(mark)


def _outcome(mark):
    if mark.points is None and mark.passed is not None:
        return _("达标") if mark.passed else _("未达标")
    return _points(mark.points) if mark.counts else "—"


def _points(points):
    return "" if points is None else ngettext("%(n)s 分", "%(n)s 分", points)


def long_wall(folder, *, actor, with_name) -> bytes:
    """All valid medals of the actor as one long JPEG, the latest first. Raises ``NotFound`` without any.

    A name that cannot be drawn is left off; the page says so.
    """
    mine = awards.of_person(actor.person_id)
    if not mine:
        raise NotFound
    name = Person.get_by_id(actor.person_id).name if with_name else ""
    picture = _drawn(
        medal_art.wall,
        [_hung(folder, medal) for medal in mine],
        title=_("我的纪念章") if not name or medal_art.missing(name) else name,
        count=ngettext("%(n)s 枚", "%(n)s 枚", len(mine)),
    )
    out = BytesIO()
    picture.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def _hung(folder, medal):
    drawn = medals.picture(folder, medal, form="webp", size=medals.PAGE_SIZE)
    detail = f"№ {medal.edition:06d} · {medals.day(medal.earned_on)}"
    return Hung(Image.open(BytesIO(drawn)).convert("RGBA"), medal.label, detail)


def _drawn(draw, *args, **kwargs):
    try:
        return draw(*args, **kwargs)
    except MissingGlyph as lacking:
        raise Undrawable(characters=lacking.characters) from None
