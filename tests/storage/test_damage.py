"""Databases that a start refuses: damaged, emptied, locked, or written by a newer ActiVAte."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from activate_va.storage import database, soundness
from activate_va.storage.database import close_database, open_database
from activate_va.storage.errors import (
    DatabaseDamaged,
    DatabaseLeftEmpty,
    DatabaseLocked,
    DatabaseTooNew,
)
from activate_va.storage.failures import DatabaseUnusable

ROW = "INSERT INTO sessions (session_id, name, dataset, created_at) VALUES (:id, :name, 'digits', '2026-01-01')"


def url(path: Path) -> str:
    return f"sqlite:///{path}"


def fill(path: Path, rows: int) -> None:
    """A database with so many sessions, closed in order."""
    engine = open_database(url(path))
    with engine.begin() as connection:
        connection.execute(text(ROW), [{"id": str(row), "name": "x" * 180} for row in range(rows)])
    close_database(engine)


def sessions(path: Path) -> int:
    engine = open_database(url(path))
    with engine.connect() as connection:
        count = connection.execute(text("SELECT count(*) FROM sessions")).scalar_one()
    close_database(engine)
    return int(count)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "test.sqlite3"


@pytest.fixture
def torn(path: Path) -> Path:
    """As a server that was killed leaves it: ten sessions, which stand in the write-ahead log only."""
    at_work = path.with_name("at-work.sqlite3")
    engine = open_database(url(at_work))
    with engine.begin() as connection:
        connection.execute(text(ROW), [{"id": str(row), "name": ""} for row in range(10)])
    for suffix in ("", "-wal"):
        shutil.copy(f"{at_work}{suffix}", f"{path}{suffix}")
    engine.dispose()
    return path


def test_what_a_killed_server_left_is_all_there(torn: Path) -> None:
    assert sessions(torn) == 10


def test_closed_in_order_all_is_in_one_file(path: Path) -> None:
    fill(path, 10)
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_while_it_is_open_the_file_alone_holds_the_tables(path: Path) -> None:
    engine = open_database(url(path))
    copy = path.with_name("copy.sqlite3")
    shutil.copy(path, copy)
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone()
    engine.dispose()


def test_a_reader_does_not_keep_the_database_from_being_closed(path: Path) -> None:
    engine = open_database(url(path))
    with closing(sqlite3.connect(path)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM sessions").fetchall()
        close_database(engine)
    assert sessions(path) == 0


@pytest.mark.parametrize("missing", [False, True])
def test_an_empty_or_missing_file_beside_its_log_is_refused(torn: Path, missing: bool) -> None:
    torn.write_bytes(b"")
    if missing:
        torn.unlink()
    log = torn.with_name("test.sqlite3-wal")
    before = log.read_bytes()
    with pytest.raises(DatabaseLeftEmpty, match=r"is missing.*test.sqlite3-wal" if missing else "is empty"):
        open_database(url(torn))
    assert log.read_bytes() == before


def test_a_file_without_tables_is_refused(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA user_version=1")
    with pytest.raises(DatabaseLeftEmpty, match="has no tables"):
        open_database(url(path))


def test_an_empty_file_alone_becomes_a_database(path: Path) -> None:
    path.touch()
    assert sessions(path) == 0


def test_a_file_of_something_else_is_refused(path: Path) -> None:
    path.write_text("labels, and more labels\n" * 1000, encoding="utf-8")
    with pytest.raises(DatabaseDamaged, match="no SQLite database"):
        open_database(url(path))


def test_a_damaged_page_is_found(path: Path) -> None:
    fill(path, 2_000)
    content = bytearray(path.read_bytes())
    middle = len(content) // 2 // 4096 * 4096
    content[middle : middle + 4096] = bytes(4096)
    path.write_bytes(content)
    with pytest.raises(DatabaseDamaged, match="is damaged: "):
        open_database(url(path))


def test_a_file_that_was_cut_off_is_found(path: Path) -> None:
    fill(path, 2_000)
    path.write_bytes(path.read_bytes()[:-40_960])
    with pytest.raises(DatabaseDamaged, match="is damaged: "):
        open_database(url(path))


def test_a_newer_migration_is_told_with_both_versions(path: Path) -> None:
    fill(path, 1)
    with closing(sqlite3.connect(path)) as connection:
        known = connection.execute("SELECT version_num FROM alembic_version").fetchone()[0]
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    with pytest.raises(DatabaseTooNew, match=f"version 9999.*{known}"):
        open_database(url(path))


def test_a_database_that_another_program_locks_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (database, soundness):
        monkeypatch.setattr(module, "SECONDS_FOR_OTHERS", 0.1)
    fill(path, 1)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseLocked, match=r"keeps .* locked"):
            open_database(url(path))
    assert sessions(path) == 1


def test_a_folder_that_cannot_be_written_is_told() -> None:
    with pytest.raises(DatabaseUnusable, match="/proc/none"):
        open_database("sqlite:////proc/none/test.sqlite3")
