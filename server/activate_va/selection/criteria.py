"""Criteria: how much a prediction deserves a question. Higher means "query first".

Each takes probabilities (n, c) and returns scores (n,). Legg et al. 2019, "Machine-driven sample selection".
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Probabilities = NDArray[np.float32]
Scores = NDArray[np.float64]


def least_confidence(probabilities: Probabilities) -> Scores:
    """The top probability, negated: in [-1, -1/c]."""
    return -np.asarray(np.max(probabilities, axis=1), np.float64)


def marginal_confidence(probabilities: Probabilities) -> Scores:
    """The gap between the two largest probabilities, negated: in [-1, 0]."""
    top_two = np.partition(probabilities, -2, axis=1)[:, -2:].astype(np.float64)
    return top_two[:, 0] - top_two[:, 1]


def entropy(probabilities: Probabilities) -> Scores:
    """Shannon entropy in nats, in [0, log c]; a probability of zero adds nothing."""
    # Sorted, so that the same probabilities in another order have the same entropy to the bit.
    p = np.sort(probabilities.astype(np.float64), axis=1)
    logarithms = np.log(p, out=np.zeros_like(p), where=p > 0)
    return np.asarray(-np.sum(p * logarithms, axis=1))


def highest(sample_ids: NDArray[np.int64], scores: Scores, count: int) -> NDArray[np.int64]:
    """The `count` sample ids of the highest scores, highest first; ties go to the lowest sample id."""
    return sample_ids[np.lexsort((sample_ids, -scores))[:count]]
