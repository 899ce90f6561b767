"""How often somebody may try to come in: by one address, and by one handle. Neither is written down or logged."""

from __future__ import annotations

import math
import time

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.requests import Request

from activate_va.errors import ActivateError

LONGEST = 64
"""Of what is counted by: addresses and handles that are longer count together."""


class TooManyLogins(ActivateError):
    status = 429
    hint = "wait; whoever is logged in stays so"


class LoginRates:
    """Of this server alone, and of the last minute: at all servers wrong passwords are counted, in the database.

    Many people may share an address, as behind a proxy, so that it gets `by_address`, more than a handle.
    """

    def __init__(self, by_handle: int, by_address: int) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._most = {"handle": RateLimitItemPerMinute(by_handle), "address": RateLimitItemPerMinute(by_address)}

    def count(self, request: Request, handle: str | None = None) -> None:
        """One more try. Raises TooManyLogins."""
        address = request.client.host if request.client else ""
        self._count("address", address)
        if handle is not None:
            self._count("handle", handle.strip().lower())

    def _count(self, kind: str, who: str) -> None:
        most, key = self._most[kind], who[:LONGEST]
        if self._limiter.hit(most, kind, key):
            return
        seconds = max(1, math.ceil(self._limiter.get_window_stats(most, kind, key).reset_time - time.time()))
        what = "for this handle" if kind == "handle" else "from where you are"
        error = TooManyLogins(f"there were more than {most.amount} logins in a minute {what}: try again in {seconds} s")
        error.retry_after = seconds
        raise error


def count_login(request: Request, handle: str | None = None) -> None:
    """Raises TooManyLogins."""
    rates: LoginRates = request.app.state.login_rates
    rates.count(request, handle)
