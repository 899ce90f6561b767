"""Passwords, of which argon2id hashes are kept (RFC 9106, low memory: 64 MiB)."""

from __future__ import annotations

import threading
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from activate_va.accounts.errors import WeakPassword

SHORTEST, LONGEST = 10, 1_000
AT_ONCE = 2
"""Hashes reckoned at once: each takes memory and a tenth of a second, and anybody may ask for one."""

_hasher = PasswordHasher()
_turn = threading.BoundedSemaphore(AT_ONCE)


def hashed(password: str) -> str:
    """Raises WeakPassword."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise WeakPassword(f"a password has {SHORTEST} to {LONGEST:,} characters, not {len(password)}")
    with _turn:
        return _hasher.hash(password)


def fits(password: str, password_hash: str | None) -> bool:
    """Whether it is the password. None, of nobody's account, takes as long to refuse as any other; so does `""`, of one
    without a password."""
    with _turn:
        try:
            right = _hasher.verify(password_hash or _of_nobody(), password[:LONGEST])
        except (VerifyMismatchError, InvalidHashError):
            return False
    return right and bool(password_hash) and len(password) <= LONGEST


@cache
def _of_nobody() -> str:
    return _hasher.hash("nobody has this password")
