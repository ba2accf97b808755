"""Which award a sheet belongs to, and its number: a counter row a badge and season, no gaps or repeats."""

from models import Award, AwardVersion, Badge, Edition, SheetVersion, locked


def award_of(sheet, season_id, code):
    """The award this sheet has had a part in, else the person's award of the season; locked.

    Locked, so that two corrections of one person's sheets do not each miss the other's.
    """
    part = (
        AwardVersion.select(AwardVersion.award)
        .join(SheetVersion)
        .where(SheetVersion.sheet == sheet.id)
        .limit(1)
    )
    if found := locked(Award.select().where(Award.id.in_(part))).get_or_none():
        return found
    mine = (Award.person == sheet.person_id) & (Award.season == season_id)
    badge = Badge.select(Badge.id).where(Badge.code == code)
    return locked(Award.select().where(mine, Award.badge.in_(badge))).get_or_none()


def open_award(badge, season_id, sheet):
    """A new award with the next edition.

    The counter's row is held until the settling commits: two settlings cannot take one number,
    and a settling that fails gives its number back. Whoever waited here looks once more, for the
    other may have made this very award.
    """
    counter = {"badge": badge.id, "season": season_id}
    Edition.insert(**counter).on_conflict_ignore().execute()
    held = locked(Edition.select().where(Edition.badge == badge.id, Edition.season == season_id)).get()
    mine = (Award.badge == badge.id) & (Award.season == season_id) & (Award.person == sheet.person_id)
    if found := locked(Award.select().where(mine)).get_or_none():
        return found
    edition = held.last + 1
    Edition.update(last=edition).where(Edition.id == held.id).execute()
    return Award.create(**counter, person=sheet.person_id, unit=sheet.unit_id, edition=edition)
