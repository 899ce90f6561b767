"""Puts a backup back, into a folder and a database that hold nothing yet."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path, PurePosixPath

from sqlalchemy import Engine

from activate_va.backup.checking import expect_whole
from activate_va.backup.errors import BackupTooNew, BackupUnreadable, TargetNotEmpty
from activate_va.backup.manifest import FILES, ROWS, Manifest, manifest_of, open_archive
from activate_va.backup.rows import TABLES, add, without_rows
from activate_va.settings import LOCK, Storage, data_dir_of_our_own
from activate_va.storage.database import close_database, known_migrations, open_database


def restore(path: Path, settings: Storage) -> Manifest:
    """Nothing is written before all of the backup is known to be whole; rows come last, all or none.

    Raises BackupUnreadable, BackupTooNew, TargetNotEmpty, DataDirUnusable, DataDirInUse, and what `open_database` does.
    """
    with open_archive(path) as archive:
        manifest = manifest_of(archive)
        if manifest.migration not in known_migrations():
            raise BackupTooNew(f"{path} was written by ActiVAte {manifest.activate_va}, which is newer than this one")
        expect_whole(archive, manifest)
        with data_dir_of_our_own(settings) as folder:
            others = [found.name for found in folder.iterdir() if found.name != LOCK]
            if others:
                raise TargetNotEmpty(f"{folder} holds {', '.join(sorted(others)[:3])}")
            engine = open_database(settings.effective_database_url)
            try:
                _put_back(archive, manifest, folder, engine)
            finally:
                close_database(engine)
    return manifest


def _put_back(archive: zipfile.ZipFile, manifest: Manifest, folder: Path, engine: Engine) -> None:
    if not without_rows(engine):
        raise TargetNotEmpty(f"the database {engine.url.database} holds sessions or people")
    for name in manifest.files:
        if name.startswith(FILES):
            _extract(archive, name, folder / _inside(name))
    with engine.begin() as connection:
        for table in TABLES:
            name = f"{ROWS}{table.name}.jsonl"
            if name in manifest.files:
                add(connection, table, (line.decode() for line in archive.open(name)))


def _inside(name: str) -> PurePosixPath:
    """Raises BackupUnreadable where the path leads out of the folder."""
    path = PurePosixPath(name.removeprefix(FILES))
    if path.is_absolute() or ".." in path.parts or "\\" in name or not path.parts:
        raise BackupUnreadable(f"{name} would lie outside the data folder")
    return path


def _extract(archive: zipfile.ZipFile, name: str, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(name) as entry, path.open("xb") as target:
        shutil.copyfileobj(entry, target)
