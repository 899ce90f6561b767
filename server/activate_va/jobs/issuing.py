"""Certificates for a Dask cluster of one's own: scheduler, workers and servers show the same, and trust no other."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from activate_va.errors import ActivateError

CERT = "cert.pem"
KEY = "key.pem"
YEARS = 10
NAME = "activate-va-cluster"


class Issued(NamedTuple):
    """In PEM."""

    certificate: bytes
    key: bytes


class CertificatesThere(ActivateError):
    status = 409
    hint = "whoever computes there trusts them: name another folder, or delete both files and start all anew"


def issue(folder: Path) -> tuple[Path, Path]:
    """Write a certificate, which is its own authority, and its key, for ten years; where both are.

    Only their owner may read the key. Raises CertificatesThere, OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    cert, key = folder / CERT, folder / KEY
    for path in (cert, key):
        if path.exists():
            raise CertificatesThere(f"{path} exists already")
    issued = issued_pair()
    with os.fdopen(os.open(key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
        stream.write(issued.key)
    cert.write_bytes(issued.certificate)
    return cert, key


def issued_pair() -> Issued:
    private = ec.generate_private_key(ec.SECP256R1())
    pem = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return Issued(_certificate(private).public_bytes(serialization.Encoding.PEM), pem)


def _certificate(key: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))  # Clocks differ, and are set back.
        .not_valid_after(now + timedelta(days=365 * YEARS))
        .sign(key, hashes.SHA256())
    )
