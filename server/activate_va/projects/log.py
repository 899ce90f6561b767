"""Projects as logs: each write locks the project's row, reads what is new, decides, and adds its events."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Connection, Engine, insert, select
from sqlalchemy.exc import IntegrityError

from activate_va.client_key import ClientKey
from activate_va.projects.errors import ProjectNotFound
from activate_va.projects.events import ProjectEvent, ProjectPayload
from activate_va.projects.state import ProjectState, continued
from activate_va.recent import Recent
from activate_va.sessions.errors import ClientKeyReused, UnreadableLog
from activate_va.storage.project_tables import PROJECT_EVENTS, PROJECTS
from activate_va.storage.transactions import Clock, database_now, writing

HELD = 1_000
Decision = Callable[[Connection, ProjectState, datetime], Iterable[ProjectPayload]]
_COLUMNS = [PROJECT_EVENTS.c[name] for name in ProjectEvent.model_fields if name != "payload"]


class ProjectLog:
    def __init__(self, engine: Engine, now: Clock = database_now) -> None:
        self.engine = engine
        self.now = now
        self._states: Recent[str, ProjectState] = Recent(HELD)

    def create(
        self, project_id: str, payloads: Iterable[ProjectPayload], actor: str, client_key: ClientKey | None = None
    ) -> ProjectState:
        """Begin a log; the first payload is `project_created`. Or answer with the state of the one that was begun first
        under that id. Raises ClientKeyReused where another request began that."""
        try:
            with writing(self.engine) as connection:
                now = self.now(connection)
                connection.execute(insert(PROJECTS), {"project_id": project_id, "created_at": now})
                state = continued(None, _added(connection, project_id, 0, payloads, actor, now, client_key))
        except IntegrityError:
            self._expect_same(project_id, client_key)
            return self.state(project_id)
        self._states.put(project_id, state)
        return state

    def _expect_same(self, project_id: str, client_key: ClientKey | None) -> None:
        first = (PROJECT_EVENTS.c.project_id == project_id) & (PROJECT_EVENTS.c.seq == 1)
        with self.engine.connect() as connection:
            digest = connection.execute(select(PROJECT_EVENTS.c.request_digest).where(first)).scalar()
        if client_key and not client_key.fits(digest):
            raise ClientKeyReused(f"this key was used for another request, which began project {project_id}")

    def state(self, project_id: str) -> ProjectState:
        """As of the last event. Raises ProjectNotFound."""
        with self.engine.connect() as connection:
            return self._newest(connection, project_id)

    def ids(self) -> list[str]:
        """Of all projects, the newest first."""
        with self.engine.connect() as connection:
            found = select(PROJECTS.c.project_id).order_by(PROJECTS.c.created_at.desc(), PROJECTS.c.project_id)
            return list(connection.execute(found).scalars())

    def events(self, project_id: str) -> list[ProjectEvent]:
        with self.engine.connect() as connection:
            return _events_after(connection, project_id, 0)

    def append(self, project_id: str, decide: Decision, actor: str) -> ProjectState:
        """Write what `decide` makes of the newest state, while nobody else writes to the project.

        Raises what `decide` raises, and ProjectNotFound.
        """
        with writing(self.engine) as connection:
            own = select(PROJECTS.c.project_id).where(PROJECTS.c.project_id == project_id)
            connection.execute(own.with_for_update())
            state, now = self._newest(connection, project_id), self.now(connection)
            added = _added(connection, project_id, state.seq, decide(connection, state, now), actor, now)
            state = continued(state, added)
        self._states.put(project_id, state)
        return state

    def _newest(self, connection: Connection, project_id: str) -> ProjectState:
        known = self._states.get(project_id)
        events = _events_after(connection, project_id, known.seq if known else 0)
        if known is None and not events:
            raise ProjectNotFound(f"there is no project {project_id!r}")
        return continued(known, events)


def _events_after(connection: Connection, project_id: str, seq: int) -> list[ProjectEvent]:
    own = (PROJECT_EVENTS.c.project_id == project_id) & (PROJECT_EVENTS.c.seq > seq)
    found = connection.execute(select(*_COLUMNS, PROJECT_EVENTS.c.payload).where(own).order_by(PROJECT_EVENTS.c.seq))
    return [event_of(dict(row)) for row in found.mappings()]


def event_of(row: dict[str, Any]) -> ProjectEvent:
    """Raises UnreadableLog."""
    said = {name: row[name] for name in ProjectEvent.model_fields}
    try:
        return ProjectEvent.model_validate_json(json.dumps(said, default=str))
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        named = f"event {row['seq']} of project {row['project_id']} ({row['payload'].get('kind')})"
        raise UnreadableLog(f"{named} cannot be read: {first['msg']}") from error


def _added(
    connection: Connection,
    project_id: str,
    seq: int,
    payloads: Iterable[ProjectPayload],
    actor: str,
    now: datetime,
    client_key: ClientKey | None = None,
) -> list[ProjectEvent]:
    """`client_key` goes with the first of these events."""
    events = [
        ProjectEvent(project_id=project_id, seq=seq + n, at=now, actor=actor, payload=payload)
        for n, payload in enumerate(payloads, 1)
    ]
    if events:
        rows = [one.model_dump(exclude={"payload"}) | _stored(one.payload) for one in events]
        if client_key:
            rows[0] |= {"client_key": client_key.key, "request_digest": client_key.digest}
        connection.execute(insert(PROJECT_EVENTS), rows)
    return events


def _stored(payload: ProjectPayload) -> dict[str, object]:
    return {"kind": payload.kind, "payload": payload.model_dump(mode="json"), "request_digest": None}
