"""Migrations make what the tables say, on SQLite as it is set up for labels that must not be lost."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, text

from activate_va.storage.database import migrate, open_database
from activate_va.storage.tables import Base


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = open_database(database_url)
    yield engine
    engine.dispose()


def test_migrations_lead_to_the_tables_of_the_code(engine: Engine) -> None:
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_migrating_twice_changes_nothing(engine: Engine) -> None:
    migrate(engine)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_servers_that_start_at_once_on_a_new_database_make_its_tables_once(database_url: str) -> None:
    with ThreadPoolExecutor(6) as threads:
        engines = list(threads.map(open_database, [database_url] * 6))
    for engine in engines:
        with engine.connect() as connection:
            assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
        engine.dispose()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_sqlite_writes_are_synchronised(engine: Engine) -> None:
    with engine.connect() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert connection.execute(text("PRAGMA synchronous")).scalar() == 2
