"""A private certificate authority for one machine, and the certificate it gives to its addresses.

The authority is made once and installed on each phone once; its key never leaves the folder.
The leaf is made anew when the addresses change or its end is near.
"""

import os
import socket
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import trustme
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

#: iOS trusts no leaf that runs longer than 397 days.
LIFE = timedelta(days=390)
RENEW_BEFORE = timedelta(days=30)
#: A phone's clock may be behind.
BACKDATE = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Certificates:
    """Files in PEM: the authority for phones, and chain and key for the server."""

    authority: Path
    chain: Path
    key: Path


def ensure(folder, addresses, *, now=None):
    """Certificates for ``addresses``, made where they are missing or no longer fit."""
    now = now or datetime.now(UTC)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    authority = _authority(folder)
    files = Certificates(folder / "ca.pem", folder / "leaf.pem", folder / "leaf.key")
    if not _fits(files, addresses, now):
        _issue(authority, files, addresses, now)
    return files


def _authority(folder):
    certificate, key = folder / "ca.pem", folder / "ca.key"
    if certificate.exists() and key.exists():
        return trustme.CA.from_pem(certificate.read_bytes(), key.read_bytes())
    made = trustme.CA(
        organization_name="Yizhang",
        organization_unit_name=f"Yizhang phones, {socket.gethostname()}",
        path_length=0,
    )
    _keep_secret(key, made.private_key_pem.bytes())
    certificate.write_bytes(made.cert_pem.bytes())
    return made


def _fits(files, addresses, now):
    if not (files.chain.exists() and files.key.exists()):
        return False
    leaf = x509.load_pem_x509_certificate(files.chain.read_bytes())
    names = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    covers = set(addresses) <= {str(ip) for ip in names.get_values_for_type(x509.IPAddress)}
    is_current = leaf.not_valid_before_utc <= now <= leaf.not_valid_after_utc - RENEW_BEFORE
    return covers and is_current and _is_issued_by(leaf, files.authority)


def _is_issued_by(leaf, authority):
    try:
        leaf.verify_directly_issued_by(x509.load_pem_x509_certificate(authority.read_bytes()))
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _issue(authority, files, addresses, now):
    # Not for the name localhost: HTTPS remembered for it would break the demo on plain HTTP.
    leaf = authority.issue_cert(
        *addresses,
        organization_name="Yizhang",
        organization_unit_name="Yizhang",
        not_before=now - BACKDATE,
        not_after=now - BACKDATE + LIFE,
    )
    key = load_pem_private_key(leaf.private_key_pem.bytes(), password=None)
    _keep_secret(files.key, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    files.chain.write_bytes(b"".join(pem.bytes() for pem in leaf.cert_chain_pems))


def _keep_secret(path, content):
    """Write a file that only its owner can read, at no moment readable by others."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
