"""Writes a backup, also while the server is at work: all rows of one moment, then the files that are there."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import Connection, func, select

from activate_va.atomic import write_atomically
from activate_va.backup.errors import BackupExists, BackupUnwritable
from activate_va.backup.manifest import FILES, NAME, ROWS, FileFacts, Manifest, facts_of, pieces
from activate_va.backup.rows import TABLES, expect_current, lines, snapshot
from activate_va.settings import LOCK, Storage
from activate_va.storage.database import attached
from activate_va.storage.tables import EVENTS


def back_up(settings: Storage, path: Path) -> Manifest:
    """Write the sessions of the settings' database and the data folder to a file that must not exist yet.

    A file of the folder that goes while it is read, as those of earlier rounds do, is left out.
    Raises BackupExists, BackupUnwritable, BackupOutdated, and what `attached` does.
    """
    if path.exists():
        raise BackupExists(f"{path} exists")
    with attached(settings.effective_database_url) as engine, snapshot(engine) as connection:
        migration = expect_current(connection)
        manifest: list[Manifest] = []

        def write(stream: BinaryIO) -> None:
            manifest.append(_written(stream, connection, settings.data_dir, migration))

        try:
            write_atomically(path, write)
        except OSError as error:
            raise BackupUnwritable(f"cannot write {path}: {error.strerror}: {error.filename}") from error
    return manifest[0]


def _written(stream: BinaryIO, connection: Connection, folder: Path, migration: str) -> Manifest:
    files: dict[str, FileFacts] = {}
    rows: dict[str, int] = {}
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        newest = select(EVENTS.c.session_id, func.max(EVENTS.c.seq)).group_by(EVENTS.c.session_id)
        sessions = {row[0]: row[1] for row in connection.execute(newest)}
        created_at = datetime.now(UTC)
        for table in TABLES:
            counted = _Counted(line.encode() for line in lines(connection, table))
            name = f"{ROWS}{table.name}.jsonl"
            files[name] = _add(archive, name, counted)
            rows[table.name] = counted.count
        for path in _kept(folder):
            name = FILES + path.relative_to(folder).as_posix()
            try:
                with path.open("rb") as content:
                    files[name] = _add(archive, name, pieces(content))
            except FileNotFoundError:
                continue
        manifest = Manifest(migration=migration, created_at=created_at, sessions=sessions, rows=rows, files=files)
        archive.writestr(NAME, manifest.model_dump_json(indent=1))
    return manifest


class _Counted:
    def __init__(self, given: Iterable[bytes]) -> None:
        self.given = given
        self.count = 0

    def __iter__(self) -> Iterator[bytes]:
        for one in self.given:
            self.count += 1
            yield one


def _add(archive: zipfile.ZipFile, name: str, content: Iterable[bytes]) -> FileFacts:
    with archive.open(name, "w", force_zip64=True) as entry:
        return facts_of(content, entry.write)


def _kept(folder: Path) -> list[Path]:
    """All files of the folder but the database, what is being written, and the lock."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink())
    return [path for path in found if path.name != LOCK and path.suffix != ".part" and ".sqlite3" not in path.name]
