"""The event log: the one place where a session changes.

`append` takes a pure decision on the state it knows, writes the event it leads to in a transaction of its own, and
only then publishes it. Nothing is computed within a transaction: whether the state was the newest is decided by the
key of the events table, `(session_id, seq)`; where it was not, the decision is taken again on the newest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from activate_va.client_key import ClientKey
from activate_va.errors import ActivateError
from activate_va.jobs.publisher import Message, Publisher, session_channel
from activate_va.sessions.errors import ClientKeyReused, SessionBusy, SessionNotFound
from activate_va.sessions.events import Event, Payload, SessionCreated
from activate_va.sessions.fold import apply
from activate_va.sessions.repository import ClientTimes, Counts, SessionRepository, added, added_session, listed
from activate_va.sessions.rows import event_of, json_of
from activate_va.sessions.state import SessionState
from activate_va.sessions.states import States
from activate_va.sessions.steps import PERSON
from activate_va.storage.failures import StorageFailure
from activate_va.storage.writer import Rows, Writer
from activate_va.turns import Turns

Decision = Callable[[SessionState], Payload]
Holds = Callable[[SessionState, SessionState], bool]
ATTEMPTS = 5
"""At a long decision, while what it was decided on changes meanwhile."""
CHUNK = 5_000
"""Events that are read at once as JSON."""


class Written(NamedTuple):
    """An event of the log, and the state it was decided on; None for a repeated key, which wrote nothing."""

    event: Event
    before: SessionState | None


class _Outdated(Exception):
    """What was decided at length no longer holds."""


class EventLog:
    """Sessions as logs of events, with the states of those in use folded in memory."""

    def __init__(self, engine: Engine, publisher: Publisher, states: States | None = None) -> None:
        self.engine = engine
        self.publisher = publisher
        self.states = states or States(engine)
        self._deciding = Turns()
        self._writer = Writer(engine)

    def state(self, session_id: str) -> SessionState:
        """The session's state as of its last event. Raises SessionNotFound, UnreadableLog."""
        return self.states.newest(session_id)

    def recalled(self, session_id: str) -> SessionState:
        """As `state`, but does not look whether another server has written since: for what no event changes."""
        return self.states.recalled(session_id)

    def exists(self, session_id: str) -> bool:
        with self._reading() as repository:
            return repository.exists(session_id)

    def expect(self, session_id: str) -> None:
        """Raises SessionNotFound."""
        if not self.exists(session_id):
            raise SessionNotFound(f"there is no session {session_id!r}")

    def events(self, session_id: str, after: int = 0) -> list[Event]:
        """The session's events with a seq beyond `after`. Raises SessionNotFound, UnreadableLog."""
        self.expect(session_id)
        return list(self.states.events_after(session_id, after))

    def json_events(self, session_id: str, after: int = 0, most: int | None = None) -> Iterator[list[tuple[int, str]]]:
        """The events with a seq beyond `after`, `most` of them, some thousand at a time: seq and JSON of each.

        The first step says whether all of them can be read: it raises SessionNotFound or UnreadableLog.
        """
        self.expect_readable(session_id, after)
        last = None if most is None else after + most
        while chunk := self.json_chunk(session_id, after, CHUNK if last is None else min(CHUNK, last - after)):
            yield chunk
            after = chunk[-1][0]

    def expect_readable(self, session_id: str, after: int = 0) -> None:
        """Raises SessionNotFound; UnreadableLog where another version wrote an event that this one cannot read."""
        self.expect(session_id)
        with self._reading() as repository:
            unknown = repository.unknown_after(session_id, after)
        if unknown is not None:
            json_of(unknown)

    def json_chunk(self, session_id: str, after: int, most: int = CHUNK) -> list[tuple[int, str]]:
        """The next events beyond `after`, `most` of them: seq and JSON of each. Raises UnreadableLog."""
        with self._reading() as repository:
            return [(row.seq, json_of(row)) for row in repository.rows_after(session_id, after, most)]

    def list_as(self, session_id: str, **columns: str | datetime | None) -> None:
        """Change how lists show the session, and nothing of its events. Raises SessionNotFound."""
        self.expect(session_id)
        self._writer.add(listed(self.engine.dialect.name, session_id, **columns))

    def newest_seqs(self, session_ids: list[str]) -> dict[str, int]:
        """The seq of the last event of each of these sessions that there is."""
        with self._reading() as repository:
            return repository.newest_seqs(session_ids)

    def client_times(self, session_ids: Sequence[str]) -> ClientTimes:
        """When clients acted, of those events of the sessions that say so."""
        with self._reading() as repository:
            return repository.client_times(list(session_ids))

    def of_project(self, project_id: str, purpose: str | None = None) -> dict[str, str]:
        """The sessions that label for the project, or those of that purpose, by annotator."""
        with self._reading() as repository:
            return repository.of_project(project_id, purpose)

    def of_annotator(self, annotator_id: str) -> list[str]:
        """The sessions that are the annotator's; deleted ones among them."""
        with self._reading() as repository:
            return repository.of_annotator(annotator_id)

    def begun_by(self, actor: str) -> int:
        """How many sessions the actor began."""
        with self._reading() as repository:
            return repository.begun_by(actor)

    def unfinished(self) -> list[str]:
        """The sessions with a round that has not ended."""
        with self._reading() as repository:
            return repository.unfinished()

    def create(
        self,
        session_id: str,
        created: SessionCreated,
        actor: str,
        client_key: ClientKey | None = None,
        then: Sequence[Payload] = (),
        annotator_id: str | None = None,
        project_id: str | None = None,
        purpose: str | None = None,
    ) -> SessionState:
        """Begin a session's log with `created` and what happens at once, `then`; or answer with the state of the one
        that was begun first under that id. It is an annotator's and a project's, for that purpose, if these are given.

        Raises ClientKeyReused where another request began that.
        """
        at = datetime.now(UTC)
        first = Event(session_id=session_id, seq=1, at=at, actor=actor, **_said(client_key), payload=created)
        folded = apply(None, first)
        session = added_session(session_id, created.name, created.dataset, at, annotator_id, project_id, purpose)
        rows = [*session, *self._rows(first, client_key, folded)]
        for seq, payload in enumerate(then, 2):
            event = Event(session_id=session_id, seq=seq, at=at, actor=actor, payload=payload)
            folded = apply(folded, event)
            rows += self._rows(event, None, folded)
        with self.states.turns.of(session_id):
            try:
                self._writer.add(rows)
            except IntegrityError:
                return self.begun(session_id, client_key)
            return self.states.keep(folded)

    def create_from(
        self, events: Sequence[Event], client_key: ClientKey | None = None, annotator_id: str | None = None
    ) -> SessionState:
        """Begin a session's log with all these events, whose ids, times and actors they keep; or answer with the state
        of the one that was begun first under that id.

        Raises ClientKeyReused where another request began that.
        """
        first, *rest = events
        folded = apply(None, first)
        now = datetime.now(UTC)
        rows = [*added_session(first.session_id, folded.name, folded.dataset, now, annotator_id)]
        rows += self._rows(first.model_copy(update=_said(client_key)), client_key, folded)
        for event in rest:
            folded = apply(folded, event)
            rows += self._rows(event, None, folded)
        with self.states.turns.of(first.session_id):
            try:
                self._writer.add(rows)
            except IntegrityError:
                return self.begun(first.session_id, client_key)
            return self.states.keep(folded)

    def begun(self, session_id: str, client_key: ClientKey | None) -> SessionState:
        """The state of a session that was begun with this key. Raises SessionNotFound, ClientKeyReused."""
        with self._reading() as repository:
            digest = repository.first_digest(session_id)
        if client_key and not client_key.fits(digest):
            raise ClientKeyReused(f"this key was used for another request, which began session {session_id}")
        return self.state(session_id)

    def append(
        self, session_id: str, decide: Decision, actor: str = PERSON, client_key: ClientKey | None = None
    ) -> Event:
        """Write what `decide` makes of the current state; it may be asked more than once, and must be quick.

        A repeated `client_key` writes nothing and answers with the event written first.
        Raises what `decide` raises, SessionNotFound, ClientKeyReused and StorageFailure.
        """
        return self.write(session_id, decide, actor, client_key).event

    def append_at_length(
        self,
        session_id: str,
        decide: Decision,
        holds: Holds,
        actor: str = PERSON,
        client_key: ClientKey | None = None,
    ) -> Event:
        """As `append`, for what takes long to decide: nobody waits for it but the session's next such decision.

        It is written if it `holds(before, now)` still, and taken again if not. Raises SessionBusy after some attempts.
        """
        with self._deciding.of(session_id):
            for _ in range(ATTEMPTS):
                if first := self._written_first(session_id, client_key):
                    return first
                before = self.state(session_id)
                payload = decide(before)
                try:
                    return self.append(session_id, _while_it_holds(payload, before, holds), actor, client_key)
                except _Outdated:
                    continue
        raise SessionBusy(f"the board or the configuration changed {ATTEMPTS} times while this was decided")

    def write(self, session_id: str, decide: Decision, actor: str, client_key: ClientKey | None) -> Written:
        """As `append`, and tells whether and on which state the event was decided."""
        with self.states.turns.of(session_id):
            state = self.states.recalled(session_id)
            while True:
                try:
                    return self._decided(state, decide, actor, client_key)
                except (ActivateError, IntegrityError) as refusal:
                    # It may be a repetition, or decided on a state that another server has gone beyond.
                    if first := self._written_first(session_id, client_key):
                        return Written(first, None)
                    newest = self.state(session_id)
                    if newest.seq == state.seq or isinstance(refusal, StorageFailure):
                        raise
                    state = newest

    def _decided(self, state: SessionState, decide: Decision, actor: str, client_key: ClientKey | None) -> Written:
        event = Event(
            session_id=state.session_id,
            seq=state.seq + 1,
            at=datetime.now(UTC),
            actor=actor,
            **_said(client_key),
            payload=decide(state),
        )
        folded = apply(state, event)
        self._writer.add(self._rows(event, client_key, folded))
        self.states.keep(folded)
        self.publisher.publish(session_channel(state.session_id), Message("event", event.seq, event))
        return Written(event, state)

    def _rows(self, event: Event, client_key: ClientKey | None, folded: SessionState) -> Rows:
        return added(self.engine.dialect.name, event, client_key.digest if client_key else None, counts_of(folded))

    def _written_first(self, session_id: str, client_key: ClientKey | None) -> Event | None:
        """The event written with this client key, if any. Raises ClientKeyReused where it was for another request."""
        if client_key is None:
            return None
        with self._reading() as repository:
            found = repository.row_with(session_id, client_key)
        if found is None:
            return None
        row, digest = found
        if not client_key.fits(digest):
            raise ClientKeyReused(f"this key was used for another request, which wrote {row.kind} (seq {row.seq})")
        return event_of(row)

    @contextmanager
    def _reading(self) -> Iterator[SessionRepository]:
        with self.engine.connect() as connection:
            yield SessionRepository(connection)


def _said(key: ClientKey | None) -> dict[str, Any]:
    """What an event says of the client that caused it."""
    return {"client_key": key.key, "client_at": key.at, "client_t": key.t} if key else {}


def counts_of(state: SessionState) -> Counts:
    return Counts(labels=state.labels, rounds=len(state.rounds))


def _while_it_holds(payload: Payload, before: SessionState, holds: Holds) -> Decision:
    def decide(now: SessionState) -> Payload:
        if not holds(before, now):
            raise _Outdated
        return payload

    return decide


def expect_kind(event: Event, kind: str) -> Event:
    """Refuse a client key that belongs to a write of another kind."""
    if event.payload.kind != kind:
        raise ClientKeyReused(f"this key was used for {event.payload.kind} (seq {event.seq}), not {kind}")
    return event
