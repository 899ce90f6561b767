"""The states of sessions that are in use, folded from their logs."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import reduce
from itertools import chain

from sqlalchemy import Engine

from activate_va.recent import Recent
from activate_va.sessions.errors import SessionNotFound
from activate_va.sessions.events import Event
from activate_va.sessions.fold import apply, fold
from activate_va.sessions.repository import SessionRepository
from activate_va.sessions.rows import Row, event_of
from activate_va.sessions.state import SessionState
from activate_va.turns import Turns

EVENTS_HELD = 400_000
"""That the states in memory are folded from, together. A state of 1,000 events takes some megabytes."""
LEAST = 200
"""What a state counts for, however few its events are."""
CHUNK = 1_000
"""Events that are read at once."""
FOLDS_AT_ONCE = 2
"""Long ones, that is of more than a chunk: more would only slow each other down, and all else with them."""


class States:
    """The newest state of each session that was asked for lately. Threads wait for those of the same session only."""

    def __init__(self, engine: Engine, events_held: int = EVENTS_HELD) -> None:
        self.engine = engine
        self.turns = Turns()
        self.recent: Recent[str, SessionState] = Recent(events_held, weigh=lambda state: LEAST + state.seq)
        self._folding = threading.BoundedSemaphore(FOLDS_AT_ONCE)

    def newest(self, session_id: str) -> SessionState:
        """The state as of the session's last event. Raises SessionNotFound, UnreadableLog."""
        with self.turns.of(session_id):
            known = self.recent.get(session_id)
            rows = self._rows_after(session_id, known.seq) if known else []
            if known is None or len(rows) == CHUNK:  # A whole log is folded faster than so much is added to a state.
                return self.keep(self.folded(session_id))
            return self.keep(reduce(apply, map(event_of, rows), known)) if rows else known

    def recalled(self, session_id: str) -> SessionState:
        """As `newest`, but does not look whether another server has written since."""
        return self.recent.get(session_id) or self.newest(session_id)

    def keep(self, state: SessionState) -> SessionState:
        self.recent.put(state.session_id, state)
        return state

    def folded(self, session_id: str) -> SessionState:
        """The state, folded from the first event on, and not kept. Raises SessionNotFound, UnreadableLog."""
        begin = self._rows_after(session_id, 0)
        if not begin:
            raise SessionNotFound(f"there is no session {session_id!r}")
        if len(begin) < CHUNK:
            return fold(map(event_of, begin))
        with self._folding:
            return fold(chain(map(event_of, begin), self.events_after(session_id, CHUNK)))

    def events_after(self, session_id: str, seq: int) -> Iterator[Event]:
        """Raises UnreadableLog."""
        while rows := self._rows_after(session_id, seq):
            yield from map(event_of, rows)
            if len(rows) < CHUNK:
                return
            seq = rows[-1].seq

    def _rows_after(self, session_id: str, seq: int) -> list[Row]:
        with self.engine.connect() as connection:
            return SessionRepository(connection).rows_after(session_id, seq, CHUNK)
