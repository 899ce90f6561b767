"""Principal components and exact neighbours of features."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from activate_va.pool.neighbours import Neighbours

COMPONENTS = 50
BLOCK = 512
MOST_AT_ONCE = 2**28
"""Values that are made float32 together: six times MNIST. Beyond, a block at a time, as for many photos."""
MANY_FEATURES = 1500
"""Above this, components come from a randomised method: a covariance matrix would not be worth its memory."""

MANY_SAMPLES = 60_000
"""Above this, neighbours are found by a search of ours; below, as for MNIST, by scikit-learn's, whose bytes stay."""


def principal_components(
    features: NDArray[np.uint8] | NDArray[np.float32], n_components: int, seed: int
) -> NDArray[np.float32]:
    """Scores (n, k) on the first k = min(n_components, n - 1, d) components, signs fixed by the largest loading."""
    from sklearn.decomposition import PCA

    wanted = max(1, min(n_components, len(features) - 1, features.shape[1]))
    if features.size > MOST_AT_ONCE:
        return _components_in_blocks(features, wanted)
    solver = "covariance_eigh" if features.shape[1] <= MANY_FEATURES else "randomized"
    with np.errstate(invalid="ignore", divide="ignore"):  # Shares of no variance at all, which are not used.
        scores = PCA(wanted, svd_solver=solver, random_state=seed).fit_transform(features.astype(np.float32))
    return np.asarray(scores, np.float32)


def _components_in_blocks(features: NDArray[Any], wanted: int) -> NDArray[np.float32]:
    """The same to a good approximation, block by block: the whole is never in memory as float32."""
    from sklearn.decomposition import IncrementalPCA

    model = IncrementalPCA(wanted)
    starts = range(0, len(features) - BLOCK + 1, BLOCK)
    for start in starts:
        model.partial_fit(features[start : start + BLOCK].astype(np.float32))
    blocks = range(0, len(features), BLOCK)
    scores = [model.transform(features[start : start + BLOCK].astype(np.float32)) for start in blocks]
    signs = np.where(model.components_[range(wanted), np.abs(model.components_).argmax(axis=1)] < 0, -1, 1)
    return np.asarray(np.concatenate(scores) * signs, np.float32)


def nearest_others(features: NDArray[np.float32], k: int) -> Neighbours:
    """The k nearest other rows of each row by Euclidean distance; exact."""
    if len(features) > MANY_SAMPLES:
        from activate_va.pool.many import nearest_of_many

        return nearest_of_many(features, k)
    from sklearn.neighbors import NearestNeighbors

    search = NearestNeighbors(n_neighbors=k + 1, algorithm="brute").fit(features)
    distances, rows = search.kneighbors(features)
    # A row is its own nearest, except among duplicates, where it may come later or not at all.
    own = rows == np.arange(len(rows))[:, None]
    own[~own.any(axis=1), -1] = True
    shape = len(rows), k
    return Neighbours(rows[~own].reshape(shape).astype(np.int32), distances[~own].reshape(shape).astype(np.float32))
