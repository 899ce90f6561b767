"""Runs a study: each trial once, those that are stored not again."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.exc import OperationalError

from activate_va.datasets import open_dataset
from activate_va.datasets.shelf import DatasetShelf
from activate_va.errors import ActivateError
from activate_va.jobs.projector import Projector
from activate_va.jobs.service import Jobs, JobState
from activate_va.selection import schemes as selection_schemes
from activate_va.sessions.service import SessionService
from activate_va.studies.conditions import Trial, code_version, trials
from activate_va.studies.design import StudyDesign
from activate_va.studies.errors import FolderUnusable, StudyRoundFailed
from activate_va.studies.folder import Result, StudyFolder
from activate_va.studies.inference import PoolInference
from activate_va.studies.labellers import labellers
from activate_va.studies.labellers.reference import reference_probabilities
from activate_va.studies.policies import Pattern, Policy
from activate_va.studies.rows import label_rows, round_rows, time_rows
from activate_va.studies.simulation import Simulation
from activate_va.studies.tables import write_tables
from activate_va.training import schemes as training_schemes

logger = logging.getLogger(__name__)

SECONDS_BETWEEN_LOOKS = 0.1


class Workplace(Protocol):
    """What a server is made of, as far as a study needs it."""

    @property
    def sessions(self) -> SessionService: ...
    @property
    def shelf(self) -> DatasetShelf: ...
    @property
    def projector(self) -> Projector: ...
    @property
    def jobs(self) -> Jobs: ...


class Watcher(Protocol):
    """Who is told how far a study is, in rounds."""

    def begin(self, rounds: int, stored: int) -> None:
        """How many rounds there are in all, and how many of them need not be run again."""

    def stage(self, text: str) -> None: ...

    def round_done(self) -> None: ...


class Outcome(NamedTuple):
    """How many sessions were run now, how many had been stored, and which failed of what."""

    ran: int
    stored: int
    failed: tuple[tuple[str, ActivateError], ...]


@dataclass(frozen=True, eq=False)
class StudyRun:
    """A study in its folder, on the services of a server."""

    design: StudyDesign
    folder: StudyFolder
    workplace: Workplace
    watcher: Watcher

    def run(self) -> Outcome:
        """Run what is not stored yet, and write the tables, also when interrupted.

        A trial that fails is told in the outcome and the others go on; only a folder that cannot be
        written ends the study, with FolderUnusable.
        """
        planned = list(trials(self.design))
        results = {trial.key: self.folder.result(trial) for trial in planned}
        missing = [trial for trial in planned if results[trial.key] is None]
        stored = len(planned) - len(missing)
        self.watcher.begin(len(planned) * self.design.rounds, stored * self.design.rounds)
        failed = []
        try:
            for trial in missing:
                try:
                    results[trial.key] = self._run(trial)
                except StudyRoundFailed as error:
                    logger.warning("%s", error.detail)
                    failed.append((trial.title, error))
        finally:
            write_tables(self.folder, [(t, result) for t in planned if (result := results[t.key]) is not None])
        return Outcome(len(missing) - len(failed), stored, tuple(failed))

    def _run(self, trial: Trial) -> Result:
        dataset = open_dataset(trial.condition.dataset)
        simulation = Simulation(
            sessions=self.workplace.sessions,
            design=self.design,
            trial=trial,
            dataset=dataset,
            name=dataset.name,
            coordinates=self._coordinates(trial),
            reference=self._reference(trial),
        )
        self.watcher.stage(trial.title)
        try:
            state = simulation.run(lambda _: self.watcher.round_done())
        except (OSError, OperationalError) as error:
            raise FolderUnusable(f"cannot write to {self.folder.path}: {error}") from error
        inference = PoolInference(dataset, simulation.coordinates, self.workplace.projector.folder)
        result = {
            "rounds": round_rows(state, inference),
            "labels": label_rows(state, dataset),
            "times": time_rows(state),
        }
        self.folder.keep(trial, result)
        return result

    def _reference(self, trial: Trial) -> NDArray[np.float32] | None:
        if not labellers[trial.condition.labeller.name].needs_reference:
            return None
        self.watcher.stage(f"reference classifier for {trial.condition.dataset}")
        folder = self.folder.path / "references"
        return reference_probabilities(self.workplace.jobs, trial.condition.dataset, folder, code_version())

    def _coordinates(self, trial: Trial) -> NDArray[np.float32] | None:
        if not _needs_map(self.design, trial.condition.policy.policy()):
            return None
        name, method = open_dataset(trial.condition.dataset).name, trial.condition.projection
        projector = self.workplace.projector
        if projector.find(name, method) is None:
            self._await(projector.compute(name, method).id, f"{method} of {name}")
        return projector.coordinates(name, method)

    def _await(self, job_id: str, what: str) -> None:
        try:
            while not (job := self.workplace.jobs.get(job_id)).ended:
                self.watcher.stage(f"{what}: {job.stage}, {job.fraction:.0%}")
                time.sleep(SECONDS_BETWEEN_LOOKS)
        except KeyboardInterrupt:
            self.workplace.jobs.cancel(job_id)
            raise
        if job.state is not JobState.FINISHED:
            reason = f"{job.error.error}: {job.error.detail}" if job.error else job.stage
            raise StudyRoundFailed(f"{what}: {reason}")


def _needs_map(design: StudyDesign, policy: Policy) -> bool:
    turns = policy.turns if isinstance(policy, Pattern) else (policy,)
    queried = [selection_schemes[turn.name] for turn in turns if turn.name in selection_schemes]
    measured = design.distance_space == "projection" and (
        any(scheme.needs_coordinates for scheme in queried)
        or any(training_schemes[name].needs_coordinates for name in design.training_schemes)
    )
    return measured or policy.needs_view


def run_study(design: StudyDesign, out: Path, workplace: Workplace, watcher: Watcher) -> Outcome:
    """Run the study in `out`, which must be this study's already (`StudyFolder.claim`)."""
    return StudyRun(design, StudyFolder(out), workplace, watcher).run()
