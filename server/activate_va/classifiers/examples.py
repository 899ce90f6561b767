"""Training sets for classifiers that are solved to the end: of copies that are alike one is enough, and counts more."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from activate_va.training import OneClassOnly, TrainingSet


class Examples(NamedTuple):
    """rows int64 (k,) of the pool, each once for each label that it has; weights float64 (k,), non-negative."""

    rows: NDArray[np.int64]
    labels: NDArray[np.int64]
    weights: NDArray[np.float64]


def that_count(labels: NDArray[np.int64], weights: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which of m examples weigh anything (m,). Raises OneClassOnly where these are of one class."""
    counts = weights > 0
    if len(np.unique(labels[counts])) < 2:
        raise OneClassOnly(f"the {np.count_nonzero(counts)} labels that count for anything are of one class")
    return counts


def scaled_weights(training_set: TrainingSet) -> NDArray[np.float64]:
    """Weights (m,) such that all copies of N samples count as N: 32 copies of each are no less regularised than one."""
    indices, given = training_set.indices, training_set.weights
    weights = np.ones(len(indices)) if given is None else given.astype(np.float64)
    return weights * (len(np.unique(indices)) / len(indices))


def examples_of(training_set: TrainingSet) -> Examples:
    """Each row and label once, with the weights of all its copies."""
    pairs, places = np.unique(np.stack([training_set.indices, training_set.labels]), axis=1, return_inverse=True)
    summed = np.bincount(places.ravel(), scaled_weights(training_set)).astype(np.float64)
    return Examples(pairs[0], pairs[1], summed)
