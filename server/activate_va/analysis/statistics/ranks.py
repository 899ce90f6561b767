"""Ranks of treatments within blocks."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]
"""(n, k): a row per block, a column per treatment; higher is better."""

DIGITS = 12
"""Scores that agree to so many decimals are ties: the last bits of a mean are no difference."""


def ranks(scores: Scores) -> NDArray[np.float64]:
    """Ranks (n, k) within each block: 1 for the highest score, ties the mean of their ranks.

    Each row sums to k (k + 1) / 2. ValueError where `scores` has not two dimensions or holds a NaN.
    """
    from scipy.stats import rankdata

    if scores.ndim != 2 or np.isnan(scores).any():
        raise ValueError(f"scores of shape {scores.shape}: a row per block, a column per treatment, and no NaN")
    ranked: NDArray[np.float64] = rankdata(-np.round(scores, DIGITS), axis=1)
    return ranked


def average_ranks(scores: Scores) -> NDArray[np.float64]:
    """Mean rank (k,) of each treatment over the blocks, from 1 (always best) to k."""
    return np.asarray(ranks(scores).mean(axis=0), np.float64)
