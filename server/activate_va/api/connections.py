"""Bounds on connections, which uvicorn has none of: on their number, and on how long they may keep us waiting.

A connection with a request that is answered is kept. One that waits for its client (nothing sent yet, half
a request, a body nobody reads, an answer left unread) is kept for a while, and while there are not too many.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from itertools import islice
from typing import ClassVar

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from activate_va.api.errors import error_response

MOMENT = 0.1


@dataclass(frozen=True)
class Limits:
    """`connections` open at once; of these, `waiting` for their client, each for so many seconds at most:

    `head_seconds` for the head of a request, `drain_seconds` for the rest of a body that was answered
    unread, and that of `drain_bytes` at most, `unread_seconds` for reading more of an answer.
    """

    connections: int
    waiting: int
    head_seconds: float
    drain_seconds: float = 5.0
    drain_bytes: int = 1_000_000
    unread_seconds: float = 30.0


class Crowd:
    """All open connections. Where there are too many, those go that have waited longest for their client.

    More than `waiting` are let stand for a moment, and then until what has arrived by then is read: many are
    accepted before anything is read from the first of them, so that a burst would close those whose request has
    arrived already.
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._open: set[Connection] = set()
        self._waiting: dict[Connection, object] = {}
        self._trimming = False

    def wait(self, connection: Connection) -> None:
        """It waits for its client from now on."""
        self._open.add(connection)
        self._waiting.pop(connection, None)
        self._waiting[connection] = object()
        while self._waiting and len(self._open) > self.limits.connections:
            self._abandon_oldest()
        if len(self._waiting) > self.limits.waiting and not self._trimming:
            self._trimming = True
            connection.loop.call_later(MOMENT, self._trim, connection.loop)

    def work(self, connection: Connection) -> None:
        """Its client waits for us from now on."""
        self._waiting.pop(connection, None)

    def leave(self, connection: Connection) -> None:
        self._open.discard(connection)
        self._waiting.pop(connection, None)

    def _trim(self, loop: asyncio.AbstractEventLoop) -> None:
        """Those too many now are closed if they still wait two turns of the loop on: the next one reads from them."""
        excess = [*islice(self._waiting.items(), max(0, len(self._waiting) - self.limits.waiting))]
        loop.call_soon(loop.call_soon, self._abandon, loop, excess)

    def _abandon(self, loop: asyncio.AbstractEventLoop, excess: list[tuple[Connection, object]]) -> None:
        for connection, since in excess:
            if self._waiting.get(connection) is since and len(self._waiting) > self.limits.waiting:
                connection.abandon()
        self._trimming = len(self._waiting) > self.limits.waiting
        if self._trimming:
            self._trim(loop)

    def _abandon_oldest(self) -> None:
        next(iter(self._waiting)).abandon()


class Connection(H11Protocol):
    """uvicorn's connection, as one of a crowd."""

    crowd: ClassVar[Crowd]
    _deadline: asyncio.TimerHandle | None = None
    _drained = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._wait(self.crowd.limits.head_seconds)

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._set_deadline(None)
        self.crowd.leave(self)

    def data_received(self, data: bytes) -> None:
        if self.timeout_keep_alive_task is not None and self.conn.their_state is h11.IDLE:
            self._set_deadline(self.crowd.limits.head_seconds)  # These are the first bytes of a further request.
        self._drained = self._drained + len(data) if self.conn.our_state is h11.DONE else 0
        if self._drained > self.crowd.limits.drain_bytes:
            self.abandon()
            return
        super().data_received(data)
        if self._has_request():
            self._work()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if not self._has_request():
            limits = self.crowd.limits
            self._wait(limits.head_seconds if self.conn.their_state is h11.IDLE else limits.drain_seconds)

    def pause_writing(self) -> None:
        super().pause_writing()
        self._wait(self.crowd.limits.unread_seconds)

    def resume_writing(self) -> None:
        super().resume_writing()
        if self._has_request():
            self._work()

    def abandon(self) -> None:
        """Close at once, whatever is left to send."""
        self._set_deadline(None)
        self.crowd.leave(self)
        self.transport.abort()

    def send_400_response(self, msg: str) -> None:
        """uvicorn's answer to what is no HTTP, in the one shape of errors."""
        self._answer(400, "InvalidHttp", msg, "see RFC 9112 for how a request is written")
        self.transport.close()

    def _has_request(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _wait(self, seconds: float) -> None:
        self._set_deadline(seconds)
        self.crowd.wait(self)

    def _work(self) -> None:
        self._set_deadline(None)
        self.crowd.work(self)

    def _set_deadline(self, seconds: float | None) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
        self._deadline = None if seconds is None else self.loop.call_later(seconds, self._overdue)

    def _overdue(self) -> None:
        if self.conn.our_state is h11.IDLE and self.conn.trailing_data[0]:
            detail = f"the head of the request took longer than {self.crowd.limits.head_seconds:g} s to arrive"
            self._answer(408, "HeadTooSlow", detail, "send it again")
        self.abandon()

    def _answer(self, status: int, error: str, detail: str, hint: str) -> None:
        """Answer without a request, where an answer can still begin."""
        if self.conn.our_state not in (h11.IDLE, h11.SEND_RESPONSE) or self.transport.is_closing():
            return
        response = error_response(status, error, detail, hint)
        headers = [*response.raw_headers, (b"connection", b"close")]
        for event in (
            h11.Response(status_code=status, headers=headers),
            h11.Data(data=bytes(response.body)),
            h11.EndOfMessage(),
        ):
            self.transport.write(self.conn.send(event) or b"")


def bounded(limits: Limits) -> type[Connection]:
    """The protocol for one server, whose connections are counted together."""

    class OfOneServer(Connection):
        crowd = Crowd(limits)

    return OfOneServer
