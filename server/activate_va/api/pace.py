"""How often one account, token or address may ask anything of a server."""

from __future__ import annotations

import math
import time

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter
from starlette.types import Scope

from activate_va.accounts.identity import Identity
from activate_va.errors import ActivateError

LONGEST = 64
"""Of an address: those that are longer count together."""


class TooManyRequests(ActivateError):
    status = 429
    hint = "ask less often; whoever runs the server may allow more: ACTIVATE_VA_REQUESTS_PER_MINUTE"


class Pace:
    """Requests of the last minute by whoever acts: people and scripts each by name, all others by address. Nothing
    is written down. A stream is one request, however long it lasts.

    Of this server alone: what is bounded is the work that one caller makes it do, and counting in the database would be
    more of that than most requests are. Behind a balancer a caller has as much at each server.
    """

    def __init__(self, per_minute: int) -> None:
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())
        self._most = RateLimitItemPerMinute(per_minute)

    def count(self, scope: Scope, identity: Identity | None) -> None:
        """One more request. Raises TooManyRequests."""
        who = _who(scope, identity)
        if self._limiter.hit(self._most, who):
            return
        seconds = max(1, math.ceil(self._limiter.get_window_stats(self._most, who).reset_time - time.time()))
        error = TooManyRequests(f"there were {self._most.amount:,} requests of yours in a minute: wait {seconds} s")
        error.retry_after = seconds
        raise error


def _who(scope: Scope, identity: Identity | None) -> str:
    if identity is not None and identity.annotator_id is not None:
        return identity.actor
    client = scope.get("client")
    return f"address:{client[0][:LONGEST]}" if client else "address:"
