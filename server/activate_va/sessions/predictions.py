"""What a trained model says of the whole pool: computed once for each model that somebody asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from activate_va.datasets.held_out import digest_without
from activate_va.datasets.shelf import DatasetShelf
from activate_va.jobs.cluster import TRAINING
from activate_va.jobs.service import Jobs
from activate_va.pool import Committee
from activate_va.sessions.artifacts import Artifacts
from activate_va.sessions.evaluating import learnt_from
from activate_va.sessions.events import Predictor
from activate_va.sessions.state import SessionState
from activate_va.sessions.training_task import (
    Explained,
    PredictionOrder,
    embed_pool,
    explain_sample,
    predict_pool,
    predict_validation,
)
from activate_va.turns import Turns

FIRST = 1000
Place = tuple[str, int, str]
"""Session, round and training scheme."""


class OfThePool(NamedTuple):
    """Something that a model says of the pool, or of the validation split: the worker's task, and where it is kept."""

    task: Callable[..., Any]
    read: Callable[[str, int, str], NDArray[Any] | None]
    write: Callable[[str, int, str, NDArray[Any]], None]


class Predictions:
    """Probabilities (m, c) of the pool, and its embedding, from the files a round left, or computed now.

    A row for each sample that is not held out: nothing is predicted of the others.
    """

    def __init__(self, jobs: Jobs, shelf: DatasetShelf, artifacts: Artifacts) -> None:
        self.jobs = jobs
        self.shelf = shelf
        self.artifacts = artifacts
        self.probabilities = OfThePool(predict_pool, artifacts.probabilities, artifacts.save_probabilities)
        self.validation = OfThePool(predict_validation, artifacts.validation, artifacts.save_validation)
        self.embeddings = OfThePool(embed_pool, artifacts.embedding, artifacts.save_embedding)
        self._computing = Turns()

    def of(self, state: SessionState) -> NDArray[np.float32] | None:
        """Those of the model that the session predicts with; None before there is one.

        A round leaves them for the scheme that predicted then; for another they are computed here,
        which takes some seconds. Raises ProbabilitiesMissing where the model itself is gone.
        """
        place = _place_of(state)
        return None if place is None else self._kept(state, place, self.probabilities)

    def known(self, state: SessionState) -> NDArray[np.float32] | None:
        """As `of`, where they need not be computed first; else None."""
        place = _place_of(state)
        return None if place is None else self.artifacts.probabilities(*place)

    def of_round(self, state: SessionState, round_number: int, scheme: str) -> NDArray[np.float32]:
        """Those of the model of that round, for as long as it is kept. Raises ProbabilitiesMissing."""
        return self._kept(state, (state.session_id, round_number, scheme), self.probabilities)

    def committee(self, state: SessionState) -> Committee:
        """Those of all models of the last round, by the names of their schemes. Raises ProbabilitiesMissing."""
        last = state.rounds[-1]
        return tuple(self.of_round(state, last.round, scheme) for scheme in sorted(last.results))

    def of_validation(self, state: SessionState, round_number: int, scheme: str) -> NDArray[np.float32]:
        """What that model says (n, c) of the validation split. Raises ProbabilitiesMissing."""
        return self._kept(state, (state.session_id, round_number, scheme), self.validation)

    def explained(self, state: SessionState, row: int) -> Explained:
        """On which parts of an image the answer of the model rests that the session predicts with.

        `row`: of the pool without what is held out.

        Raises ProbabilitiesMissing, and ValueError before there is a model.
        """
        place = _place_of(state)
        if place is None:
            raise ValueError(f"session {state.session_id} has no model yet")
        arguments = {"order": self._order(state, place), "row": row}
        job = self.jobs.submit("explain", explain_sample, arguments, resource=TRAINING, priority=FIRST)
        found: Explained = self.jobs.result(job.id)
        return found

    def embedding(self, state: SessionState) -> NDArray[np.float16]:
        """The last hidden layer (n, h) of that model, from the file a round left, or computed now.

        Raises ProbabilitiesMissing as `of` does, and ValueError before there is a model.
        """
        place = _place_of(state)
        if place is None:
            raise ValueError(f"session {state.session_id} has no model yet")
        return self._kept(state, place, self.embeddings)

    def _kept(self, state: SessionState, place: Place, what: OfThePool) -> NDArray[Any]:
        """Who asks while it is computed waits for that."""
        kept = what.read(*place)
        if kept is not None:
            return kept
        with self._computing.of((place, what.task)):
            kept = what.read(*place)
            return kept if kept is not None else self._computed(state, place, what)

    def _order(self, state: SessionState, place: Place) -> PredictionOrder:
        reference = self.shelf.reference(learnt_from(state))
        digest = digest_without(state.dataset_digest, state.held_out)
        return PredictionOrder(reference, digest, place[2], self.artifacts.fitted(*place))

    def _computed(self, state: SessionState, place: Place, what: OfThePool) -> NDArray[Any]:
        order = self._order(state, place)
        job = self.jobs.submit("predict", what.task, {"order": order}, resource=TRAINING, priority=FIRST)
        found: NDArray[Any] = self.jobs.result(job.id)
        what.write(*place, found)
        return found


def _place_of(state: SessionState) -> Place | None:
    predictor = predictor_of(state)
    return None if predictor is None else (state.session_id, predictor.round, predictor.training_scheme)


def temperature_of(state: SessionState, predictor: Predictor | None) -> float | None:
    """At which heights by this model stand; None: at what it says itself."""
    if predictor is None or state.config.calibration == "none":
        return None
    return state.rounds[predictor.round - 1].results[predictor.training_scheme].temperature


def predictor_of(state: SessionState) -> Predictor | None:
    """The newest model of the scheme that the session predicts with; None before there is one."""
    scheme = state.config.predict_with
    for finished in reversed(state.rounds):
        if scheme in finished.results:
            return Predictor(round=finished.round, training_scheme=scheme)
    return None
