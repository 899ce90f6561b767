"""Publish and subscribe: any thread may publish; a subscriber is an async generator."""

from __future__ import annotations

import asyncio
import threading
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cached_property

from pydantic import BaseModel

QUEUE_LIMIT = 10_000
SESSION = "session:"


@dataclass(frozen=True)
class Message:
    """Something that changed: `seq` is set for events of the log, and null for what passes by."""

    kind: str
    seq: int | None
    value: BaseModel

    @cached_property
    def json(self) -> str:
        """The value, written once for all who listen."""
        return self.value.model_dump_json()


class Overrun(Exception):
    """A subscriber read too slowly; it should come back with the last seq it saw."""


class Publisher:
    """Fans messages out to the subscribers of a channel.

    `relayed` is handed each message that is published here, for the servers beside this one.
    """

    def __init__(self) -> None:
        self.relayed: Callable[[str, Message], None] | None = None
        self._lock = threading.Lock()
        self._subscribers: defaultdict[str, set[Subscriber]] = defaultdict(set)

    def publish(self, channel: str, message: Message) -> None:
        self.deliver(channel, message)
        if self.relayed is not None:
            self.relayed(channel, message)

    def channels(self) -> list[str]:
        """Those with subscribers."""
        with self._lock:
            return list(self._subscribers)

    def listeners(self) -> int:
        """How many subscriptions there are."""
        with self._lock:
            return sum(map(len, self._subscribers.values()))

    def has_subscribers(self, channel: str) -> bool:
        with self._lock:
            return channel in self._subscribers

    def deliver(self, channel: str, message: Message) -> None:
        """To the subscribers of this server alone."""
        with self._lock:
            subscribers = list(self._subscribers.get(channel, ()))
        _hand_over(subscribers, message)

    @asynccontextmanager
    async def subscribe(self, channel: str) -> AsyncIterator[Subscriber]:
        """What is published on the channel from now on. Raises Overrun when too much is left unread."""
        subscriber = Subscriber(asyncio.get_running_loop())
        with self._lock:
            self._subscribers[channel].add(subscriber)
        try:
            yield subscriber
        finally:
            self._drop(channel, subscriber)

    def close(self) -> None:
        """End every subscription, so that a server can stop while browsers listen."""
        with self._lock:
            subscribers = [s for group in self._subscribers.values() for s in group]
        _hand_over(subscribers, None)

    def _drop(self, channel: str, subscriber: Subscriber) -> None:
        with self._lock:
            self._subscribers[channel].discard(subscriber)
            if not self._subscribers[channel]:
                del self._subscribers[channel]


class Subscriber:
    """The messages of one subscription, one after the other, until it is ended."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self.queue: asyncio.Queue[Message | None] = asyncio.Queue()

    def end(self) -> None:
        """Within its event loop: what is published later does not arrive."""
        self.queue.put_nowait(None)

    def __aiter__(self) -> Subscriber:
        return self

    async def __anext__(self) -> Message:
        """Raises Overrun."""
        message = await self.queue.get()
        if message is None:
            raise StopAsyncIteration
        if self.queue.qsize() > QUEUE_LIMIT:
            raise Overrun
        return message


def _hand_over(subscribers: Iterable[Subscriber], message: Message | None) -> None:
    """Each event loop is woken once, however many of its subscribers the message is for."""
    queues: defaultdict[asyncio.AbstractEventLoop, list[asyncio.Queue[Message | None]]] = defaultdict(list)
    for subscriber in subscribers:
        queues[subscriber.loop].append(subscriber.queue)
    for loop, waiting in queues.items():
        if not loop.is_closed():
            loop.call_soon_threadsafe(_put, waiting, message)


def _put(queues: Iterable[asyncio.Queue[Message | None]], message: Message | None) -> None:
    for queue in queues:
        queue.put_nowait(message)


def session_channel(session_id: str) -> str:
    return SESSION + session_id


def session_of(channel: str) -> str | None:
    """The session that a channel is of; None where it is of something else."""
    return channel.removeprefix(SESSION) if channel.startswith(SESSION) else None
