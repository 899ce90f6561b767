"""Runs a study: each trial once, as many side by side as there are workers to train for them."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, Protocol

from activate_va.datasets import open_dataset
from activate_va.errors import ActivateError
from activate_va.jobs.errors import CannotWrite, SchedulerUnreachable
from activate_va.jobs.failures import as_activate_error, is_of_files
from activate_va.services import Services
from activate_va.sessions.state import SessionState
from activate_va.simulation.inference import PoolInference
from activate_va.simulation.session import Simulation, Stopped
from activate_va.storage.failures import StorageFailure
from activate_va.studies.conditions import Trial, plan, trials
from activate_va.studies.design import StudyDesign
from activate_va.studies.errors import FolderUnusable
from activate_va.studies.folder import Result, StudyFolder
from activate_va.studies.preparation import Preparation
from activate_va.studies.rows import label_rows, round_rows, time_rows
from activate_va.studies.side_by_side import Ended, SideBySide, Work
from activate_va.studies.tables import write_tables

logger = logging.getLogger(__name__)


class Watcher(Protocol):
    """Who is told how far a study is, in rounds: one call at a time, from whatever thread.

    What it raises ends the study; KeyboardInterrupt says that this is meant.
    """

    def begin(self, rounds: int, stored: int) -> None:
        """How many rounds there are in all, and how many of them need not be run again."""

    def stage(self, text: str) -> None: ...

    def round_done(self) -> None: ...


class Outcome(NamedTuple):
    """How many sessions were run now, how many had been stored, and which failed of what."""

    ran: int
    stored: int
    failed: tuple[tuple[str, ActivateError], ...]


class StudyRun:
    """A study in its folder, on the services of a server."""

    def __init__(self, design: StudyDesign, folder: StudyFolder, services: Services, watcher: Watcher) -> None:
        self.design = design
        self.folder = folder
        self.services = services
        self.watcher = watcher
        self.preparation = Preparation(
            design, folder.path, services.projector, services.representer, services.jobs, self._stage
        )
        self._telling = threading.Lock()
        self._running: set[Simulation] = set()
        self._results: dict[str, Result | None] = {}

    def run(self) -> Outcome:
        """Run what is not stored yet, and write the tables, also when interrupted.

        A trial that fails is named in the outcome and the others go on. What ends the study, with what runs
        stopped: a folder that cannot be written (FolderUnusable), a scheduler that is gone
        (SchedulerUnreachable), KeyboardInterrupt, and what the watcher raises.
        """
        planned, self._results = _planned(self.design, self.folder)
        missing = [trial for trial in planned if self._results[trial.key] is None]
        stored = len(planned) - len(missing)
        self.watcher.begin(len(planned) * self.design.rounds, stored * self.design.rounds)
        crew = SideBySide(missing, self._begin, self._room)
        failed: dict[str, ActivateError] = {}
        try:
            failed = {ended.item.key: error for ended in crew if (error := _failure(ended)) is not None}
        finally:
            self.stop()
            crew.join()
            _write_tables(self.folder, self.design, self._results)
        failures = tuple((trial.title, failed[trial.key]) for trial in missing if trial.key in failed)
        return Outcome(len(missing) - len(failures), stored, failures)

    def _room(self) -> int:
        """A trial for each worker that can train."""
        room = self.services.jobs.cluster.trainers()
        if room == 0:
            self._stage("the cluster has no workers now; waiting for one")
        return room

    def _begin(self, trial: Trial) -> Work:
        dataset = open_dataset(trial.condition.dataset)
        with self._written():
            self.preparation.represent(trial)
            simulation = Simulation(
                sessions=self.services.sessions,
                plan=plan(self.design, trial),
                dataset=dataset,
                name=dataset.name,
                coordinates=self.preparation.coordinates(trial),
                reference=self.preparation.reference(trial),
                after_round=self._round_done,
            )
        others = len(self._running)
        self._running.add(simulation)
        self._stage(f"{others + 1} at once, the last: {trial.title}" if others else trial.title)
        return lambda: self._run(trial, simulation)

    def _run(self, trial: Trial, simulation: Simulation) -> None:
        try:
            with self._written():
                state = simulation.run()
            result = self._result(simulation, state)
            self.folder.keep(trial, result)
            self._results[trial.key] = result
            with self._written():
                self._clear(state)
        finally:
            self._running.discard(simulation)

    def _result(self, simulation: Simulation, state: SessionState) -> Result:
        inference = PoolInference(simulation.dataset, self.services.sessions.selecting.views)
        return {
            "rounds": round_rows(state, inference),
            "labels": label_rows(state, simulation.dataset),
            "times": time_rows(state),
        }

    def _clear(self, state: SessionState) -> None:
        """Drop what the study need not keep; a model that is kept gives its probabilities again when asked."""
        kept = {"all": range(1, len(state.rounds) + 1), "last": [len(state.rounds)], "none": []}[self.design.keep]
        self.services.sessions.artifacts.retain(state.session_id, kept)

    @contextmanager
    def _written(self) -> Iterator[None]:
        """What cannot be written to the folder is raised as FolderUnusable."""
        try:
            yield
        except (CannotWrite, StorageFailure) as error:
            raise FolderUnusable(f"cannot write to {self.folder.path}: {error.detail}") from error
        except OSError as error:
            if not is_of_files(error):
                raise
            raise FolderUnusable(f"cannot write to {self.folder.path}: {error}") from error

    def stop(self) -> None:
        """From any thread: end what runs now soon, and the rounds that train at once."""
        for simulation in list(self._running):
            simulation.stop()

    def _stage(self, text: str) -> None:
        with self._telling:
            self.watcher.stage(text)

    def _round_done(self) -> None:
        with self._telling:
            self.watcher.round_done()


def finished_before(design: StudyDesign, out: Path) -> Outcome | None:
    """The outcome where no trial is left to run, and so nobody need be at work; None where one is.

    As for `run_study`, the folder must be this study's already, and nobody else may be using it.
    """
    folder = StudyFolder(out)
    planned, results = _planned(design, folder)
    if any(results[trial.key] is None for trial in planned):
        return None
    _write_tables(folder, design, results)
    return Outcome(0, len(planned), ())


def _planned(design: StudyDesign, folder: StudyFolder) -> tuple[list[Trial], dict[str, Result | None]]:
    """The trials to run, and by their keys what is stored of all of the study, seeds that are not run now included."""
    return list(trials(design)), {trial.key: folder.result(trial) for trial in trials(folder.whole(design))}


def _write_tables(folder: StudyFolder, design: StudyDesign, results: dict[str, Result | None]) -> None:
    """Of all trials of the study that have ended, in its order and not in that of the run."""
    every = trials(folder.whole(design))
    write_tables(folder, [(trial, result) for trial in every if (result := results[trial.key]) is not None])


def _failure(ended: Ended[Trial]) -> ActivateError | None:
    """What the trial failed of. Raises what ends the study with it."""
    error = ended.error
    if error is None:
        return None
    if isinstance(error, Stopped):
        raise KeyboardInterrupt
    if isinstance(error, FolderUnusable | SchedulerUnreachable) or not isinstance(error, Exception):
        raise error
    logger.warning("%s failed", ended.item.title, exc_info=None if isinstance(error, ActivateError) else error)
    return as_activate_error(error)


def run_study(design: StudyDesign, out: Path, services: Services, watcher: Watcher) -> Outcome:
    """Run the study in `out`, which must be this study's already (`StudyFolder.claim`)."""
    return StudyRun(design, StudyFolder(out), services, watcher).run()
