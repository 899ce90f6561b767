"""What a trained model says of the whole pool: computed once for each model that somebody asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from activate_va.classifiers.evidence import Evidence
from activate_va.datasets.held_out import digest_without
from activate_va.datasets.shelf import DatasetShelf
from activate_va.jobs.cluster import TRAINING
from activate_va.jobs.service import Jobs
from activate_va.pool import Committee
from activate_va.sessions.artifacts import Artifacts
from activate_va.sessions.config import SessionConfig
from activate_va.sessions.evaluating import learnt_from
from activate_va.sessions.events import MIXTURE, Predictor
from activate_va.sessions.mixing import MixedClassifier, mixed, mixed_temperature
from activate_va.sessions.state import Round, SessionState
from activate_va.sessions.training_task import (
    Explained,
    PredictionOrder,
    embed_pool,
    explain_sample,
    predict_items,
    predict_pool,
    predict_validation,
    word_evidence,
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
        predictor = predictor_of(state)
        return None if predictor is None else self.by(state, predictor)

    def by(self, state: SessionState, predictor: Predictor) -> NDArray[np.float32]:
        """Those of this model, or of these together, for as long as they are kept. Raises ProbabilitiesMissing."""
        return self._together(state, predictor, self.probabilities)

    def known(self, state: SessionState) -> NDArray[np.float32] | None:
        """As `of`, where they need not be computed first; else None."""
        predictor = predictor_of(state)
        return None if predictor is None else left_by(self.artifacts, state.session_id, predictor)

    def of_round(self, state: SessionState, round_number: int, scheme: str) -> NDArray[np.float32]:
        """Those of the model of that round, for as long as it is kept. Raises ProbabilitiesMissing."""
        return self.by(state, Predictor(round=round_number, training_scheme=scheme))

    def committee(self, state: SessionState) -> Committee:
        """Those of all models of the last round, by the names of their schemes. Raises ProbabilitiesMissing."""
        last = state.rounds[-1]
        return tuple(self.of_round(state, last.round, scheme) for scheme in sorted(last.results))

    def of_validation(self, state: SessionState, predictor: Predictor) -> NDArray[np.float32]:
        """What that model says (n, c) of the validation split. Raises ProbabilitiesMissing."""
        return self._together(state, predictor, self.validation)

    def of_items(self, state: SessionState, predictor: Predictor, items: NDArray[Any]) -> NDArray[np.float32]:
        """Probabilities (n, c) of items that are of no split. Raises ProbabilitiesMissing."""
        arguments = {"order": self._order_by(state, predictor), "items": items}
        job = self.jobs.submit("predict", predict_items, arguments, resource=TRAINING, priority=FIRST)
        found: NDArray[np.float32] = self.jobs.result(job.id)
        return found

    def explained(self, state: SessionState, row: int) -> Explained:
        """On which parts of an image the answer of the model rests that the session predicts with.

        `row`: of the pool without what is held out.

        Raises ProbabilitiesMissing, and ValueError before there is a model.
        """
        predictor = self._expected(state)
        temperature = temperature_of(state, predictor)
        arguments = {"order": self._order_by(state, predictor), "row": row, "temperature": temperature}
        job = self.jobs.submit("explain", explain_sample, arguments, resource=TRAINING, priority=FIRST)
        found: Explained = self.jobs.result(job.id)
        return found

    def evidence(self, state: SessionState, row: int) -> Evidence:
        """Which words of a text speak for that model's answer. Raises as `explained` does."""
        arguments = {"order": self._order_by(state, self._expected(state)), "row": row}
        job = self.jobs.submit("explain", word_evidence, arguments, resource=TRAINING, priority=FIRST)
        found: Evidence = self.jobs.result(job.id)
        return found

    def embedding(self, state: SessionState) -> NDArray[np.float16]:
        """The last hidden layer (n, h) of that model, from the file a round left, or computed now.

        Of several models that predict together it is that of the heaviest, as each has a layer of its own.
        Raises ProbabilitiesMissing as `of` does, and ValueError before there is a model.
        """
        predictor = self._expected(state)
        place = (state.session_id, predictor.round, heaviest(parts_of(predictor)))
        return self._kept(state, place, self.embeddings)

    def _expected(self, state: SessionState) -> Predictor:
        """The model that predicts. Raises ValueError before there is one."""
        predictor = predictor_of(state)
        if predictor is None:
            raise ValueError(f"session {state.session_id} has no model yet")
        return predictor

    def _together(self, state: SessionState, predictor: Predictor, what: OfThePool) -> NDArray[np.float32]:
        weights, number = parts_of(predictor), predictor.round
        return mixed(weights, {name: self._kept(state, (state.session_id, number, name), what) for name in weights})

    def _kept(self, state: SessionState, place: Place, what: OfThePool) -> NDArray[Any]:
        """Who asks while it is computed waits for that."""
        kept = what.read(*place)
        if kept is not None:
            return kept
        with self._computing.of((place, what.task)):
            kept = what.read(*place)
            return kept if kept is not None else self._computed(state, place, what)

    def _order_by(self, state: SessionState, predictor: Predictor) -> PredictionOrder:
        """With the models of all that predict as one. Raises ProbabilitiesMissing."""
        weights = parts_of(predictor)
        orders = {name: self._order(state, (state.session_id, predictor.round, name)) for name in weights}
        if len(orders) == 1:
            return next(iter(orders.values()))
        fitted = MixedClassifier(weights, {name: order.fitted for name, order in orders.items()})
        return replace(next(iter(orders.values())), scheme=MIXTURE, fitted=fitted)

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


def parts_of(predictor: Predictor) -> dict[str, float]:
    """The weights of the schemes whose models it is."""
    return predictor.weights or {predictor.training_scheme: 1.0}


def left_by(artifacts: Artifacts, session_id: str, predictor: Predictor) -> NDArray[np.float32] | None:
    """What that model, or these together, have left on disk of the pool; None where it was not computed yet."""
    weights = parts_of(predictor)
    found = {name: artifacts.probabilities(session_id, predictor.round, name) for name in weights}
    known = {name: one for name, one in found.items() if one is not None}
    return mixed(weights, known) if len(known) == len(weights) else None


def heaviest(weights: dict[str, float]) -> str:
    """Of equally heavy ones the first by name."""
    return min(weights, key=lambda name: (-weights[name], name))


def temperature_of(state: SessionState, predictor: Predictor | None) -> float | None:
    """At which heights by this model stand; None: at what it says itself."""
    if predictor is None or state.config.calibration == "none":
        return None
    results = state.round(predictor.round).results
    return mixed_temperature(parts_of(predictor), {name: result.temperature for name, result in results.items()})


def predictor_of(state: SessionState) -> Predictor | None:
    """The newest model of the scheme that the session predicts with, or the newest models of a mixture, all of one
    round; None before there is one."""
    for finished in reversed(state.rounds):
        predictor = predictor_in(finished, state.config)
        if predictor is not None:
            return predictor
    return None


def predictor_in(trained: Round, config: SessionConfig) -> Predictor | None:
    """What predicts by this configuration, of the models of that round; None where it has not all of them."""
    weights = config.weights()
    if not weights.keys() <= trained.results.keys():
        return None
    return predictor_by(trained.round, config)


def predictor_by(round_number: int, config: SessionConfig) -> Predictor:
    """What predicts by this configuration, of the models of a round that trains with it."""
    if config.mixture:
        return Predictor(round=round_number, training_scheme=MIXTURE, weights=config.weights())
    return Predictor(round=round_number, training_scheme=config.predict_with)
