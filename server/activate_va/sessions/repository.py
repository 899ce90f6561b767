"""Every query on sessions and events, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Insert, Text, and_, bindparam, case, cast, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from activate_va.client_key import ClientKey
from activate_va.sessions.events import EVENT_VERSION, Event
from activate_va.sessions.rows import KINDS, Row
from activate_va.storage.account_tables import ANNOTATORS
from activate_va.storage.tables import COUNTS, EVENTS, LISTING, OF_ROUNDS, SESSIONS
from activate_va.storage.writer import Rows


class SessionEntry(NamedTuple):
    """A session as lists show it: `actor` began it, `seq` is its last event. `labels` and finished `rounds` are
    None where nobody has counted them since that event; `problem` says why they cannot be counted. `deleted`: lists
    that people read leave it out; `archived`: they show it on request. `annotator` is the handle of whose it is; None
    where it was begun without an account.
    """

    session_id: str
    name: str
    dataset: str
    created_at: datetime
    actor: str
    seq: int
    labels: int | None
    rounds: int | None
    deleted: bool = False
    archived: bool = False
    annotator_id: str | None = None
    annotator: str | None = None
    project_id: str | None = None
    purpose: str | None = None
    problem: str | None = None


ClientTimes = Mapping[tuple[str, int], tuple[datetime | None, float | None]]
"""By session and seq: `client_at` and `client_t` of the event."""


class Counts(NamedTuple):
    """Labels and finished rounds of a session."""

    labels: int
    rounds: int


_OWN = EVENTS.c.session_id == bindparam("session_id")
_ROWS = select(*(cast(EVENTS.c[n], Text).label(n) if n == "payload" else EVENTS.c[n] for n in Row._fields)).where(_OWN)
_AFTER = _ROWS.where(EVENTS.c.seq > bindparam("after")).order_by(EVENTS.c.seq).limit(bindparam("most"))
_WITH_KEY = _ROWS.add_columns(EVENTS.c.request_digest).where(EVENTS.c.client_key == bindparam("key"))
_CLIENT_TIMES = select(EVENTS.c.session_id, EVENTS.c.seq, EVENTS.c.client_at, EVENTS.c.client_t).where(
    EVENTS.c.session_id.in_(bindparam("session_ids", expanding=True)), EVENTS.c.client_t.is_not(None)
)
_FIRST_DIGEST = select(EVENTS.c.request_digest).where(_OWN, EVENTS.c.seq == 1)
_UNKNOWN = _ROWS.where(
    EVENTS.c.seq > bindparam("after"), EVENTS.c.kind.not_in(sorted(KINDS)) | (EVENTS.c.version > EVENT_VERSION)
).limit(1)
_NEWEST = (
    select(EVENTS.c.session_id, func.max(EVENTS.c.seq))
    .where(EVENTS.c.session_id.in_(bindparam("session_ids", expanding=True)))
    .group_by(EVENTS.c.session_id)
)
_EXISTS = select(SESSIONS.c.session_id).where(SESSIONS.c.session_id == bindparam("session_id"))
_ADD_EVENT = insert(EVENTS)
_ADD_SESSION = insert(SESSIONS)


def _replacing(added: sqlite.Insert | postgresql.Insert) -> Insert:
    newer = {name: added.excluded[name] for name in ("seq", "labels", "rounds")}
    return added.on_conflict_do_update(index_elements=[COUNTS.c.session_id], set_=newer)


def _listed(added: sqlite.Insert | postgresql.Insert, column: str) -> Insert:
    newer = {column: added.excluded[column]}
    return added.on_conflict_do_update(index_elements=[LISTING.c.session_id], set_=newer)


_LIST_AS = {
    (dialect, column): _listed(insert_(LISTING), column)
    for dialect, insert_ in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
    for column in ("name", "deleted_at", "archived_at")
}
_KEEP_COUNTS = {
    "sqlite": _replacing(sqlite.insert(COUNTS)),
    "postgresql": _replacing(postgresql.insert(COUNTS)),
}
_LAST = (
    select(func.max(EVENTS.c.seq)).where(EVENTS.c.session_id == SESSIONS.c.session_id).correlate(SESSIONS)
).scalar_subquery()
_ENTRIES = (
    select(
        SESSIONS.c.session_id,
        func.coalesce(LISTING.c.name, SESSIONS.c.name).label("name"),
        SESSIONS.c.dataset,
        SESSIONS.c.created_at,
        EVENTS.c.actor,
        _LAST.label("last"),
        COUNTS.c.labels,
        COUNTS.c.rounds,
        LISTING.c.deleted_at.is_not(None).label("deleted"),
        LISTING.c.archived_at.is_not(None).label("archived"),
        SESSIONS.c.annotator_id,
        ANNOTATORS.c.handle,
        SESSIONS.c.project_id,
        SESSIONS.c.purpose,
    )
    .join(EVENTS, and_(EVENTS.c.session_id == SESSIONS.c.session_id, EVENTS.c.seq == 1))
    .outerjoin(COUNTS, and_(COUNTS.c.session_id == SESSIONS.c.session_id, COUNTS.c.seq == _LAST))
    .outerjoin(LISTING, LISTING.c.session_id == SESSIONS.c.session_id)
    .outerjoin(ANNOTATORS, ANNOTATORS.c.annotator_id == SESSIONS.c.annotator_id)
    .order_by(SESSIONS.c.created_at.desc(), SESSIONS.c.session_id)
)
_ENTRY = _ENTRIES.where(SESSIONS.c.session_id == bindparam("session_id"))
_OF_PROJECT = select(SESSIONS.c.annotator_id, SESSIONS.c.session_id).where(
    SESSIONS.c.project_id == bindparam("project_id"), SESSIONS.c.purpose.is_not_distinct_from(bindparam("purpose"))
)
_OF_ANNOTATOR = select(SESSIONS.c.session_id).where(SESSIONS.c.annotator_id == bindparam("annotator_id"))
_BEGUN_BY = select(func.count()).select_from(EVENTS).where(EVENTS.c.seq == 1, EVENTS.c.actor == bindparam("actor"))
_STARTED = func.max(case((EVENTS.c.kind == "round_started", EVENTS.c.seq), else_=0))
_UNFINISHED = (
    select(EVENTS.c.session_id)
    .where(OF_ROUNDS)
    .group_by(EVENTS.c.session_id)
    .having(func.max(EVENTS.c.seq) == _STARTED)
    .order_by(EVENTS.c.session_id)
)


class SessionRepository:
    """Reads and writes within the transaction of the connection it is given."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def exists(self, session_id: str) -> bool:
        return self.connection.execute(_EXISTS, {"session_id": session_id}).first() is not None

    def entries(self) -> list[SessionEntry]:
        """All sessions with the last seq of each, the newest first."""
        return [SessionEntry(*row) for row in self.connection.execute(_ENTRIES)]

    def newest_seqs(self, session_ids: list[str]) -> dict[str, int]:
        """The seq of the last event of each of these sessions that there is."""
        return {row[0]: row[1] for row in self.connection.execute(_NEWEST, {"session_ids": session_ids})}

    def entry(self, session_id: str) -> SessionEntry | None:
        """The same of one session; None where there is none."""
        row = self.connection.execute(_ENTRY, {"session_id": session_id}).first()
        return None if row is None else SessionEntry(*row)

    def of_project(self, project_id: str, purpose: str | None = None) -> dict[str, str]:
        """The sessions that label for the project, or those of that purpose, by annotator."""
        found = self.connection.execute(_OF_PROJECT, {"project_id": project_id, "purpose": purpose})
        return {row.annotator_id: row.session_id for row in found}

    def of_annotator(self, annotator_id: str) -> list[str]:
        """The sessions that are the annotator's."""
        return list(self.connection.execute(_OF_ANNOTATOR, {"annotator_id": annotator_id}).scalars())

    def begun_by(self, actor: str) -> int:
        """How many sessions the actor began."""
        return int(self.connection.execute(_BEGUN_BY, {"actor": actor}).scalar_one())

    def unfinished(self) -> list[str]:
        """The sessions with a round that has not ended."""
        return list(self.connection.execute(_UNFINISHED).scalars())

    def rows_after(self, session_id: str, seq: int, most: int) -> list[Row]:
        """Events beyond `seq`, the `most` next ones at most."""
        found = {"session_id": session_id, "after": seq, "most": most}
        return _rows(self.connection.execute(_AFTER, found))

    def unknown_after(self, session_id: str, seq: int) -> Row | None:
        """An event beyond `seq` that another version wrote and this one cannot read, if there is one."""
        return next(iter(_rows(self.connection.execute(_UNKNOWN, {"session_id": session_id, "after": seq}))), None)

    def row_with(self, session_id: str, key: ClientKey) -> tuple[Row, str | None] | None:
        """The event that was written with this client key, if any, and the digest of the request it came with."""
        row = self.connection.execute(_WITH_KEY, {"session_id": session_id, "key": key.key}).first()
        return None if row is None else (Row(*row[:-1]), row[-1])

    def client_times(self, session_ids: list[str]) -> ClientTimes:
        """When clients acted, of those events of the sessions that say so."""
        found = self.connection.execute(_CLIENT_TIMES, {"session_ids": session_ids})
        return {(row.session_id, row.seq): (row.client_at, row.client_t) for row in found}

    def first_digest(self, session_id: str) -> str | None:
        """The digest of the request that began the session."""
        digest: str | None = self.connection.execute(_FIRST_DIGEST, {"session_id": session_id}).scalar()
        return digest


def added_session(
    session_id: str,
    name: str,
    dataset: str,
    created_at: datetime,
    annotator_id: str | None = None,
    project_id: str | None = None,
    purpose: str | None = None,
) -> Rows:
    """The row of one more session. Writing it raises IntegrityError where there is one with that id."""
    row = {"session_id": session_id, "name": name, "dataset": dataset, "created_at": created_at}
    whose = {"annotator_id": annotator_id, "project_id": project_id, "purpose": purpose}
    return ((_ADD_SESSION, row | whose),)


def listed(dialect: str, session_id: str, **columns: str | datetime | None) -> Rows:
    """The rows that change how lists show a session, one for each of these columns of `session_listing`."""
    return tuple(
        (_LIST_AS[dialect, column], {"session_id": session_id, column: value}) for column, value in columns.items()
    )


def added(dialect: str, event: Event, digest: str | None, counts: Counts) -> Rows:
    """The rows of one more event, and of what lists show of its session from then on.

    Writing them raises IntegrityError where the session has an event with that seq, or with that client key.
    """
    row = {
        "session_id": event.session_id,
        "seq": event.seq,
        "at": event.at,
        "actor": event.actor,
        "kind": event.payload.kind,
        "version": event.version,
        "payload": event.payload.model_dump(mode="json", exclude={"kind"}),
        "client_key": event.client_key,
        "client_at": event.client_at,
        "client_t": event.client_t,
        "request_digest": digest,
    }
    shown = {"session_id": event.session_id, "seq": event.seq, **counts._asdict()}
    return (_ADD_EVENT, row), (_KEEP_COUNTS[dialect], shown)


def _rows(found: Iterable[Any]) -> list[Row]:
    return [Row(*row) for row in found]
