"""The tables. How lists show a session can be changed; everything else about it is an event."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from sqlalchemy import JSON, Double, ForeignKey, Index, Integer, String, Table, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from activate_va.storage import account_tables, job_tables, project_tables
from activate_va.storage.base import Base, UtcDateTime

__all__ = [
    "COUNTS",
    "EVENTS",
    "LISTING",
    "OF_ROUNDS",
    "SESSIONS",
    "Base",
    "UtcDateTime",
    "account_tables",
    "job_tables",
    "project_tables",
]


class SessionRow(Base):
    """`annotator_id` is whose the session is, null where it was begun without an account; `project_id` is the project
    that it labels for, null where it labels for none. `purpose` is null where it labels, else what it is for there:
    `adjudication` or `pooled`."""

    __tablename__ = "sessions"

    session_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    dataset: Mapped[str] = mapped_column(String(1000))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime())
    annotator_id: Mapped[str | None] = mapped_column(String(32))
    project_id: Mapped[str | None] = mapped_column(String(32))
    purpose: Mapped[str | None] = mapped_column(String(20))


class SessionCountRow(Base):
    """What lists show of a session, counted from its events up to `seq`; can be counted anew at any time."""

    __tablename__ = "session_counts"

    session_id: Mapped[str] = mapped_column(ForeignKey("sessions.session_id"), primary_key=True)
    seq: Mapped[int] = mapped_column(Integer)
    labels: Mapped[int] = mapped_column(Integer)
    rounds: Mapped[int] = mapped_column(Integer)


class SessionListingRow(Base):
    """How lists show a session. `name`: in place of the one it was begun with; null: that one. `deleted_at`: since when
    lists leave it out; null: they do not. `archived_at`: since when they show it only to who asks for archived ones.
    Its events stay as they are.
    """

    __tablename__ = "session_listing"

    session_id: Mapped[str] = mapped_column(ForeignKey("sessions.session_id"), primary_key=True)
    name: Mapped[str | None] = mapped_column(String(200))
    deleted_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    archived_at: Mapped[datetime | None] = mapped_column(UtcDateTime())


OF_ROUNDS = text("kind IN ('round_started', 'round_finished', 'round_failed', 'round_cancelled')")
"""Events that begin or end a round. The index on them serves only queries that say so in these very words."""


class EventRow(Base):
    """One event; `(session_id, seq)` orders a session's log, `client_key` makes a repeated write harmless.

    `request_digest` is that of the request that the key came with; null where none did, and in older rows.
    `client_at` and `client_t` (milliseconds) are when the client acted by its own clocks; null where it did not say.
    """

    __tablename__ = "events"
    __table_args__ = (
        UniqueConstraint("session_id", "client_key", name="uq_events_client_key"),
        Index("ix_events_of_rounds", "session_id", "seq", "kind", sqlite_where=OF_ROUNDS, postgresql_where=OF_ROUNDS),
    )

    session_id: Mapped[str] = mapped_column(ForeignKey("sessions.session_id"), primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime())
    actor: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(40))
    version: Mapped[int] = mapped_column(Integer)
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    client_key: Mapped[str | None] = mapped_column(String(200))
    request_digest: Mapped[str | None] = mapped_column(String(64))
    client_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    client_t: Mapped[float | None] = mapped_column(Double)


SESSIONS, COUNTS, LISTING, EVENTS = (
    cast(Table, row.__table__) for row in (SessionRow, SessionCountRow, SessionListingRow, EventRow)
)
