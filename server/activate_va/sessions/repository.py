"""Every query on sessions and events, and nothing else."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import and_, func, insert, select, update
from sqlalchemy.orm import Session as DatabaseSession

from activate_va.sessions.events import Event
from activate_va.storage.tables import EventRow, SessionCountRow, SessionRow


class SessionEntry(NamedTuple):
    """A session as lists show it: `actor` began it, `seq` is its last event; `labels` and finished `rounds`
    are None where nobody has counted them since that event."""

    session_id: str
    name: str
    dataset: str
    created_at: datetime
    actor: str
    seq: int
    labels: int | None
    rounds: int | None


class SessionRepository:
    """Reads and writes within the transaction of the database session it is given."""

    def __init__(self, database: DatabaseSession) -> None:
        self.database = database

    def add_session(self, session_id: str, name: str, dataset: str, created_at: datetime) -> None:
        self.database.add(SessionRow(session_id=session_id, name=name, dataset=dataset, created_at=created_at))
        self.database.flush()

    def exists(self, session_id: str) -> bool:
        return self.database.get(SessionRow, session_id) is not None

    def lock(self, session_id: str) -> None:
        """Hold up other writers, in other processes too, until this transaction ends."""
        connection = self.database.connection()
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            self.database.get(SessionRow, session_id, with_for_update=True)

    def add_event(self, event: Event) -> None:
        payload = event.payload.model_dump(mode="json", exclude={"kind"})
        self.database.add(
            EventRow(
                session_id=event.session_id,
                seq=event.seq,
                at=event.at,
                actor=event.actor,
                kind=event.payload.kind,
                version=event.version,
                payload=payload,
                client_key=event.client_key,
            )
        )
        self.database.flush()

    def entries(self) -> list[SessionEntry]:
        """All sessions with the last seq of each, the newest first."""
        last = select(EventRow.session_id, func.max(EventRow.seq).label("seq")).group_by(EventRow.session_id).subquery()
        query = (
            select(
                SessionRow.session_id,
                SessionRow.name,
                SessionRow.dataset,
                SessionRow.created_at,
                EventRow.actor,
                last.c.seq,
                SessionCountRow.labels,
                SessionCountRow.rounds,
            )
            .join(last, last.c.session_id == SessionRow.session_id)
            .join(EventRow, and_(EventRow.session_id == SessionRow.session_id, EventRow.seq == 1))
            .outerjoin(
                SessionCountRow,
                and_(SessionCountRow.session_id == SessionRow.session_id, SessionCountRow.seq == last.c.seq),
            )
            .order_by(SessionRow.created_at.desc(), SessionRow.session_id)
        )
        return [SessionEntry(*row) for row in self.database.execute(query)]

    def keep_counts(self, session_id: str, seq: int, labels: int, rounds: int) -> None:
        """Keep what lists show of the session as of event `seq`."""
        counts = {"seq": seq, "labels": labels, "rounds": rounds}
        known = update(SessionCountRow).where(SessionCountRow.session_id == session_id).values(counts)
        connection = self.database.connection()
        if connection.execute(known).rowcount == 0:
            connection.execute(insert(SessionCountRow).values(session_id=session_id, **counts))

    def events_after(self, session_id: str, seq: int) -> list[Event]:
        query = select(EventRow).where(EventRow.session_id == session_id, EventRow.seq > seq).order_by(EventRow.seq)
        return [_event(row) for row in self.database.scalars(query)]

    def event_of(self, session_id: str, client_key: str) -> Event | None:
        """The event that was written with this client key, if any."""
        query = select(EventRow).where(EventRow.session_id == session_id, EventRow.client_key == client_key)
        row = self.database.scalars(query).one_or_none()
        return _event(row) if row else None


def _event(row: EventRow) -> Event:
    return Event(
        session_id=row.session_id,
        seq=row.seq,
        at=row.at,
        actor=row.actor,
        version=row.version,
        client_key=row.client_key,
        payload={**row.payload, "kind": row.kind},
    )
