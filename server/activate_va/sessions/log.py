"""The event log: the one place where a session changes.

`append` takes a pure decision, writes the event it leads to in one transaction, folds it into the
cached state, and only then publishes it.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import Engine
from sqlalchemy.orm import Session as DatabaseSession

from activate_va.jobs.publisher import Message, Publisher, session_channel
from activate_va.sessions.errors import ClientKeyReused, SessionNotFound
from activate_va.sessions.events import Event, Payload, SessionCreated
from activate_va.sessions.fold import apply
from activate_va.sessions.repository import SessionEntry, SessionRepository
from activate_va.sessions.state import SessionState

Decision = Callable[[SessionState], Payload]


class EventLog:
    """Sessions as logs of events, with the state of each kept folded in memory."""

    def __init__(self, engine: Engine, publisher: Publisher) -> None:
        self.engine = engine
        self.publisher = publisher
        self._states: dict[str, SessionState] = {}
        self._locks: defaultdict[str, threading.RLock] = defaultdict(threading.RLock)

    def entries(self) -> list[SessionEntry]:
        """All sessions, the newest first. Only those that nobody has counted since they changed are folded."""
        with DatabaseSession(self.engine) as database:
            repository = SessionRepository(database)
            entries = [
                entry if entry.labels is not None else self._counted(entry, repository)
                for entry in repository.entries()
            ]
            database.commit()
            return entries

    def events(self, session_id: str, after: int = 0) -> list[Event]:
        """The session's events with a seq beyond `after`. Raises SessionNotFound."""
        self.state(session_id)
        with DatabaseSession(self.engine) as database:
            return SessionRepository(database).events_after(session_id, after)

    def written(self, session_id: str, client_key: str | None) -> Event | None:
        """The event written with this client key, if any."""
        if client_key is None:
            return None
        with DatabaseSession(self.engine) as database:
            return SessionRepository(database).event_of(session_id, client_key)

    def state(self, session_id: str) -> SessionState:
        """The session's state as of its last event. Raises SessionNotFound."""
        with self._locks[session_id], DatabaseSession(self.engine) as database:
            return self._refreshed(session_id, SessionRepository(database))

    def exists(self, session_id: str) -> bool:
        with DatabaseSession(self.engine) as database:
            return SessionRepository(database).exists(session_id)

    def create(
        self, session_id: str, created: SessionCreated, actor: str, client_key: str | None = None
    ) -> SessionState:
        """Begin a session's log, or answer with the state of the one that was begun first under that id."""
        at = datetime.now(UTC)
        event = Event(session_id=session_id, seq=1, at=at, actor=actor, client_key=client_key, payload=created)
        with self._locks[session_id], DatabaseSession(self.engine) as database:
            repository = SessionRepository(database)
            repository.lock(session_id)
            if repository.exists(session_id):
                return self._refreshed(session_id, repository)
            repository.add_session(session_id, created.name, created.dataset, at)
            repository.add_event(event)
            folded = apply(None, event)
            _keep_counts(folded, repository)
            database.commit()
            self._states[session_id] = folded
            return folded

    def append(self, session_id: str, decide: Decision, actor: str = "person", client_key: str | None = None) -> Event:
        """Write what `decide` makes of the current state.

        A repeated `client_key` writes nothing and answers with the event written first. Writers of one
        session, in whatever process, take turns, so the decision is taken on the newest state.
        """
        with self._locks[session_id], DatabaseSession(self.engine) as database:
            repository = SessionRepository(database)
            repository.lock(session_id)
            state = self._refreshed(session_id, repository)
            if client_key and (written := repository.event_of(session_id, client_key)):
                return written
            event = Event(
                session_id=session_id,
                seq=state.seq + 1,
                at=datetime.now(UTC),
                actor=actor,
                client_key=client_key,
                payload=decide(state),
            )
            folded = apply(state, event)
            repository.add_event(event)
            _keep_counts(folded, repository)
            database.commit()
            self._states[session_id] = folded
            self.publisher.publish(session_channel(session_id), Message("event", event.seq, event))
            return event

    def _counted(self, entry: SessionEntry, repository: SessionRepository) -> SessionEntry:
        with self._locks[entry.session_id]:
            state = self._refreshed(entry.session_id, repository)
        labels, rounds = _keep_counts(state, repository)
        return entry._replace(seq=state.seq, labels=labels, rounds=rounds)

    def _refreshed(self, session_id: str, repository: SessionRepository) -> SessionState:
        state = self._states.get(session_id)
        for event in repository.events_after(session_id, state.seq if state else 0):
            state = apply(state, event)
        if state is None:
            raise SessionNotFound(f"there is no session {session_id!r}")
        self._states[session_id] = state
        return state


def _keep_counts(state: SessionState, repository: SessionRepository) -> tuple[int, int]:
    labels, rounds = len(state.labelled()), len(state.rounds)
    repository.keep_counts(state.session_id, state.seq, labels, rounds)
    return labels, rounds


def expect_kind(event: Event, kind: str) -> Event:
    """Refuse a client key that belongs to a write of another kind."""
    if event.payload.kind != kind:
        raise ClientKeyReused(f"this key was used for {event.payload.kind} (seq {event.seq}), not {kind}")
    return event
