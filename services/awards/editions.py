"""The number on a medal: each badge and season has a counter row, so that none is skipped or repeated."""

from models import Edition, Person, database


def hold_people(person_ids):
    """Keep these people's medals to this transaction until it ends; locks in the order of their ids.

    Two settlings of one person's sheets would each miss the other's medals. On PostgreSQL this is the
    mildest lock that excludes itself: a check-in, which only points at the person, does not wait.
    """
    query = Person.select(Person.id).where(Person.id.in_(list(person_ids))).order_by(Person.id)
    list(query.for_update("FOR NO KEY UPDATE") if database.for_update else query)


def next_number(badge_id, season_id):
    """The next number of a badge in a season.

    The counter's row is held until the transaction ends: two settlings cannot take one number, and
    a settling that fails gives its number back. So it is taken last, after every other lock.
    """
    counter = {"badge": badge_id, "season": season_id}
    Edition.insert(**counter).on_conflict_ignore().execute()
    mine = (Edition.badge == badge_id) & (Edition.season == season_id)
    Edition.update(last=Edition.last + 1).where(mine).execute()
    return Edition.select(Edition.last).where(mine).scalar()
