"""The neighbour graph as a matrix."""

from __future__ import annotations

from typing import Any

import numpy as np

from activate_va.pool.neighbours import Neighbours


def similarities(neighbours: Neighbours) -> Any:
    """A sparse symmetric matrix (n, n): a Gaussian of distance, halved where only one is the other's neighbour.

    Its width is the median distance to the last neighbour.
    """
    from scipy.sparse import csr_array

    rows, distances = neighbours.rows, neighbours.distances.astype(np.float64)
    width = float(np.median(distances[:, -1])) or 1.0
    values = np.exp(-np.square(distances / width))
    starts = np.arange(0, rows.size + 1, rows.shape[1])
    directed = csr_array((values.ravel(), rows.ravel(), starts), (len(rows), len(rows)))
    return (directed + directed.T) / 2


def normalised(neighbours: Neighbours) -> Any:
    """The similarities, each divided by the roots of both samples' sums: symmetric, eigenvalues from -1 to 1."""
    from scipy.sparse import diags_array

    similar = similarities(neighbours)
    sums = np.asarray(similar.sum(axis=1)).ravel()
    roots = diags_array(1 / np.sqrt(np.where(sums > 0, sums, 1)))
    return (roots @ similar @ roots).tocsr()
