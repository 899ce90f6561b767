"""The nearest labelled neighbour of every sample."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

FEW_DIMENSIONS = 8
BLOCK = 4096


def nearest_neighbours(points: NDArray[np.float32], anchors: NDArray[np.float32]) -> NDArray[np.int64]:
    """For each of `points` (n, d) the position of the nearest of `anchors` (k, d): (n,).

    Euclidean distance in double precision; ties go to the lowest position.
    """
    if points.shape[1] > FEW_DIMENSIONS or len(anchors) == 1:
        return _by_comparing_all(points, anchors)
    distances, positions = cKDTree(anchors).query(points, k=2, workers=-1)
    nearest = np.array(positions[:, 0], np.int64)
    tied = np.flatnonzero(distances[:, 0] == distances[:, 1])
    nearest[tied] = _by_differences(points[tied], anchors)
    return nearest


def _by_differences(points: NDArray[np.float32], anchors: NDArray[np.float32]) -> NDArray[np.int64]:
    best = np.full(len(points), np.inf)
    nearest = np.zeros(len(points), np.int64)
    for position, anchor in enumerate(anchors.astype(np.float64)):
        squared = np.square(points - anchor).sum(axis=1)
        nearest[squared < best] = position
        np.minimum(best, squared, out=best)
    return nearest


def _by_comparing_all(points: NDArray[np.float32], anchors: NDArray[np.float32]) -> NDArray[np.int64]:
    exact = anchors.astype(np.float64)
    norms = np.square(exact).sum(axis=1)
    nearest = np.empty(len(points), np.int64)
    for start in range(0, len(points), BLOCK):
        rows = slice(start, start + BLOCK)
        nearest[rows] = np.argmin(norms - 2 * (points[rows] @ exact.T), axis=1)
    return nearest
