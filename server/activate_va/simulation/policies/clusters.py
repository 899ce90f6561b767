"""The clusters that an eye sees on the map: connected patches of its picture where points lie dense."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

CELLS = 96
BLUR = 1.0
DENSE = 0.25
"""A cell belongs to a patch where it holds more than this share of what an occupied cell holds on average."""


def cells_of(coordinates: NDArray[np.float32], edge: int = CELLS) -> NDArray[np.int64]:
    """The picture's cell (row, column) of each point, int64 (n, 2), on a grid of `edge` x `edge`."""
    low, high = coordinates.min(axis=0), coordinates.max(axis=0)
    scaled = (coordinates - low) / np.maximum(high - low, np.finfo(np.float32).tiny)
    cells: NDArray[np.int64] = np.minimum((scaled * edge).astype(np.int64), edge - 1)
    return cells


def visible_clusters(coordinates: NDArray[np.float32]) -> NDArray[np.int64]:
    """The cluster of each point (n,): 0 the most populous, then 1, …, and -1 for points between clusters.

    Of clusters with as many points the one nearer the picture's first corner comes first.
    """
    from scipy import ndimage

    cells = cells_of(coordinates)
    counts = np.zeros((CELLS, CELLS))
    np.add.at(counts, (cells[:, 0], cells[:, 1]), 1.0)
    smooth = ndimage.gaussian_filter(counts, BLUR)
    patches, _ = ndimage.label(smooth > DENSE * counts[counts > 0].mean())
    return _by_population(patches[cells[:, 0], cells[:, 1]])


def _by_population(patch: NDArray[np.int64]) -> NDArray[np.int64]:
    sizes = np.bincount(patch)
    sizes[0] = 0
    order = np.argsort(-sizes, kind="stable")
    rank = np.full(len(sizes), -1, dtype=np.int64)
    populated = order[sizes[order] > 0]
    rank[populated] = np.arange(len(populated))
    return rank[patch]
