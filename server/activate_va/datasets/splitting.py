"""Splits drawn at random, each class by its share, where a file brings none of its own."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

POOL, VALIDATION, TEST = 0, 1, 2
PARTS = ("pool", "validation", "test")
MOST_VALIDATION, MOST_TEST = 5_000, 10_000


class Shares(NamedTuple):
    """Of the labelled samples, in [0, 1]; what is left is the pool, with all that nobody has labelled."""

    to_validate: float = 1 / 12
    to_test: float = 1 / 6


def drawn_parts(labels: NDArray[np.int64], seed: int, shares: Shares | None = None) -> NDArray[np.int8]:
    """POOL, VALIDATION or TEST for each sample (n,), of whose labels -1 is none: these stay in the pool.

    Of each class as large a part as of all, rounded; at most 5,000 and 10,000 in all. The same seed draws the same.
    """
    chosen = shares or Shares()
    rng = np.random.default_rng(seed)
    parts = np.full(len(labels), POOL, np.int8)
    total = max(1, int((labels >= 0).sum()))
    validation = min(chosen.to_validate, MOST_VALIDATION / total)
    test = min(chosen.to_test, MOST_TEST / total)
    for index in np.unique(labels[labels >= 0]):
        rows = rng.permutation(np.flatnonzero(labels == index))
        first, second = round(len(rows) * test), round(len(rows) * validation)
        parts[rows[:first]] = TEST
        parts[rows[first : first + second]] = VALIDATION
    return parts
