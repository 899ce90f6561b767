"""Whether a database file may be opened: not one that lost its content, nor one that is damaged."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from activate_va.storage.errors import DatabaseDamaged, DatabaseLeftEmpty

SIGNATURE = b"SQLite format 3\0"
SECONDS_FOR_OTHERS = 5
"""How long a start waits for another program to let go of the database."""


def expect_sound(path: Path) -> None:
    """Every page of the file is read and checked, 0.6 s per GB from memory; a file that is not there is sound.

    SQLite would take a database file that is missing or empty for a new one, drop the write-ahead log that holds
    its sessions, and say nothing. Raises DatabaseLeftEmpty, DatabaseDamaged, sqlite3.OperationalError.
    """
    size, log = _size(path), path.with_name(f"{path.name}-wal")
    if size == 0:
        _expect_no_log(path, log)
        return
    with path.open("rb") as file:
        if file.read(len(SIGNATURE)) != SIGNATURE:
            raise DatabaseDamaged(f"{path} is no SQLite database: it begins with other bytes")
    problem, tables = _looked_through(path)
    if problem != "ok":
        raise DatabaseDamaged(f"{path} is damaged: {problem}")
    if not tables:
        raise DatabaseLeftEmpty(f"{path} has no tables: what they held was in its write-ahead log, {log}")


def _expect_no_log(path: Path, log: Path) -> None:
    if left := _size(log):
        state = "is empty" if path.exists() else "is missing"
        raise DatabaseLeftEmpty(f"{path} {state}, and beside it are {left:,} bytes of its write-ahead log, {log}")


def _looked_through(path: Path) -> tuple[str, int]:
    """What SQLite finds wrong first, "ok" where nothing is; and how many tables there are."""
    with closing(sqlite3.connect(path, timeout=SECONDS_FOR_OTHERS)) as connection:
        try:
            problem = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
            tables = int(connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError as error:
            return str(error), 0
    return " ".join(problem.split()), tables


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
