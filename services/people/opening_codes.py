"""One-use codes that open an account, or open it again for someone who forgot the password."""

import base64
import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from peewee import JOIN

from models import Account, OpeningCode, Person, Unit, database, locked
from services import access, audit, clock
from services.errors import Forbidden
from services.people import appointments

LIFE = timedelta(days=14)
#: As many as fit one printed sheet; the next print goes on with the others.
MOST_SLIPS = 500
MISREAD = str.maketrans("018", "OIB")


def issue(person, *, actor):
    """A fresh code for a person, shown in clear this once. Older unused codes end.

    For the desk of the person's unit, and only for people whom the actor could appoint: whoever holds a
    code can become that person. An open account keeps its password until the code is used.
    """
    access.require(actor, *access.DESK, path=person.unit.path)
    if person.id in appointments.out_of_reach(actor):
        raise Forbidden
    return _issue([person], actor, person.unit)[0][1]


def issue_for_unit(unit, *, actor, renew=False):
    """([(person, code)] for people of a unit and below without an open account, how many are left for
    later).

    People whose code still waits are left out, for the slip may be in their hands; ``renew`` issues them
    another, and the earlier slips end. At most ``MOST_SLIPS`` at a time.
    """
    access.require(actor, *access.DESK, path=unit.path)
    unopened = _unopened(unit, actor, renew=renew)
    chosen = sorted(unopened.limit(MOST_SLIPS), key=lambda p: (p.unit.path, p.police_number))
    left = unopened.count() - len(chosen)
    return _issue(chosen, actor, unit), left


def _unopened(unit, actor, *, renew):
    """People without a password; those with the oldest code first, so that sheets go on from one another."""
    live = _live_codes().alias("live")
    query = (
        Person.select(Person, Unit)
        .join(Unit)
        .switch(Person)
        .join(Account, JOIN.LEFT_OUTER, on=(Account.person == Person.id))
        .join(live, JOIN.LEFT_OUTER, on=(live.c.account_id == Account.id))
        .where(Unit.path.startswith(unit.path), Person.is_active, Account.password_hash.is_null())
        .order_by(live.c.expires_at.asc(nulls="FIRST"), Unit.path, Person.police_number)
    )
    if unreachable := appointments.out_of_reach(actor):
        query = query.where(Person.id.not_in(unreachable))
    return query if renew else query.where(live.c.account_id.is_null())


def _live_codes():
    return OpeningCode.select(OpeningCode.account_id, OpeningCode.expires_at).where(
        OpeningCode.used_at.is_null(), OpeningCode.expires_at > clock.now()
    )


@database.atomic()
def _issue(people, actor, unit):
    """[(person, code in clear)]. A fixed number of statements, however many people."""
    if not people:
        return []
    now = clock.now()
    accounts = _accounts_of(people)
    OpeningCode.update(expires_at=now).where(
        OpeningCode.account.in_(list(accounts.values())),
        OpeningCode.used_at.is_null(),
        OpeningCode.expires_at > now,
    ).execute()
    slips = [(person, base64.b32encode(secrets.token_bytes(10)).decode()) for person in people]
    OpeningCode.insert_many(
        {"account": accounts[person.id], "digest": _digest(code), "expires_at": now + LIFE}
        for person, code in slips
    ).execute()
    ids = [person.id for person in people]
    audit.note("account.issue_codes", "unit", unit.id, actor_id=actor.account_id, people=ids)
    return [(person, "-".join(code[i : i + 4] for i in range(0, 16, 4))) for person, code in slips]


def _accounts_of(people):
    """{person id: account id}, made where there is none."""
    ids = [person.id for person in people]
    Account.insert_many({"person": id} for id in ids).on_conflict_ignore().execute()
    rows = Account.select(Account.id, Account.person).where(Account.person.in_(ids))
    return {row.person_id: row.id for row in rows}


def is_good(code, account_id):
    """Whether the code would open this account now."""
    return _find(code, account_id).exists()


def spend(code, account_id):
    """Use a code up; False where it is not good. Locked, so that it is spent once. Call it in a
    transaction.
    """
    found = locked(_find(code, account_id)).get_or_none()
    if found is None:
        return False
    OpeningCode.update(used_at=clock.now()).where(OpeningCode.id == found.id).execute()
    return True


def _find(code, account_id):
    return OpeningCode.select().where(
        OpeningCode.digest == _digest(_typed(code)),
        OpeningCode.account == account_id,
        OpeningCode.used_at.is_null(),
        OpeningCode.expires_at > clock.now(),
    )


def _typed(code):
    """A code as it was read off paper: without dashes, and without digits that base32 does not have."""
    return "".join(c for c in code.upper().translate(MISREAD) if c.isalnum())


def _digest(code):
    return hashlib.sha256(code.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class State:
    """How far a person's account is: open once a password is set; until then a code may wait."""

    is_open: bool
    waiting_until: datetime | None


def state(person, *, actor):
    """The state of a person's account, for the desk of their unit."""
    access.require(actor, *access.DESK, path=person.unit.path)
    account = Account.get_or_none(Account.person == person.id)
    if account is None:
        return State(False, None)
    newest = _live_codes().where(OpeningCode.account == account.id).first()
    return State(account.password_hash is not None, newest and newest.expires_at)


def tally(unit, *, actor):
    """(people of a unit and below without an open account, how many of them have no live code)."""
    access.require(actor, *access.DESK, path=unit.path)
    return tuple(_unopened(unit, actor, renew=renew).count() for renew in (True, False))
