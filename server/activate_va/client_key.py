"""The key by which a client makes repeating a write harmless."""

from __future__ import annotations

from typing import NamedTuple


class ClientKey(NamedTuple):
    """`digest` is that of the request which carries the key; None where there is no request, as in scripts."""

    key: str
    digest: str | None = None

    def fits(self, digest: str | None) -> bool:
        """Whether the write of that digest may be this one; rows of earlier versions have no digest, and fit."""
        return self.digest is None or digest is None or self.digest == digest
