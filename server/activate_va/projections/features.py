"""Principal components and exact neighbours: what all three projections start from."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

COMPONENTS = 50
MANY_PIXELS = 1500
"""Above this, components come from a randomised method: a covariance matrix would not be worth its memory."""


def principal_components(pixels: NDArray[np.uint8], n_components: int, seed: int) -> NDArray[np.float32]:
    """Scores (n, k) on the first k = min(n_components, n - 1, d) components, signs fixed by the largest loading."""
    from sklearn.decomposition import PCA

    wanted = max(1, min(n_components, len(pixels) - 1, pixels.shape[1]))
    solver = "covariance_eigh" if pixels.shape[1] <= MANY_PIXELS else "randomized"
    with np.errstate(invalid="ignore", divide="ignore"):  # Shares of no variance at all, which are not used.
        scores = PCA(wanted, svd_solver=solver, random_state=seed).fit_transform(pixels.astype(np.float32))
    return np.asarray(scores, np.float32)


def neighbours(features: NDArray[np.float32], k: int) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """The k nearest other rows (n, k) of each row and their Euclidean distances (n, k), nearest first; exact."""
    from sklearn.neighbors import NearestNeighbors

    search = NearestNeighbors(n_neighbors=k + 1, algorithm="brute").fit(features)
    distances, rows = search.kneighbors(features)
    # A row is its own nearest, except among duplicates, where it may come later or not at all.
    own = rows == np.arange(len(rows))[:, None]
    own[~own.any(axis=1), -1] = True
    shape = len(rows), k
    return rows[~own].reshape(shape).astype(np.int32), distances[~own].reshape(shape).astype(np.float32)


def layout_start(features: NDArray[np.float32], seed: int) -> NDArray[np.float64]:
    """Where a layout starts (n, 2): the first two components in [0, 1], with a trace of noise to part duplicates."""
    start = np.zeros((len(features), 2))
    columns = features[:, :2].astype(np.float64)
    span = np.ptp(columns, axis=0)
    start[:, : columns.shape[1]] = (columns - columns.min(axis=0)) / np.where(span > 0, span, 1)
    return start + np.random.default_rng(seed).normal(scale=1e-4, size=start.shape)
