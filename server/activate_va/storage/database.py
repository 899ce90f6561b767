"""The engine, and bringing a database up to the newest migration."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, create_engine, event

from activate_va.storage.failures import tell_failures

MIGRATIONS = Path(__file__).parent / "migrations"


def open_database(url: str) -> Engine:
    """An engine on a fully migrated database; SQLite's folder is made where it is missing.

    What fails of the database or its disk is a StorageFailure. No thread waits for another's connection.
    """
    if url.startswith("sqlite:///"):
        Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    patience = {"timeout": 30} if url.startswith("sqlite") else {}
    engine = create_engine(url, connect_args=patience, pool_size=10, max_overflow=-1)
    tell_failures(engine)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _make_durable)
    migrate(engine)
    return engine


def migrate(engine: Engine, revision: str = "head") -> None:
    """Run the Alembic migrations up to `revision`."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def _make_durable(connection: Any, _record: Any) -> None:
    """A label that was acknowledged survives a power cut: write-ahead log, synchronised in full."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()
