"""A key to sign medals with, without the half second that making one takes in each test."""

from functools import cache

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from services.credentials import signing_keys
from services.credentials.signing_keys import Site

SECRET = "a secret of the tests, long enough for anyone"
SITE = Site("http://localhost", SECRET)


@cache
def stranger(bits=2048):
    """A private key that is not ours, one a run."""
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


@cache
def _ours():
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def install(secret=SECRET):
    """The same key in whatever database is open, sealed by ``secret``; its ``kid``."""
    return signing_keys.keep(_ours(), secret)


def pem(jwk):
    """A published key as the text that other libraries read."""
    key = jwt.algorithms.RSAAlgorithm.from_jwk({name: jwk[name] for name in ("kty", "n", "e")})
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return key.public_bytes(serialization.Encoding.PEM, form)
