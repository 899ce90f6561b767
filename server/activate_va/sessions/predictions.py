"""What a trained model says of the whole pool: computed once for each model that somebody asks."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from activate_va.datasets.shelf import DatasetShelf
from activate_va.jobs.cluster import TRAINING
from activate_va.jobs.service import Jobs
from activate_va.sessions.artifacts import Artifacts
from activate_va.sessions.events import Predictor
from activate_va.sessions.state import SessionState
from activate_va.sessions.training_task import PredictionOrder, predict_pool
from activate_va.turns import Turns

FIRST = 1000
Place = tuple[str, int, str]
"""Session, round and training scheme."""


class Predictions:
    """Probabilities (n, c) of the pool, from the file a round left, or computed now."""

    def __init__(self, jobs: Jobs, shelf: DatasetShelf, artifacts: Artifacts) -> None:
        self.jobs = jobs
        self.shelf = shelf
        self.artifacts = artifacts
        self._computing = Turns()

    def of(self, state: SessionState) -> NDArray[np.float32] | None:
        """Those of the model that the session predicts with; None before there is one.

        A round leaves them for the scheme that predicted then; for another they are computed here,
        which takes some seconds. Raises ProbabilitiesMissing where the model itself is gone.
        """
        predictor = predictor_of(state)
        if predictor is None:
            return None
        place = (state.session_id, predictor.round, predictor.training_scheme)
        kept = self.artifacts.probabilities(*place)
        return kept if kept is not None else self._computed_once(state, place)

    def known(self, state: SessionState) -> NDArray[np.float32] | None:
        """As `of`, where they need not be computed first; else None."""
        predictor = predictor_of(state)
        if predictor is None:
            return None
        return self.artifacts.probabilities(state.session_id, predictor.round, predictor.training_scheme)

    def _computed_once(self, state: SessionState, place: Place) -> NDArray[np.float32]:
        """Who asks while they are computed waits for those."""
        with self._computing.of(place):
            kept = self.artifacts.probabilities(*place)
            return kept if kept is not None else self._compute(state, place)

    def _compute(self, state: SessionState, place: Place) -> NDArray[np.float32]:
        reference = self.shelf.reference(state.dataset)
        order = PredictionOrder(reference, state.dataset_digest, place[2], self.artifacts.fitted(*place))
        job = self.jobs.submit("predict", predict_pool, {"order": order}, resource=TRAINING, priority=FIRST)
        probabilities: NDArray[np.float32] = self.jobs.result(job.id)
        self.artifacts.save_probabilities(*place, probabilities)
        return probabilities


def predictor_of(state: SessionState) -> Predictor | None:
    """The newest model of the scheme that the session predicts with; None before there is one."""
    scheme = state.config.predict_with
    for finished in reversed(state.rounds):
        if scheme in finished.results:
            return Predictor(round=finished.round, training_scheme=scheme)
    return None
