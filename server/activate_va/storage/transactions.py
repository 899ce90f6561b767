"""Transactions that read before they write, and the clock that all servers share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine, func, select

Clock = Callable[[Connection], datetime]


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction whose reads still hold when it writes: SQLite has one writer at a time, from the first read on.

    On PostgreSQL what must not change meanwhile is locked by whoever reads it, with `FOR UPDATE`.
    """
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        yield connection


def database_now(connection: Connection) -> datetime:
    """By the database's clock; SQLite's is that of the only server."""
    if connection.dialect.name == "sqlite":
        return datetime.now(UTC)
    now: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
    return now
