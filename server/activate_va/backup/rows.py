"""Rows of all tables as lines of JSON, which any database takes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from typing import Any

from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, Engine, Table, func, insert, select

from activate_va.backup.errors import BackupOutdated
from activate_va.sessions.rows import Row
from activate_va.storage.account_tables import ANNOTATORS
from activate_va.storage.database import newest_migration
from activate_va.storage.tables import EVENTS, SESSIONS, Base, UtcDateTime

TABLES = Base.metadata.sorted_tables
"""Tables after those that they refer to."""
AT_ONCE = 1_000


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """All that is read is of one moment, whoever writes meanwhile."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.exec_driver_sql("BEGIN")
            yield connection
    else:
        with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
            yield connection


def expect_current(connection: Connection) -> str:
    """The version of the tables, which is this program's. Raises BackupOutdated."""
    theirs = MigrationContext.configure(connection).get_current_revision()
    if theirs is None or theirs != newest_migration():
        raise BackupOutdated(f"the database is of version {theirs}, and this ActiVAte's is {newest_migration()}")
    return theirs


def lines(connection: Connection, table: Table) -> Iterator[str]:
    """The table's rows in the order of its key, a line of JSON each."""
    found = connection.execution_options(yield_per=AT_ONCE).execute(select(table).order_by(*table.primary_key))
    for row in found.mappings():
        yield json.dumps({key: _plain(value) for key, value in row.items()}, ensure_ascii=False) + "\n"


def add(connection: Connection, table: Table, given: Iterable[str]) -> int:
    """Insert the rows of these lines; how many there were. Columns that a line does not have stay empty."""
    count, rest = 0, iter(given)
    while some := list(islice(rest, AT_ONCE)):
        connection.execute(insert(table), [parsed(table, line) for line in some])
        count += len(some)
    return count


def parsed(table: Table, line: str) -> dict[str, Any]:
    """Raises ValueError, KeyError."""
    row = json.loads(line)
    return {name: _typed(table, name, value) for name, value in row.items()}


def event_row(line: str) -> Row:
    """An event as the log reads it. Raises ValueError, KeyError."""
    found = parsed(EVENTS, line)
    found["payload"] = json.dumps(found["payload"])
    return Row(**{name: found[name] for name in Row._fields})


def without_rows(engine: Engine) -> bool:
    """Whether there is neither a session nor a person."""
    with engine.connect() as connection:
        return not any(
            connection.execute(select(func.count()).select_from(table)).scalar_one() for table in (SESSIONS, ANNOTATORS)
        )


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _typed(table: Table, name: str, value: Any) -> Any:
    is_time = isinstance(table.c[name].type, UtcDateTime)
    return datetime.fromisoformat(value) if is_time and value is not None else value
