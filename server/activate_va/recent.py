"""What was used last is held; what nobody asks for any more leaves memory."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Recent(Generic[K, V]):
    """A mapping that drops what was used longest ago once its values weigh more than `most` together.

    The value used last stays, whatever it weighs. Safe between threads.
    """

    def __init__(self, most: int, weigh: Callable[[V], int] = lambda _: 1) -> None:
        self.most = most
        self.weigh = weigh
        self._lock = threading.Lock()
        self._values: OrderedDict[K, tuple[V, int]] = OrderedDict()
        self._weight = 0

    def get(self, key: K) -> V | None:
        with self._lock:
            found = self._values.get(key)
            if found is None:
                return None
            self._values.move_to_end(key)
            return found[0]

    def put(self, key: K, value: V) -> None:
        weight = self.weigh(value)
        with self._lock:
            self._drop(key)
            self._values[key] = (value, weight)
            self._weight += weight
            while self._weight > self.most and len(self._values) > 1:
                self._drop(next(iter(self._values)))

    def drop(self, key: K) -> None:
        with self._lock:
            self._drop(key)

    def __len__(self) -> int:
        return len(self._values)

    def _drop(self, key: K) -> None:
        _, weight = self._values.pop(key, (None, 0))
        self._weight -= weight
