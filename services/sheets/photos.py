"""Pictures of paper sheets, attached to the sheet on which they were copied out."""

from models import Account, Person, Photo, Sheet, SheetPhoto, database, locked
from services import audit, clock, sheets, trainings
from services.documents import photos
from services.errors import DomainError, Forbidden, Invalid, NotFound
from services.words import gettext as _
from services.words import lazy as _l

MOST = 6


class Full(DomainError):
    message = _l("一张表最多附 %(n)s 张照片，请先删一张")


def attach(sheet_id, content, *, actor):
    """Attach a picture, drawn anew. For the staff of the assessment.

    The same picture again is the one that is there. Refused: no file, a file that is no picture, and one
    picture too many (``Full``).
    """
    _require_staff(sheet_id, actor)
    if not content:
        raise Invalid({"photo": _("请选一张照片")})
    return _attach(sheet_id, photos.redrawn(content), actor=actor)


def _require_staff(sheet_id, actor):
    _sheet, assessment, part = sheets.visible(sheet_id, actor)
    if not part.may_watch:
        raise Forbidden
    if assessment.training.cancelled_at:
        raise trainings.Cancelled


@database.atomic()
def _attach(sheet_id, jpeg, *, actor):
    # Two sends of one picture would both find it missing: the lock makes the second wait.
    locked(Sheet.select(Sheet.id).where(Sheet.id == sheet_id)).get()
    kept = SheetPhoto.select(SheetPhoto, Photo).join(Photo).where(SheetPhoto.sheet == sheet_id)
    if same := next((one for one in kept if bytes(one.photo.jpeg) == jpeg), None):
        return same
    if len(kept) >= MOST:
        raise Full(n=MOST)
    now = clock.now()
    photo = Photo.create(jpeg=jpeg, at=now)
    made = SheetPhoto.create(sheet=sheet_id, photo=photo, actor=actor.account_id, at=now)
    sheets.touch(sheet_id)
    audit.note("sheet.photo", "sheet_photo", made.id, actor_id=actor.account_id, sheet=sheet_id)
    return made


def of(sheet_id):
    """The pictures of a sheet with who attached each, oldest first, without their bytes."""
    return list(
        SheetPhoto.select(SheetPhoto.id, SheetPhoto.at, SheetPhoto.actor, Account.id, Person.name)
        .join(Account)
        .join(Person)
        .where(SheetPhoto.sheet == sheet_id)
        .order_by(SheetPhoto.id)
    )


def count(sheet_id):
    return SheetPhoto.select().where(SheetPhoto.sheet == sheet_id).count()


def jpeg(sheet_id, photo_id, *, actor) -> bytes:
    """The bytes of one picture. For the person, the staff, and the desk of the person's unit."""
    sheets.visible(sheet_id, actor)
    return bytes(_one(sheet_id, photo_id).photo.jpeg)


def _one(sheet_id, photo_id):
    query = SheetPhoto.select(SheetPhoto, Photo).join(Photo)
    found = query.where(SheetPhoto.id == photo_id, SheetPhoto.sheet == sheet_id).get_or_none()
    if found is None:
        raise NotFound
    return found


@database.atomic()
def remove(sheet_id, photo_id, *, actor):
    """Delete a picture for good, for it may show another person's paper; the log keeps that it was
    there.

    For whoever attached it, and for the chief and the desk.
    """
    _sheet, _assessment, part = sheets.visible(sheet_id, actor)
    found = _one(sheet_id, photo_id)
    if not (part.may_settle or (part.may_watch and found.actor_id == actor.account_id)):
        raise Forbidden
    found.delete_instance()
    found.photo.delete_instance()
    sheets.touch(sheet_id)
    audit.note("sheet.photo_remove", "sheet_photo", photo_id, actor_id=actor.account_id, sheet=sheet_id)
