"""The key by which a client makes repeating a write harmless, and when it made the write by its own clocks."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple


class ClientKey(NamedTuple):
    """`digest` is that of the request which carries the key; None where there is no request, as in scripts.

    `at` is the client's time of day, `t` the milliseconds of a clock of its own that is never set back; None: not said.
    They are no part of the request: one that is repeated may say others, and those of the first stand.
    """

    key: str
    digest: str | None = None
    at: datetime | None = None
    t: float | None = None

    def fits(self, digest: str | None) -> bool:
        """Whether the write of that digest may be this one; rows of earlier versions have no digest, and fit."""
        return self.digest is None or digest is None or self.digest == digest
