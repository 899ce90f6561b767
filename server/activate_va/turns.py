"""A lock for each of many things, in memory only while somebody holds it or waits for it."""

from __future__ import annotations

import threading
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(eq=False)
class _Turn:
    lock: threading.RLock = field(default_factory=threading.RLock)
    users: int = 0


class Turns:
    """Threads take turns with the same key, and never wait for those with another."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._turns: dict[Hashable, _Turn] = {}

    @contextmanager
    def of(self, key: Hashable) -> Iterator[None]:
        """Nobody else's turn with this key meanwhile; a thread that has it may take it again."""
        with self._lock:
            turn = self._turns.setdefault(key, _Turn())
            turn.users += 1
        try:
            with turn.lock:
                yield
        finally:
            with self._lock:
                turn.users -= 1
                if not turn.users:
                    del self._turns[key]

    def __len__(self) -> int:
        return len(self._turns)
