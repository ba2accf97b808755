"""A medal as an Open Badges 3.0 credential: signed when asked for, the same text each time.

Signing is here; what may be earned (``achievements``), keys (``signing_keys``, ``sealing``), which medals
still stand (``status_lists``), the chunk in the PNG (``baking``), and what a check code tells anyone
(``checks``). Not here: medals themselves (``awards``), their pictures (``medals``).

Nothing in a credential is about the person: no name, number, unit or mark. Its holder is a pseudonym
drawn at random for this award, and its id is the address of the check page.
"""

from models import Award, AwardVersion, Badge, Credential, Season
from services import awards, clock
from services.credentials import achievements, baking, signing_keys, status_lists
from services.credentials.achievements import CONTEXT
from services.credentials.status_lists import iso
from services.errors import DomainError, NotFound
from services.words import lazy as _l

ENVELOPE = "data:application/vc+jwt,"


class NoLongerStands(DomainError):
    message = _l("这枚章已撤销，不再出具证书")


def own_medal(award_id, *, actor):
    """One's own award as it stands. Raises ``NotFound``, and ``NoLongerStands`` once the award is revoked."""
    medal = awards.get(award_id, actor=actor)
    if medal.person_id != actor.person_id:
        raise NotFound
    if not medal.is_valid:
        raise NoLongerStands
    return medal


def token(medal, *, site):
    """The medal's credential as a compact JWT. Signing is slow: call it outside transactions."""
    return signing_keys.sign(claims(medal, url=site.url), site=site)


def baked(picture: bytes, medal, *, site):
    """A PNG of the medal with its credential inside."""
    return baking.bake(picture, token(medal, site=site))


def enveloped(medal, *, site):
    """The credential as a JSON document: the signed text in the envelope that the data model defines."""
    return {
        "@context": [status_lists.VC],
        "id": ENVELOPE + token(medal, site=site),
        "type": "EnvelopedVerifiableCredential",
    }


def claims(medal, *, url):
    """What is signed: the credential itself, and the registered claims that repeat parts of it."""
    row = _row(medal.version_id)
    award = row.award_version.award
    since = medal.awarded_at.replace(microsecond=0)
    earned = achievements.achievement_of(award.badge, award.season, medal.metal)
    issuer, subject = achievements.profile(url), f"urn:uuid:{row.subject}"
    place = f"{url}/V/{medal.check_code}"
    document = achievements.document(earned, url)
    return {
        "@context": CONTEXT,
        "id": place,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": document["name"],
        "issuer": issuer,
        "validFrom": iso(since),
        "awardedDate": iso(clock.at(medal.earned_on)),
        "credentialSubject": {
            "id": subject,
            "type": ["AchievementSubject"],
            # The picture bears it too: a credential moved into another picture is seen.
            "licenseNumber": f"{medal.edition:06}",
            "achievement": document,
        },
        "credentialStatus": status_lists.entry(row, url, medal.year, medal.season),
        "iss": issuer["id"],
        "jti": place,
        "sub": subject,
        "nbf": int(since.timestamp()),
        "iat": int(since.timestamp()),
    }


def _row(version_id):
    return (
        Credential.select(Credential, AwardVersion, Award, Badge, Season)
        .join(AwardVersion)
        .join(Award)
        .join(Badge)
        .join_from(Award, Season)
        .where(Credential.award_version == version_id)
        .get()
    )
