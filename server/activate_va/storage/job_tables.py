"""The table of jobs: what servers on one database tell each other of work under way."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from sqlalchemy import Double, Index, String, Table, Text
from sqlalchemy.orm import Mapped, mapped_column

from activate_va.storage.base import Base, UtcDateTime


class JobRow(Base):
    """A job of `server`. `key` names the result where that is computed once. The error is null where there is none."""

    __tablename__ = "jobs"
    __table_args__ = (Index("ix_jobs_key", "key", "state"),)

    job_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    server: Mapped[str] = mapped_column(String(32))
    kind: Mapped[str] = mapped_column(String(40))
    key: Mapped[str | None] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(20))
    stage: Mapped[str] = mapped_column(Text)
    fraction: Mapped[float] = mapped_column(Double)
    error: Mapped[str | None] = mapped_column(String(200))
    detail: Mapped[str | None] = mapped_column(Text)
    hint: Mapped[str | None] = mapped_column(Text)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime())


JOBS = cast(Table, JobRow.__table__)
