"""Which medals still stand, for machines: a Bitstring Status List for each season.

A bit is set where a version was superseded or revoked; the check page says which of the two. The place of a
version is drawn at random, so that a list tells nothing about editions; the bits are read from the awards
each time, so that list and awards cannot differ.
"""

import base64
import gzip
from datetime import timedelta

from peewee import fn

from models import Award, AwardState, AwardVersion, Credential
from services import clock, seasons
from services.awards import places
from services.credentials import signing_keys
from services.errors import NotFound

VC = "https://www.w3.org/ns/credentials/v2"
#: How often a list is made anew, and how long it is believed: an old copy must not revive a medal.
STEP, LASTS = timedelta(minutes=5), timedelta(days=7)


def address(url, year, season):
    return f"{url}/status/{year}/{season.value}"


def entry(credential, url, year, season):
    """A credential's reference to its place in the list."""
    place = address(url, year, season)
    return {
        "id": f"{place}#{credential.position}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(credential.position),
        "statusListCredential": place,
    }


def season_of(year, kind):
    """The season that an address names. Raises ``NotFound``."""
    found = {season.kind: season for season in seasons.of_year(year)}
    if kind not in found:
        raise NotFound
    return found[kind]


def state(season):
    """A name for the list as ``signed`` would make it now: it changes with bits, key and time. Two small
    reads.
    """
    made, closed = (
        _versions(season)
        .select(fn.COUNT(Credential.id), fn.COUNT(Credential.id).filter(_is_closed()))
        .scalar(as_tuple=True)
    )
    return f"{made}.{closed}.{int(_moment().timestamp())}.{signing_keys.current()}"


def signed(season, *, site):
    """The list as a signed credential. It is valid from the last full five minutes on."""
    place = address(site.url, season.year, season.kind)
    since = _moment()
    until = since + LASTS
    issuer = f"{site.url}/issuer"
    claims = {
        "@context": [VC],
        "id": place,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer,
        "validFrom": iso(since),
        "validUntil": iso(until),
        "credentialSubject": {
            "id": f"{place}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": encoded(closed_positions(season)),
            "ttl": int(STEP.total_seconds() * 1000),
        },
        "iss": issuer,
        "jti": place,
        "nbf": int(since.timestamp()),
        "exp": int(until.timestamp()),
    }
    return signing_keys.sign(claims, site=site)


def closed_positions(season):
    """The places of versions that no longer stand."""
    rows = _versions(season).select(Credential.position).where(_is_closed())
    return {position for (position,) in rows.tuples()}


def encoded(positions):
    """The bits, place 0 leftmost, as gzip in base64url after a ``u``, which names that encoding."""
    bits = bytearray(places.BITS // 8)
    for position in positions:
        bits[position // 8] |= 0x80 >> position % 8
    return "u" + base64.urlsafe_b64encode(gzip.compress(bytes(bits), mtime=0)).decode().rstrip("=")


def iso(at):
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"


def _versions(season):
    return Credential.select().join(AwardVersion).join(Award).where(Credential.season == season.id)


def _is_closed():
    return AwardVersion.state != AwardState.VALID


def _moment():
    now = clock.now()
    return now - (now - now.min.replace(tzinfo=now.tzinfo)) % STEP
