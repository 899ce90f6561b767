"""Pieces of work side by side: each in a thread of its own, as many at once as there is room for."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from queue import Empty, SimpleQueue
from typing import Generic, NamedTuple, TypeVar

logger = logging.getLogger(__name__)

SECONDS_BETWEEN_LOOKS = 1.0
SECONDS_TO_END = 20.0

Item = TypeVar("Item")
Work = Callable[[], None]


class Ended(NamedTuple, Generic[Item]):
    """A piece of work that has ended, and what it failed of."""

    item: Item
    error: BaseException | None


class SideBySide(Generic[Item]):
    """Begins each item when there is room.

    `begin` is called in the caller's thread and gives what runs in the item's own; both may raise.
    `room` says, whenever it is asked, how many may run at once; one may always.
    """

    def __init__(self, items: Iterable[Item], begin: Callable[[Item], Work], room: Callable[[], int]) -> None:
        self._waiting = deque(items)
        self._begin = begin
        self._room = room
        self._threads: dict[int, threading.Thread] = {}
        self._ended: SimpleQueue[Ended[Item]] = SimpleQueue()

    def __len__(self) -> int:
        """How many run now."""
        return len(self._threads)

    def __iter__(self) -> Iterator[Ended[Item]]:
        """All items, in the order in which they end."""
        while self._waiting or self._threads:
            if self._waiting and len(self._threads) < max(1, self._room()):
                refused = self._start(self._waiting.popleft())
                if refused:
                    yield refused
                continue
            try:
                ended = self._ended.get(timeout=SECONDS_BETWEEN_LOOKS)
            except Empty:
                continue
            del self._threads[id(ended.item)]
            yield ended

    def join(self) -> None:
        """Wait for what still runs; not for ever, as what it waits for may never come."""
        deadline = time.monotonic() + SECONDS_TO_END
        for thread in self._threads.values():
            thread.join(max(0.0, deadline - time.monotonic()))
            if thread.is_alive():
                logger.warning("what runs in %s has not ended", thread.name)

    def _start(self, item: Item) -> Ended[Item] | None:
        try:
            work = self._begin(item)
        except Exception as error:  # noqa: BLE001 - whoever iterates is told
            return Ended(item, error)
        thread = threading.Thread(target=self._run, args=(item, work), daemon=True)
        self._threads[id(item)] = thread
        thread.start()
        return None

    def _run(self, item: Item, work: Work) -> None:
        error: BaseException | None = None
        try:
            work()
        except BaseException as raised:  # noqa: BLE001 - whoever iterates is told
            error = raised
        self._ended.put(Ended(item, error))
