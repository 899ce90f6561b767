"""The tables of projects: a log of each, of the same shape as those of sessions, and until when work is leased."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from sqlalchemy import JSON, ForeignKey, Integer, String, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from activate_va.storage.base import Base, UtcDateTime


class ProjectRow(Base):
    """Whoever shares out work locks the project's row meanwhile."""

    __tablename__ = "projects"

    project_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime())


class ProjectEventRow(Base):
    """One event, as in the table of sessions' events."""

    __tablename__ = "project_events"
    __table_args__ = (UniqueConstraint("project_id", "client_key", name="uq_project_events_client_key"),)

    project_id: Mapped[str] = mapped_column(ForeignKey("projects.project_id"), primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime())
    actor: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(40))
    version: Mapped[int] = mapped_column(Integer)
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    client_key: Mapped[str | None] = mapped_column(String(200))
    request_digest: Mapped[str | None] = mapped_column(String(64))


class LeaseRow(Base):
    """Until when what somebody is asked for is kept for them; each write of theirs renews it."""

    __tablename__ = "project_leases"

    project_id: Mapped[str] = mapped_column(ForeignKey("projects.project_id"), primary_key=True)
    annotator_id: Mapped[str] = mapped_column(ForeignKey("annotators.annotator_id"), primary_key=True)
    until: Mapped[datetime] = mapped_column(UtcDateTime())


PROJECTS, PROJECT_EVENTS, LEASES = (cast(Table, row.__table__) for row in (ProjectRow, ProjectEventRow, LeaseRow))
