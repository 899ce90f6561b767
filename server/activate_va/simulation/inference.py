"""How much of the pool the training schemes that cover it label right, which only a study can know."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from activate_va.datasets import Dataset
from activate_va.seeding import Purpose, generator
from activate_va.sessions.distance import flat_pixels
from activate_va.sessions.labels import labels_of
from activate_va.sessions.neighbourhood import neighbours_of
from activate_va.sessions.state import Round, SessionState
from activate_va.training import Neighbours, TrainingSet, schemes

NOT_INFERRED = -1


class PoolInference:
    """The labels that a session's rounds gave the whole pool, inferred again as they were for training.

    `coordinates` (n, 2) is the session's projection, None where distances are measured in the original
    space; `folder` is where the workers keep the pool's neighbour graph.
    """

    def __init__(self, dataset: Dataset, coordinates: NDArray[np.float32] | None, folder: Path) -> None:
        self.dataset = dataset
        self.coordinates = coordinates
        self.folder = folder

    def accuracy(self, state: SessionState, done: Round, scheme: str) -> float | None:
        """The share of the pool, labelled samples included, whose label the scheme inferred right in that round.

        A sample for which it inferred none counts as wrong. None for a scheme that does not cover the pool.
        """
        if not schemes[scheme].covers_pool or self.dataset.pool.labels is None:
            return None
        return float(np.mean(self.labels(state, done, scheme) == self.dataset.pool.labels))

    def labels(self, state: SessionState, done: Round, scheme: str) -> NDArray[np.int64]:
        """Class indices (n,) of the pool; -1 where the scheme left a sample out."""
        return inferred_labels(self._assemble(state, done, scheme), len(self.dataset.pool))

    def _assemble(self, state: SessionState, done: Round, name: str) -> TrainingSet:
        scheme, original = schemes[name], done.config.distance_space == "original"
        coordinates = self.coordinates if scheme.needs_coordinates else None
        if scheme.needs_coordinates and original:
            coordinates = flat_pixels(self.dataset)
        return scheme.assemble(
            labels_of(_as_trained(state, done)),
            len(self.dataset.pool),
            coordinates,
            generator(state.seed, Purpose.TRAINING, done.round),
            neighbours=self._neighbours(scheme.needs_neighbours),
        )

    def _neighbours(self, count: int) -> Neighbours | None:
        return neighbours_of(self.dataset, self.folder, count) if count else None


def inferred_labels(training_set: TrainingSet, pool_size: int) -> NDArray[np.int64]:
    """Class indices (pool_size,) of a training set that covers the pool; -1 for samples that it leaves out."""
    inferred = np.full(pool_size, NOT_INFERRED, np.int64)
    inferred[training_set.indices] = training_set.labels
    return inferred


def _as_trained(state: SessionState, done: Round) -> SessionState:
    """The state with the labels that the round trained with; a simulated labeller changes none later."""
    board = {i: p for i, p in state.board.items() if p.labelled_seq is not None and p.labelled_seq < done.started_seq}
    return state.model_copy(update={"board": board})
