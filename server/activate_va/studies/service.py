"""The studies of a server: those in its data directory, and the one that runs."""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Iterator, Sequence
from enum import StrEnum
from math import prod
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from activate_va.analysis.runs import Row
from activate_va.client_key import ClientKey
from activate_va.datasets import open_dataset
from activate_va.digest import json_digest
from activate_va.errors import ActivateError
from activate_va.jobs.publisher import Message
from activate_va.recent import Recent
from activate_va.services import Services
from activate_va.sessions.errors import ClientKeyReused
from activate_va.studies.design import StudyDesign, problems_of
from activate_va.studies.errors import (
    FolderOfAnotherStudy,
    InvalidDesign,
    NoStudyHere,
    NothingFinished,
    StudyNotFound,
    StudyNotRunning,
    StudyRunning,
    TableDamaged,
    TablesOfAnotherVersion,
)
from activate_va.studies.folder import StudyFolder
from activate_va.studies.progress import Progress
from activate_va.studies.run import BackgroundRun
from activate_va.studies.tables import TRIAL, read_table

logger = logging.getLogger(__name__)

FOLDER = "studies"
CLOSE_SECONDS = 2
KEYS = 1_000
"""Of clients, the last, by which a repeated start is known."""
AXES = ("datasets", "classifiers", "projections", "policies", "labellers")


class StudyState(StrEnum):
    RUNNING = "running"
    CANCELLING = "cancelling"
    FINISHED = "finished"
    INTERRUPTED = "interrupted"


class StudyFailure(BaseModel):
    """What a session, or the study as a whole, failed of in the last run of this server."""

    title: str
    error: str
    detail: str
    hint: str


class Study(BaseModel):
    """A study as clients see it: `finished` of its `sessions` have ended; `progress` is null unless it runs.

    `study` is its name in addresses; `design` its file with all defaults filled in, but for seeds and title.
    """

    study: str
    name: str
    title: str
    state: StudyState
    sessions: int
    finished: int
    seeds: tuple[int, ...]
    progress: Progress | None
    failures: tuple[StudyFailure, ...]
    design: dict[str, Any]


class Studies:
    """Studies in `data_dir`/studies/NAME, and one whose own folder `data_dir` is. One runs at a time."""

    def __init__(self, services: Services, data_dir: Path) -> None:
        self.services = services
        self.data_dir = data_dir
        self._lock = threading.RLock()
        self._runs: dict[str, BackgroundRun] = {}
        self._keys: Recent[str, tuple[ClientKey, str]] = Recent(KEYS)

    def all(self) -> list[Study]:
        """By name."""
        return sorted((self._described(*found) for found in self._folders()), key=lambda known: known.study)

    def get(self, study: str) -> Study:
        """Raises StudyNotFound."""
        return self._described(study, self.folder(study))

    def folder(self, study: str) -> StudyFolder:
        """Raises StudyNotFound."""
        found = dict(self._folders()).get(study)
        if found is None:
            raise StudyNotFound(f"there is no study {study!r}")
        return found

    def rows(self, study: str, table: str) -> list[Row]:
        """The rows of a table, of every session that has ended so far. Raises StudyNotFound, TablesOfAnotherVersion."""
        folder = self.folder(study)
        run = self._running(study)
        rows = run.rows(table) if run else _stored(folder, table)
        _expect_columns(study, rows, [name for name, _ in TRIAL])
        return rows

    def start(self, design: StudyDesign, client_key: ClientKey | None = None) -> Study:
        """Run the study, or what is left of it. Raises StudyRunning, FolderOfAnotherStudy, FolderUnusable.

        A repeated `client_key` starts nothing; raises ClientKeyReused where another request came with it.
        """
        with self._lock:
            study = _slug(design.name)
            if client_key is not None and self._started_first(client_key):
                return self.get(study)
            self._refuse_second()
            folder = StudyFolder(dict(self._folders()).get(study, StudyFolder(self.data_dir / FOLDER / study)).path)
            _claim(folder, design)
            self._runs[study] = BackgroundRun(design, folder, self.services, lambda: self._publish(study))
            if client_key is not None:
                self._keys.put(client_key.key, (client_key, study))
            self._runs[study].start()
            return self.get(study)

    def resume(self, study: str, client_key: ClientKey | None = None) -> Study:
        """Run what is left of a study of this server. Raises StudyNotFound, InvalidDesign, and what `start` raises."""
        manifest = self.folder(study).manifest()
        beside = {name: manifest[name] for name in ("title", "seeds", "keep") if name in manifest}
        kept = {**manifest["design"], **beside}
        try:
            design = StudyDesign.model_validate(kept)
        except ValidationError as error:
            _, message = problems_of(error, StudyDesign)[0]
            hint = "it was begun by another version, or its datasets have moved: begin it anew under another name"
            raise InvalidDesign(f"study {study!r} cannot be run as it was: {message}", hint) from error
        for reference in design.datasets:
            self._expect_served(reference)
        return self.start(design, client_key)

    def cancel(self, study: str) -> Study:
        """Stop the study; what it finished is kept. Raises StudyNotFound, StudyNotRunning."""
        self.folder(study)
        run = self._running(study)
        if run is None:
            raise StudyNotRunning(f"study {study!r} does not run")
        run.cancel()
        return self.get(study)

    def close(self) -> None:
        """Stop what runs; another server goes on with it."""
        for run in list(self._runs.values()):
            if not run.ended:
                run.cancel()
                run.join(CLOSE_SECONDS)

    def _folders(self) -> Iterator[tuple[str, StudyFolder]]:
        """Each study's name in addresses, and its folder; the data directory's own first."""
        taken = set()
        for folder in map(StudyFolder, (self.data_dir, *sorted((self.data_dir / FOLDER).glob("*/")))):
            name = _name(folder)
            if name is not None and name not in taken:
                taken.add(name)
                yield name, folder

    def _described(self, study: str, folder: StudyFolder) -> Study:
        manifest, run = folder.manifest(), self._runs.get(study)
        running = run is not None and not run.ended
        finished, damage = (run.finished, ()) if run and running else _finished(study, folder)
        sessions = len(manifest["seeds"]) * prod(len(manifest["design"].get(axis, [None])) for axis in AXES)
        return Study(
            study=study,
            name=manifest["design"]["name"],
            title=manifest["title"],
            state=_state(run if running else None, finished >= sessions),
            sessions=sessions,
            finished=finished,
            seeds=tuple(manifest["seeds"]),
            progress=run.progress if run and running else None,
            failures=(*_failures(run), *damage),
            design=manifest["design"],
        )

    def _running(self, study: str) -> BackgroundRun | None:
        run = self._runs.get(study)
        return None if run is None or run.ended else run

    def _started_first(self, client_key: ClientKey) -> bool:
        """Whether this very request has started a study. Raises ClientKeyReused."""
        known = self._keys.get(client_key.key)
        if known is None:
            return False
        first, study = known
        if not client_key.fits(first.digest):
            raise ClientKeyReused(f"this key was used for another request, which started study {study!r}")
        return True

    def _refuse_second(self) -> None:
        running = next((name for name in self._runs if self._running(name)), None)
        if running is not None:
            raise StudyRunning(f"study {running!r} runs already")

    def _expect_served(self, reference: str) -> None:
        dataset = open_dataset(reference)
        if self.services.shelf.open(dataset.name).digest != dataset.digest:
            hint = "start the server with --dataset and the path of the study's own"
            raise InvalidDesign(f"the {dataset.name} that is served is not the one the study was begun with", hint)

    def _publish(self, study: str) -> None:
        self.services.publisher.publish(study_channel(study), Message("progress", None, self.get(study)))


def study_channel(study: str) -> str:
    return f"study:{study}"


def _slug(name: str) -> str:
    """The study's name as a folder, and part of an address: letters, digits, and single dashes between.

    Names that have none of these letters, as in other scripts, are told apart by their digest.
    """
    return re.sub(r"[^a-z0-9_]+", "-", name.lower()).strip("-") or f"study-{json_digest(name)[:8]}"


def _name(folder: StudyFolder) -> str | None:
    """What addresses call the study; None where there is none, or, with a warning, where its manifest is damaged."""
    try:
        return _slug(folder.manifest()["design"]["name"]) if folder.exists() else None
    except (NoStudyHere, OSError) as error:
        logger.warning("%s is left out of the studies: %s", folder.path, error)
        return None


def _claim(folder: StudyFolder, design: StudyDesign) -> None:
    try:
        folder.claim(design)
    except FolderOfAnotherStudy as error:
        raise FolderOfAnotherStudy(error.detail, "give the study another name, or run the other as it was") from error


def _stored(folder: StudyFolder, table: str) -> list[Row]:
    try:
        return read_table(folder.path, table)
    except NothingFinished:
        return []


def _finished(study: str, folder: StudyFolder) -> tuple[int, tuple[StudyFailure, ...]]:
    """How many sessions have ended; none where their table is damaged, and then what is wrong with it."""
    try:
        rows = _stored(folder, "times")
        _expect_columns(study, rows, ["session_id"])
    except (TableDamaged, TablesOfAnotherVersion) as error:
        return 0, (_failure_of(study, error),)
    return len({row["session_id"] for row in rows}), ()


def _expect_columns(study: str, rows: list[Row], names: Sequence[str]) -> None:
    missing = [name for name in names if rows and name not in rows[0]]
    if missing:
        raise TablesOfAnotherVersion(f"the tables of study {study!r} have no column {', '.join(missing)}")


def _state(run: BackgroundRun | None, complete: bool) -> StudyState:
    if run is not None:
        return StudyState.CANCELLING if run.cancelled else StudyState.RUNNING
    return StudyState.FINISHED if complete else StudyState.INTERRUPTED


def _failures(run: BackgroundRun | None) -> tuple[StudyFailure, ...]:
    return tuple(_failure_of(title, error) for title, error in run.failures) if run else ()


def _failure_of(title: str, error: ActivateError) -> StudyFailure:
    return StudyFailure(title=title, error=error.code, detail=error.detail, hint=error.hint)
