"""Where a medal's version stands in its season's status list: drawn once, at random, and kept."""

import secrets
import uuid

from models import AwardVersion, Credential

#: Eight times the least size of a list: a free place is found at once, and the list hides who is in it.
BITS = 2**20
#: Half of a list would have to be taken before so many draws fail once in a universe.
DRAWS = 200


def allot(version, award):
    """Draw the place of an award's version and its holder's pseudonym, in the transaction that made it."""
    subject = _subject(award) or str(uuid.uuid4())
    row = {"award_version": version.id, "season": award.season_id, "subject": subject}
    for _draw in range(DRAWS):
        if _insert(row | {"position": secrets.randbelow(BITS)}):
            return
    raise RuntimeError("no free place in the status list")


def _subject(award):
    """The pseudonym that an earlier version of the award bears."""
    earlier = Credential.select().join(AwardVersion).where(AwardVersion.award == award.id).first()
    return earlier and earlier.subject


def _insert(row):
    return Credential.insert(row).on_conflict_ignore().as_rowcount().execute()
