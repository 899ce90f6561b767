"""Wrong tokens, counted by address and in all: after some, the answer is to come back later."""

from __future__ import annotations

import logging
import math
from collections import OrderedDict
from dataclasses import dataclass

logger = logging.getLogger(__name__)

ADDRESSES = 1_000
"""Addresses remembered at most; whoever came least lately is forgotten first."""
ADDRESS_LENGTH = 64
WARNING_SECONDS = 60.0


@dataclass
class Bucket:
    """Holds `size` wrong tokens and loses `per_second`; what goes beyond has to wait, for twice that at most."""

    size: int
    per_second: float
    level: float = 0.0
    at: float = 0.0

    def add(self, now: float) -> float:
        """Put one in; seconds until there is room again, 0 where there was."""
        left = max(0.0, self.level - (now - self.at) * self.per_second)
        self.level, self.at = min(left + 1, 2 * self.size), now
        return max(0.0, self.level - self.size) / self.per_second


@dataclass
class Visitor:
    """One address; `cookie` is the wrong one that it showed last."""

    bucket: Bucket
    cookie: int | None = None


class WrongTokens:
    """Nine wrong tokens in a minute and a half are nobody's business; nor are a hundred from everywhere.

    Those of an address that has to wait anyway count for it alone, so that one cannot slow down all.
    Only answers to wrong tokens depend on this: whoever has the right one is let in whatever others do.
    """

    def __init__(self) -> None:
        self._all = Bucket(size=99, per_second=1.0)
        self._visitors: OrderedDict[str, Visitor] = OrderedDict()
        self._warned = -math.inf

    def count(self, address: str, cookie: str | None, now: float) -> int:
        """Seconds after which this address may try again, 0 for now. `cookie`: the one shown, if it was one.

        A browser sends a cookie that has become worthless with every request: each counts once.
        """
        visitor = self._visitor(address)
        if cookie is not None:
            repeated, visitor.cookie = visitor.cookie == hash(cookie), hash(cookie)
            if repeated:
                return 0
        wait = visitor.bucket.add(now) or self._all.add(now)
        if wait:
            self._warn(now)
        return math.ceil(wait)

    def _visitor(self, address: str) -> Visitor:
        key = address[:ADDRESS_LENGTH]
        visitor = self._visitors.pop(key, None) or Visitor(Bucket(size=9, per_second=0.1))
        self._visitors[key] = visitor
        if len(self._visitors) > ADDRESSES:
            self._visitors.popitem(last=False)
        return visitor

    def _warn(self, now: float) -> None:
        if now - self._warned >= WARNING_SECONDS:
            self._warned = now
            logger.warning("many wrong tokens; they are answered 429 for a while")
