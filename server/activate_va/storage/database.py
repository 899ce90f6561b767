"""The engine, bringing a database up to the newest migration, and leaving it in one file."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from activate_va import __version__
from activate_va.errors import ActivateError
from activate_va.storage.errors import DatabaseDamaged, DatabaseLocked, DatabaseTooNew
from activate_va.storage.failures import DatabaseUnusable, tell_failures
from activate_va.storage.soundness import SECONDS_FOR_OTHERS, expect_sound

logger = logging.getLogger(__name__)

MIGRATIONS = Path(__file__).parent / "migrations"
SQLITE = "sqlite:///"
MIGRATING = 0x41637469
"""The key of PostgreSQL's advisory lock under which tables are made and changed."""
WAIT_SECONDS = 30
PATIENCE_MILLISECONDS = 1000


def open_database(url: str) -> Engine:
    """An engine on a fully migrated database; SQLite's folder is made where it is missing.

    What fails later of the database or its disk is a StorageFailure. No thread waits for another's connection.
    Raises DatabaseDamaged, DatabaseLeftEmpty, DatabaseTooNew, DatabaseLocked, DatabaseUnusable.
    """
    with _told_of(url):
        if url.startswith(SQLITE):
            path = Path(url.removeprefix(SQLITE))
            path.parent.mkdir(parents=True, exist_ok=True)
            expect_sound(path)
            _take_turns(path)
        patience = {"timeout": WAIT_SECONDS} if url.startswith("sqlite") else {}
        # A connection that is gone, as after a start of PostgreSQL, is seen before it is used.
        engine = create_engine(url, connect_args=patience, pool_size=10, max_overflow=-1, pool_pre_ping=not patience)
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _make_durable)
        try:
            migrate(engine)
            fold_log(engine)
        except BaseException:
            engine.dispose()
            raise
    tell_failures(engine)
    return engine


@contextmanager
def attached(url: str) -> Iterator[Engine]:
    """An engine on a database that is there already, which is left as it is, beside whoever uses it.

    Raises DatabaseDamaged, DatabaseUnusable.
    """
    with _told_of(url):
        path = url.removeprefix(SQLITE)
        if url.startswith(SQLITE) and not Path(path).exists():
            raise DatabaseUnusable(f"there is no database {path}", "name its folder with --data-dir")
        engine = create_engine(url)
        try:
            yield engine
        finally:
            engine.dispose()


def known_migrations() -> frozenset[str]:
    """The versions of the tables that this program knows."""
    return frozenset(script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions())


def newest_migration() -> str | None:
    return ScriptDirectory(str(MIGRATIONS)).get_current_head()


def migrate(engine: Engine, revision: str = "head") -> None:
    """Run the Alembic migrations up to `revision`. Raises DatabaseTooNew."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        if (
            engine.dialect.name == "postgresql"
        ):  # Servers that start together take turns; the lock ends with the commit.
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({MIGRATING})")
        _expect_known(MigrationContext.configure(connection).get_current_heads())
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def close_database(engine: Engine) -> None:
    """Leave all in the database file, so that it may be copied alone; then let go of it."""
    try:
        fold_log(engine)
    except (SQLAlchemyError, ActivateError) as error:
        logger.warning("the database keeps its write-ahead log, which belongs to it: %s", error)
    finally:
        engine.dispose()


def fold_log(engine: Engine) -> None:
    """Write what stands in SQLite's write-ahead log into the database file, and empty the log.

    Who reads just then keeps the log as it is; nothing is lost by that.
    """
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.detach()  # Its short patience is not left to others.
            connection.exec_driver_sql(f"PRAGMA busy_timeout={PATIENCE_MILLISECONDS}")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def _expect_known(heads: tuple[str, ...]) -> None:
    for head in heads:
        if head not in known_migrations():
            ours = f"ActiVAte {__version__} knows versions up to {newest_migration()}"
            raise DatabaseTooNew(f"the database is of version {head}; {ours}")


def _take_turns(path: Path) -> None:
    """See early, and not after the engine's long patience, whether another program has the database locked."""
    connection = sqlite3.connect(path, timeout=SECONDS_FOR_OTHERS, isolation_level=None)
    try:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")
    finally:
        connection.close()


@contextmanager
def _told_of(url: str) -> Iterator[None]:
    """What the database's driver raises, as errors with a remedy."""
    try:
        yield
    except DBAPIError as error:
        raise _as_activate_error(url, error.orig or error) from error
    except (sqlite3.Error, OSError, ArgumentError, ModuleNotFoundError) as error:
        raise _as_activate_error(url, error) from error


def _as_activate_error(url: str, error: BaseException) -> ActivateError:
    where = url.removeprefix(SQLITE) if url.startswith(SQLITE) else url.rpartition("@")[2]
    why = " ".join(str(error).split())
    name = getattr(error, "sqlite_errorname", "")
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return DatabaseLocked(f"another program keeps {where} locked: {why}")
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return DatabaseDamaged(f"{where} is damaged: {why}")
    return DatabaseUnusable(f"cannot use the database {where}: {why}")


def _make_durable(connection: Any, _record: Any) -> None:
    """A label that was acknowledged survives a power cut: write-ahead log, synchronised in full."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()
