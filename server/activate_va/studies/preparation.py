"""What a trial needs before its session can begin, computed once for all that need it: a map, and a reference."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from activate_va.datasets import open_dataset
from activate_va.jobs.projector import Projector
from activate_va.jobs.representer import Representer
from activate_va.jobs.service import Jobs, JobState
from activate_va.pool import Need, Needs, origins, spaces
from activate_va.pool.view import Scheme
from activate_va.projections import load, projection_key, projection_of, store
from activate_va.selection import schemes as selection_schemes
from activate_va.simulation.errors import StudyRoundFailed
from activate_va.simulation.labellers import labellers
from activate_va.simulation.labellers.reference import reference_probabilities
from activate_va.simulation.policies import Pattern
from activate_va.studies.code_version import code_version
from activate_va.studies.conditions import Condition, Trial, space_of
from activate_va.studies.design import StudyDesign
from activate_va.training import schemes as training_schemes

SECONDS_BETWEEN_LOOKS = 0.1
PROJECTIONS = "projections"


@dataclass(frozen=True, eq=False)
class Preparation:
    """`folder` is the study's; `stage` is told what is waited for."""

    design: StudyDesign
    folder: Path
    projector: Projector
    representer: Representer
    jobs: Jobs
    stage: Callable[[str], None]

    def reference(self, trial: Trial) -> NDArray[np.float32] | None:
        """Probabilities (n, c) of the reference classifier; None where the labeller needs none.

        Raises TruthMissing, StudyRoundFailed.
        """
        if not labellers[trial.condition.labeller.name].needs_reference:
            return None
        dataset = trial.condition.dataset
        return reference_probabilities(
            self.jobs,
            dataset,
            self.folder / "references",
            code_version(),
            lambda job_id: self._await(job_id, f"reference for {dataset}"),
        )

    def coordinates(self, trial: Trial) -> NDArray[np.float32] | None:
        """The trial's projection (n, 2); None where nothing looks at it. Raises StudyRoundFailed."""
        if not _needs_map(self.design, trial.condition):
            return None
        name, method = open_dataset(trial.condition.dataset).name, trial.condition.projection
        chosen = self.design.options
        if self.projector.find(name, method, chosen) is None:
            self._await(self.projector.compute(name, method, chosen).id, f"{method} of {name}")
        coordinates = self.projector.coordinates(name, method, chosen)
        self._keep(trial, coordinates)
        return coordinates

    def represent(self, trial: Trial) -> None:
        """Have the space ready that distances are measured in, and eigenvectors of its graph where a scheme needs them.

        Raises KindNotRepresented, StudyRoundFailed.
        """
        name = open_dataset(trial.condition.dataset).name
        method = spaces[space_of(self.design, trial.condition)].representation
        needs = _needs(self.design, trial.condition)
        while method is not None and (job := self.representer.missing(name, method, needs)) is not None:
            self._await(job.id, f"{method} space of {name}")

    def _keep(self, trial: Trial, coordinates: NDArray[np.float32]) -> None:
        """With the study, for its report, wherever the server keeps its own; those that are shipped need no copy."""
        projection = projection_of(trial.condition.projection, self.design.options)
        key = projection_key(open_dataset(trial.condition.dataset).digest, projection)
        if load(key, self.folder / PROJECTIONS) is None:
            store(key, coordinates, self.folder / PROJECTIONS)

    def _await(self, job_id: str, what: str) -> None:
        """Until the job has ended. Whatever ends the waiting sooner ends the job with it."""
        try:
            while not (job := self.jobs.get(job_id)).ended:
                self.stage(f"{what}: {job.stage}, {job.fraction:.0%}")
                time.sleep(SECONDS_BETWEEN_LOOKS)
        except BaseException:
            self.jobs.cancel(job_id)
            raise
        if job.state is not JobState.FINISHED:
            reason = f"{job.error.error}: {job.error.detail}" if job.error else job.stage
            raise StudyRoundFailed(f"{what}: {reason}")


def _needs_map(design: StudyDesign, condition: Condition) -> bool:
    needs = origins(_needs(design, condition), space_of(design, condition))
    return condition.policy.policy().needs_view or Need.PROJECTION in needs


def _needs(design: StudyDesign, condition: Condition) -> Needs:
    """What the condition's schemes need, of selection and of training."""
    policy = condition.policy.policy()
    turns = policy.turns if isinstance(policy, Pattern) else (policy,)
    queried = [selection_schemes[turn.name] for turn in turns if turn.name in selection_schemes]
    trained = [training_schemes[name] for name in design.training_of(condition.policy)[0]]
    asking: list[Scheme] = [*queried, *trained]
    return frozenset[Need]().union(*(scheme.needs for scheme in asking))
