"""Private keys as they lie in the database: sealed with the application's secret."""

import base64
import secrets
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from services.errors import DomainError
from services.words import lazy as _l

NONCE = 12


class Sealed(DomainError):
    message = _l("签名密钥用现在的 SECRET_KEY 打不开；请换回原来的，或运行 keys new")


def seal(private, kid, secret):
    """A private key as text that only ``secret`` opens, and only under its own name."""
    form = serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    nonce = secrets.token_bytes(NONCE)
    sealed = _cipher(secret).encrypt(nonce, private.private_bytes(*form), kid.encode())
    return base64.b64encode(nonce + sealed).decode()


@lru_cache(maxsize=2)  # reading a key takes longer than signing with it
def opened(sealed, kid, secret):
    """The private key. Raises ``Sealed`` for another secret, or a text that was changed."""
    kept = base64.b64decode(sealed)
    try:
        plain = _cipher(secret).decrypt(kept[:NONCE], kept[NONCE:], kid.encode())
    except InvalidTag:
        raise Sealed from None
    return serialization.load_der_private_key(plain, password=None)


def _cipher(secret):
    derived = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"yizhang signing keys")
    return AESGCM(derived.derive(secret.encode()))
