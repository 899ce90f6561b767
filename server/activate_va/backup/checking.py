"""Whether what is kept can be used: digests as written down, logs without gaps, and each of them folds."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any, Literal, NamedTuple

from sqlalchemy import Table

from activate_va.backup.errors import BackupUnreadable
from activate_va.backup.manifest import NAME, ROWS, FileFacts, Manifest, facts_of, manifest_of, open_archive, pieces
from activate_va.backup.rows import event_row, expect_current, lines, snapshot
from activate_va.errors import ActivateError
from activate_va.projects.log import event_of as project_event_of
from activate_va.projects.state import ProjectState, continued
from activate_va.sessions.fold import fold
from activate_va.sessions.rows import Row, event_of
from activate_va.sessions.state import SessionState
from activate_va.settings import Storage
from activate_va.storage.database import attached
from activate_va.storage.project_tables import PROJECT_EVENTS
from activate_va.storage.tables import EVENTS


class Finding(NamedTuple):
    """A log, of a session or a project: its events; `problem` says what is wrong with it, None: nothing."""

    what: Literal["session", "project"]
    log_id: str
    events: int
    problem: str | None = None


def check_database(settings: Storage) -> list[Finding]:
    """Every log of the settings' database, folded. Raises BackupOutdated, and what `attached` does."""
    with attached(settings.effective_database_url) as engine, snapshot(engine) as connection:
        expect_current(connection)
        return [*_sessions(lines(connection, EVENTS)), *_projects(lines(connection, PROJECT_EVENTS))]


def check_archive(path: Path) -> list[Finding]:
    """Every entry of a backup against its digest, then every log, folded. Raises BackupUnreadable, BackupTooNew."""
    with open_archive(path) as archive:
        manifest = manifest_of(archive)
        expect_whole(archive, manifest)
        sessions = list(_sessions(_lines(archive, EVENTS)))
        projects = list(_projects(_lines(archive, PROJECT_EVENTS)))
    if {one.log_id: one.events for one in sessions} != manifest.sessions:
        raise BackupUnreadable(f"the events of {path} are not those that its table of contents names")
    return [*sessions, *projects]


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


def _lines(archive: zipfile.ZipFile, table: Table) -> Iterator[str]:
    """Of a backup that was made before there was such a table, none."""
    name = f"{ROWS}{table.name}.jsonl"
    return (line.decode() for line in archive.open(name)) if name in archive.namelist() else iter(())


def _sessions(given: Iterable[str]) -> Iterator[Finding]:
    for session_id, own in groupby(map(event_row, given), key=lambda row: row.session_id):
        log = list(own)
        problem = _problem([row.seq for row in log], partial(_fold_session, log))
        yield Finding("session", session_id, len(log), problem)


def _projects(given: Iterable[str]) -> Iterator[Finding]:
    for project_id, own in groupby(map(json.loads, given), key=lambda row: str(row["project_id"])):
        log = list(own)
        yield Finding(
            "project", project_id, len(log), _problem([row["seq"] for row in log], partial(_fold_project, log))
        )


def _problem(seqs: list[int], fold_log: Callable[[], object]) -> str | None:
    missing = next((seq for seq, found in enumerate(seqs, 1) if found != seq), None)
    if missing is not None:
        return f"event {missing} is missing"
    try:
        fold_log()
    except ActivateError as error:
        return error.detail
    return None


def _fold_session(log: Iterable[Row]) -> SessionState:
    return fold(map(event_of, log))


def _fold_project(log: Iterable[dict[str, Any]]) -> ProjectState:
    return continued(None, map(project_event_of, log))
