"""What fails of the disk is told as that, and mends itself with the disk."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, text

from activate_va.storage.database import open_database
from activate_va.storage.failures import DatabaseBusy, DatabaseUnusable, DiskFull, StorageFailure

FILL = text(
    "INSERT INTO sessions (session_id, name, dataset, created_at) "
    "VALUES (hex(randomblob(16)), 'n', hex(zeroblob(400)), '2026-01-01')"
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "test.sqlite3"


@pytest.fixture
def engine(path: Path) -> Iterator[Engine]:
    engine = open_database(f"sqlite:///{path}")
    yield engine
    engine.dispose()


def fill(engine: Engine) -> None:
    with engine.begin() as connection:
        for _ in range(100):
            connection.execute(FILL)


def test_a_full_disk_is_named_and_takes_more_once_there_is_room(engine: Engine, path: Path) -> None:
    def allow_no_more_pages(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA max_page_count=1")

    engine.dispose()
    event.listen(engine, "connect", allow_no_more_pages)
    with pytest.raises(DiskFull, match=f"full: the database {path}") as refused:
        fill(engine)
    assert refused.value.status == 507
    event.remove(engine, "connect", allow_no_more_pages)
    engine.dispose()
    fill(engine)


def test_a_database_that_may_not_be_written_is_told(engine: Engine) -> None:
    with engine.connect() as connection:
        connection.execute(text("PRAGMA query_only=1"))
        with pytest.raises(DatabaseUnusable, match="readonly"):
            connection.execute(FILL)
    engine.dispose()


def test_a_folder_that_takes_no_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "folder.sqlite3").mkdir()
    with pytest.raises(StorageFailure, match="Is a directory") as refused:
        open_database(f"sqlite:///{tmp_path / 'folder.sqlite3'}")
    assert refused.value.status == 503


def test_a_writer_that_stays_too_long_is_told(engine: Engine, path: Path) -> None:
    other = sqlite3.connect(path)
    other.execute("BEGIN IMMEDIATE")
    with engine.connect() as connection:
        connection.execute(text("PRAGMA busy_timeout=1"))
        with pytest.raises(DatabaseBusy, match="locked"):
            connection.execute(FILL)
    other.close()
    engine.dispose()


def test_a_defect_stays_one(engine: Engine) -> None:
    with engine.connect() as connection, pytest.raises(Exception, match="no such table") as defect:
        connection.execute(text("SELECT * FROM no_table"))
    assert not isinstance(defect.value, StorageFailure)
