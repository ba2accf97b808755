"""The keys that medals are signed with: one signs, earlier ones still prove what they signed.

A private half lies in the database sealed with the application's secret, so that every node has it and a
stolen backup does not. Once a key is retired its private half is gone. Keys are made and ended on the
command line alone.
"""

import base64
import json
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from models import SigningKey, database
from services import audit, clock
from services.credentials import sealing
from services.errors import DomainError, NotFound
from services.words import lazy as _l

ALGORITHM = "RS256"
BITS = 3072
SIGNING, RETIRED, REVOKED = "signing", "retired", "revoked"


class NoKey(DomainError):
    message = _l("还没有签名密钥，请系统管理员运行 keys new")


@dataclass(frozen=True, slots=True)
class Site:
    """Who issues: the public address, and the secret that seals private keys."""

    url: str
    secret: str


@dataclass(frozen=True, slots=True)
class Key:
    """One key, for a list of keys."""

    kid: str
    state: str
    made_at: datetime
    ended_at: datetime | None


def address(url, kid):
    """The name of a key in everything signed: an address that answers with the key itself."""
    return f"{url}/issuer/keys/{kid}"


def new(secret):
    """Make a key that signs from now on, retire the one before, and return the new ``kid``."""
    return keep(rsa.generate_private_key(public_exponent=65537, key_size=BITS), secret)


@database.atomic()
def keep(private, secret):
    """Let this key sign from now on, retire the one before, and return its ``kid``."""
    public = _jwk(private.public_key())
    kid = _thumbprint(public)
    for row in _live():
        retire(row.kid)
    sealed = sealing.seal(private, kid, secret)
    row = SigningKey.create(kid=kid, public=json.dumps(public), sealed=sealed, made_at=clock.now())
    audit.note("key.make", "signing_key", row.id, kid=kid)
    return kid


def ensure(secret):
    """Make the first key where none signs. Two made at once do no harm: the newest signs."""
    if not _live().exists():
        new(secret)


@database.atomic()
def retire(kid):
    """End signing with a key and forget its private half; what it signed stays proven. A repeat changes
    nothing.
    """
    row = _row(kid)
    if row.retired_at is None:
        _end(row, retired_at=clock.now(), act="key.retire")


@database.atomic()
def revoke(kid):
    """End a key that others may have: nothing it signed is proven any more. A repeat changes nothing."""
    row = _row(kid)
    if row.revoked_at is None:
        now = clock.now()
        _end(row, retired_at=row.retired_at or now, revoked_at=now, act="key.revoke")


def listed():
    """Every key there was, newest first."""
    rows = SigningKey.select().order_by(SigningKey.id.desc())
    return [Key(row.kid, _state(row), row.made_at, row.revoked_at or row.retired_at) for row in rows]


def published(url):
    """The keys to verify with, as a JWK set: the one that signs, then the retired ones, newest first."""
    rows = SigningKey.select().where(SigningKey.revoked_at.is_null()).order_by(SigningKey.id.desc())
    return {"keys": [_named(row, url) for row in rows]}


def public(kid, url):
    """One published key. Raises ``NotFound``, also for a revoked key."""
    row = _row(kid)
    if row.revoked_at:
        raise NotFound
    return _named(row, url)


def sign(claims, *, site):
    """A JWT in compact form. The same claims by the same key give the same text."""
    row = _newest()
    if row is None:
        raise NoKey
    private = sealing.opened(row.sealed, row.kid, site.secret)
    headers = {"typ": "JWT", "kid": address(site.url, row.kid)}
    return jwt.encode(claims, private, algorithm=ALGORITHM, headers=headers)


def current():
    """The ``kid`` that signs now, or None."""
    row = _newest()
    return row and row.kid


def opens(secret):
    """Whether the secret opens the key that signs; True where there is none yet."""
    row = _newest()
    try:
        return row is None or bool(sealing.opened(row.sealed, row.kid, secret))
    except sealing.Sealed:
        return False


def _live():
    return SigningKey.select().where(SigningKey.retired_at.is_null()).order_by(SigningKey.id.desc())


def _newest():
    return _live().first()


def _row(kid):
    row = SigningKey.get_or_none(kid=kid)
    if row is None:
        raise NotFound
    return row


def _end(row, *, act, **ended):
    SigningKey.update(sealed=None, **ended).where(SigningKey.id == row.id).execute()
    audit.note(act, "signing_key", row.id, kid=row.kid)


def _state(row):
    return REVOKED if row.revoked_at else RETIRED if row.retired_at else SIGNING


def _named(row, url):
    use = {"kid": address(url, row.kid), "alg": ALGORITHM, "use": "sig"}
    return json.loads(row.public) | use


def _jwk(key):
    made = jwt.algorithms.RSAAlgorithm.to_jwk(key, as_dict=True)
    return {name: made[name] for name in ("e", "kty", "n")}


def _thumbprint(jwk):
    """RFC 7638: members in order, no spaces."""
    text = json.dumps(jwk, sort_keys=True, separators=(",", ":"))
    return base64.urlsafe_b64encode(sha256(text.encode()).digest()).decode().rstrip("=")
