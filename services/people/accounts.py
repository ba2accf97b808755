"""Opening an account, signing in, and staying signed in."""

import ipaddress
import secrets
from datetime import timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from models import Account, Person, database
from services import access, audit, throttle
from services.errors import DomainError, Invalid
from services.people import facts, opening_codes
from services.words import lazy as _l

#: OWASP's first choice for argon2id on a server: about 40 ms here.
hasher = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
NOBODY = hasher.hash(secrets.token_hex(16))

SHORTEST_PASSWORD, LONGEST_PASSWORD = 8, 256

QUARTER = timedelta(minutes=15)
HOUR = timedelta(hours=1)
PAIR = {"free": 5, "hold": QUARTER, "forget_after": QUARTER}
NUMBER = {"free": 50, "hold": QUARTER, "forget_after": HOUR}
ADDRESS = {"free": 300, "hold": timedelta(seconds=30), "forget_after": QUARTER}


class WrongPassword(DomainError):
    status = 422
    message = _l("警号或密码不对。记不清密码，就点下面“第一次用，或忘记密码”")


class WrongCode(DomainError):
    status = 422
    message = _l("警号或开户码不对，或开户码已用过、已过期")


def sign_in(police_number, password, *, address, device=None):
    """The identity of the person, if the password is theirs.

    An unknown number takes as long to refuse as a wrong password, and is slowed alike. ``device`` names a
    browser in which this person signed in before: its tries are counted by themselves, so that a stranger's
    guesses do not lock the owner out, nor a neighbour's guesses a bureau that sits behind one address.
    """
    number, origin = facts.tidy_number(police_number), network(address)
    pair = f"{number}|{device or origin}"
    _take(pair, None if device else number, origin)
    account = by_number(police_number)
    # The slow part stays outside any transaction.
    if not _matches(account, password):
        raise WrongPassword
    # The epoch was read with the hash: a password changed meanwhile does not let the old one in.
    identity = access.identify(account.id, account.epoch)
    if identity is None:
        raise WrongPassword
    _welcome(pair, None if device else number, origin, account.id)
    return identity


@database.atomic()
def _take(pair, number, origin):
    """Count a try against every counter, or refuse it and count it against none. ``number`` is None in a
    known browser.
    """
    throttle.count_or_refuse("pair", pair, **PAIR)
    if number is not None:
        throttle.count_or_refuse("number", number, **NUMBER)
        throttle.count_or_refuse("address", origin, **ADDRESS)


@database.atomic()
def _welcome(pair, number, origin, account_id):
    """Free the counters of a good sign-in: its pair, and its address, from which people come and not only
    guesses.

    The number only gets this one try back: someone else may still be guessing at it.
    """
    throttle.clear("pair", pair)
    if number is not None:
        throttle.give_back("number", number)
    throttle.clear("address", origin)
    audit.note("account.sign_in", "account", account_id, actor_id=account_id)


def network(address):
    """The network that an address belongs to. One household has a whole /64 of IPv6."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return str(address)
    if parsed.version == 4:
        return address
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed, 64), strict=False))


def _matches(account, password):
    stored = account.password_hash if account else None
    try:
        hasher.verify(stored or NOBODY, password)
    except (VerifyMismatchError, InvalidHashError):
        return False
    return stored is not None


def id_of(police_number):
    """The account id of a number, or None. For recognising a known browser, never for an answer."""
    account = by_number(police_number)
    return account and account.id


def by_number(police_number):
    """The account of an active person, or None."""
    return (
        Account.select(Account, Person)
        .join(Person)
        .where(Person.police_number == facts.tidy_number(police_number), Person.is_active)
        .get_or_none()
    )


def open_account(police_number, code, password):
    """Set the first password with a one-use code, and return the identity. Older sessions end.

    Not slowed: a code has 80 random bits, and a bureau's opening day comes from one address.
    """
    check_password(password, facts.tidy_number(police_number))
    account = by_number(police_number)
    if account is None or not opening_codes.is_good(code, account.id):
        raise WrongCode
    _open(account, code, hasher.hash(password))
    return access.identify(account.id)


@database.atomic()
def _open(account, code, password_hash):
    """The code is spent first, so that two phones cannot both set a password with it."""
    if not opening_codes.spend(code, account.id):
        raise WrongCode
    _set_hash(account.id, password_hash)
    audit.note("account.open", "account", account.id, actor_id=account.id)


def change_password(actor, old, new):
    """Set a new password for oneself; every other session ends. Returns the new identity."""
    throttle.count_or_refuse("password", actor.account_id, **PAIR)
    account = Account.select(Account, Person).join(Person).where(Account.id == actor.account_id).get()
    if not _matches(account, old):
        raise Invalid({"old": _l("原密码不对")})
    check_password(new, account.person.police_number)
    throttle.clear("password", actor.account_id)
    _change(account.id, hasher.hash(new))
    return access.identify(account.id)


@database.atomic()
def _change(account_id, password_hash):
    _set_hash(account_id, password_hash)
    audit.note("account.change_password", "account", account_id, actor_id=account_id)


@database.atomic()
def end_sessions(actor):
    """Sign this account out everywhere."""
    Account.update(epoch=Account.epoch + 1).where(Account.id == actor.account_id).execute()
    audit.note("account.end_sessions", "account", actor.account_id, actor_id=actor.account_id)


def _set_hash(account_id, password_hash):
    Account.update(password_hash=password_hash, epoch=Account.epoch + 1).where(
        Account.id == account_id
    ).execute()


def check_password(password, police_number):
    """Refuse a password that is too short, too long, or among the first that anyone would guess."""
    if len(password) < SHORTEST_PASSWORD:
        raise Invalid({"password": _l("密码至少 8 位")})
    if len(password) > LONGEST_PASSWORD:
        raise Invalid({"password": _l("密码太长")})
    if (police_number and police_number in password.upper()) or len(set(password)) < 4:
        raise Invalid({"password": _l("密码太容易猜，不要用警号或重复的字符")})
