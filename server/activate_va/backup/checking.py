"""Whether what is kept can be used: digests as written down, logs without gaps, and each of them folds."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from activate_va.backup.errors import BackupUnreadable
from activate_va.backup.manifest import NAME, ROWS, FileFacts, Manifest, facts_of, manifest_of, open_archive, pieces
from activate_va.backup.rows import event_row, expect_current, lines, snapshot
from activate_va.errors import ActivateError
from activate_va.sessions.fold import fold
from activate_va.sessions.rows import Row, event_of
from activate_va.settings import Settings
from activate_va.storage.database import attached
from activate_va.storage.tables import EVENTS


class Finding(NamedTuple):
    """A session's events, labels and rounds; `problem` says what is wrong with its log, None: nothing."""

    session_id: str
    events: int
    labels: int
    rounds: int
    problem: str | None = None


def check_database(settings: Settings) -> list[Finding]:
    """Every log of the settings' database, folded. Raises BackupOutdated, and what `attached` does."""
    with attached(settings.effective_database_url) as engine, snapshot(engine) as connection:
        expect_current(connection)
        return list(_folded(map(event_row, lines(connection, EVENTS))))


def check_archive(path: Path) -> list[Finding]:
    """Every entry of a backup against its digest, then every log, folded. Raises BackupUnreadable, BackupTooNew."""
    with open_archive(path) as archive:
        manifest = manifest_of(archive)
        expect_whole(archive, manifest)
        found = list(_folded(event_row(line.decode()) for line in archive.open(f"{ROWS}{EVENTS.name}.jsonl")))
    if {one.session_id: one.events for one in found} != manifest.sessions:
        raise BackupUnreadable(f"the events of {path} are not those that its table of contents names")
    return found


def expect_whole(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """Raises BackupUnreadable where an entry is missing, damaged, or one too many."""
    there = set(archive.namelist()) - {NAME}
    for name in sorted(there ^ manifest.files.keys()):
        raise BackupUnreadable(f"{name} is {'missing from' if name in manifest.files else 'not named by'} the backup")
    for name, facts in manifest.files.items():
        if _facts(archive, name) != facts:
            raise BackupUnreadable(f"{name} is not as it was backed up")


def _facts(archive: zipfile.ZipFile, name: str) -> FileFacts:
    try:
        with archive.open(name) as entry:
            return facts_of(pieces(entry))
    except (zipfile.BadZipFile, OSError, EOFError) as error:
        raise BackupUnreadable(f"{name} is damaged: {error}") from error


def _folded(rows: Iterable[Row]) -> Iterator[Finding]:
    for session_id, own in groupby(rows, key=lambda row: row.session_id):
        log = list(own)
        missing = next((seq for seq, row in enumerate(log, 1) if row.seq != seq), None)
        if missing is not None:
            yield Finding(session_id, len(log), 0, 0, f"event {missing} is missing")
            continue
        try:
            state = fold(map(event_of, log))
        except ActivateError as error:
            yield Finding(session_id, len(log), 0, 0, error.detail)
        else:
            yield Finding(session_id, len(log), state.labels, len(state.rounds))
