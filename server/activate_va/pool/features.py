"""Principal components and exact neighbours of features."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from activate_va.pool.neighbours import Neighbours

COMPONENTS = 50
MANY_FEATURES = 1500
"""Above this, components come from a randomised method: a covariance matrix would not be worth its memory."""


def principal_components(
    features: NDArray[np.uint8] | NDArray[np.float32], n_components: int, seed: int
) -> NDArray[np.float32]:
    """Scores (n, k) on the first k = min(n_components, n - 1, d) components, signs fixed by the largest loading."""
    from sklearn.decomposition import PCA

    wanted = max(1, min(n_components, len(features) - 1, features.shape[1]))
    solver = "covariance_eigh" if features.shape[1] <= MANY_FEATURES else "randomized"
    with np.errstate(invalid="ignore", divide="ignore"):  # Shares of no variance at all, which are not used.
        scores = PCA(wanted, svd_solver=solver, random_state=seed).fit_transform(features.astype(np.float32))
    return np.asarray(scores, np.float32)


def nearest_others(features: NDArray[np.float32], k: int) -> Neighbours:
    """The k nearest other rows of each row by Euclidean distance; exact."""
    from sklearn.neighbors import NearestNeighbors

    search = NearestNeighbors(n_neighbors=k + 1, algorithm="brute").fit(features)
    distances, rows = search.kneighbors(features)
    # A row is its own nearest, except among duplicates, where it may come later or not at all.
    own = rows == np.arange(len(rows))[:, None]
    own[~own.any(axis=1), -1] = True
    shape = len(rows), k
    return Neighbours(rows[~own].reshape(shape).astype(np.int32), distances[~own].reshape(shape).astype(np.float32))
