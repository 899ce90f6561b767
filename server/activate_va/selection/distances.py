"""Squared Euclidean distances in float32, exact to the rounding of each difference, so that equal gaps tie."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

Points = NDArray[np.float32]
FEW_DIMENSIONS = 8
"""Up to here a tree finds neighbours faster than comparing all."""
BLOCK = 1024
"""Rows at a time, few enough to stay in the processor's cache."""


def squared_distances(points: Points, centre: Points) -> Points:
    """From each of `points` (m, d) to `centre` (d,), or to the same row of `centre` (m, d): (m,)."""
    if points.shape[1] <= FEW_DIMENSIONS:
        return _by_column(points, centre)
    squared = np.empty(len(points), np.float32)
    for start in range(0, len(points), BLOCK):
        rows = slice(start, start + BLOCK)
        differences = points[rows] - (centre if centre.ndim == 1 else centre[rows])
        np.einsum("ij,ij->i", differences, differences, out=squared[rows])
    return squared


def squared_gaps(points: Points, selected: Points) -> Points:
    """Squared distance (m,) from each of `points` (m, d) to the nearest of `selected` (k, d)."""
    if points.shape[1] <= FEW_DIMENSIONS:
        return squared_distances(points, selected[cKDTree(selected).query(points, workers=-1)[1]])
    blocks = (points[start : start + BLOCK] for start in range(0, len(points), BLOCK))
    return np.concatenate([squared_distances(block, selected[_nearest(block, selected)]) for block in blocks])


def _nearest(points: Points, selected: Points) -> NDArray[np.intp]:
    norms = np.einsum("ij,ij->i", selected, selected)
    return np.asarray(np.argmin(norms - 2 * (points @ selected.T), axis=1))


def _by_column(points: Points, centre: Points) -> Points:
    total = np.zeros(len(points), np.float32)
    for column, value in zip(points.T, centre.T, strict=True):
        difference = column - value
        difference *= difference
        total += difference
    return total
