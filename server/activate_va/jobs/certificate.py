"""A key and a certificate for one cluster, made when it starts and held in memory only.

TLS itself is OpenSSL's, by way of Python's `ssl`, which makes no certificates. This is the one that two ends of ours
need: an elliptic-curve key (P-256, SEC 1 version 2), and a version 1 X.509 certificate that signs itself, so that who
shows it holds the key. It is made once at a start, from the operating system's random numbers.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

# NIST P-256: y² = x³ - 3x + b over the integers modulo FIELD; BASE generates a group of ORDER points.
FIELD = 2**256 - 2**224 + 2**192 + 2**96 - 1
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
BASE = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)
BYTES = 32

INTEGER, BIT_STRING, OCTET_STRING, UTF8, UTC_TIME, SEQUENCE, SET = 0x02, 0x03, 0x04, 0x0C, 0x17, 0x30, 0x31
COMMON_NAME = bytes.fromhex("0603550403")
EC_PUBLIC_KEY = bytes.fromhex("06072a8648ce3d0201")
CURVE_P256 = bytes.fromhex("06082a8648ce3d030107")
ECDSA_WITH_SHA256 = bytes.fromhex("06082a8648ce3d040302")
LIFE = timedelta(days=3650)
"""Workers that are started again connect anew, however long the server has been up."""

Point = tuple[int, int]


class KeyPair(NamedTuple):
    """A certificate and its key, both as PEM text."""

    certificate: str
    key: str


def make_key_pair(name: str) -> KeyPair:
    """A new key and a certificate for it, under this common name."""
    secret = secrets.randbelow(ORDER - 1) + 1
    x, y = _multiply(secret)
    public = _tag(BIT_STRING, b"\0\4" + x.to_bytes(BYTES) + y.to_bytes(BYTES))
    key = _sequence(_integer(1), _tag(OCTET_STRING, secret.to_bytes(BYTES)), _tag(0xA0, CURVE_P256), _tag(0xA1, public))
    algorithm = _sequence(ECDSA_WITH_SHA256)
    body = _body(name, algorithm, _sequence(_sequence(EC_PUBLIC_KEY, CURVE_P256), public))
    certificate = _sequence(body, algorithm, _tag(BIT_STRING, b"\0" + _signature(body, secret)))
    return KeyPair(_pem("CERTIFICATE", certificate), _pem("EC PRIVATE KEY", key))


def _body(name: str, algorithm: bytes, public: bytes) -> bytes:
    who = _sequence(_tag(SET, _sequence(COMMON_NAME, _tag(UTF8, name.encode()))))
    now = datetime.now(UTC)
    validity = _sequence(_time(now - timedelta(days=1)), _time(now + LIFE))
    return _sequence(_integer(secrets.randbits(63) + 1), algorithm, who, validity, who, public)


def _signature(message: bytes, secret: int) -> bytes:
    """ECDSA with SHA-256 (FIPS 186-5, section 6.4)."""
    digest = int.from_bytes(hashlib.sha256(message).digest())
    while True:
        once = secrets.randbelow(ORDER - 1) + 1
        r = _multiply(once)[0] % ORDER
        s = pow(once, -1, ORDER) * (digest + r * secret) % ORDER
        if r and s:
            return _sequence(_integer(r), _integer(s))


def _multiply(factor: int) -> Point:
    """`factor`, in [1, ORDER), times the base point; a ladder, which does the same for a bit of 0 as for one of 1."""
    low: Point | None = None
    high: Point | None = BASE
    for place in reversed(range(ORDER.bit_length())):
        both = _add(low, high)
        if factor >> place & 1:
            low, high = both, _add(high, high)
        else:
            low, high = _add(low, low), both
    if low is None:
        raise ArithmeticError("a multiple of the curve's order was asked for")
    return low


def _add(one: Point | None, other: Point | None) -> Point | None:
    """The sum of two points; None is the point at infinity."""
    if one is None or other is None:
        return one or other
    (x, y), (u, v) = one, other
    if x == u and (y + v) % FIELD == 0:
        return None
    slope = (3 * x * x - 3) * pow(2 * y, -1, FIELD) if one == other else (v - y) * pow(u - x, -1, FIELD)
    sum_x = (slope * slope - x - u) % FIELD
    return sum_x, (slope * (x - sum_x) - y) % FIELD


def _tag(tag: int, content: bytes) -> bytes:
    """ASN.1 in its distinguished encoding (X.690)."""
    size = len(content)
    if size < 0x80:
        return bytes([tag, size]) + content
    long = size.to_bytes((size.bit_length() + 7) // 8)
    return bytes([tag, 0x80 | len(long)]) + long + content


def _sequence(*parts: bytes) -> bytes:
    return _tag(SEQUENCE, b"".join(parts))


def _integer(value: int) -> bytes:
    return _tag(INTEGER, value.to_bytes(value.bit_length() // 8 + 1))


def _time(when: datetime) -> bytes:
    return _tag(UTC_TIME, when.strftime("%y%m%d%H%M%SZ").encode())


def _pem(label: str, content: bytes) -> str:
    text = base64.encodebytes(content).decode()
    return f"-----BEGIN {label}-----\n{text}-----END {label}-----\n"
