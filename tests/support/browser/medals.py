"""Medals on a served bureau, genuine and not, as the files that a person would bring to a checker."""

import base64
import io
import json
from datetime import timedelta

import jwt
from PIL import Image

from models import Award
from services import awards, clock, credentials
from services.credentials import baking, signing_keys, status_lists
from services.credentials.signing_keys import Site
from settings import demo_secret
from tests.support import factories, signing
from tests.support.awarding import make_assessment, make_season, make_sheet, settle


class Medals:
    """The officer's medal at ``url``, settled as often as a test likes."""

    def __init__(self, cast, url, var):
        self.site = Site(url, demo_secret(var))
        self.kid = signing.install(self.site.secret)
        self._cast = cast
        self._signer = factories.identity(cast.instructor).account_id
        self._sheet = make_sheet(make_assessment(cast.east, season=make_season()), cast.officer)

    def mark(self, metal):
        settle(self._sheet, metal, signer=self._signer)
        return awards.history(Award.get(person=self._cast.officer).id)[0]

    def genuine(self, metal="gold"):
        return picture(credentials.token(self.mark(metal), site=self.site))

    def claims(self, **changes):
        return credentials.claims(self.mark("gold"), url=self.site.url) | changes

    def tampered(self):
        head, _body, proof = credentials.token(self.mark("gold"), site=self.site).split(".")
        claims = json.dumps(self.claims(name="特等功")).encode()
        return picture(f"{head}.{base64.urlsafe_b64encode(claims).decode().rstrip('=')}.{proof}")

    def forged(self, *, kid=None):
        """By a stranger, who brings the key along in the header."""
        own = jwt.algorithms.RSAAlgorithm.to_jwk(signing.stranger().public_key(), as_dict=True)
        header = {"typ": "JWT", "kid": signing_keys.address(self.site.url, kid or "stranger"), "jwk": own}
        return picture(jwt.encode(self.claims(), signing.stranger(), algorithm="RS256", headers=header))

    def expired(self):
        past = clock.now() - timedelta(days=2)
        ended = {"validUntil": status_lists.iso(past), "exp": int(past.timestamp())}
        return picture(signing_keys.sign(self.claims(**ended), site=self.site))


def picture(token=None):
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "gold").save(out, "PNG")
    return baking.bake(out.getvalue(), token) if token else out.getvalue()
